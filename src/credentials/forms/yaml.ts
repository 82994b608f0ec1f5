import type { Document, Node, Pair } from 'yaml';
import { Failure } from '../../base/failure.ts';
import { isJsonObject } from '../../base/json.ts';
import { plainName } from '../../base/text.ts';
import { isFieldName } from '../fields.ts';
import { saidTwice } from './blocks.ts';
import type { DecodedText } from './decoded.ts';

/** YAML, the usual form of Kubernetes secrets. Its parser is loaded for YAML alone. */
export async function readYaml(text: string): Promise<DecodedText | undefined> {
  // JSON with raw line breaks is YAML, too, which would fold its texts.
  if (/^[{[]/.test(text) || !SIGNATURE.test(text)) return undefined;
  const stream = await readStream(text);
  if (stream?.refusal !== undefined) return stream;
  const documents = (stream?.value ?? []).filter(
    (document) => isJsonObject(document) || Array.isArray(document),
  );
  if (documents.length === 0 || documents.some(isListOfLines)) return undefined;
  return { value: documents.length === 1 ? documents[0] : documents };
}

/**
 * A Kubernetes object, a mapping in which another is nested, a list, several documents, quotes,
 * comments, or JSON as a value. Simpler text is labelled text, and is read without a parser.
 */
const SIGNATURE =
  /^kind:[ \t]*["']?(?:Secret|List)\b|^[\w."'-]+:[ \t]*(?:[|>][+-]?\d?[ \t]*)?\r?\n[ \t]+\S|^---[ \t]*$|^- +["']?[\w.-]+["']?:[ \t]|^["']?[\w.-]+["']?:[ \t]+(?:["'{[].*|\S+[ \t]+#.*)$/m;

/** A list in which each item is one line with a label: Markdown, whose lines belong together. */
function isListOfLines(document: unknown): boolean {
  return (
    Array.isArray(document) &&
    document.length > 1 &&
    document.every((item) => isJsonObject(item) && Object.keys(item).length === 1) &&
    document.every((item: object) => typeof Object.values(item)[0] === 'string')
  );
}

interface Stream {
  readonly value: readonly unknown[];
  readonly refusal?: Failure | undefined;
}

/** All documents of a YAML stream as plain values; undefined if the text is no YAML. */
async function readStream(text: string): Promise<Stream | undefined> {
  if (TOO_DEEP.test(text)) return undefined;
  const yaml = await import('yaml');
  try {
    const documents = yaml.parseAllDocuments(text, OPTIONS);
    if (!Array.isArray(documents)) return undefined;
    if (documents.some(({ errors }) => errors.length > 0)) return undefined;
    const isSecret = /^kind:[ \t]*["']?Secret\b/m.test(text);
    for (const document of documents) {
      const seen = oddities(yaml, document, text, isSecret);
      if (seen.same !== undefined)
        return { value: [], refusal: joined(...linesOf(seen.same, text)) };
      // The parser would take the last one. Perhaps blank lines show whose it is.
      if (seen.twice !== undefined) {
        if (!seen.isNested) return undefined;
        return { value: [], refusal: saidTwice(...linesOf(seen.twice, text)) };
      }
      if (seen.folded !== undefined) return { value: [], refusal: foldedAt(text, seen.folded) };
    }
    return {
      value: documents.map((document) => named(document.toJS({ maxAliasCount: 0 }) as unknown)),
    };
  } catch {
    // The parser quotes the text in its errors.
    return undefined;
  }
}

type Two = readonly [first: number, second: number];

/** What of a document the parser would read otherwise than it was meant; offsets in the text. */
function oddities(
  yaml: typeof import('yaml'),
  document: Document,
  text: string,
  isSecret: boolean,
): {
  folded?: number | undefined;
  twice?: Two | undefined;
  same?: Two | undefined;
  isNested: boolean;
} {
  let folded: number | undefined;
  let twice: Two | undefined;
  let same: Two | undefined;
  let isNested = false;
  yaml.visit(document, {
    Map(_, { items }, path) {
      same ??= samePartsIn(items as readonly Pair[]);
      if (twice !== undefined) return;
      twice = saidTwiceIn(items as readonly Pair[]);
      isNested = path.length > 1;
    },
    Pair(_, { key, value }, path) {
      const name = yaml.isScalar(key) ? String(key.value) : '';
      // A whole credential in base64 may be wrapped, and so may the data of a Secret.
      const mayBeWrapped =
        name === 'key' || (isSecret && path.some((one) => yaml.isPair(one) && isNamedData(one)));
      if (isFieldName(name) && !mayBeWrapped) folded ??= startOfFolded(value as Node | null, text);
    },
  });
  return { folded, twice, same, isNested };
}

/** The offsets of a field that is there twice in a mapping, with different values. */
function saidTwiceIn(items: readonly Pair[]): Two | undefined {
  const known = new Map<string, { text: unknown; offset: number }>();
  for (const { key, value } of items) {
    const { value: word, range } = (key ?? {}) as { value?: unknown; range?: [number, number] };
    const name = plainName(String(word ?? ''));
    const text = (value as { value?: unknown } | null)?.value;
    const offset = range?.[0] ?? 0;
    const before = known.get(name);
    if (before !== undefined && before.text !== text && isFieldName(name)) {
      return [before.offset, offset];
    }
    known.set(name, { text, offset });
  }
  return undefined;
}

/** The offsets of a part that is there twice in a mapping: two documents without a sign between. */
function samePartsIn(items: readonly Pair[]): Two | undefined {
  const known = new Map<string, number>();
  for (const { key, value } of items) {
    if (!Array.isArray((value as { items?: unknown } | null)?.items)) continue;
    const { value: word, range } = (key ?? {}) as { value?: unknown; range?: [number, number] };
    const before = known.get(String(word));
    if (before !== undefined) return [before, range?.[0] ?? 0];
    known.set(String(word), range?.[0] ?? 0);
  }
  return undefined;
}

function joined(first: number, second: number): Failure {
  return new Failure(
    'E_CREDENTIAL_AMBIGUOUS',
    `The credential holds two parts of the same name (lines ${first} and ${second}), of which YAML would take the second.`,
    'Write --- between two documents and name the one that is meant in the input binding, or store that one alone.',
  );
}

function linesOf([first, second]: Two, text: string): Two {
  return [lineOf(text, first), lineOf(text, second)];
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

/** The offset of a text that goes on in the next line, where YAML puts a space. PEM has spaces. */
function startOfFolded(value: Node | null, text: string): number | undefined {
  const { type, range } = (value ?? {}) as { type?: string; range?: [number, number] };
  if (range === undefined || !FOLDED.test(type ?? '')) return undefined;
  // The first line of a block says only how it is folded.
  const written = text
    .slice(range[0], range[1])
    .replace(type === 'BLOCK_FOLDED' ? /^.*\n/ : /^$/, '')
    .trim();
  const isFolded = /[^\s\\]\s*\n\s*\S/.test(written) && !/-----|^[{[]/.test(written);
  return isFolded ? range[0] : undefined;
}

const FOLDED = /^(?:PLAIN|QUOTE_SINGLE|QUOTE_DOUBLE|BLOCK_FOLDED)$/;

function isNamedData({ key }: Pair): boolean {
  return (key as { value?: unknown } | null)?.value === 'data';
}

function foldedAt(text: string, offset: number): Failure {
  const line = lineOf(text, offset);
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    `The value on line ${line} of the credential goes on in the next line, where YAML puts a space into it.`,
    'Write each value on one line.',
  );
}

/** Names of fields without spaces, as in `Client ID: a`. */
function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const plain = name.replaceAll(' ', '');
      return [isFieldName(plain) ? plain : name, named(inner)];
    }),
  );
}

/** 50 levels or more: that is no credential, and would exhaust the parser's stack, or its time. */
const TOO_DEEP = /^[ ]{100,}\S|(?:[[{]\s*){50}|(?:- ){50}|[}\]]{50}|"{50}/m;

const OPTIONS = {
  // Every scalar stays the text that it is: an id such as 0123 is no number.
  schema: 'failsafe',
  logLevel: 'silent',
  // Both compare with all that came before, which takes quadratic time.
  prettyErrors: false,
  uniqueKeys: false,
} as const;
