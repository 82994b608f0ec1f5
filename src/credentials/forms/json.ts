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
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
