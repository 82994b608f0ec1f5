import { Failure } from '../../failure.ts';
import type { Mode } from '../../rotation/job.ts';
import { type Environment, input, milliseconds, oneOf, type Wishes } from '../inputs.ts';
import { readWishes } from '../wishes.ts';

/** The inputs of the rotation action, checked. */
export interface RotateInputs {
  /** The path of the inventory, relative to the workspace. */
  readonly config: string;
  /** The entry to work on; undefined: the only one, or all where a plan is made. */
  readonly name: string | undefined;
  readonly credentials: string | undefined;
  readonly mode: Mode;
  readonly confirm: string | undefined;
  readonly authorityLogin: string | undefined;
  readonly gitHubToken: string | undefined;
  readonly wishes: Wishes;
  /** Milliseconds for everything. */
  readonly timeout: number;
}

/** @throws Failure E_INPUT_INVALID, E_INPUT_CONFLICT, E_INPUT_MISSING or E_PEM. */
export function readRotateInputs(env: Environment): RotateInputs {
  const mode = oneOf(env, 'mode', ['when-due', 'force', 'plan', 'retire', 'revoke-now']);
  const confirm = input(env, 'confirm');
  if (confirm !== undefined && mode !== 'revoke-now') {
    throw new Failure(
      'E_INPUT_CONFLICT',
      `The input confirm belongs to the mode revoke-now, and the mode is ${mode}. Nothing was done.`,
    );
  }
  return {
    config: input(env, 'config') ?? '.github/api-credentials.yml',
    name: input(env, 'name'),
    credentials: input(env, 'credentials'),
    mode,
    confirm,
    authorityLogin: input(env, 'authority-login'),
    gitHubToken: input(env, 'github-token'),
    wishes: readWishes(env),
    timeout: milliseconds(input(env, 'timeout') ?? '10m'),
  };
}
