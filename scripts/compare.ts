// Runs the end-to-end tests with the action of two builds and lists what is not the same: exit code,
// standard output, outputs, environment, job summary, requests. For a change that must not be seen
// from outside, such as a big refactoring or another version of a dependency:
// `npm run compare -- <folder or git revision of the build before> [<of the build after>]`.
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { diff, parseArgs } from 'node:util';
import { startVitest } from 'vitest/node';
import type { RecordingSettings, RequestRecord, RunRecord } from '../test/runner/recording.ts';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
// A process that is killed leaves what the machine had time for.
const KILLED = 'test/end-to-end/{cancelled,rotation/kill-*}.test.ts';
const PORTS_OF_A_FILE = 60;
const EXAMPLES = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { files: { type: 'string', default: 'test/end-to-end/**/*.test.ts' } },
});
const [before, after = ROOT] = positionals;
if (before === undefined) {
  console.error(
    'npm run compare -- <folder or git revision of the build before> [<of the build after>] [--files <pattern>]',
  );
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), 'compare-'));
process.once('exit', () => rmSync(folder, { recursive: true }));
const now = Math.floor(Date.now() / 1000) * 1000;
const files = globSync(values.files, { cwd: ROOT, exclude: [KILLED] }).sort();
const slot = await takePorts();
const runs = {
  before: await record('before', treeOf(before, 'before-tree')),
  after: await record('after', treeOf(after, 'after-tree')),
};
slot.release();
process.exit(report() === 0 ? 0 : 1);

/** A folder as it is; of a revision, what an action consists of. */
function treeOf(build: string, name: string): string {
  if (existsSync(build)) return resolve(build);
  const tree = join(folder, name);
  mkdirSync(tree);
  const script = 'git archive "$1" action.yml rotate dist | tar -x -C "$2"';
  const { status } = spawnSync('bash', ['-o', 'pipefail', '-c', script, 'bash', build, tree], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (status !== 0) throw new Error(`${build} is neither a folder nor a revision with a build`);
  return tree;
}

/**
 * Ports that no other comparison on this machine uses: the first of them is taken as a sign. Below
 * those of servers that are programs (recording.ts).
 */
async function takePorts(port = 12_000): Promise<{ port: number; release: () => void }> {
  const next = port + 1 + files.length * PORTS_OF_A_FILE;
  if (next > 20_000) throw new Error('Too many comparisons at a time: no ports are left');
  const server = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => resolve(true));
  });
  return isFree ? { port, release: () => server.close() } : takePorts(next);
}

