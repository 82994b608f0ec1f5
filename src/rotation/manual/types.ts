import type { RotationJob } from '../types.ts';

/** One run for a credential that only a person can replace: everything it knows and may touch. */
export interface ManualJob extends Omit<RotationJob, 'authority' | 'runIsOver'> {
  /** What a pair gets that states no URL at all; undefined: such a pair is refused. */
  readonly tokenUrl: string | undefined;
  readonly issues: Issues;
  readonly handwork: Handwork;
}

/** What the commands and steps name that a person follows. */
export interface Handwork {
  /** As `gh --repo` takes it: `owner/name`, with the host before it where that is not github.com. */
  readonly repository: string;
  readonly secret: string;
  readonly environment: string | undefined;
  /** The file name of the workflow that rotates; undefined: not known. */
  readonly workflow: string | undefined;
  /** What the inventory says about it: any text. */
  readonly instructions: string | undefined;
}

/** What a person reads. */
export interface IssueText {
  readonly title: string;
  /** Markdown. */
  readonly body: string;
}

export interface Issue extends IssueText {
  readonly number: number;
  readonly open: boolean;
}

/**
 * The issues of one entry in the repository that rotates. Every function may throw a Failure
 * E_DESTINATION that says what was answered and what to do next.
 */
export interface Issues {
  /** For people: `acme/portal`. */
  readonly repository: string;
  /** Those with the label of the entry, open and closed, the oldest first. */
  list(): Promise<readonly Issue[]>;
  /**
   * Sent once. Where it throws nobody knows whether there is an issue now: look before it is called
   * again.
   */
  create(text: IssueText): Promise<Issue>;
  /** Writing the same again changes nothing. A closed issue counts as completed. */
  update(number: number, changes: Partial<IssueText & Pick<Issue, 'open'>>): Promise<void>;
}
