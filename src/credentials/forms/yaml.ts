import { isJsonObject } from '../../base/json.ts';

/**
 * A Kubernetes object, a mapping in which another is nested, several documents, quotes or comments;
 * simpler text is read as it stands.
 */
const SIGNATURE =
  /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S|^---[ \t]*$|^[\w.-]+:[ \t]+(?:["'].*|\S+[ \t]+#.*)$/m;

/** YAML, as Kubernetes secrets come in. */
export async function readYaml(text: string): Promise<{ value: unknown } | undefined> {
  // JSON with raw line breaks would be YAML, too, and its texts be folded.
  if (/^[{[]/.test(text) || !SIGNATURE.test(text)) return undefined;
  const documents = (await yamlDocuments(text)).filter(
    (document) => isJsonObject(document) || Array.isArray(document),
  );
  if (documents.length === 0) return undefined;
  return { value: documents.length === 1 ? documents[0] : documents };
}

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
