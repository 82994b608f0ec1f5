import { plainSpaces } from '../decode-text.ts';
import { isFieldName } from '../fields.ts';
import type { Form } from './form.ts';

/** `Label: value`, `Label<tab>value`, or columns with several spaces between them. */
const LABELLED = /^([A-Za-z][\w ./()-]{0,60}?)(?: *:[ \t]*| *\t[ \t]*| {2,})(\S.*)$/s;
const LABEL_ALONE = /^([A-Za-z][\w ./()-]{0,60}?)[ ]*:?$/;

/**
 * Labelled lines: what the eTrusted Control Centre shows, the text output of the btp CLI, simple
 * YAML. A value may also stand on the line after its label, and a PEM block goes on to its end.
 */
export const labelled: Form = {
  name: 'labelled text',
  read(text) {
    const values = new Map<string, string>();
    const lines = plainSpaces(text).split(/\r?\n/);
    const lastEnd = lines.findLastIndex((line) => line.includes('-----END'));
    for (let at = 0; at < lines.length; at++) {
      const line = (lines[at] ?? '').trim();
      const beside = LABELLED.exec(line)?.[2];
      const name = labelOf(line);
      const known = isFieldName(name);
      if (beside === undefined && !known) continue;
      const from = beside === undefined ? lineOfValue(lines, at) : at;
      if (from === -1) continue;
      const start = beside ?? (lines[from] ?? '').trim();
      const end = endOfPem(lines, from, start, lastEnd);
      if (known || !values.has(name)) {
        values.set(name, withoutQuotes([start, ...lines.slice(from + 1, end + 1)].join('\n')));
      }
      at = end;
    }
    const known = [...values.keys()].some(isFieldName);
    return known ? { value: Object.fromEntries(values) } : undefined;
  },
};

/** The label at the start of a line, or alone on it, without spaces; empty where there is none. */
function labelOf(line: string): string {
  return ((LABELLED.exec(line) ?? LABEL_ALONE.exec(line))?.[1] ?? '').replace(/\s/g, '');
}

/**
 * The index of the line that holds the value of the label on the line `at`. -1: there is the next
 * label. As a client id it would be shown, and a secret may stand beside it.
 */
function lineOfValue(lines: readonly string[], at: number): number {
  let next = at + 1;
  while (lines[next]?.trim() === '') next++;
  const line = (lines[next] ?? '').trim();
  const isLabel = (LABELLED.test(line) || line.endsWith(':')) && isFieldName(labelOf(line));
  return isLabel ? -1 : next;
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
  return /^(["'])(.*)\1,?$/s.exec(value)?.[2] ?? value;
}
