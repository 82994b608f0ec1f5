import { Failure, type Warning } from '../base/failure.ts';
import { listOf, nearestOf, oneLine } from '../base/text.ts';
import type { Environment } from '../runner/runner.ts';

/**
 * What is to be said of inputs that the action does not declare. One whose name is nearly that of an
 * input fails the step: an `allowed_hosts` protects nothing, and who wrote it does not know. Others
 * may come from an `env:` that is meant for something else.
 *
 * @param variables their environment variables.
 * @param known the inputs that the action declares.
 * @throws Failure E_INPUT_INVALID
 */
export function aboutUnknownInputs(
  variables: readonly string[],
  env: Environment,
  known: readonly string[],
): Warning[] {
  refuseRefresh(env);
  const found = variables
    .filter((variable) => variable !== REFRESH)
    .map((variable) => ({ variable, name: nameOf(variable) }))
    .map((input) => ({ ...input, meant: nearestOf(input.name, known) }));
  const [misspelled] = found.filter(({ meant }) => meant !== undefined);
  if (misspelled !== undefined) {
    throw new Failure(
      'E_INPUT_INVALID',
      `The input ${misspelled.name} is none of this action, and would do nothing.`,
      `Did you mean ${misspelled.meant}? If the step does not give it, an env: of the workflow sets ${oneLine(misspelled.variable, 60)}: take that away.`,
    );
  }
  const given = found.filter(({ variable }) => (env[variable] ?? '').trim() !== '');
  if (given.length === 0) return [];
  const names = listOf(given.slice(0, 10).map(({ name }) => name));
  const text = `This action has no inputs of these names, so that they do nothing: ${names}. Look at the inputs in the README.`;
  return [{ code: 'W_INPUT_UNKNOWN', text }];
}

/** As a workflow would have it. */
function nameOf(variable: string): string {
  return oneLine(variable.slice('INPUT_'.length).toLowerCase(), 60);
}

const REFRESH = 'INPUT_REFRESH';

/** Declared by later versions alone. */
function refuseRefresh(env: Environment): void {
  const value = (env[REFRESH] ?? '').trim();
  if (value === '' || value.toLowerCase() === 'false') return;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input refresh asks for tokens that later steps can renew, and this version has no refresh yet.',
    'Remove it, and use the action again in the job before a token expires.',
  );
}
