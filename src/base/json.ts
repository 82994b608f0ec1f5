/** Undefined where the text is no JSON. The parser's message quotes the text, so it ends here. */
export function parsedJson(text: string): unknown {
  // An exception is dear, and most of what is no JSON shows at once.
  if (!/^[ \t\r\n]*[[{"\dtfn-]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export type JsonObject = { readonly [name: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
