import { plainName } from '../base/text.ts';

// What is probably a secret, by its name and by its characters: the same for members of documents,
// for parameters, and for what a server sends.

/** A shorter text is in too many innocent ones: as a mask it would hide these, and no secret. */
export const SHORTEST_MASK = 6;

/**
 * How surely does a name say that its value is a secret? `likely` names are also those of what is
 * none: the key of a table, the number of a token, the store of a secret.
 */
export function secrecyOf(name: string): 'sure' | 'likely' | undefined {
  if (name.length > LONGEST_WORDS) return undefined;
  // `client_secret_2` is a second one.
  const plain = plainName(name).replace(/\d+$/, '');
  if (SURE.some((ending) => plain.endsWith(ending)) || SURE_WORD.test(words(name))) return 'sure';
  const likely = LIKELY.some((ending) => plain.endsWith(ending)) || LIKELY_PART.test(plain);
  return likely && !PUBLIC.test(plain) ? 'likely' : undefined;
}

/** The ends of plain names. */
const SURE: readonly string[] = [
  'secret',
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'privatekey',
  'tlskey',
  'apikey',
  'accesskey',
  'accountkey',
  'accesstoken',
  'refreshtoken',
  'connectionstring',
];

/** Words that are too short for the end of a plain name: `spin`, `compass`. */
const SURE_WORD = /(?:^|[^A-Za-z])(?:pin|pass|t?otp|mfa)\d*$/i;

/** `userPin` as `user Pin`. */
function words(name: string): string {
  return name.replace(/[a-z\d](?=[A-Z])/g, '$& ');
}

const LIKELY: readonly string[] = ['key', 'token', 'jwt', 'assertion', 'authorization', 'cookie'];

/** Also `secret_value`, `private_key_pem`. */
const LIKELY_PART = /secret|privatekey|password/;

/** Names of what is told about a secret. */
const PUBLIC =
  /(?:name|ids?|type|ur[lin]|arn|ref|at|date|time|path|file|fingerprint|thumbprint|hint|label|alias|verificationkey|publickey)$/;

/**
 * Is the value of a member a secret? Its name has to say so, and its characters: a number or a word
 * that other texts hold would be a mask that ruins the log. Where the name leaves a doubt, so do a
 * few words that are joined, and what is shorter than any key.
 */
export function isSecretValue(name: string, value: string): boolean {
  const secrecy = secrecyOf(name);
  if (secrecy === undefined || value.length < SHORTEST_MASK || isCommon(value)) return false;
  return secrecy === 'sure' || (value.length >= 12 && !isWords(value));
}

/**
 * Has a text the characters and the length of a token (RFC 6750 2.1, b64token)? A server may send any
 * other text in its place: a word, a number, the name of an error or a host.
 */
export function looksLikeToken(text: string): boolean {
  return text.length >= 16 && /^[\w.~+/=-]+$/.test(text) && !isCommon(text) && !isWords(text);
}

/** A number, a time, one word, a name or an address, and what refers to a value that is elsewhere. */
export function isCommon(text: string): boolean {
  return text.length < LONGEST_WORDS && (COMMON.test(text) || NAMES.has(plainName(text)));
}

/** Longer ones are no words of a language, whatever their letters. */
const LONGEST_WORDS = 80;

const COMMON = new RegExp(
  [
    /[A-Za-z]?[a-z]{0,14}|[A-Z]{1,15}/,
    /[-+\d.,:/ %]{1,20}|\d{4}-\d\d-\d\d[T ][-+\d:.Z]*/,
    // CALM_SERVICE_KEY, $CALM_KEY, ${calm.key}, $(calmKey), %CALM_KEY%, {{ calm }}, <secret>, ****
    /[A-Z]+\d{0,4}(?:_[A-Z]*\d{0,4})+/,
    // portal!t4711|calm!b42, release@acme.example, git@git.example:acme/portal.git
    /(?:[\w.-]+![a-z]\d+\|?)+|(?:mailto:)?[a-z][a-z.-]{2,}@[a-z\d-]+(?:\.[a-z-]{2,})+(?::[\w./-]*)?/,
    /\$(?:[A-Z_\d]+|[a-z_]+|\{[^}]*\}|\([^)]*\))|%\w+%|\$?\{\{.*\}\}|<.*>|\*+/,
  ]
    .map(({ source }) => `^(?:${source})$`)
    .join('|'),
);

/** As values these are names: `"key": "client_secret"`. */
const NAMES: ReadonlySet<string> = new Set([...SURE, 'clientsecret', 'clientassertion']);

/**
 * Words and numbers, joined as names are: `azure-key-vault`, `release/portal-1.2.zip`,
 * `ClientCredentials`. What is made by chance changes between letters and digits more often.
 */
function isWords(text: string): boolean {
  if (text.length >= LONGEST_WORDS || !/^[\w ./:,@=&-]*$/.test(text)) return false;
  const parts = words(text).split(/[^A-Za-z\d]+/);
  const lettered = parts.filter((part) => /^[A-Za-z]+$/.test(part));
  return parts.every((part) => WORD.test(part)) && lettered.join('').length >= 3 * lettered.length;
}

const WORD = /^(?:(?:[A-Z]{0,3}[a-z]{0,15}|[A-Z]{0,15})\d{0,4}|\d{1,19})$/;
