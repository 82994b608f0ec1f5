import { accessSync, constants, lstatSync } from 'node:fs';
// The toolkit's own writer of file commands, by its path: the package's entry would bring an HTTP
// client with it that makes the step start three times slower (docs/decisions/0004).
import {
  issueFileCommand,
  prepareKeyValueMessage,
} from '../../node_modules/@actions/core/lib/file-command.js';
import { Failure } from '../failure.ts';

type FileCommand = 'OUTPUT' | 'ENV';

/**
 * Makes sure, before anything is sent, that the result can be handed over.
 *
 * @throws Failure E_RUNNER where the file is missing, no plain file, or not writable.
 */
export function requireFileCommand(
  command: FileCommand,
  env: Readonly<Record<string, string | undefined>>,
): void {
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

/** Hands name-value pairs over in one write; each value between random delimiters. */
export function appendFileCommand(
  command: FileCommand,
  entries: readonly (readonly [name: string, value: string])[],
): void {
  const message = entries.map(([name, value]) => prepareKeyValueMessage(name, value)).join('\n');
  try {
    issueFileCommand(command, message);
  } catch {
    throw new Failure('E_RUNNER', `GITHUB_${command} could not be written.`);
  }
}
