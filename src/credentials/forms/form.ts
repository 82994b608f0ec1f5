/** A way in which a text is written down. It takes one layer off. */
export interface Form {
  readonly name: string;
  /**
   * What the text holds, which may be a text again; undefined where it is not written in this form.
   * Takes time linear in the length of the text. Nothing of the text may leave in an error.
   */
  read(text: string): Written | undefined | Promise<Written | undefined>;
}

export interface Written {
  readonly value: unknown;
  /** Spellings of the whole text that must be masked, where it hides secrets from other masks. */
  readonly masks?: readonly string[];
  /** What the owner of the credential should know. */
  readonly warning?: string;
}
