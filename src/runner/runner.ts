import type { FailureCode, WarningCode } from '../base/failure.ts';
import type { Timing } from '../base/time.ts';
import type { Transport } from '../http/http.ts';
import type { Secrets } from '../secrets/ledger.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names and values, each on one line. */
export type Entries = readonly (readonly [name: string, value: string])[];

/** What a step hands over when it has ended well. */
export interface StepResult {
  readonly outputs: Entries;
  /** Variables for the later steps of the job. */
  readonly variables?: Entries;
}

/**
 * The runner of GitHub Actions as a step sees it. Two implementations: the lean one of the token
 * action (`lean.ts`), and the one over @actions/core (`toolkit.ts`) of everything else. What both
 * write is the same, held by `test/runner/runner-contract.test.ts`.
 */
export interface Runner {
  /** The value of an input, trimmed; undefined where it is empty. */
  input(name: string): string | undefined;
  /** Has the runner replace values by `***` in all that is written from now on. */
  mask(values: readonly string[]): void;
  /**
   * An annotation of the run, one line of text; behind the message comes the address of the section
   * that explains its code. The title is the code, where there is no better one.
   */
  annotate(
    level: 'error' | 'warning' | 'notice',
    message: string,
    code: FailureCode | WarningCode,
    title?: string,
  ): void;
  /** A line that shows where debug logging is on. */
  debug(message: string): void;
  /** Lines of the log behind one line that unfolds them. */
  group(title: string, lines: readonly string[]): void;
  /** One line of the log, for a person who waits; the time of day comes before it. */
  progress(message: string): void;
  /** One line of the log. */
  print(line: string): void;
  /**
   * Makes sure, before anything is sent, that a result can be handed over.
   *
   * @throws Failure E_RUNNER where a file is missing, no plain file, or not writable.
   */
  requireResult(needed: { readonly variables: boolean }): void;
  /**
   * Hands the result over: all of it, or nothing.
   *
   * @throws Failure E_RUNNER
   */
  setResult(result: StepResult): void;
  /** Adds Markdown to the job summary. A runner without summaries is no reason to fail. */
  summary(markdown: string): Promise<void>;
}

/** Everything that a step works with: made once at its entry, and passed on whole. */
export interface Context {
  readonly env: Environment;
  readonly timing: Timing;
  /** Milliseconds since the epoch after which nothing is sent or waited for. */
  readonly deadline: number;
  readonly secrets: Secrets;
  readonly runner: Runner;
  readonly transport: Transport;
}
