import type { Timing } from '../base/time.ts';

/** Writes text to the standard output of the step. */
export type Write = (text: string) => void;

/** The world of one step, as arguments. */
export interface Step {
  readonly env: Environment;
  readonly timing: Timing;
  readonly write: Write;
}

export type Environment = Readonly<Record<string, string | undefined>>;
