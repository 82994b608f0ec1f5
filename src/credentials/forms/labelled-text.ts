import { Failure } from '../../base/failure.ts';
import { plainName, plainSpaces } from '../../base/text.ts';
import { isFieldName, isNameOfOwner } from '../fields.ts';
import {
  type Apart,
  BLANK_LINE,
  documentOf,
  type Entry,
  HEADING,
  LIST_SIGN,
  NOTHING,
} from './blocks.ts';
import type { DecodedText } from './decoded.ts';
import { withoutTypographicQuotes } from './encodings.ts';

/**
 * Labelled lines: what the eTrusted Control Centre shows, the text output of the btp CLI, simple
 * YAML. A value may also be on the line after its label, and a PEM block goes on to its end. A line
 * that goes on with a value is joined to it where its indentation shows that, else refused. What is
 * nested is no labelled text.
 */
export function readLabelledText(text: string): DecodedText | undefined {
  const lines = plainSpaces(text).split(/\r?\n/);
  const lastEnd = lines.findLastIndex((line) => line.includes('-----END'));
  const scan: Scan = {
    ...{ lines, lastEnd, entries: [], pieces: [] },
    ...{ apart: NOTHING, title: undefined, kind: -1, kinds: new Set(), next: -1, column: -1 },
  };
  for (let at = 0; at < lines.length; at++) {
    if (isNested(lines, at)) return undefined;
    const end = readLine(scan, at);
    if (end instanceof Failure) return { value: undefined, refusal: end };
    at = end;
  }
  if (!scan.entries.some(({ name, value }) => isFieldName(name) || ENCODED_JSON.test(value))) {
    return undefined;
  }
  // A heading behind the last line: each may be that of the lines before it.
  const isAfter = scan.title !== undefined && scan.kinds.has(scan.kind);
  const entries = isAfter
    ? scan.entries.map((entry) => ({ ...entry, title: undefined }))
    : scan.entries;
  const document = documentOf(withoutListSigns(entries));
  return document && (scan.pieces.length > 0 ? { ...document, masks: scan.pieces } : document);
}

interface Scan {
  readonly lines: readonly string[];
  /** The index of the last line on which a PEM block ends. */
  readonly lastEnd: number;
  readonly entries: Entry[];
  /** The parts of values that were joined. */
  readonly pieces: string[];
  /** What was found since the last entry. */
  apart: Apart;
  title: string | undefined;
  /** How that title is marked, and how those were that stand before an entry. */
  kind: number;
  readonly kinds: Set<number>;
  /** The index of the line after the last value, and the column in which that value begins. */
  next: number;
  column: number;
}

/** Reads what begins on a line, and tells the index of its last line. */
function readLine(scan: Scan, at: number): number | Failure {
  const written = scan.lines[at] ?? '';
  const last = scan.next === at ? scan.entries.at(-1) : undefined;
  if (written.trim() === '') {
    setApart(scan, BLANK_LINE);
    return at;
  }
  if (RULER.test(written)) {
    // The line above it is the head of a table.
    if (/^values?$/i.test(last?.value ?? '')) scan.entries.pop();
    setApart(scan, HEADING);
    return at;
  }
  const unfinished = isFieldName(last?.name ?? '') ? last : undefined;
  if (unfinished !== undefined && isPiece(written, scan.column)) {
    return addPiece(scan, unfinished, at);
  }
  const found = labelledLine(scan.lines, at);
  if (found !== undefined) return addEntry(scan, found, at);
  return readOtherLine(scan, at, last);
}

/**
 * A line without a label: a heading, the rest of a value, or text that says nothing.
 *
 * @param last the entry whose value ends on the line before.
 */
function readOtherLine(scan: Scan, at: number, last: Entry | undefined): number | Failure {
  const written = scan.lines[at] ?? '';
  const heading = headingOf(written, last === undefined ? scan : undefined);
  if (heading !== undefined) {
    setApart(scan, HEADING);
    scan.title = heading;
    scan.kind = HEADINGS.findIndex((pattern) => pattern.test(written.trim().slice(0, 200)));
    return at;
  }
  const unfinished = last ?? scan.entries.at(-1);
  if (unfinished === undefined || !isFieldName(unfinished.name)) return at;
  const goesOn =
    last === undefined ? isRandom(written) : mayGoOn(written, scan.lines[at - 1] ?? '');
  return goesOn ? goingOn(at, unfinished) : at;
}

/** One word that is none of a language: behind a blank line it may still be the rest of a value. */
function isRandom(written: string): boolean {
  const line = plainLine(written);
  const isLong = /^[\w+/=$!.~-]{8,}$/.test(line) && /\d/.test(line) && /[A-Za-z]/.test(line);
  return isLong || /^(?![A-Z_]+=)[\w+/$!.~-]{0,8}={1,2}$/.test(line);
}

