// What the action costs beside an empty Node process, curl with jq, and the action that one would
// write first. An unknown option makes it print its options. Not for Windows (posix_spawn, wait4).
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { rootCertificates } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createPki } from '../test/servers/pki.ts';
import { type Cases, makeCases, rotationBeside } from './cases.ts';
import { comparisons, gates, type Measurements } from './gates.ts';
import { load, machine, versions } from './machine.ts';
import { type Laboratory, loadedCode, measure } from './measure.ts';
import { measureReading } from './reading.ts';
import { page, type Results, tables } from './report.ts';
import { startRotationServers, startTokenServer } from './servers/start.ts';
import { sizesOf } from './sizes.ts';
import { startTimer } from './timer.ts';

interface Options {
  readonly rounds: number;
  /** Exit with 1 when a gate fails. */
  readonly check: boolean;
  readonly out: string;
  readonly actions: readonly [string, ...string[]];
}

const USAGE = `Usage: npm run bench -- [options]

  --rounds N      counted rounds (25)
  --check         exit 1 when a gate fails
  --out FILE      where the results go (bench/results.md)
  --action FILE   the build to measure (dist/index.cjs, with rotate.cjs beside it); given again,
                  more builds to compare with the first, which is the one that the gates are for`;

/** A set of many and a rotation take several times as long as one token. */
const LONG_ROUNDS = 15;

const options = optionsOrExit();
// Also after Ctrl-C, which `finally` does not see.
const folder = await realpath(await mkdtemp(join(tmpdir(), 'bench-')));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

try {
  const results = await run(options);
  await writeFile(options.out, page(results));
  console.log(`\n${tables(results)}`);
  const all = [...results.gates, ...results.comparisons];
  const failed = all.some(({ verdict }) => verdict === 'FAIL');
  process.exitCode = options.check && failed ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run({ rounds, actions }: Options): Promise<Results> {
  for (const file of actions.flatMap((action) => [action, rotationBeside(action)])) {
    if (!existsSync(file)) {
      throw new Error(`There is no ${file}. \`npm run build\` makes dist/.`);
    }
  }
  const before = load();
  const timer = await startTimer();
  const stops = [() => timer.stop()];
  try {
    const pki = await createPki('Benchmark CA');
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, pki.ca);
    const rootsFile = join(folder, 'roots.pem');
    await writeFile(rootsFile, [...rootCertificates, pki.ca].join('\n'));
    const hosts = ['localhost', '127.0.0.1', '::1'];
    const server = await startTokenServer(await pki.issue({ commonName: 'localhost', hosts }));
    stops.push(server.stop);
    const rotation = await startRotationServers();
    stops.push(rotation.stop);
    console.log('Bundling the naive action …');
    const cases = await makeCases(actions, { folder, caFile, rootsFile, server, rotation });
    const measured = await measureAll(cases, rounds, { folder, timer });
    const measurements = { ...measured, sizes: await sizesOf(actions[0]) };
    return {
      ...measurements,
      date: new Date(),
      machine: await machine(),
      load: before,
      versions: await versions(timer.python),
      gates: gates(measurements),
      comparisons: comparisons(measurements),
      floor: timer.floor,
    };
  } finally {
    for (const stop of stops) stop();
  }
}

async function measureAll(
  cases: Cases,
  rounds: number,
  laboratory: Laboratory,
): Promise<Omit<Measurements, 'sizes'>> {
  const { baseline, curl, peers, builds } = cases;
  const [first, ...others] = builds;
  const loaded = await loadedCode(first.token, laboratory);

  // The case at the end of a round begins the next one, so it follows itself with warm caches. A
  // build and the one before must not differ in that: neither is at an end, or both are.
  const one = [
    ...[baseline, ...builds.map(({ token }) => token)],
    ...[...(curl ? [curl] : []), ...peers],
  ];
  console.log(`Measuring ${one.length} cases in ${rounds} rounds …`);
  const tokens = await measure(one, rounds, laboratory);

  const longRounds = Math.min(rounds, LONG_ROUNDS);
  console.log(`Measuring sets of credentials in ${longRounds} rounds …`);
  const otherSets = others.flatMap(({ set }) => [set.one, set.many]);
  const members = [first.set.many, first.set.one, baseline, ...otherSets];
  const sets = await measure(members, longRounds, laboratory);

  console.log(`Measuring rotations in ${longRounds} rounds …`);
  const daily = [first.rotation, baseline, ...others.map(({ rotation }) => rotation)];
  const rotations = await measure(daily, longRounds, laboratory);

  console.log('Measuring hostile texts …');
  return { cases, tokens, sets, rotations, loaded, reading: await measureReading() };
}

function optionsOrExit(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}

/**
 * @param argv without node and the script
 * @throws Error if an option is unknown or has no use
 */
function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string', default: '25' },
      check: { type: 'boolean', default: false },
      out: { type: 'string', default: inRepository('bench/results.md') },
      action: { type: 'string', multiple: true, default: [inRepository('dist/index.cjs')] },
    },
  });
  if (!/^[1-9]\d{0,3}$/.test(values.rounds))
    throw new Error('--rounds takes a number from 1 to 9999');
  const [first, ...others] = values.action.map((file) => resolve(file));
  if (first === undefined) throw new Error('--action takes a file');
  return {
    rounds: Number(values.rounds),
    check: values.check,
    out: resolve(values.out),
    actions: [first, ...others],
  };
}

function inRepository(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
