// What the action costs beside an empty Node process, curl with jq, and the action that one would
// write first. An unknown option makes it print its options. Not for Windows (posix_spawn, wait4).
import { existsSync, rmSync } from 'node:fs';
import { mkdtemp, realpath, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { createPki } from '../test/servers/pki.ts';
import { makeCases } from './cases.ts';
import { gates } from './gates.ts';
import { load, machine, versions } from './machine.ts';
import { loadedCode, measure } from './measure.ts';
import { type Options, parseOptions, USAGE } from './options.ts';
import { measureReading } from './reading.ts';
import { page, type Results, tables } from './report.ts';
import { startTimer, type Timer } from './timer.ts';
import { startTokenServer } from './token-server.ts';

const SET_ROUNDS = 5;

// Also after Ctrl-C, which `finally` does not see.
const folder = await realpath(await mkdtemp(join(tmpdir(), 'bench-')));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

const options = optionsOrExit();
try {
  const results = await run(options);
  await writeFile(options.out, page(results));
  console.log(`\n${tables(results)}`);
  const failed = results.gates.some(({ verdict }) => verdict === 'FAIL');
  process.exitCode = options.check && failed ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

async function run({ rounds, actions }: Options): Promise<Results> {
  for (const file of actions) {
    if (!existsSync(file)) {
      throw new Error(`There is no ${file}. \`npm run build\` makes dist/index.cjs.`);
    }
  }
  const timer = await startTimer();
  try {
    return await runWith(timer, rounds, actions);
  } finally {
    timer.stop();
  }
}

async function runWith(
  timer: Timer,
  rounds: number,
  actions: Options['actions'],
): Promise<Results> {
  const loadBefore = load();
  const pki = await createPki('Benchmark CA');
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, pki.ca);
  const rootsFile = join(folder, 'roots.pem');
  await writeFile(rootsFile, [...rootCertificates, pki.ca].join('\n'));
  const hosts = ['localhost', '127.0.0.1', '::1'];
  const server = await startTokenServer(await pki.issue({ commonName: 'localhost', hosts }));
  try {
    console.log('Bundling the naive action …');
    const cases = await makeCases(actions, { folder, caFile, rootsFile, url: server.url });
    const { baseline, curl, peers } = cases;
    const all = [baseline, ...(curl ? [curl] : []), ...peers, ...cases.actions];
    const laboratory = { folder, timer, server };
    const loaded = await loadedCode(cases.actions[0], laboratory);
    console.log(`Measuring ${all.length} cases in ${rounds} rounds …`);
    const samples = await measure(all, rounds, laboratory);
    const setRounds = Math.min(rounds, SET_ROUNDS);
    console.log(`Measuring sets of credentials in ${setRounds} rounds …`);
    const { one, many } = cases.set;
    const setSamples = await measure([baseline, one, many], setRounds, laboratory);
    const set = { baseline, one, many, samples: setSamples };
    console.log('Measuring hostile texts …');
    const reading = await measureReading();
    return {
      date: new Date(),
      machine: await machine(),
      load: loadBefore,
      versions: await versions(timer.python),
      rounds,
      cases,
      samples,
      loaded,
      gates: gates({ action: cases.actions[0], baseline, curl }, samples, loaded, set, reading),
      set,
      reading,
      floor: timer.floor,
    };
  } finally {
    server.stop();
  }
}

function optionsOrExit(): Options {
  try {
    return parseOptions(process.argv.slice(2));
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
    process.exit(2);
  }
}
