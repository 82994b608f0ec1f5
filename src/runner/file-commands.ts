import {
  accessSync,
  appendFileSync,
  constants,
  lstatSync,
  readFileSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { Failure } from '../base/failure.ts';
import type { Environment } from './runner.ts';

type FileCommand = 'OUTPUT' | 'ENV';

/**
 * Makes sure, before anything is sent, that the result can be handed over.
 *
 * @throws Failure E_RUNNER where the file is missing, no plain file, or not writable.
 */
export function requireFileCommand(command: FileCommand, env: Environment): void {
  const path = env[`GITHUB_${command}`] ?? '';
  try {
    if (!lstatSync(path).isFile()) throw new Error('not a plain file');
    accessSync(path, constants.W_OK);
  } catch {
    throw new Failure(
      'E_RUNNER',
      `GITHUB_${command} does not name a file that this step can write, so the runner could not receive the result. Run this as a step of a workflow, on a runner of version 2.327.1 or newer.`,
    );
  }
}

type Entries = readonly (readonly [name: string, value: string])[];

/**
 * Hands name-value pairs over: all of them, or none. Every value is one line, so that the plain form
 * `NAME=VALUE` needs no delimiter that a value could guess; one that is not is refused.
 *
 * @throws Failure E_RUNNER
 */
export function appendFileCommands(
  env: Environment,
  commands: Readonly<Partial<Record<FileCommand, Entries>>>,
): void {
  const texts = Object.entries(commands).map(([command, entries]) => ({
    path: env[`GITHUB_${command}`] ?? '',
    text: entries.map(entryLine).join(''),
  }));
  const undo: (() => void)[] = [];
  const atOnce = texts.length === 1 && (texts[0]?.text.length ?? 0) <= ONE_WRITE;
  const release = atOnce ? undefined : holdSignals();
  try {
    for (const { path, text } of texts) {
      const { size } = lstatSync(path);
      undo.push(() => truncateSync(path, size));
      appendFileSync(path, text);
    }
  } catch {
    // The runner reads these files after a failure, too.
    for (const step of undo) step();
    throw new Failure(
      'E_RUNNER',
      'The files for the result of the step could not be written. Is the disk full?',
    );
  } finally {
    release?.();
  }
}

/** So many characters are written as a whole, whatever happens to the process: one page. */
const ONE_WRITE = 4096;

/**
 * A step that is cancelled has all of its result or none: until the returned function is called, no
 * signal of the runner ends the process. That takes less than a millisecond, and then the step is
 * over anyway.
 */
function holdSignals(): () => void {
  const hold = () => {};
  process.on('SIGINT', hold).on('SIGTERM', hold);
  return () => process.off('SIGINT', hold).off('SIGTERM', hold);
}

function entryLine([name, value]: Entries[number]): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`;
  throw new Failure('E_RUNNER', `The value of ${name} has more than one line.`);
}

/** The text of a file; undefined where it cannot be read, or is longer than any that is expected. */
export type ReadText = (path: string) => string | undefined;

/** Bytes. GitHub's events are a few 100 KB at most, inventories much shorter. */
const LARGEST = 8 * 1024 * 1024;

export function readText(path: string): string | undefined {
  try {
    const { size } = statSync(path);
    return size <= LARGEST ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Adds to the job summary. A runner without summaries is no reason to fail. */
export function appendSummary(env: Environment, markdown: string): void {
  try {
    appendFileSync(env['GITHUB_STEP_SUMMARY'] ?? '', `${markdown}\n`);
  } catch {}
}
