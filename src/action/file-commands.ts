import { accessSync, appendFileSync, constants, lstatSync } from 'node:fs';
import { Failure } from '../failure.ts';

type FileCommand = 'OUTPUT' | 'ENV';
type Environment = Readonly<Record<string, string | undefined>>;

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

/**
 * Hands name-value pairs over in one write. Every value is one line, so that the plain form
 * `NAME=VALUE` needs no delimiter that a value could guess; one that is not is refused.
 *
 * @throws Failure E_RUNNER
 */
export function appendFileCommand(
  command: FileCommand,
  entries: readonly (readonly [name: string, value: string])[],
  env: Environment,
): void {
  let text = '';
  for (const [name, value] of entries) {
    if (/[\r\n]/.test(value)) {
      throw new Failure('E_RUNNER', `The value of ${name} has more than one line.`);
    }
    text += `${name}=${value}\n`;
  }
  try {
    appendFileSync(env[`GITHUB_${command}`] ?? '', text);
  } catch {
    throw new Failure('E_RUNNER', `The file that GITHUB_${command} names could not be written.`);
  }
}
