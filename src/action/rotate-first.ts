import { classOf, Failure } from '../base/failure.ts';
import { readEntry, writesOf } from '../rotation/inventory.ts';
import type { RotationOutcome } from '../rotation/types.ts';
import { readText } from '../runner/files.ts';
import type { Entries } from '../runner/runner.ts';
import type { StepContext } from '../runner/start.ts';
import type { Inputs } from './inputs.ts';
import { rotateEntry } from './rotate-entry.ts';
import { failureSummary, reportRotation, tokenActionOutputs } from './rotation-report.ts';
import { refuseForeignEvents, refuseIdleAttempt, workflowRun } from './workflow-run.ts';

export interface RotatedFirst {
  /** With what the main destination holds now. */
  readonly inputs: Inputs;
  readonly outputs: Entries;
}

/** Of the time for the whole step, this part; the rest is for the token. */
const SHARE = 0.8;

/**
 * Looks after the credential before a token is asked for with it. Where that fails in `when-due` the
 * stored credential is as good as it was: the step warns, and a release does not wait for the issuer.
 *
 * @throws Failure for a mistake in the workflow, and for any in `always`.
 */
export async function rotateFirst(inputs: Inputs, step: StepContext): Promise<RotatedFirst> {
  const { env, runner, secrets } = step;
  secrets.mask([runner.input('github-token') ?? '']);
  refuseForeignEvents(env, readText);
  const text = runner.input('rotation');
  if (text === undefined) {
    throw new Failure(
      'E_INPUT_MISSING',
      'The input rotate needs the input rotation: the entry of an inventory (name, secret, authority and the rest), as YAML.',
    );
  }
  const entry = readEntry(text, 'input rotation');
  const json = entry.storeAs === 'json';
  const current = json ? inputs.credentials : (inputs.overrides.clientSecret ?? inputs.credentials);
  if (!json && current !== undefined) secrets.maskOwn([current]);
  try {
    const run = workflowRun(env);
    const outcome = await rotateEntry(
      {
        entry,
        mode: inputs.rotate === 'always' ? 'force' : 'when-due',
        confirm: undefined,
        current,
        authorityLogin: runner.input('authority-login'),
        gitHubToken: runner.input('github-token'),
        token: inputs,
        run,
        writesInAnHour: writesOf([entry]),
      },
      { ...step, deadline: step.startedAt + inputs.timeout * SHARE },
    );
    refuseIdleAttempt(run, outcome.state);
    await reportRotation(entry.name, outcome, step);
    tellFaults(inputs, outcome, step);
    return { inputs: withStored(inputs, outcome, json), outputs: tokenActionOutputs(outcome) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    await runner.summary(failureSummary(entry.name, error));
    const isMistake = ['workflow', 'input'].includes(classOf(error));
    if (inputs.rotate === 'always' || isMistake) throw error;
    runner.annotate('warning', `Not rotated: ${error.message}`, error.code);
    return {
      inputs,
      outputs: [
        ['rotated', 'false'],
        ['rotation-state', 'failed'],
      ],
    };
  }
}

/** @throws Failure in `always`. */
function tellFaults(
  { rotate }: Inputs,
  { state, faults = [] }: RotationOutcome,
  { runner }: StepContext,
): void {
  for (const fault of faults) {
    if (rotate === 'always') throw fault;
    const what = state === 'failed' ? 'Not rotated' : 'Not done';
    runner.annotate('warning', `${what}: ${fault.message}`, fault.code);
  }
}

function withStored(inputs: Inputs, { currentText }: RotationOutcome, json: boolean): Inputs {
  if (currentText === undefined) return inputs;
  if (json) return { ...inputs, credentials: currentText };
  // Where the secret came in `credentials`, there is nothing else in it.
  const credentials = inputs.overrides.clientSecret === undefined ? undefined : inputs.credentials;
  return { ...inputs, credentials, overrides: { ...inputs.overrides, clientSecret: currentText } };
}
