import { Failure } from '../base/failure.ts';

// What is visibly wrong with a client id, a client secret, or a whole text.

/** Is the id of a UAA client cut off? Shells and terminals end it at `!`, `|` or dots. */
export function looksCut(clientId: string): boolean {
  return /(?:\.\.\.|\u2026|[!|])$/.test(clientId) || /^sb-[^!]*$/.test(clientId);
}

/** Is this what a tool writes in place of a secret that it does not show? */
export function isHiddenSecret(clientSecret: string): boolean {
  return /^(?:<<.*>>|\$\{\{.*\}\}|\*{3,}|[\u2022\u25cf]+|\[REDACTED\]|\[PRIVATE DATA HIDDEN\]|[(<]sensitive(?: value)?[)>]|\d+ bytes)$/s.test(
    clientSecret,
  );
}

/** Is this probably no secret? Not certainly: servers have had such secrets in tests. */
export function looksLikePlaceholder(clientSecret: string): boolean {
  return /^(?:\*+|<.*>|\[?redacted\]?|x{6,}|\$[A-Z_]+|changeme)$/i.test(clientSecret);
}

/**
 * Has the secret of an XSUAA client lost its `$`, or got a second one? Such a secret is
 * `<uuid>$<43 characters>=`. A shell takes the second part for a variable; a file for Docker Compose
 * doubles the `$`.
 */
export function lostItsDollar(clientSecret: string): boolean {
  if (clientSecret.includes('$')) return clientSecret.includes('$$');
  const isUuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i;
  return clientSecret[8] === '-' && clientSecret[13] === '-' && isUuid.test(clientSecret);
}

/**
 * Why a text cannot be read. The message names positions and kinds of characters, never the
 * characters themselves.
 */
export function unreadableText(text: string): Failure {
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    `The credential cannot be read (${text.length} characters). ${reasonOf(text)}`,
    {
      next: 'Store exactly what was handed out, JSON on one line (jq -c . key.json), without quotes around it.',
    },
  );
}

function reasonOf(text: string): string {
  const found = REASONS.find(([pattern]) => pattern.test(text));
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

/** The parser's message quotes the text, but the position at the end of the message does not. */
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
