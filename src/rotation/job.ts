import type { JsonObject } from '../credentials/credential.ts';
import type { Authority } from './authority.ts';
import type { Owner } from './credential-name.ts';
import type { Destination } from './destination.ts';
import type { Schedule } from './policy.ts';
import type { StoreAs, StoredCredential } from './stored-value.ts';

/** `plan` reads only; `retire` creates nothing; `revoke-now` keeps the old credential no longer. */
export type Mode = 'when-due' | 'force' | 'plan' | 'retire' | 'revoke-now';

/** One run of the rotation of one credential: everything it knows and may touch. */
export interface RotationJob extends Schedule {
  readonly mode: Mode;
  /** For `revoke-now`: the issuer's name of the credential that is to be deleted at once. */
  readonly confirm: string | undefined;
  readonly owner: Owner;
  readonly run: {
    readonly id: string;
    /** When the workflow run began, by GitHub's clock; undefined: the token may not read it. */
    readonly startedAt: Date | undefined;
  };
  /** What the main destination held when the run began; undefined: nothing. */
  readonly current: string | undefined;
  readonly storeAs: StoreAs;
  readonly authority: Authority;
  /** The destination that the job itself reads; written last. */
  readonly main: Destination;
  readonly others: readonly Destination[];
  /**
   * Asks for a token: with the text where JSON is stored, since that is what later jobs use, else
   * with the value, which is never undefined then. `refused` means that the server does not accept
   * it, by an answer that is final.
   *
   * @throws Failure where the server cannot be asked, or the text is no credential.
   */
  readonly verify: (stored: StoredCredential) => Promise<'accepted' | 'refused'>;
  /** Is that workflow run over? Undefined: nobody can say. */
  readonly runIsOver: (runId: string) => Promise<boolean | undefined>;
  /** Masks secrets before anything else is done with them. */
  readonly mask: (value: JsonObject) => void;
  /** One line for the log of a run that waits. */
  readonly progress: (what: string) => void;
  readonly now: () => number;
  /** Resolves after so many milliseconds. */
  readonly sleep: (milliseconds: number) => Promise<void>;
}
