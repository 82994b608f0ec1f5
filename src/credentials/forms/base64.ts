import { hasControls } from '../../text.ts';
import { textOf } from '../decode-text.ts';
import type { Form } from './form.ts';

/** Shorter texts are words, not credentials. */
const SHORTEST = 16;

/** Base64 in either alphabet (RFC 4648 4 and 5), in one line or wrapped, of text in any encoding. */
export const base64: Form = {
  name: 'base64',
  read(text) {
    const joined = text.replace(/\\n|\s+/g, '');
    if (joined.length < SHORTEST || !/^[A-Za-z0-9+/_-]+={0,2}$/.test(joined)) return undefined;
    const value = textOf(Buffer.from(joined, 'base64'));
    if (!isText(value)) return undefined;
    const lines = text.split(/\s+/).filter((line) => line.length >= SHORTEST);
    return { value, masks: [joined, ...lines] };
  },
};

/** Bytes that happen to be spelled in letters and digits are no text. */
function isText(value: string): boolean {
  return value !== '' && !value.includes('\ufffd') && !hasControls(value.replace(/\s+/g, ''));
}
