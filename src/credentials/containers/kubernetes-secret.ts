import { isJsonObject } from '../credential.ts';
import { textOf } from '../decode-text.ts';
import { secretLeaves } from '../secrets.ts';
import type { Container } from './container.ts';

/** A Kubernetes Secret, or a List of them: `data` is base64, `stringData` is not and wins. */
export const kubernetesSecret: Container = {
  name: 'Kubernetes Secret',
  open({ kind, items, data, stringData, metadata }) {
    if (kind === 'List' && Array.isArray(items)) return items.map((value) => ({ value }));
    // Encrypted for a cluster: there is nothing in it that could be read.
    if (kind === 'SealedSecret') return [];
    if (kind !== 'Secret') return undefined;
    const decoded = Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, value]) => {
      const encoded = typeof value === 'string' ? value.replace(/\s+/g, '') : undefined;
      if (encoded === undefined) return [];
      return [{ key, encoded, text: textOf(Buffer.from(encoded, 'base64')) }];
    });
    const texts = [
      ...decoded.map(({ key, text }): [string, unknown] => [key, text]),
      ...Object.entries(isJsonObject(stringData) ? stringData : {}),
    ];
    const masks = decoded.filter(({ key, text }) => hidesSecrets(key, text));
    const name = isJsonObject(metadata) ? metadata['name'] : undefined;
    return [
      {
        value: Object.fromEntries(texts),
        names: typeof name === 'string' ? [name] : [],
        masks: masks.map(({ encoded }) => encoded),
      },
    ];
  },
};

/**
 * A secret by its name, or a text in which others are written: it has braces, quotes or lines, or is
 * too long for a word. A label or a URL must stay readable.
 */
function hidesSecrets(name: string, text: string): boolean {
  return /[{["'`\n\0]|[^\s:]{100}/.test(text) || secretLeaves({ [name]: text }).length > 0;
}
