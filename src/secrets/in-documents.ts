import { isJsonObject, parsedJson } from '../base/json.ts';
import { plainName, trimmed } from '../base/text.ts';
import { urlSecrets } from '../base/url.ts';

/** A plain name that ends so is a secret's. */
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

/** So are these, if the value is long enough: other things are called keys and tokens, too. */
const LIKELY_ENDINGS: readonly string[] = ['key', 'token', 'jwt', 'assertion', 'authorization'];

const PUBLIC_ENDINGS: readonly string[] = ['verificationkey', 'publickey'];

const LONG = 12;

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

const DEPTH = 12;

/**
 * Every string in a document that stands under a secret's name, whether the token request needs it
 * or not: a key may carry a second secret that nobody else would mask.
 */
export function secretLeaves(document: unknown, depth: number = DEPTH): string[] {
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
      ? secrets.flatMap((text) => (isUrl(text) ? urlSecrets(text) : [trimmed(text)]))
      : secretLeaves(value, depth - 1);
  });
}

/** A text may be a URL with secrets in it, or a document written as text. */
function textSecrets(text: string, depth: number): string[] {
  const inner = text.startsWith('{') || text.startsWith('[') ? parsedJson(text) : undefined;
  return typeof inner === 'object' ? secretLeaves(inner, depth - 1) : urlSecrets(text);
}

/** A secret may have `://` in it, too. */
function isUrl(text: string): boolean {
  return text.includes('://') && /^\s*[A-Za-z][\w+.-]*:\/\//.test(text);
}
