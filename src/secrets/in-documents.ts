import { isJsonObject, parsedJson } from '../base/json.ts';
import { trimInvisible } from '../base/text.ts';
import { isCommon, isSecretValue, looksLikeToken, secrecyOf } from './likely.ts';

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
