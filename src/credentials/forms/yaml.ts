import { isJsonObject } from '../credential.ts';
import type { Form } from './form.ts';

/** A Kubernetes object, or a mapping in which another is nested; simpler text is read as it stands. */
const SIGNATURE =
  /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S/m;

/** YAML, as Kubernetes secrets come in. */
export const yaml: Form = {
  name: 'YAML',
  async read(text) {
    // JSON with raw line breaks would be YAML, too, and its texts be folded.
    if (/^[{[]/.test(text) || !SIGNATURE.test(text)) return undefined;
    const { yamlDocuments } = await import('./yaml-documents.ts');
    const documents = yamlDocuments(text).filter(
      (document) => isJsonObject(document) || Array.isArray(document),
    );
    if (documents.length === 0) return undefined;
    return { value: documents.length === 1 ? documents[0] : documents };
  },
};
