import type { Form } from './form.ts';

/** A text between the single quotes or backticks that were meant for a shell. */
export const quoted: Form = {
  name: 'quoted text',
  read(text) {
    const quote = text[0] ?? '';
    const inside = text.length > 2 && text.endsWith(quote) && /['`]/.test(quote);
    return inside ? { value: text.slice(1, -1) } : undefined;
  },
};
