import { oneLine } from '../base/text.ts';
import { type EchoIndex, echoIndex } from './echoes.ts';
import { SHORTEST_MASK } from './in-documents.ts';

/**
 * Everything of a step that must not be seen. One ledger goes through the whole step: what it masks
 * is masked once and before anything else is written, and what it keeps is looked for in every text
 * that came from outside before a person sees that text.
 *
 * To mask is to hide one spelling of a secret: the Basic value of a client, each line of a key, and
 * also what may be no secret at all, as a leaf of a stored document with a secret's name. To keep is
 * for the secrets themselves: whoever sends one keeps it before, and whoever gets one keeps it before
 * anything of the same answer is shown.
 */
export interface Secrets {
  /**
   * Has the runner replace values by `***` in the log; of a private key (PEM), and of what else has
   * several lines, each line. What has fewer than 6 characters stays as it is.
   */
  mask(values: readonly string[]): void;
  /** The same for a client's own secret, in its spellings: that is masked however short it is. */
  maskOwn(values: readonly string[]): void;
  /**
   * Masks secrets, and remembers them: foreign text that repeats a part of one is not shown. A
   * private key is remembered without its first and last line.
   */
  keep(secrets: readonly string[]): void;
  /** Does foreign text repeat a part of what is kept, as it is or in an encoding? */
  isRepeatedBy(text: string): boolean;
  /** Foreign text in quotes, on one line and at most `limit` characters long; or why it is not shown. */
  quote(text: string, limit?: number): string;
}

/** Even as a secret: masking these would ruin every log, and drop every job output that is JSON. */
const TOO_COMMON: readonly string[] = ['{', '}', '[', ']', 'true', 'false', 'null'];

/** @param hide has the runner mask values; none of them comes twice. */
export function secretsLedger(hide: (values: readonly string[]) => void): Secrets {
  const masked = new Set<string>(TOO_COMMON);
  const kept = new Set<string>();
  let index: EchoIndex | undefined;
  /** Kept and not in the index: most steps never ask. */
  let pending: string[] = [];
  function maskFrom(values: readonly string[], shortest: number): void {
    const fresh = values.flatMap((value) =>
      masksOf(value).filter((mask) => {
        // A line of a secret is not the secret.
        const least = mask === value ? shortest : SHORTEST_MASK;
        if (mask.trim().length < least || masked.has(mask)) return false;
        masked.add(mask);
        return true;
      }),
    );
    if (fresh.length > 0) hide(fresh);
  }
  const secrets: Secrets = {
    mask: (values) => maskFrom(values, SHORTEST_MASK),
    maskOwn: (values) => maskFrom(values, 1),
    keep(values) {
      secrets.mask(values);
      for (const value of values) {
        const secret = isPrivateKey(value) ? keyBody(value) : value;
        if (secret.trim() === '' || kept.has(secret)) continue;
        kept.add(secret);
        pending.push(secret);
      }
    },
    isRepeatedBy(text) {
      index ??= echoIndex();
      index.add(pending);
      pending = [];
      return index.isRepeatedBy(text);
    },
    quote(text, limit) {
      return secrets.isRepeatedBy(text)
        ? 'a reason that repeats a part of the secret and is not shown'
        : `"${oneLine(text, limit)}"`;
    },
  };
  return secrets;
}

function masksOf(value: string): string[] {
  // Of a value of several lines the runner would mask each line, however short, and the first and
  // last line of a key.
  const lines = /[\r\n]/.test(value) ? value.split(/[\r\n]+/).map((line) => line.trim()) : [value];
  if (!isPrivateKey(value)) return lines;
  return lines.length > 1 ? keyMasks(value) : [value, ...keyMasks(value)];
}

/** Begins as PEM does; another text that holds these dashes is a secret like any other. */
function isPrivateKey(secret: string): boolean {
  return /^\s*-----BEGIN [A-Z0-9 ]+-----/.test(secret);
}

/** What the runner must mask for a client secret, beyond the encodings that it derives itself. */
export function secretMasks(clientId: string, clientSecret: string): string[] {
  const id = formEncode(clientId);
  const secret = formEncode(clientSecret);
  return [clientSecret, secret, basicValue(clientId, clientSecret), basicValue(id, secret)];
}

/**
 * What the runner must mask for a private key: its lines as they are given and as RFC 7468 writes
 * them, and the key without any line breaks. The BEGIN and END lines are no secret.
 */
export function keyMasks(privateKey: string): string[] {
  const lines = keyLines(privateKey);
  const body = lines.join('');
  const standard = body.match(/.{1,64}/g) ?? [];
  // A very short last line is covered by the longer forms; alone it would hide innocent text.
  const single = [...lines, ...standard].filter((line) => line.length >= 8);
  return [...single, body, lines.join('\\n'), standard.join('\\n')];
}

/** What is secret of a private key, on one line. */
export function keyBody(privateKey: string): string {
  return keyLines(privateKey).join('');
}

function keyLines(privateKey: string): string[] {
  return privateKey
    .replace(/-----[A-Z0-9 ]+-----/g, ' ')
    .split(/\\r|\\n|\s/)
    .filter((line) => line !== '');
}

export function basicValue(clientId: string, clientSecret: string): string {
  return Buffer.from(`${clientId}:${clientSecret}`).toString('base64');
}

/** application/x-www-form-urlencoded (RFC 6749 appendix B). */
export function formEncode(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1);
}
