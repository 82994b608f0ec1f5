import { Failure } from '../failure.ts';

/**
 * Why a text cannot be read, as far as its looks tell. Positions and kinds of characters are named,
 * the characters themselves never.
 */
export function unreadable(text: string): Failure {
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    `The credential cannot be read (${text.length} characters). ${reason(text)} ` +
      'Store exactly what was handed out, JSON on one line (jq -c . key.json), without quotes around it.',
  );
}

function reason(text: string): string {
  const found = REASONS.find(([looksSo]) => looksSo.test(text));
  if (found !== undefined) return found[1](text);
  return /^[{["]/.test(text) ? aboutJson(text) : 'It is no form that this action knows.';
}

const REASONS: readonly (readonly [RegExp, (text: string) => string])[] = [
  [
    /[\u2018-\u201f\u00ab\u00bb]/,
    (text) =>
      `Character ${text.search(/[\u2018-\u201f\u00ab\u00bb]/) + 1} is a typographic quote: the text went through a chat or a word processor.`,
  ],
  [/^\*+$/, () => 'It consists of asterisks: a masked value was copied from a log.'],
  [
    /^\$(?:[A-Za-z_{(]|env:)/,
    () => 'It begins like the name of a variable that nothing has replaced with its value.',
  ],
  [
    /^[[{]\s*'|'client_?id'/i,
    () => 'Its names stand in single quotes, as Python prints them; JSON has double quotes.',
  ],
  [/^\s*<(?:!doctype|html|\?xml)/i, () => 'It is a web page or XML.'],
  [
    /^[\w./\\:@ -]+\.(?:json|txt|ya?ml|env|key|pem)$/i,
    () => 'It is the name of a file; store the content of the file.',
  ],
  [
    /^-----BEGIN /,
    () => 'It is PEM alone: give it in the inputs certificate and private-key, beside client-id.',
  ],
  [
    /^[A-Z][A-Z0-9]*_[A-Z0-9_]+$/,
    () =>
      'It looks like the name of a secret; write it as an expression, secrets.NAME in double braces after a $.',
  ],
  [
    /^[^\s{}[\]":]{8,}$/,
    () =>
      'It is one word: a client secret alone belongs into the input client-secret, beside client-id and token-url.',
  ],
];

/** The parser's message quotes the text; the position at its end does not. */
function aboutJson(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    const position = / at position (\d+)(?: \(line \d+ column \d+\))?$/.exec(String(error))?.[1];
    const whole = text.trimEnd();
    const end = whole.replace(/[,;]$/, '').trimEnd();
    const cut = !/[}\]"]$/.test(end) || Number(position) >= whole.length;
    if (cut) return 'It starts like JSON and looks truncated at its end.';
    if (position !== undefined) {
      return `It starts like JSON, but breaks its rules at character ${Number(position) + 1}.`;
    }
  }
  return 'It starts like JSON, but is none.';
}
