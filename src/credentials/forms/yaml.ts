import { isJsonObject } from '../../base/json.ts';

/** YAML, the usual form of Kubernetes secrets. Its parser is loaded for YAML alone. */
export async function readYaml(text: string): Promise<{ value: unknown } | undefined> {
  // JSON with raw line breaks is YAML, too, which would fold its texts.
  if (/^[{[]/.test(text) || !SIGNATURE.test(text)) return undefined;
  const documents = (await yamlDocuments(text)).filter(
    (document) => isJsonObject(document) || Array.isArray(document),
  );
  if (documents.length === 0) return undefined;
  return { value: documents.length === 1 ? documents[0] : documents };
}

/**
 * A Kubernetes object, a mapping in which another is nested, several documents, quotes or comments.
 * Simpler text is labelled text, and is read without a parser.
 */
const SIGNATURE =
  /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S|^---[ \t]*$|^[\w.-]+:[ \t]+(?:["'].*|\S+[ \t]+#.*)$/m;

/** All documents of a YAML stream as plain values; none if the text is no YAML. */
async function yamlDocuments(text: string): Promise<unknown[]> {
  if (TOO_DEEP.test(text)) return [];
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

/** 50 levels or more: that is no credential, and would exhaust the parser's stack. */
const TOO_DEEP = /^[ ]{100,}\S|(?:[[{]\s*){50}|(?:- ){50}/m;

const OPTIONS = {
  // Every scalar stays the text that it is: an id such as 0123 is no number.
  schema: 'failsafe',
  logLevel: 'silent',
  // Both compare with all that came before, which takes quadratic time.
  prettyErrors: false,
  uniqueKeys: false,
} as const;
