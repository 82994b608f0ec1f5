import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases.ts';
import { bytesOf } from './sizes.ts';
import { roundOrder } from './statistics.ts';
import type { Cost, Run, Timer } from './timer.ts';

export interface Laboratory {
  readonly folder: string;
  readonly timer: Timer;
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
  { name, argv, env, workspace = {}, watch }: Case,
  { folder, timer }: Laboratory,
): Promise<Run> {
  const step = await mkdtemp(join(folder, 'step-'));
  const files = await stepEnvironment(step, workspace);
  const judge = await watch();
  const run = await timer.run({
    argv,
    env: { ...env, ...files },
    cwd: files.GITHUB_WORKSPACE,
    timeout: RUN_LIMIT,
  });
  const output = await readFile(files.GITHUB_OUTPUT, 'utf8');
  await rm(step, { recursive: true });

  const wrong = [
    ...(run.timedOut ? [`was killed after ${RUN_LIMIT} s`] : []),
    ...(run.exitCode === 0 ? [] : [`ended with ${run.exitCode}`]),
    ...(await judge({ stdout: run.stdout, output })),
  ];
  if (wrong.length > 0) {
    const said = `${run.stdout}${run.stderr}`.replaceAll(/^::add-mask::.*\n?/gm, '');
    throw new Error(`${name} ${wrong.join(', ')}.\n${said}`.trimEnd());
  }
  return run;
}

/** Makes the files and folders that the runner gives to one step, empty but for the workspace. */
async function stepEnvironment(folder: string, workspace: Readonly<Record<string, string>>) {
  const files = {
    GITHUB_ENV: join(folder, 'env'),
    GITHUB_OUTPUT: join(folder, 'output'),
    GITHUB_PATH: join(folder, 'path'),
    GITHUB_STATE: join(folder, 'state'),
    GITHUB_STEP_SUMMARY: join(folder, 'summary'),
  };
  const folders = {
    GITHUB_WORKSPACE: join(folder, 'workspace'),
    RUNNER_TEMP: join(folder, 'temp'),
  };
  await Promise.all([
    ...Object.values(files).map((file) => writeFile(file, '')),
    ...Object.values(folders).map((each) => mkdir(each)),
  ]);
  for (const [path, text] of Object.entries(workspace)) {
    const file = join(folders.GITHUB_WORKSPACE, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  return { ...files, ...folders };
}