async function record(name: string, build: string): Promise<Map<string, RunRecord>> {
  const [keys, records] = [join(folder, 'keys'), join(folder, name)];
  mkdirSync(keys, { recursive: true });
  mkdirSync(records);
  const ports = { first: slot.port + 1, ofAFile: PORTS_OF_A_FILE };
  const settings: RecordingSettings = { now, keys, build, records, files, ports };
  process.env['RECORDING'] = JSON.stringify(settings);
  const started = performance.now();
  // What was changed on purpose may fail a test of the other build. It is recorded all the same.
  const vitest = await startVitest('test', [...files], {
    root: ROOT,
    watch: false,
    include: [...files],
    setupFiles: ['test/runner/recording.ts'],
    testTimeout: 120_000,
    reporters: ['dot'],
  });
  await vitest.close();
  process.exitCode = 0;
  const found = globSync(join(records, '*.jsonl')).flatMap((path) =>
    readFileSync(path, 'utf8').trimEnd().split('\n'),
  );
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${name}: ${found.length} runs recorded in ${seconds} s`);
  return new Map(
    found.map((line) => {
      const run: RunRecord = JSON.parse(withNumberedIds(line));
      return [run.run, run];
    }),
  );
}

/** Ids that an action drew (fixed-chance.cjs), by where they are seen first in the run. */
function withNumberedIds(text: string): string {
  const ids = new Map<string, number>();
  return text.replace(/[0-9a-f]{8}-0000-4000-8000-\d{12}/g, (id) => {
    if (!ids.has(id)) ids.set(id, ids.size + 1);
    return `<id ${ids.get(id)}>`;
  });
}

interface Difference {
  readonly text: string;
  readonly runs: string[];
}

/** Prints each kind of difference once, with how many runs have it. @returns how many kinds */
function report(): number {
  const kinds = new Map<string, Difference>();
  const note = (text: string, run: string) => {
    const kind = withoutValues(text);
    const known = kinds.get(kind) ?? { text, runs: [] };
    known.runs.push(run);
    kinds.set(kind, known);
  };
  for (const run of new Set([...runs.before.keys(), ...runs.after.keys()])) {
    for (const text of differences(runs.before.get(run), runs.after.get(run))) note(text, run);
  }
  for (const { text, runs } of [...kinds.values()].sort((a, b) => b.runs.length - a.runs.length)) {
    const examples = [...new Set(runs)].slice(0, EXAMPLES).map((run) => `    ${run}`);
    console.log(`\n${text}\n  ${runs.length} times, here first:\n${examples.join('\n')}`);
  }
  console.log(`\n${kinds.size} kinds of differences in ${runs.before.size} runs`);
  return kinds.size;
}

/** What is the same in all runs with the same difference: ports, and words as random ones are. */
function withoutValues(text: string): string {
  return text.replace(/\b1\d{4}\b/g, '<port>').replace(/(?=\S*\d)[\w+/=$%.-]{20,}/g, '<value>');
}

function differences(before: RunRecord | undefined, after: RunRecord | undefined): string[] {
  if (before === undefined || after === undefined) {
    return [`runs only in the build ${before === undefined ? 'after' : 'before'}`];
  }
  const [was, is] = [linesOf(before), linesOf(after)];
  return [...new Set([...was.keys(), ...is.keys()])].flatMap((part) =>
    changes(was.get(part) ?? [], is.get(part) ?? []).map((change) => `${part}:\n${change}`),
  );
}

function linesOf({ parts, requests }: RunRecord): Map<string, string[]> {
  const lines = Object.entries(parts).map(
    ([part, value]) =>
      [part, typeof value === 'string' ? value.split('\n') : leaves(value)] as const,
  );
  const asked = requests.map((request) => linesOfRequest(request).join('\n'));
  const all = new Map([...lines, ['requests', asked]]);
  // A set asks many servers at once, and nothing is said about the order of what they answer.
  if (isOfSet(parts['given'])) {
    asked.sort();
    all.set('stdout', withSortedMasks(all.get('stdout') ?? []));
  }
  return new Map([...all, ['requests', asked.flatMap((request) => request.split('\n'))]]);
}

/** Masks that follow each other, in an order of their own. */
function withSortedMasks(lines: readonly string[]): string[] {
  const isMask = (line: string | undefined) => line?.startsWith('::add-mask::') === true;
  const groups: string[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (isMask(line) && isMask(last?.[0])) last?.push(line);
    else groups.push([line]);
  }
  return groups.flatMap((group) => group.sort());
}

function isOfSet(given: unknown): boolean {
  return leaves(given).some((line) => line.startsWith('/inputs/credential-set = '));
}

function linesOfRequest({ line, headers, body }: RequestRecord): string[] {
  const pairs = headers.flatMap((name, at) =>
    at % 2 === 0 ? [`${name}: ${headers[at + 1]}`] : [],
  );
  return [line, ...pairs, ...linesOfBody(body)];
}

function linesOfBody(body: string): string[] {
  if (/^[\w.-]+=[^\s"]*$/.test(body)) return body.split('&').map(withReadableAssertion);
  return body === '' ? [] : body.split('\n');
}

/** Its signature may be another one each time. */
function withReadableAssertion(pair: string): string {
  const [, name, head = '', claims = ''] =
    /^(client_assertion|assertion)=(.*)\.(.*)\./.exec(pair) ?? [];
  if (name === undefined) return pair;
  const text = (part: string) => withNumberedIds(Buffer.from(part, 'base64url').toString());
  return `${name}=${text(head)}.${text(claims)}.<signature>`;
}

function leaves(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [`${path} = ${JSON.stringify(value)}`];
  return Object.entries(value).flatMap(([name, member]) => leaves(member, `${path}/${name}`));
}

/** What was taken out and put in; lines that follow each other are one change. */
function changes(was: readonly string[], is: readonly string[]): string[] {
  if (was.length + is.length === 0) return [];
  const found: { removed: string[]; added: string[] }[] = [];
  let follows = false;
  for (const [operation, line] of diff(is, was)) {
    if (operation !== 0 && !follows) found.push({ removed: [], added: [] });
    follows = operation !== 0;
    if (operation < 0) found.at(-1)?.removed.push(`  - ${line}`);
    if (operation > 0) found.at(-1)?.added.push(`  + ${line}`);
  }
  return found.map(({ removed, added }) => [...removed, ...added].join('\n'));
}
