import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import v8 from 'node:v8';
import { afterAll, expect } from 'vitest';
import { parse } from 'yaml';
import { tokenAction } from '../../src/action/token-action.ts';
import { exitCodeOf } from '../../src/runner/start.ts';
import { collectingRunner } from '../context.ts';
import { findLeaks } from '../end-to-end/leaks.ts';
import { parseFileCommand } from '../runner/file-commands.ts';
import { renderJobLog } from '../runner/job-log.ts';
import { parseCommand } from '../runner/workflow-command.ts';

/** How many runs a test makes; `.ci/run` asks for 10,000. */
export const RUNS = Number(process.env['HOSTILE_RUNS'] ?? 1000);
/** Printed at the start, so that a run can be made again. */
export const SEED = Number(process.env['HOSTILE_SEED'] ?? Date.now() % 2 ** 31);
/** As many properties run side by side, so that answers that stall cost little time. */
export const LANES = 16;

// A credential set switches V8's optimisation off, since its process ends soon. This one does not.
v8.setFlagsFromString = () => {};
syncBuiltinESMExports();

const root = new URL('../../', import.meta.url);
const DECLARED = new Set(
  Object.keys(parse(readFileSync(new URL('action.yml', root), 'utf8')).outputs as object),
);
const CODES = new Set(
  readFileSync(new URL('src/base/failure.ts', root), 'utf8').match(/(?<= {2}\| ')E_[A-Z_]+(?=')/g),
);
const OWN_COMMANDS = new Set(['add-mask', 'group', 'endgroup', 'error', 'warning', 'debug']);

const folder = mkdtempSync(join(tmpdir(), 'hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

export interface HostileRun {
  readonly lane: number;
  /** What the runner sets, beside the file commands. */
  readonly env: Readonly<Record<string, string>>;
  /** What must not be seen in the log, in any form. */
  readonly secrets: readonly string[];
  /** Where a run succeeds, its token. */
  readonly token?: string | undefined;
  /** Milliseconds that the step may take, by its own clock. */
  readonly timeout: number;
}

/** What a run came to: the code of its failure, or `ok`. */
export type Verdict = string;

/** Milliseconds for all that is not waiting. */
const SLACK = 1000;
/** The same where the machine has other things to do. */
const LONGEST = 20_000;

/** How long all timers of this process together came too late: then no deadline can be kept. */
let lag = 0;
let lastBeat = performance.now();
const BEAT = 10;
setInterval(() => {
  const now = performance.now();
  lag += Math.max(0, now - lastBeat - BEAT);
  lastBeat = now;
}, BEAT).unref();

/**
 * Runs the token action in this process with the real transport, and checks all that holds for
 * every run whatever the inputs and answers are.
 */
export async function hostileRun(run: HostileRun): Promise<Verdict> {
  const paths = { output: file(run.lane, 'output'), env: file(run.lane, 'env') };
  // Waits between attempts are skipped, and count all the same.
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const start = now();
  const lagBefore = lag;
  const env = { ...run.env, GITHUB_OUTPUT: paths.output, GITHUB_ENV: paths.env };
  const runner = collectingRunner(env, now);
  const timing = {
    now,
    sleep: async (milliseconds: number) => {
      skipped += milliseconds;
    },
    random: () => 0.5,
  };
  const exitCode = await exitCodeOf(runner, () => tokenAction({ env, timing, runner }));
  const stdout = runner.written();
  const took = now() - start;
  const output = readFileSync(paths.output, 'utf8');
  const exported = readFileSync(paths.env, 'utf8');
  truncateSync(paths.output);
  truncateSync(paths.env);
  expect(took - (lag - lagBefore)).toBeLessThan(run.timeout + SLACK);
  expect(took).toBeLessThan(run.timeout + LONGEST);
  checkCommands(stdout);
  const log = renderJobLog(stdout.replace(/^::debug::/gm, 'debug: '));
  expect(findLeaks(log, run.secrets)).toEqual([]);
  expect(run.secrets.flatMap((secret) => sharedWindows(log, secret))).toEqual([]);
  if (exitCode === 0) {
    checkResult(output, exported, run);
    return 'ok';
  }
  expect({ exitCode, output, exported }).toEqual({ exitCode: 1, output: '', exported: '' });
  return checkFailure(stdout);
}

function file(lane: number, name: string): string {
  const path = join(folder, `${name}-${lane}`);
  writeFileSync(path, '', { flag: 'a' });
  return path;
}

/** No line is a command but ours, nor looks like one to the runner. */
function checkCommands(stdout: string): void {
  const foreign = stdout
    .split(/\r\n|\r|\n/)
    .map((line) => parseCommand(line)?.name)
    .filter((name) => name !== undefined && !OWN_COMMANDS.has(name));
  expect(foreign).toEqual([]);
}

/** Pieces of a secret, too long to stand there by chance. */
function sharedWindows(log: string, secret: string): string[] {
  const hay = log.toLowerCase();
  const found: string[] = [];
  for (let at = 0; at + 12 <= secret.length; at++) {
    const window = secret.slice(at, at + 12).toLowerCase();
    if (hay.includes(window)) found.push(`characters ${at} to ${at + 12}`);
  }
  return found;
}

function checkFailure(stdout: string): Verdict {
  const annotations = stdout.split('\n').filter((line) => /^::(?:error|warning)/.test(line));
  expect(annotations).toEqual([expect.stringMatching(/^::error title=E_[A-Z_]+::./)]);
  const [annotation = ''] = annotations;
  const code = /title=(\w+)::/.exec(annotation)?.[1] ?? '';
  expect([...CODES]).toContain(code);
  expect(annotation).not.toContain('not foreseen');
  expect(annotation.length).toBeLessThan(5000);
  return code;
}

function checkResult(output: string, exported: string, { env, token }: HostileRun): void {
  const outputs = Object.entries(parseFileCommand(output));
  expect(outputs.map(([name]) => name).filter((name) => !DECLARED.has(name))).toEqual([]);
  // Each of them once, and nothing between the lines.
  expect(output.split('\n').length - 1).toBe(outputs.length);
  const prefix = env['INPUT_ENV-PREFIX']?.trim() ?? '';
  const variables = parseFileCommand(exported);
  const allowed = ['ACCESS_TOKEN', 'API_URL', 'EXPIRES_AT'].map((name) => `${prefix}_${name}`);
  const names = Object.keys(variables);
  expect(names.filter((name) => prefix === '' || !allowed.includes(name))).toEqual([]);
  expect(exported.split('\n').length - 1).toBe(names.length);
  if ((env['INPUT_CREDENTIAL-SET'] ?? '').trim() !== '') return;
  const given = Object.fromEntries(outputs)['access-token'] ?? '';
  expect(given).toMatch(/^[\x21-\x7e]+$/);
  if (token !== undefined) expect(given).toBe(token);
  if (prefix !== '') expect(variables[`${prefix}_ACCESS_TOKEN`]).toBe(given);
}
