import { Failure, type FailureCode } from '../base/failure.ts';
import { readEntry } from '../rotation/inventory.ts';
import type { RotationOutcome } from '../rotation/types.ts';
import { appendSummary, readText } from '../runner/file-commands.ts';
import { workflowCommand } from '../runner/workflow-commands.ts';
import { type Inputs, input } from './inputs.ts';
import { writesOf } from './plan.ts';
import { type RotationStep, rotateEntry } from './rotate-entry.ts';
import { failureSummary, reportRotation, tokenActionOutputs } from './rotation-report.ts';
import { refuseUnsafeEvents, workflowRun } from './workflow-run.ts';

export interface RotatedFirst {
  /** With what the main destination holds now. */
  readonly inputs: Inputs;
  readonly outputs: readonly (readonly [name: string, value: string])[];
}

/** Of the time for the whole step, this part; the rest is for the token. */
const SHARE = 0.8;

/** A mistake of the person who wrote the workflow, and not of the day. */
const MISTAKES: readonly FailureCode[] = [
  'E_CONFIG',
  'E_INPUT_MISSING',
  'E_INPUT_INVALID',
  'E_INPUT_CONFLICT',
  'E_INPUT_CHARSET',
  'E_HOST_NOT_ALLOWED',
  'E_RUNNER',
];

/**
 * Looks after the credential before a token is asked for with it. Where that fails in `when-due` the
 * stored credential is as good as it was: the step warns, and a release does not wait for the issuer.
 *
 * @throws Failure for a mistake in the workflow, and for any in `always`.
 */
export async function rotateFirst(inputs: Inputs, step: RotationStep): Promise<RotatedFirst> {
  const { env, write } = step;
  step.mask([input(env, 'github-token') ?? '']);
  refuseUnsafeEvents(env, readText);
  const text = input(env, 'rotation');
  if (text === undefined) {
    throw new Failure(
      'E_INPUT_MISSING',
      'The input rotate needs the input rotation: the entry of an inventory (name, secret, authority and the rest), as YAML.',
    );
  }
  const entry = readEntry(text, 'input rotation');
  const json = entry.storeAs === 'json';
  const current = json ? inputs.credentials : (inputs.parts.clientSecret ?? inputs.credentials);
  if (!json && current !== undefined) step.mask([current]);
  try {
    const outcome = await rotateEntry(
      {
        entry,
        mode: inputs.rotate === 'always' ? 'force' : 'when-due',
        confirm: undefined,
        current,
        authorityLogin: input(env, 'authority-login'),
        gitHubToken: input(env, 'github-token'),
        token: inputs,
        run: workflowRun(env),
        writesInAnHour: writesOf([entry]),
      },
      { ...step, deadline: step.startedAt + inputs.timeout * SHARE },
    );
    reportRotation(entry.name, outcome, step);
    return { inputs: withStored(inputs, outcome, json), outputs: tokenActionOutputs(outcome) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    appendSummary(env, failureSummary(entry.name, error));
    if (inputs.rotate === 'always' || MISTAKES.includes(error.code)) throw error;
    write(workflowCommand('warning', { title: error.code }, `Not rotated: ${error.message}`));
    return {
      inputs,
      outputs: [
        ['rotated', 'false'],
        ['rotation-state', 'failed'],
      ],
    };
  }
}

function withStored(inputs: Inputs, { currentText }: RotationOutcome, json: boolean): Inputs {
  if (currentText === undefined) return inputs;
  if (json) return { ...inputs, credentials: currentText };
  // Where the secret came in `credentials`, there is nothing else in it.
  const credentials = inputs.parts.clientSecret === undefined ? undefined : inputs.credentials;
  return { ...inputs, credentials, parts: { ...inputs.parts, clientSecret: currentText } };
}
