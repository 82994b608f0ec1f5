import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases.ts';
import { bytesOf } from './code-size.ts';
import { stepEnvironment } from './environment.ts';
import { roundOrder } from './statistics.ts';
import type { Cost, Run, Timer } from './timer.ts';
import type { TokenServer } from './token-server.ts';

export interface Laboratory {
  readonly folder: string;
  readonly timer: Timer;
  readonly server: TokenServer;
}

/** What each case cost in each round. */
export type Samples = ReadonlyMap<Case, readonly Cost[]>;

export interface LoadedCode {
  readonly bytes: number;
  /** Relative to the folder of the action's file. */
  readonly files: readonly string[];
}

/** Seconds. */
const RUN_LIMIT = 30;
const PROBE = fileURLToPath(new URL('cases/loaded-code.cjs', import.meta.url));

/** Runs all cases once without counting, so that every file is in the page cache, then `rounds` times. */
export async function measure(
  cases: readonly Case[],
  rounds: number,
  laboratory: Laboratory,
): Promise<Samples> {
  for (const each of cases) await runOnce(each, laboratory);
  const samples = new Map<Case, Cost[]>(cases.map((each) => [each, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const each of roundOrder(cases, round)) {
      samples.get(each)?.push(await runOnce(each, laboratory));
    }
  }
  return samples;
}

/** Which code the action reads on its way, found in one run more. ES modules do not show here. */
export async function loadedCode(action: Case, laboratory: Laboratory): Promise<LoadedCode> {
  const [node, file] = action.argv as [string, string];
  const list = join(laboratory.folder, 'loaded-code.json');
  const probed = {
    ...action,
    argv: [node, '--require', PROBE, file],
    env: { ...action.env, BENCH_LOADED_CODE: list },
  };
  await runOnce(probed, laboratory);
  const loaded: string[] = JSON.parse(await readFile(list, 'utf8'));
  const files = loaded.filter((each) => each !== PROBE);
  if (files.length === 0) {
    throw new Error(`${file} is no CommonJS module: the code it loads cannot be measured.`);
  }
  return { bytes: await bytesOf(files), files: files.map((each) => relative(dirname(file), each)) };
}

async function runOnce(
  { name, argv, env, tokens }: Case,
  { folder, timer, server }: Laboratory,
): Promise<Run> {
  const step = await mkdtemp(join(folder, 'step-'));
  const files = await stepEnvironment(step);
  const before = await server.requests();
  const run = await timer.run({
    argv,
    env: { ...env, ...files },
    cwd: files.GITHUB_WORKSPACE,
    timeout: RUN_LIMIT,
  });
  const requests = (await server.requests()) - before;
  const output = await readFile(files.GITHUB_OUTPUT, 'utf8');
  await rm(step, { recursive: true });

  const wrong = [
    run.timedOut && `was killed after ${RUN_LIMIT} s`,
    run.exitCode !== 0 && `ended with ${run.exitCode}`,
    requests !== tokens && `made ${requests} requests, expected ${tokens}`,
    tokens > 0 && !output.includes(server.token) && 'wrote no output with the token',
    tokens > 0 && !run.stdout.includes(`::add-mask::${server.token}`) && 'did not mask the token',
  ].filter((each) => each !== false);
  if (wrong.length > 0) {
    const said = `${run.stdout}${run.stderr}`.replaceAll(server.token, '<token>');
    throw new Error(`${name} ${wrong.join(', ')}.\n${said}`.trimEnd());
  }
  return run;
}
