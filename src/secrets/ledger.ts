import { oneLine } from '../base/text.ts';
import { repeatsSecret } from './echoes.ts';

/**
 * Everything of a step that must not be seen. One ledger goes through the whole step: what it masks
 * is masked once and before anything else is written, and what it keeps is looked for in every text
 * that came from outside before a person sees that text.
 */
export interface Secrets {
  /** Has the runner replace values by `***` in the log. */
  mask(values: readonly string[]): void;
  /** Masks values, and remembers them: foreign text that repeats a part of one is not shown. */
  keep(values: readonly string[]): void;
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
  const secrets: Secrets = {
    mask(values) {
      const fresh = values.filter((value) => {
        if (value.trim() === '' || masked.has(value)) return false;
        masked.add(value);
        return true;
      });
      if (fresh.length > 0) hide(fresh);
    },
    keep(values) {
      secrets.mask(values);
      for (const value of values) if (value.trim() !== '') kept.add(value);
    },
    isRepeatedBy: (text) => repeatsSecret(text, { kind: 'github-oidc' }, [...kept]),
    quote(text, limit) {
      return secrets.isRepeatedBy(text)
        ? 'a reason that repeats a part of the secret and is not shown'
        : `"${oneLine(text, limit)}"`;
    },
  };
  return secrets;
}
