// Writes the tables of inputs and outputs of the pages from the action.yml files, which are the one
// place where they are described. With --check it changes nothing and fails where a page differs.
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

interface Metadata {
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
}

interface Described {
  readonly description: string;
  readonly default?: string;
}

/** The pages with tables, and the file that each describes. */
const PAGES = [
  ['README.md', 'action.yml'],
  ['docs/rotation.md', 'rotate/action.yml'],
] as const;

for (const [page, source] of PAGES) {
  const file = fileURLToPath(new URL(`../${page}`, import.meta.url));
  const metadata: Metadata = parse(readFileSync(new URL(`../${source}`, import.meta.url), 'utf8'));
  const before = readFileSync(file, 'utf8');
  const after = withTables(before, metadata);
  if (after === before) {
    console.log(`The tables in ${page} are up to date.`);
  } else if (process.argv.includes('--check')) {
    console.error(`The tables in ${page} differ from ${source}. Run: npm run docs`);
    process.exitCode = 1;
  } else {
    writeFileSync(file, after);
    console.log(`The tables in ${page} have been written anew.`);
  }
}

function withTables(page: string, metadata: Metadata): string {
  const inputs = table(
    ['Input', 'Meaning', 'Default'],
    Object.entries(metadata.inputs).map(([name, input]) => [
      `\`${name}\``,
      input.description,
      input.default === undefined ? '' : `\`${input.default}\``,
    ]),
  );
  const outputs = table(
    ['Output', 'Meaning'],
    Object.entries(metadata.outputs).map(([name, output]) => [`\`${name}\``, output.description]),
  );
  return between(between(page, 'inputs', inputs), 'outputs', outputs);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(row).join('\n');
}

function row(cells: readonly string[]): string {
  const escaped = cells.map((cell) => cell.trim().replace(/\s+/g, ' ').replace(/\|/g, '\\|'));
  return `| ${escaped.join(' | ')} |`.replace(/ {2,}\|/g, ' |');
}

/** @throws Error where the text lacks one of the two marks */
function between(text: string, mark: string, content: string): string {
  const start = `<!-- ${mark} -->`;
  const end = `<!-- /${mark} -->`;
  const from = text.indexOf(start);
  const to = text.indexOf(end);
  if (from === -1 || to < from) throw new Error(`A page lacks ${start} or ${end} after it`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