/** The data of a Kubernetes Secret: an object in base64. */
const ENCODED_JSON = /^(?:ey[IJ]|ew)[A-Za-z0-9+/]{16,}={0,2}$/;

function setApart(scan: Scan, apart: Apart): void {
  if (apart > scan.apart) scan.apart = apart;
}

/** One word below the beginning of the value above it, as a console wraps a long one. */
function isPiece(written: string, column: number): boolean {
  return column > 1 && indentOf(written) === column && /^\s*\S+\s*$/.test(written);
}

function addPiece(scan: Scan, last: Entry, at: number): number {
  const piece = (scan.lines[at] ?? '').trim();
  scan.entries[scan.entries.length - 1] = { ...last, value: last.value + piece };
  scan.pieces.push(...(scan.pieces.includes(last.value) ? [] : [last.value]), piece);
  scan.next = at + 1;
  return at;
}

function addEntry(scan: Scan, { name, start, from }: LabelledLine, at: number): number | Failure {
  const written = scan.lines[at] ?? '';
  if (LIST_START.test(written)) setApart(scan, LIST_SIGN);
  if (isFieldName(name) && /<br *\/?>/i.test(start)) return goingOn(from, { name });
  const end = endOfPem(scan.lines, from, start, scan.lastEnd);
  const value = [start, ...scan.lines.slice(from + 1, end + 1)].join('\n');
  const { apart, title } = scan;
  scan.entries.push({ name, value: withoutQuotes(value), line: at + 1, apart, title });
  if (apart === HEADING) {
    if (title !== undefined) scan.kinds.add(scan.kind);
    scan.title = undefined;
  }
  scan.apart = NOTHING;
  scan.column = from === at ? written.trimEnd().length - start.length : -1;
  scan.next = end + 1;
  return end;
}

/** A line of a table or under a heading. */
const RULER = /^[ \t]*(?:[-=*_+][-=*_+| \t:]{2,}|\|(?=.*(?:-|===))[-=+| \t:]+)$/;

const LIST_START = /^[> \t]*[-*][ \t]/;

/** Where each label has a list sign, none of them begins a client. */
function withoutListSigns(entries: readonly Entry[]): readonly Entry[] {
  const isList = entries.slice(1).every(({ apart }) => apart >= LIST_SIGN);
  if (!isList) return entries;
  return entries.map((entry) => (entry.apart === LIST_SIGN ? { ...entry, apart: NOTHING } : entry));
}

/**
 * The words of a heading: of Markdown, a section in brackets, a comment, a word with a colon; or a few
 * words after a blank line or at the beginning.
 *
 * @param scan undefined if a value ends on the line before.
 */
function headingOf(written: string, scan: Scan | undefined): string | undefined {
  const line = written.trim().slice(0, 200);
  const marked = HEADINGS.map((pattern) => pattern.exec(line)?.[1]).find(
    (words) => words !== undefined,
  );
  if (marked !== undefined && !isKnown(marked)) return marked.trim();
  const isAlone = scan !== undefined && (scan.apart > NOTHING || scan.entries.length === 0);
  return isAlone && WORDS.test(line) && !isKnown(line) ? line : undefined;
}

const HEADINGS: readonly RegExp[] = [
  /^#{1,6}[ \t]*(\S.*)$/,
  /^\[\[?[ \t]*([^[\]]+)\]\]?$/,
  /^(?:[-*>][ \t]+)?\*\*([^*:]+):?\*\*:?$/,
  /^(?:[-*>][ \t]+)?([A-Za-z][\w ./()-]{0,60}):$/,
];

/** A few words, none of which could be a secret. */
const WORDS = /^[A-Za-z][\w.-]{0,14}(?: [\w.()-]{1,15}){0,4}$/;

