import { Failure, type Warning } from '../base/failure.ts';
import { type Credential, expiryOf, type ProviderName } from './credential.ts';

/**
 * Warnings about a credential that works today and will trouble its owner. They show no part of a
 * secret.
 *
 * @param text the stored credential as it was given; undefined if none is stored.
 * @param tokenUrl the token URL as it was written, before it was repaired.
 * @param now milliseconds since the epoch.
 */
export function credentialWarnings(
  text: string | undefined,
  tokenUrl: string | undefined,
  credential: Credential,
  now: number,
): Warning[] {
  return [
    ...aboutLines(text),
    ...aboutTokenUrl(tokenUrl, credential.tokenUrl),
    ...aboutProof(credential, now),
    ...aboutClientId(credential),
  ];
}

function aboutLines(text: string | undefined): Warning[] {
  if (text === undefined || !/[\r\n]/.test(text.trim())) return [];
  return warning(
    'W_SEVERAL_LINES',
    LIKE_JSON.test(text.trim())
      ? 'The stored credential has several lines. The runner masks each line of a secret, { and } included, and then drops every job output that holds a brace. Store it on one line: jq -c . key.json'
      : 'The stored credential has several lines. The runner masks each line of a secret, words that are no secret included. Store it as base64 on one line: base64 -w0 key.txt',
  );
}

function aboutTokenUrl(written: string | undefined, used: URL): Warning[] {
  if (written === undefined) return [];
  const path = used.pathname;
  if (path !== '/' && written.includes(`${path}${path}`)) {
    return warning(
      'W_URL_REPAIRED',
      'The token URL of the credential ends with its token path twice; it is used once.',
    );
  }
  return written.includes('://')
    ? []
    : warning('W_URL_REPAIRED', `The token URL has no scheme; https://${used.host} is used.`);
}

const THREE_DAYS = 3 * 86_400_000;

function aboutProof({ proof, provider }: Credential, now: number): Warning[] {
  if (proof.kind === 'secret') return aboutSecret(proof.clientSecret, provider);
  const expiry = expiryOf(proof);
  return expiry !== undefined && expiry.getTime() - now < THREE_DAYS
    ? warning(
        'W_CERT_ENDS_SOON',
        `The client certificate expires at ${expiry.toISOString()}. Replace it before then.`,
      )
    : [];
}

function aboutSecret(clientSecret: string, provider: ProviderName): Warning[] {
  if (clientSecret.length < 24 && looksLikePlaceholder(clientSecret)) {
    return warning(
      'W_SECRET_DAMAGED',
      'The client secret looks like a placeholder: store the secret itself.',
    );
  }
  if (clientSecret.length < 8) {
    return warning(
      'W_SECRET_SHORT',
      'The client secret is shorter than 8 characters. Masking it may hide innocent text in the log, and it is easy to guess.',
    );
  }
  return provider === 'xsuaa' && lostItsDollar(clientSecret)
    ? warning(
        'W_SECRET_DAMAGED',
        'The client secret has no single $ after its first part, as secrets of XSUAA have: a shell or a tool has probably replaced or doubled it.',
      )
    : [];
}

function aboutClientId({ provider, clientId }: Credential): Warning[] {
  return provider === 'xsuaa' && looksCut(clientId)
    ? warning(
        'W_CLIENT_ID_CUT',
        'The client id looks cut: XSUAA ids look like sb-name!b123 or sb-name!b123|service!b456.',
      )
    : [];
}

function warning(code: Warning['code'], text: string): Warning[] {
  return [{ code, text }];
}

// What is visibly wrong with a client id, a client secret, or a whole text.

/** Is the id of a UAA client cut off? Shells and terminals end it at `!`, `|` or dots. */
export function looksCut(clientId: string): boolean {
  return /(?:\.\.\.|\u2026|[!|])$/.test(clientId) || /^sb-[^!]*$/.test(clientId);
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

/** JSON, perhaps in quotes; a section of an INI file begins with a bracket, too. */
const LIKE_JSON = /^\W?(?:\{|"|\[\s*[{"])/;

/**
 * Why a text cannot be read. The message names positions and kinds of characters, never the
 * characters themselves.
 */
export function unreadableText(text: string): Failure {
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    `The credential cannot be read (${text.length} characters). ${reasonOf(text)}`,
    LIKE_JSON.test(text)
      ? 'Store exactly what was handed out, JSON on one line (jq -c . key.json), without quotes around it.'
      : 'Store exactly what was handed out: a service key or binding in JSON, or lines with a name and a value.',
  );
}

function reasonOf(text: string): string {
  const found = REASONS.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return found[1](text);
  if (/^"[\w.-]+"\s*:/.test(text)) return 'It is JSON that has lost its first brace.';
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

/** Where JSON breaks its rules. The parser's message quotes the text, but the position at the end of the message does not. */
export function aboutJson(text: string): string {
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
