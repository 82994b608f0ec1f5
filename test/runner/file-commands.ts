/**
 * Reads a file command (GITHUB_OUTPUT, GITHUB_ENV, GITHUB_STATE) as the GitHub runner does on
 * Linux: `NAME=VALUE` lines and `NAME<<DELIMITER` blocks. A later value of a name wins.
 *
 * @throws Error with the runner's words where it would fail the step, and for a line without a
 *   name, which it lets pass by mistake
 */
export function parseFileCommand(text: string): Record<string, string> {
  const values: Record<string, string> = {};
  // Only the last element can lack its line feed.
  const lines = text.replace(/^\uFEFF/, '').split('\n');
  let at = 0;
  while (at < lines.length) {
    const line = lines[at++] ?? '';
    if (line === '') continue;
    const { name, value, delimiter } = parseLine(line);
    if (delimiter === undefined) {
      values[name] = value;
      continue;
    }
    const end = findDelimiter(lines, at, delimiter);
    values[name] = lines.slice(at, end).join('\n');
    at = end + 1;
  }
  return values;
}

function parseLine(line: string): { name: string; value: string; delimiter?: string } {
  const [, name, operator, rest] = /^(.*?)(=|<<)(.*)$/s.exec(line) ?? [];
  if (name === undefined || rest === undefined) throw new Error(`Invalid format '${line}'`);
  if (name === '') throw new Error(`Invalid format '${line}'. Name must not be empty`);
  if (operator === '=') return { name, value: rest };
  if (rest === '') throw new Error(`Invalid format '${line}'. Delimiter must not be empty`);
  return { name, value: '', delimiter: rest };
}

function findDelimiter(lines: readonly string[], from: number, delimiter: string): number {
  const end = lines.indexOf(delimiter, from);
  if (end >= 0) return end;
  // Text after the last line feed means that the writer stopped in the middle of a line.
  throw new Error(
    from < lines.length && lines.at(-1) !== ''
      ? 'Invalid value. EOF marker missing new line.'
      : `Invalid value. Matching delimiter not found '${delimiter}'`,
  );
}
