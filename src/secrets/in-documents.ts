import { isJsonObject, parsedJson } from '../base/json.ts';
import { plainName, trimInvisible } from '../base/text.ts';

/**
 * Every string in a document whose name and whose characters are those of a secret, whether the token
 * request needs it or not: a key may carry a second secret that nobody else would mask.
 */
export function secretLeaves(document: unknown): string[] {
  return leavesOf('', document, { depth: DEEPEST, isSecret: isSecretValue });
}

/**
 * The same by the names alone: a secret may be a word, which no mask can hide and which no message may
 * show.
 */
export function namedSecrets(document: unknown): string[] {
  return leavesOf('', document, { depth: DEEPEST, isSecret: hasSecretName });
}

function hasSecretName(name: string, value: string): boolean {
  const secrecy = secrecyOf(name);
  if (secrecy === undefined || value === '') return false;
  return secrecy === 'sure' || name === 'key' || value.length >= 12;
}

interface Search {
  /** How many levels down. */
  readonly depth: number;
  readonly isSecret: (name: string, value: string) => boolean;
}

/** Deeper documents are no credential. */
const DEEPEST = 12;

/** @param name of the member that the value is, or is in a list of. */
function leavesOf(name: string, value: unknown, search: Search): string[] {
  if (search.depth === 0) return [];
  const deeper = { ...search, depth: search.depth - 1 };
  if (typeof value === 'string') return textSecrets(name, trimInvisible(value), deeper);
  if (Array.isArray(value)) return value.flatMap((item) => leavesOf(name, item, deeper));
  if (!isJsonObject(value)) return [];
  const members = Object.entries(value);
  const lower = new Map(members.map(([member, inner]) => [member.toLowerCase(), inner]));
  return members.flatMap(([member, inner]) => {
    // Of a pair, the key is the name of the value.
    const role = lower.has('value') ? member.toLowerCase() : '';
    if (role === 'key' && !isKey(inner)) return [];
    return leavesOf(role === 'value' ? nameOfValue(lower, name) : member, inner, deeper);
  });
}

/** The name in `{name, value}`; that of the pair, if it has none, as in the output of Terraform. */
function nameOfValue(pair: ReadonlyMap<string, unknown>, outer: string): string {
  if (['sensitive', 'issecret', 'masked'].some((flag) => pair.get(flag) === true)) return 'secret';
  if (/^(?:secret|password|concealed)$/i.test(String(pair.get('type')))) return 'secret';
  // An id may be a number of the pair, beside the name around both.
  const names = secrecyOf(outer) === undefined ? [...NAMES, 'id'] : NAMES;
  return names.map((name) => pair.get(name)).find((name) => typeof name === 'string') ?? outer;
}

const NAMES: readonly string[] = ['key', 'name', 'label'];

function isKey(value: unknown): boolean {
  return typeof value === 'string' && value.includes('-----');
}

function textSecrets(name: string, text: string, search: Search): string[] {
  const whole = search.isSecret(name, text) && !URL_START.test(text) ? [text] : [];
  const inner = text.startsWith('{') || text.startsWith('[') ? parsedJson(text) : undefined;
  const parts = typeof inner === 'object' ? leavesOf('', inner, search) : urlSecrets(text);
  return [...whole, ...parts];
}

/** Not every text with `://` in it: a secret may have that, too. With what Java writes before it. */
const URL_START = /^\s*(?:jdbc:)?[A-Za-z][\w+.-]*:\/\//;

/**
 * The secrets in a text that may be a URL or list `name=value`, as they are written and decoded: the
 * password of its user information, and the values of secret parameters. A user without a password is
 * the name of an account, unless it is itself a token: addresses of mail and of git have one.
 */
export function urlSecrets(text: string): string[] {
  const written: string[] = [];
  if (text.includes('@')) written.push(...userSecrets(text));
  if (text.includes('=')) {
    for (const pair of text.split(/[?&#;\s]/)) {
      const equals = pair.indexOf('=');
      const value = pair.slice(equals + 1);
      if (equals > 0 && equals < 60 && isSecretValue(pair.slice(0, equals), value)) {
        written.push(value);
      }
    }
  }
  const meant = written.map((part) => new URLSearchParams(`_=${part}`).get('_') ?? '');
  return [...new Set([...written, ...meant])];
}

function userSecrets(text: string): string[] {
  const start = URL_START.exec(text)?.[0];
  const [authority = ''] = /^[^/?#]*/.exec(text.slice(start?.length ?? 0).trimStart()) ?? [];
  const at = Math.max(0, authority.lastIndexOf('@'));
  const user = authority.slice(0, at);
  const colon = user.indexOf(':');
  if (colon < 0) return start !== undefined && looksLikeToken(user) ? [user] : [];
  // Versions and addresses of mail have a colon, too: `npm:portal@1.2.3`, `mailto:release@acme.example`.
  const isUser = start !== undefined || (HOST.test(authority.slice(at + 1)) && !NO_USER.test(user));
  const password = user.slice(colon + 1);
  return isUser ? [user, ...(isCommon(password) ? [] : [password])] : [];
}

const HOST = /^(?:[\w-]+\.)+[A-Za-z][\w-]*(?::\d+)?\s*$|^localhost\b/;

const NO_USER = /\s|^(?:mailto|acct|sips?|xmpp|npm):/i;

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
  return (
    text.length < LONGEST_WORDS && (COMMON.test(text) || VALUES_THAT_NAME.has(plainName(text)))
  );
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
const VALUES_THAT_NAME: ReadonlySet<string> = new Set([...SURE, 'clientsecret', 'clientassertion']);

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
