import type { JsonObject } from '../credentials/credential.ts';
import type { Authority } from './authority.ts';
import type { Owner } from './credential-name.ts';
import type { Destination } from './destination.ts';
import type { Schedule } from './policy.ts';

/** `plan` reads only; `retire` creates nothing; `revoke-now` keeps the old credential no longer. */
export type Mode = 'when-due' | 'force' | 'plan' | 'retire' | 'revoke-now';

/** One run of the rotation of one credential: everything it knows and may touch. */
export interface RotationJob extends Schedule {
  readonly mode: Mode;
  readonly owner: Owner;
  readonly run: {
    readonly id: string;
    /** When the workflow run began, by GitHub's clock. */
    readonly startedAt: Date;
  };
  /** What the main destination held when the run began; undefined: nothing. */
  readonly current: string | undefined;
  readonly authority: Authority;
  /** The destination that the job itself reads; written last. */
  readonly main: Destination;
  readonly others: readonly Destination[];
  /** What is stored for a credential: one line of JSON, or its secret alone. */
  readonly textFor: (value: JsonObject, name: string, createdAt: Date) => string;
  /**
   * Asks for a token with what is stored. `refused` means that the server does not accept it, by an
   * answer that is final.
   *
   * @throws Failure where the server cannot be asked.
   */
  readonly verify: (storedText: string) => Promise<'accepted' | 'refused'>;
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
