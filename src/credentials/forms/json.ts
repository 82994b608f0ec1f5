import type { Form } from './form.ts';

/** One JSON value: service keys, bindings, what `btp --format json` prints; or a text as JSON. */
export const json: Form = {
  name: 'JSON',
  read(text) {
    const value = parsedJson(text);
    return value === undefined ? undefined : { value };
  },
};

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
