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
