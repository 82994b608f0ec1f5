import { isJsonObject, parsedJson } from '../base/json.ts';
import { plainName, trimInvisible } from '../base/text.ts';
import { urlSecrets } from '../base/url.ts';

/**
 * Every string in a document whose name is that of a secret, whether the token request needs it or
 * not: a key may carry a second secret that nobody else would mask.
 */
export function secretLeaves(document: unknown, depth: number = DEEPEST): string[] {
  if (depth === 0) return [];
  if (Array.isArray(document)) return document.flatMap((item) => secretLeaves(item, depth - 1));
  if (typeof document === 'string') return textSecrets(document, depth);
  if (!isJsonObject(document)) return [];
  return Object.entries(document).flatMap(([name, value]) => {
    const plain = plainName(name);
    const texts = [value].flat().filter((item) => typeof item === 'string');
    // A key is a secret, unless it is the name of the value beside it.
    const isKey = name === 'key' && !('value' in document);
    const secrets = texts.filter((text) => isKey || isSecret(plain, text));
    return secrets.length > 0
      ? secrets.flatMap((text) => (isUrl(text) ? urlSecrets(text) : [trimInvisible(text)]))
      : secretLeaves(value, depth - 1);
  });
}

/** Deeper documents are no credential. */
const DEEPEST = 12;

function isSecret(plain: string, value: string): boolean {
  if (SECRET_ENDINGS.some((ending) => plain.endsWith(ending))) return true;
  if (value.length >= LONG && LIKELY_ENDINGS.some((ending) => plain.endsWith(ending))) {
    return !PUBLIC_ENDINGS.some((ending) => plain.endsWith(ending));
  }
  // client_secret_2, secret_value, private_key_pem; not the name or the id of one.
  return (
    (plain.includes('secret') || plain.includes('privatekey')) &&
    !/(?:name|id|type|url|uri|ref|at|date)$/.test(plain)
  );
}

/** The ends of plain names of secrets. */
const SECRET_ENDINGS: readonly string[] = [
  'secret',
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passcode',
  'privatekey',
  'apikey',
  'tlskey',
  'accesstoken',
  'refreshtoken',
  'connectionstring',
];

/** The ends of names of long secrets: short values that are called key or token are none. */
const LIKELY_ENDINGS: readonly string[] = ['key', 'token', 'jwt', 'assertion', 'authorization'];

const PUBLIC_ENDINGS: readonly string[] = ['verificationkey', 'publickey'];

const LONG = 12;

/** A text may be a URL with secrets in it, or a document written as text. */
function textSecrets(text: string, depth: number): string[] {
  const inner = text.startsWith('{') || text.startsWith('[') ? parsedJson(text) : undefined;
  return typeof inner === 'object' ? secretLeaves(inner, depth - 1) : urlSecrets(text);
}

/** Not every text with `://` in it: a secret may have that, too. */
function isUrl(text: string): boolean {
  return text.includes('://') && /^\s*[A-Za-z][\w+.-]*:\/\//.test(text);
}
