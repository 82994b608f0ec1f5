// The files through which the runner and a step talk to each other.
import {
  accessSync,
  constants,
  lstatSync,
  readFileSync,
  realpathSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { relative, resolve } from 'node:path';
import { Failure } from '../base/failure.ts';
import type { Entries, Environment } from './runner.ts';

/** The files that take the outputs of a step, and the variables for later steps. */
export type ResultFile = 'GITHUB_OUTPUT' | 'GITHUB_ENV';

/**
 * Makes sure that a step can write a file of its result.
 *
 * @throws Failure E_RUNNER where the file is missing, no plain file, or not writable.
 */
export function requireResultFile(name: ResultFile, env: Environment): void {
  const path = env[name] ?? '';
  try {
    if (!lstatSync(path).isFile()) throw new Error('not a plain file');
    accessSync(path, constants.W_OK);
  } catch {
    throw new Failure(
      'E_RUNNER',
      `${name} does not name a file that this step can write, so the runner could not receive the result.`,
      'Run this as a step of a workflow, on a runner of version 2.327.1 or newer.',
    );
  }
}

/** Entries of a result, without those that nothing is known of. */
export function present(entries: readonly (readonly [string, string | undefined])[]): Entries {
  return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/**
 * Writes to files of the result: all of it, or nothing. The runner reads these files after a failure,
 * too. A step that is cancelled meanwhile has all of its result or none, as well.
 *
 * @param paths of all files that `write` appends to.
 * @param atOnce whether `write` is one write that the system does as a whole, so that no signal can
 * come between.
 * @throws Failure E_RUNNER
 */
export function writeAllOrNothing(
  paths: readonly string[],
  write: () => void,
  atOnce = false,
): void {
  const release = atOnce ? undefined : holdSignals();
  const undo: (() => void)[] = [];
  try {
    for (const path of paths) {
      const { size } = lstatSync(path);
      // A file that could not be written has nothing to take back, and would fail here once more.
      undo.push(() => void (lstatSync(path).size === size || truncateSync(path, size)));
    }
    write();
  } catch (error) {
    for (const step of undo) step();
    if (error instanceof Failure) throw error;
    throw new Failure(
      'E_RUNNER',
      'The files for the result of the step could not be written.',
      'Is the disk full?',
    );
  } finally {
    release?.();
  }
}

/** Until the returned function is called, no signal of the runner ends the process: a moment. */
function holdSignals(): () => void {
  const hold = () => {};
  process.on('SIGINT', hold).on('SIGTERM', hold);
  return () => process.off('SIGINT', hold).off('SIGTERM', hold);
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

/** Why a file of a folder gives no text. */
export type NoText = 'missing' | 'outside' | 'too large';

/**
 * Reads a file of a folder.
 *
 * @param path relative to the folder, or absolute.
 * @param largest in bytes.
 * @returns `outside` where the path, or a link on it, leads out of the folder.
 */
export function readInside(
  folder: string,
  path: string,
  largest: number,
): { readonly text: string } | NoText {
  try {
    const file = realpathSync(resolve(folder, path));
    const way = relative(realpathSync(folder), file);
    if (/^\.\.(?:[\\/]|$)/.test(way) || resolve(way) === way) return 'outside';
    const status = statSync(file);
    // Of a device or a pipe the size says nothing.
    if (!status.isFile()) return 'missing';
    if (status.size > largest) return 'too large';
    return { text: readFileSync(file, 'utf8') };
  } catch {
    return 'missing';
  }
}
