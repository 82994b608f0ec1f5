import { isJsonObject } from './credential.ts';
import { plainName } from './fields.ts';
import { urlSecrets } from './urls.ts';

/** A plain name that ends so is a secret's. */
const SECRET_ENDINGS: readonly string[] = [
  'secret',
  'secretaccesskey',
  'password',
  'passphrase',
  'privatekey',
  'apikey',
  'accesstoken',
  'refreshtoken',
];
const SECRET_NAMES: ReadonlySet<string> = new Set(['key', 'tlskey']);
const DEPTH = 12;

/**
 * Every string in a document that stands under a secret's name, whether the token request needs it
 * or not: a key may carry a second secret that nobody else would mask.
 */
export function secretLeaves(document: unknown, depth: number = DEPTH): string[] {
  if (depth === 0) return [];
  if (Array.isArray(document)) return document.flatMap((item) => secretLeaves(item, depth - 1));
  if (!isJsonObject(document)) return typeof document === 'string' ? urlSecrets(document) : [];
  return Object.entries(document).flatMap(([name, value]) => {
    const plain = plainName(name);
    const secret =
      SECRET_NAMES.has(plain) || SECRET_ENDINGS.some((ending) => plain.endsWith(ending));
    const texts = [value].flat().filter((item) => typeof item === 'string');
    return secret && texts.length > 0
      ? texts.flatMap((text) => (isUrl(text) ? urlSecrets(text) : [text.trim()]))
      : secretLeaves(value, depth - 1);
  });
}

/** A secret may have `://` in it, too. */
function isUrl(text: string): boolean {
  return text.includes('://') && /^\s*[A-Za-z][\w+.-]*:\/\//.test(text);
}
