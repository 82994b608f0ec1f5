import { parseAllDocuments } from 'yaml';

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
export function yamlDocuments(text: string): unknown[] {
  if (
    new RegExp(
      `(?:^[ ]{${2 * DEEPEST},}\\S)|(?:[[{]\\s*){${DEEPEST}}|(?:- ){${DEEPEST}}`,
      'm',
    ).test(text)
  ) {
    return [];
  }
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
