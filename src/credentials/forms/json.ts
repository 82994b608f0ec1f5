import type { Form } from './form.ts';

/** One JSON value: service keys, bindings and what `btp --format json` prints. */
export const json: Form = {
  name: 'JSON',
  read(text) {
    try {
      return { document: JSON.parse(text) as unknown };
    } catch {
      // The parser's message quotes the text, so nothing of it may leave this function.
      return undefined;
    }
  },
};
