import { isJsonObject } from '../credential.ts';
import type { Form } from './form.ts';
import { parsedJson } from './json.ts';

/** JSON that was quoted for a shell or another document, and has lost those quotes: `{\"a\": 1}`. */
export const escapedJson: Form = {
  name: 'escaped JSON',
  read(text) {
    if (!/^[{[](?:[{[\s]|\\[nrt])*\\"/.test(text)) return undefined;
    const inner = parsedJson(`"${text.replace(/[\r\n]+/g, ' ')}"`);
    const value = typeof inner === 'string' ? parsedJson(inner) : undefined;
    return isJsonObject(value) || Array.isArray(value) ? { value } : undefined;
  },
};
