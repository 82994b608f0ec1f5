import type { JsonObject } from '../credential.ts';

/** A shorter text in a document is no credential. */
export const SHORTEST_TEXT = 16;

/** Something in a document, and the names by which its owner knows it. */
export interface Part {
  readonly value: unknown;
  readonly names?: readonly string[];
  readonly label?: string | undefined;
  readonly tags?: readonly string[];
  /** Spellings of it that must be masked. */
  readonly masks?: readonly string[];
}

/** A document around one or more credentials. It takes one layer off. */
export interface Container {
  readonly name: string;
  /** What is inside, or undefined where the document is no such container. */
  open(document: JsonObject): readonly Part[] | undefined;
}
