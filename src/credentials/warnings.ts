import { Failure, type Warning } from '../base/failure.ts';
import { isCommon, SHORTEST_MASK } from '../secrets/in-documents.ts';
import { type Credential, expiryOf } from './credential.ts';
import { AN_EXPRESSION, damageOf, damageOfClientId, damageOfSecret } from './damage.ts';

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
  const trimmed = text?.trim() ?? '';
  if (!/[\r\n]/.test(trimmed)) return [];
  // An INI file begins with a bracket, too.
  return /^(?:\{|\[\s*[[{])/.test(trimmed)
    ? warning(
        'W_SEVERAL_LINES',
        'The stored credential has several lines. The runner masks each line of a secret, { and } included, and then drops every job output that holds a brace. Store it on one line: jq -c . key.json',
      )
    : warning(
        'W_SEVERAL_LINES',
        'The stored credential has several lines. The runner masks each line of a secret by itself, and whatever a line says is then hidden in the log and in job outputs. Store it on one line, in base64: base64 -w 0 FILE',
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

function aboutProof(credential: Credential, now: number): Warning[] {
  const { proof } = credential;
  if (proof.kind === 'secret') return aboutSecret(proof.clientSecret, credential);
  const expiry = expiryOf(proof);
  return expiry !== undefined && expiry.getTime() - now < THREE_DAYS
    ? warning(
        'W_CERT_ENDS_SOON',
        `The client certificate expires at ${expiry.toISOString()}. Replace it before then.`,
      )
    : [];
}

function aboutSecret(clientSecret: string, { clientId, provider }: Credential): Warning[] {
  const damage = damageOfSecret(clientSecret, clientId, provider === 'xsuaa');
  if (damage !== undefined && damage.certainty !== 'possible') {
    return warning('W_SECRET_DAMAGED', `The client secret ${damage.what}. ${damage.next}`);
  }
  const common = commonness(clientSecret);
  if (common !== undefined) return warning('W_SECRET_SHORT', `${common} ${IF_COMMON}`);
  return [];
}

/** Nothing else as short or as common becomes a mask. */
function commonness(clientSecret: string): string | undefined {
  if (clientSecret.length < SHORTEST_MASK) return 'The client secret is shorter than 6 characters.';
  // Secrets of Salesforce are numbers of 19 digits, which no other text holds by chance.
  return isCommon(clientSecret) && /^(?!\d{12})[A-Za-z\d]+$/.test(clientSecret)
    ? 'The client secret is a word or a number that other texts hold.'
    : undefined;
}

const IF_COMMON =
  'A mask of it hides each such text of the log, and the runner drops each job output that holds it. Have the issuer make a longer secret.';

function aboutClientId({ provider, clientId }: Credential): Warning[] {
  const damage = damageOfClientId(clientId, provider === 'xsuaa');
  return damage !== undefined && damage.certainty !== 'possible'
    ? warning('W_CLIENT_ID_CUT', `The client id ${damage.what}. ${damage.next}`)
    : [];
}

function warning(code: Warning['code'], text: string): Warning[] {
  return [{ code, text }];
}

/** JSON, perhaps in quotes; a section of an INI file begins with a bracket, too. */
const LIKE_JSON = /^\W?(?:\{|"|\[\s*[{"])/;

/**
 * Why a text cannot be read. The message names positions and kinds of characters, never the
 * characters themselves.
 */
export function unreadableText(text: string): Failure {
  const { reason, next } = aboutText(text);
  const happened = `The credential cannot be read (${text.length} characters). ${reason}`;
  if (next !== undefined) return new Failure('E_CREDENTIAL_FORMAT', happened, next);
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    happened,
    LIKE_JSON.test(text)
      ? 'Store exactly what was handed out, JSON on one line (jq -c . key.json), without quotes around it.'
      : 'Store exactly what was handed out: a service key or binding in JSON, or lines with a name and a value.',
  );
}

/** @returns `next` where the reason has advice of its own: to store that text exactly would be wrong. */
function aboutText(text: string): { readonly reason: string; readonly next?: string | undefined } {
  if (EXPRESSION.test(text) && !FILE.test(text)) {
    return { reason: `It ${AN_EXPRESSION.what}.`, next: AN_EXPRESSION.next };
  }
  const found = REASONS.find(([pattern]) => pattern.test(text));
  if (found !== undefined) return { reason: found[1](text), next: found[2] };
  if (/^"[\w.-]+"\s*:/.test(text)) return { reason: 'It is JSON that has lost its first brace.' };
  const damage = damageOf(text);
  if (damage !== undefined && damage.certainty !== 'possible') {
    return { reason: `It ${damage.what}.`, next: damage.next };
  }
  if (/^[^\s{}"]{8,}$/.test(text) && !/^\[|client/i.test(text)) {
    return { reason: 'It is one word.', next: ALONE };
  }
  return {
    reason: /^[{["]/.test(text) ? aboutJson(text) : 'It is no form that this action knows.',
  };
}

/** With or without its braces, or with some of them. */
const EXPRESSION =
  /^(?:\$ *\{\{.*\}\}|["'`]?[\s$({[]*(?:secrets|vars|env|inputs|needs|steps|github)(?:\.[A-Za-z_][\w.-]*|\[.{1,200}\])[\s)}\]]*["'`]?)$/s;
const FILE =
  /^(?!(?:inputs|needs|steps)\.|process\.env)[\w./\\:@ -]+\.(?:json|txt|ya?ml|env|key|pem)$/i;

const ALONE =
  'A client secret alone belongs into the input client-secret, beside client-id and token-url.';

type Reason = readonly [RegExp, reason: (text: string) => string, next?: string];

const REASONS: readonly Reason[] = [
  [
    /[\u2018-\u201f\u00ab\u00bb]/,
    (text) =>
      `Character ${text.search(/[\u2018-\u201f\u00ab\u00bb]/) + 1} is a typographic quote: the text went through a chat or a word processor.`,
  ],
  [/^\*+$/, () => 'It consists of asterisks: a masked value was copied from a log.'],
  [
    // An expression of GitHub and a text of Ansible Vault begin with a dollar, too.
    /^\$(?:(?!ANSIBLE_VAULT;)[A-Za-z_(]|\{(?!\{)|env:)/,
    () => 'It begins like the name of a variable that nothing has replaced with its value.',
    'Let the tool that knows the variable put in its value, or store the value itself.',
  ],
  [
    /^[[{]\s*'|'client_?id'/i,
    () => 'Its names stand in single quotes, as Python prints them; JSON has double quotes.',
  ],
  [/^\s*<(?:!doctype|html|\?xml)/i, () => 'It is a web page or XML.'],
  [
    /^kind:[ \t]*["']?(?:Secret|List)\b/m,
    () => 'It is YAML of Kubernetes that is cut, or damaged by wrong indentation.',
  ],
  [FILE, () => 'It is the name of a file.', 'Store the content of the file.'],
  [/^https?:\/\/\S+$/i, () => 'It is a URL alone.'],
  [
    /^-----BEGIN (?!AGE|PGP)/,
    () => 'It is PEM alone.',
    'Give it in the inputs certificate and private-key, beside client-id.',
  ],
  [
    /^(?=[A-Z0-9_]{3,60}$)[A-Z][A-Z0-9_]*[A-Z_]/,
    () => 'It looks like the name of a secret.',
    'Write it as an expression, secrets.NAME in double braces after a $.',
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
