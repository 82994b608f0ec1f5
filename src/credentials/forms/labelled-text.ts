import { plainName, plainSpaces } from '../../base/text.ts';
import { isFieldName } from '../fields.ts';

/**
 * Labelled lines: what the eTrusted Control Centre shows, the text output of the btp CLI, simple
 * YAML. A value may also be on the line after its label, and a PEM block goes on to its end. A
 * second client id begins a second client; anything else that is said twice, or that is nested, is
 * no labelled text.
 */
export function readLabelledText(text: string): { value: unknown } | undefined {
  const clients: Map<string, string>[] = [];
  const lines = plainSpaces(text).split(/\r?\n/);
  const lastEnd = lines.findLastIndex((line) => line.includes('-----END'));
  let values = new Map<string, string>();
  for (let at = 0; at < lines.length; at++) {
    if (isNested(lines, at)) return undefined;
    const found = labelledLine(lines, at);
    if (found === undefined) continue;
    const end = endOfPem(lines, found.from, found.start, lastEnd);
    const value = [found.start, ...lines.slice(found.from + 1, end + 1)].join('\n');
    if (values.has(found.name) && values.get(found.name) !== value && isFieldName(found.name)) {
      if (!isClientId(found.name)) return undefined;
      clients.push(values);
      values = new Map();
    }
    values.set(found.name, value);
    at = end;
  }
  const all = [...clients, values].map((client) =>
    Object.fromEntries([...client].map(([name, value]) => [name, withoutQuotes(value)])),
  );
  if (!all.some((client) => Object.keys(client).some(isFieldName))) return undefined;
  return { value: all.length === 1 ? all[0] : all };
}

/** `Label: value`, `Label<tab>value`, columns with several spaces or bars between them. */
const LABELLED = /^([A-Za-z][\w ./()-]{0,60}?)(?: *[:=][ \t]*| *\t[ \t]*| +\| +| {2,})(\S.*)$/s;
const LABEL_ALONE = /^([A-Za-z][\w ./()-]{0,60}?)[ ]*:?$/;
/** Lists, quotations and tables of Markdown. */
const MARKDOWN = /^(?:[>|] *|[*-] +)+/;

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
  const name = labelOf(line);
  const beside = LABELLED.exec(line)?.[2];
  if (beside !== undefined) return { name, start: beside, from: at };
  const from = isFieldName(name) ? lineOfValue(lines, at) : -1;
  return from === -1 ? undefined : { name, start: plainLine(lines[from]), from };
}

/** The label at the start of a line, or alone on it, without spaces; empty if there is none. */
function labelOf(line: string): string {
  return ((LABELLED.exec(line) ?? LABEL_ALONE.exec(line))?.[1] ?? '').replace(/\s/g, '');
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
  const isLabel = (LABELLED.test(line) || line.endsWith(':')) && isFieldName(labelOf(line));
  return isLabel ? -1 : next;
}

/** Without indentation, and without the marks of Markdown around a label and behind a cell. */
function plainLine(written: string | undefined): string {
  const line = (written ?? '').trim();
  if (!MARKDOWN.test(line) && !line.startsWith('**')) return line;
  return line
    .replace(MARKDOWN, '')
    .replace(/^\*\*([^*]+)\*\*(:?)/, '$1$2')
    .replace(/ *\|$/, '');
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

function isClientId(name: string): boolean {
  return plainName(name).endsWith('clientid');
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
  return /^(["'`])(.*)\1,?$/s.exec(value)?.[2] ?? value;
}
