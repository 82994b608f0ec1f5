import { isJsonObject, parsedJson } from '../../base/json.ts';
import type { Form } from './form.ts';
import { scanJson } from './json.ts';

/**
 * A Kubernetes object, a mapping in which another is nested, several documents, quotes or comments;
 * simpler text is read as it stands.
 */
const SIGNATURE =
  /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S|^---[ \t]*$|^[\w.-]+:[ \t]+(?:["'].*|\S+[ \t]+#.*)$/m;

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

/** Maps as `terraform output` prints them: `name = {`, or `{` alone for one output. */
export const hcl: Form = {
  name: 'Terraform text',
  read(text) {
    if (!/^(?:[\w.-]+ = )?(?:tomap\()?\{ *$/m.test(text) || !/^ *"?[\w.-]+"? *= /m.test(text)) {
      return undefined;
    }
    const lines = text.split(/\r?\n/).map((line) => {
      const named = line.replace(/^( *)"?([\w.-]+)"? *= (?:tomap\()?/, '$1"$2": ');
      return /[{[,]\s*$/.test(named) ? named : `${named.replace(/\)$/, '')},`;
    });
    const inside = lines.join('\n').replace(/^,+|,+$/g, '');
    const document = text.startsWith('{') ? inside : `{${inside}}`;
    const value = parsedJson(scanJson(document, 0)?.json ?? '');
    return typeof value === 'object' && value !== null ? { value } : undefined;
  },
};
