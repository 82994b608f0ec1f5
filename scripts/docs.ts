// Writes the tables of inputs and outputs in README.md from action.yml, which is the one place where
// they are described. With --check it changes nothing and fails where README.md differs.
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

const readme = fileURLToPath(new URL('../README.md', import.meta.url));
const metadata: Metadata = parse(readFileSync(new URL('../action.yml', import.meta.url), 'utf8'));

const before = readFileSync(readme, 'utf8');
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
const after = between(between(before, 'inputs', inputs), 'outputs', outputs);

if (after === before) {
  console.log('The tables in README.md are up to date.');
} else if (process.argv.includes('--check')) {
  console.error('The tables in README.md differ from action.yml. Run: npm run docs');
  process.exitCode = 1;
} else {
  writeFileSync(readme, after);
  console.log('The tables in README.md have been written anew.');
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
  if (from === -1 || to < from) throw new Error(`README.md lacks ${start} or ${end} after it`);
  return `${text.slice(0, from + start.length)}\n\n${content}\n\n${text.slice(to)}`;
}
