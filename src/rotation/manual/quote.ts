import { oneLine } from '../../text.ts';

const LONGEST_LINE = 300;
const MOST_LINES = 60;

/** A name of others in a sentence of Markdown: nothing in it has a meaning, and nobody is mentioned. */
export function code(name: string): string {
  return `\`${oneLine(name, 200).replace(/[`|]/g, ' ')}\``;
}

/** A block of code: text of others in it is no Markdown, no HTML, and mentions nobody. */
export function block(language: string, lines: readonly string[]): string[] {
  const shown = lines.slice(0, MOST_LINES).map(plainLine);
  if (lines.length > MOST_LINES) shown.push('...');
  const longest = Math.max(2, ...shown.map(longestRun));
  const fence = '`'.repeat(longest + 1);
  return [`${fence}${language}`, ...shown, fence];
}

/** A word for a POSIX shell. */
export function shellWord(text: string): string {
  return /^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** Keeps the indentation, which may mean something. */
function plainLine(line: string): string {
  const indentation = /^ {0,20}/.exec(line)?.[0] ?? '';
  return indentation + oneLine(line, LONGEST_LINE);
}

function longestRun(line: string): number {
  return Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
}
