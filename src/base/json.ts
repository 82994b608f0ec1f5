/** The value of a JSON text; undefined if it is none: the parser's error quotes the text. */
export function parsedJson(text: string): unknown {
  // Exceptions are slow, and most texts that are no JSON show it in their first character.
  if (!/^[ \t\r\n]*[[{"\dtfn-]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** What JSON calls an object. */
export type JsonObject = { readonly [name: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
