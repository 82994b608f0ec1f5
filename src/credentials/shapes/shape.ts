import type { JsonObject } from '../credential.ts';
import { plainName } from '../fields.ts';

/** A place in a document where the OAuth client stands. */
export interface Shape {
  readonly name: string;
  /** The client in it, or undefined where the document has another shape. */
  find(document: JsonObject): Client | undefined;
}

export interface Client {
  /** The object that holds client id and proof. */
  readonly client: JsonObject;
  /** The object in which the URLs of its API stand: the same one, or one around it. */
  readonly document: JsonObject;
  /** Members of the document among whose clients the shape has chosen; undefined: the client alone. */
  readonly chosenFrom?: readonly unknown[];
  /** The name under which the client stands there. */
  readonly name?: string;
}

/** A member by its name, or by the same name in another spelling. */
export function member(document: JsonObject, name: string): unknown {
  return (
    document[name] ?? Object.entries(document).find(([other]) => plainName(other) === name)?.[1]
  );
}
