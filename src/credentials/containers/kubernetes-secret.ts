import { isJsonObject } from '../credential.ts';
import { textOf } from '../decode-text.ts';
import { secretLeaves } from '../secrets.ts';
import type { Container } from './container.ts';

/** A Kubernetes Secret, or a List of them: `data` is base64, `stringData` is not and wins. */
export const kubernetesSecret: Container = {
  name: 'Kubernetes Secret',
  open({ kind, items, data, stringData, metadata }) {
    if (kind === 'List' && Array.isArray(items)) return items.map((value) => ({ value }));
    if (kind !== 'Secret') return undefined;
    const texts = new Map<string, unknown>();
    const masks: string[] = [];
    for (const [name, value] of Object.entries(isJsonObject(data) ? data : {})) {
      if (typeof value !== 'string') continue;
      const encoded = value.replace(/\s+/g, '');
      const text = textOf(Buffer.from(encoded, 'base64'));
      texts.set(name, text);
      if (hidesSecrets(name, text)) masks.push(encoded);
    }
    for (const [name, value] of Object.entries(isJsonObject(stringData) ? stringData : {})) {
      texts.set(name, value);
    }
    const name = isJsonObject(metadata) ? metadata['name'] : undefined;
    const names = typeof name === 'string' ? [name] : [];
    return [{ value: Object.fromEntries(texts), names, masks }];
  },
};

/**
 * A secret by its name, or a text in which others are written: it has braces, quotes or lines, or is
 * too long for a word. A label or a URL must stay readable.
 */
function hidesSecrets(name: string, text: string): boolean {
  return /[{["'`\n\0]|[^\s:]{100}/.test(text) || secretLeaves({ [name]: text }).length > 0;
}
