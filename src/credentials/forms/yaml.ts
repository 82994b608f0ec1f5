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
    const documents = (await yamlDocuments(text)).filter(
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

/** Deeper text is no credential, and would exhaust the parser's stack. */
const DEEPEST = 50;

const OPTIONS = {
  // Every scalar stays the text that it is: an id such as 0123 is no number.
  schema: 'failsafe',
  logLevel: 'silent',
  // Both look at all that came before: they take quadratic time.
  prettyErrors: false,
  uniqueKeys: false,
} as const;

/** All documents of a YAML stream as plain values; none where the text is no YAML. */
async function yamlDocuments(text: string): Promise<unknown[]> {
  if (
    new RegExp(
      `(?:^[ ]{${2 * DEEPEST},}\\S)|(?:[[{]\\s*){${DEEPEST}}|(?:- ){${DEEPEST}}`,
      'm',
    ).test(text)
  ) {
    return [];
  }
  const { parseAllDocuments } = await import('yaml');
  try {
    const documents = parseAllDocuments(text, OPTIONS);
    if (!Array.isArray(documents)) return [];
    return documents.some(({ errors }) => errors.length > 0)
      ? []
      : documents.map((document) => document.toJS({ maxAliasCount: 0 }) as unknown);
  } catch {
    // The parser quotes the text in its errors.
    return [];
  }
}
