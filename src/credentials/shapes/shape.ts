import type { JsonObject } from '../credential.ts';

/** A place in a document where the OAuth client stands. */
export interface Shape {
  readonly name: string;
  /** The object that holds client id and proof, or undefined where the document has another shape. */
  client(document: JsonObject): JsonObject | undefined;
}
