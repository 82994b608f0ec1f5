import { oneLine } from '../base/text.ts';
import { echoIndex } from './echoes.ts';
import { keyBody, keyMasks } from './masks.ts';

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
  /** Has the runner replace values by `***` in the log; of a private key (PEM) each line. */
  mask(values: readonly string[]): void;
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

/** Masking these would ruin every log and protect nobody. */
const TOO_COMMON: readonly string[] = ['{', '}', '[', ']', 'true', 'false', 'null'];

/** @param hide has the runner mask values; none of them comes twice. */
export function secretsLedger(hide: (values: readonly string[]) => void): Secrets {
  const masked = new Set<string>(TOO_COMMON);
  const kept = new Set<string>();
  const index = echoIndex();
  /** Kept and not in the index: most steps never ask. */
  let pending: string[] = [];
  const secrets: Secrets = {
    mask(values) {
      const fresh = values.flatMap(masksOf).filter((value) => {
        if (value.trim() === '' || masked.has(value)) return false;
        masked.add(value);
        return true;
      });
      if (fresh.length > 0) hide(fresh);
    },
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
  return isPrivateKey(value) ? keyMasks(value) : [value];
}

function isPrivateKey(secret: string): boolean {
  return secret.includes('-----BEGIN');
}