/** Could a line be the rest of the value above it? A sentence is not, unless it is indented. */
function mayGoOn(written: string, above: string): boolean {
  const line = plainLine(written);
  if (line === 'OK' || /^#/.test(line) || isKnown(line.replace(/ *:$/, ''))) return false;
  return !/\s/.test(line) || indentOf(written) > indentOf(above);
}

function goingOn(at: number, { name }: Pick<Entry, 'name'>): Failure {
  const plain = plainName(name);
  // Before the end may be a name that the writer made up.
  const field = /client(?:id|secret)$/.exec(plain)?.[0] ?? plain;
  return new Failure(
    'E_CREDENTIAL_FORMAT',
    `Line ${at + 1} of the credential has no label: it may go on with the value of ${field} above it.`,
    'Write each value on one line.',
  );
}

/** `Label: value`, `Label<tab>value`, columns with several spaces or bars between them. */
const LABELLED =
  /^([A-Za-z][\w./()-]*(?: [\w./()-]+)*)(?: *[:=][ \t]*| *\t[ \t]*| +\| +| {2,})(\S.*)$/s;
const LABEL_ALONE = /^([A-Za-z][\w./()-]*(?: [\w./()-]+)*) *:?$/;
const LONGEST_LABEL = 61;
/** Lists, quotations and tables of Markdown. */
const MARKDOWN = /^(?:[>|] *|[*-] +)+/;
/** How shells begin an assignment. */
const SHELL = /^(?:export[ \t]+|set[ \t]+|\$env:)(?=[A-Za-z_][\w.-]*[ \t]*=)/;

interface LabelledLine {
  /** Without spaces. */
  readonly name: string;
  readonly start: string;
  /** The index of the line on which the value begins. */
  readonly from: number;
}

/** The label on a line and its value, there or below; undefined if the line is other text. */
function labelledLine(lines: readonly string[], at: number): LabelledLine | undefined {
  const line = plainLine(lines[at]);
  const [label, beside] = labelAndValue(line);
  const name = label.replace(/\s/g, '');
  if (beside !== undefined) return { name, start: beside, from: at };
  const from = isFieldName(name) || isNameOfOwner(name) ? lineOfValue(lines, at) : -1;
  // The sign behind the label may be on the next line, too.
  return from === -1
    ? undefined
    : { name, start: plainLine(lines[from]).replace(/^[:=] +/, ''), from };
}

/** The label at the start of a line, or alone on it, and its value; an empty label if there is none. */
function labelAndValue(line: string): [label: string, value?: string] {
  const [, label, value] = LABELLED.exec(line) ?? [];
  // The end of base64 is no value, and the scheme of a URL no label.
  const isLabelled =
    label !== undefined &&
    value !== undefined &&
    !/^=*["'`]?$/.test(value) &&
    !value.startsWith('//');
  if (isLabelled && label.length <= LONGEST_LABEL) return [label, value];
  const alone = LABEL_ALONE.exec(line)?.[1] ?? '';
  return [alone.length <= LONGEST_LABEL ? alone : ''];
}

/**
 * The index of the line that holds the value of the label on the line `at`; -1 if the next label is
 * there: taken for a client id it would be shown, and a secret may be beside it.
 */
function lineOfValue(lines: readonly string[], at: number): number {
  let next = at + 1;
  while (lines[next]?.trim() === '') next++;
  if (next >= lines.length) return -1;
  const line = plainLine(lines[next]);
  const [label, value] = labelAndValue(line);
  const isLabel = (value !== undefined || line.endsWith(':')) && isKnown(label);
  return isLabel || RULER.test(lines[next] ?? '') ? -1 : next;
}

function isKnown(label: string): boolean {
  const name = label.replace(/\s/g, '');
  return isFieldName(name) || isNameOfOwner(name);
}

/** Without indentation, and without the marks of Markdown around a label and behind a cell. */
function plainLine(written: string | undefined): string {
  const line = (written ?? '').trim().replace(SHELL, '');
  if (!MARKDOWN.test(line) && !line.startsWith('**')) return line;
  const plain = line.replace(MARKDOWN, '').replace(/^\*\*([^*]+)\*\*(:?)/, '$1$2');
  return plain.endsWith('|') ? plain.slice(0, -1).trimEnd() : plain;
}

/** A brace is opened, or a name is alone above deeper lines: that is another language. */
function isNested(lines: readonly string[], at: number): boolean {
  const line = lines[at] ?? '';
  if (/[{[]\s*$/.test(line.slice(-100))) return true;
  const indent = indentOf(line);
  return /^\s*[\w-]+:\s*$/.test(line.slice(0, 100)) && indentOf(lines[at + 1] ?? '') > indent;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/**
 * The index of the line on which a PEM block ends that begins on the line `from`, and the chain of
 * blocks that follow it directly.
 */
function endOfPem(lines: readonly string[], from: number, start: string, lastEnd: number): number {
  let at = from;
  let line = start;
  while (at < lastEnd && line.includes('-----BEGIN') && !line.includes('-----END')) {
    let end = at + 1;
    while (lines[end]?.includes('-----END') === false) end++;
    line = lines[end + 1]?.trim() ?? '';
    if (!line.startsWith('-----BEGIN')) return end;
    at = end + 1;
  }
  return at;
}

function withoutQuotes(value: string): string {
  return /^(["'`])(.*)\1,?$/s.exec(value)?.[2] ?? withoutTypographicQuotes(value);
}
