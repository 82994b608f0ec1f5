import type { Failure, Warning } from '../../base/failure.ts';

/** What a form makes of a text, one layer off. */
export interface DecodedText {
  /** May be a text again. Undefined beside a refusal. */
  readonly value: unknown;
  /** Spellings of the whole text that must be masked, if it hides secrets from other masks. */
  readonly masks?: readonly string[];
  /** What the owner of the credential should know. */
  readonly warnings?: readonly Warning[];
  /**
   * Why a text of this form must not be read: no other form is tried, since it would read a part of
   * what is meant, or guess.
   */
  readonly refusal?: Failure | undefined;
}
