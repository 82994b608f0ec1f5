import { textOf } from '../decode-text.ts';
import { stringMembers } from '../fields.ts';
import type { Container } from './container.ts';

/** A URL in base64. */
const ENCODED_URL = /^aHR0c[A-Za-z0-9+/]*={0,2}$/;

/** The `data` of a Kubernetes Secret without the rest of it: each value is base64. */
export const encodedData: Container = {
  name: 'data of a Kubernetes Secret',
  open(document) {
    const urls = [...stringMembers(document).values()].filter((text) => ENCODED_URL.test(text));
    if (urls.length === 0) return undefined;
    const texts = Object.entries(document).map(([name, value]): [string, unknown] => [
      name,
      typeof value === 'string' ? textOf(Buffer.from(value, 'base64')) : value,
    ]);
    return [{ value: Object.fromEntries(texts) }];
  },
};
