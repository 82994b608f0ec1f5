/** A way in which a credential is written down. */
export interface Form {
  readonly name: string;
  /** The document that `text` holds, or undefined where `text` is not written in this form. */
  read(text: string): { readonly document: unknown } | undefined;
}
