import { isAbsolute, join } from 'node:path';
import { Failure, unexpected } from '../base/failure.ts';
import { listOf, oneLine } from '../base/text.ts';
import { transport } from '../http/transport.ts';
import { type InventoryEntry, readInventory, rivalry, writesOf } from '../rotation/inventory.ts';
import type { Mode, RotationOutcome } from '../rotation/types.ts';
import { type ReadText, readText } from '../runner/files.ts';
import type { Environment } from '../runner/runner.ts';
import type { StepContext } from '../runner/start.ts';
import {
  type InputReader,
  oneOf,
  type RequestOptions,
  readRequestOptions,
  refuseBlankHosts,
  timeoutOf,
} from './inputs.ts';
import { planOf } from './plan.ts';
import { rotateEntry } from './rotate-entry.ts';
import {
  failureSummary,
  planOutputs,
  planSummary,
  reportRotation,
  rotationOutputs,
} from './rotation-report.ts';
import { withoutInputs } from './verify.ts';
import { refuseUnsafeEvents, workflowRun } from './workflow-run.ts';

/**
 * The rotation action: inventory in, one credential looked after, or a plan for all; outputs and a
 * summary out. A failure is told in the summary and the output `state`, too, and thrown on.
 *
 * @throws Failure
 */
export async function rotateAction(
  step: Omit<StepContext, 'deadline' | 'transport'>,
): Promise<void> {
  const { env, runner, proxyFor, startedAt } = step;
  runner.requireResult({ variables: false });
  let faults: readonly Failure[];
  try {
    refuseUnsafeEvents(env, readText);
    refuseBlankHosts(env);
    const inputs = readRotateInputs(runner);
    const { caCertificate, allowedHosts } = inputs.requestOptions;
    faults = await run(inputs, {
      ...step,
      deadline: startedAt + inputs.timeout,
      transport: transport({ caCertificate, proxyFor, allowedHosts }),
    });
  } catch (error) {
    const failure = error instanceof Failure ? error : unexpected(error);
    await runner.summary(failureSummary(runner.input('name'), failure));
    runner.setResult({ outputs: [['state', 'failed']] });
    throw error;
  }
  // What was done is told already.
  for (const { message, code } of faults.slice(1)) runner.annotate('error', message, code);
  for (const fault of faults) throw fault;
}

/** @returns what could not be done, beside what was done. */
async function run(inputs: RotateInputs, context: StepContext): Promise<readonly Failure[]> {
  const { env, timing, runner } = context;
  const entries = inventoryOf(inputs.config, env, readText);
  const repository = env['GITHUB_REPOSITORY']?.trim() ?? '';
  if (inputs.mode === 'plan' && inputs.name === undefined) {
    const plan = planOf(entries, timing.now());
    // The jobs of the others are as good as ever; those of the two are refused.
    const rivals = rivalry(entries, repository);
    if (rivals !== undefined) runner.annotate('warning', rivals.message, rivals.code);
    runner.setResult({ outputs: planOutputs(plan) });
    await runner.summary(planSummary(entries, plan));
    runner.print(`Planned ${plan.jobs.length} of ${entries.length} credentials.`);
    return [];
  }
  const entry = entryNamed(entries, inputs.name);
  for (const other of entries) {
    const rivals = other === entry ? undefined : rivalry([entry, other], repository);
    if (rivals !== undefined) throw rivals;
  }
  const outcome = await rotateOne(entry, entries, inputs, context);
  runner.setResult({ outputs: rotationOutputs(outcome) });
  runner.print(`${entry.name}: ${outcome.state}`);
  await reportRotation(entry.name, outcome, context);
  return outcome.faults ?? [];
}

async function rotateOne(
  entry: InventoryEntry,
  entries: readonly InventoryEntry[],
  inputs: RotateInputs,
  context: StepContext,
): Promise<RotationOutcome> {
  if (entry.storeAs === 'client-secret') context.secrets.mask([inputs.credentials ?? '']);
  const token = withoutInputs(inputs.requestOptions);
  return rotateEntry(
    {
      ...{ entry, token, mode: inputs.mode, confirm: inputs.confirm },
      current: inputs.credentials,
      authorityLogin: inputs.authorityLogin,
      gitHubToken: inputs.gitHubToken,
      run: workflowRun(context.env),
      writesInAnHour: writesOf(entries),
      entries: entries.map(({ name }) => name),
    },
    context,
  );
}

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
  readonly requestOptions: RequestOptions;
  /** Milliseconds for everything. */
  readonly timeout: number;
}

/** @throws Failure E_INPUT_INVALID, E_INPUT_CONFLICT, E_INPUT_MISSING or E_PEM. */
export function readRotateInputs(runner: InputReader): RotateInputs {
  const mode = oneOf(runner, 'mode', ['when-due', 'force', 'plan', 'retire', 'revoke-now']);
  const confirm = runner.input('confirm');
  if (confirm !== undefined && mode !== 'revoke-now') {
    throw new Failure(
      'E_INPUT_CONFLICT',
      `The input confirm belongs to the mode revoke-now, and the mode is ${mode}. Nothing was done.`,
    );
  }
  return {
    config: runner.input('config') ?? '.github/api-credentials.yml',
    name: runner.input('name'),
    credentials: runner.input('credentials'),
    mode,
    confirm,
    authorityLogin: runner.input('authority-login'),
    gitHubToken: runner.input('github-token'),
    requestOptions: readRequestOptions(runner),
    timeout: timeoutOf(runner.input('timeout') ?? '10m'),
  };
}

/**
 * Reads the inventory of the workspace.
 *
 * @throws Failure E_CONFIG
 */
function inventoryOf(config: string, env: Environment, read: ReadText): readonly InventoryEntry[] {
  const workspace = env['GITHUB_WORKSPACE'] ?? '.';
  const text = read(isAbsolute(config) ? config : join(workspace, config));
  if (text !== undefined) {
    return readInventory(text, config);
  }
  throw new Failure(
    'E_CONFIG',
    `There is no inventory ${oneLine(config, 200)} in the workspace. Check out the repository in a step before, or give its path in the input config.`,
  );
}

/**
 * The entry of that name, or the only one.
 *
 * @throws Failure E_INPUT_MISSING or E_CONFIG
 */
export function entryNamed(
  entries: readonly InventoryEntry[],
  name: string | undefined,
): InventoryEntry {
  const names = entries.map((entry) => entry.name);
  const shown = names.length <= 20 ? listOf(names) : `${names.slice(0, 20).join(', ')} and others`;
  if (name === undefined) {
    const [only, ...others] = entries;
    if (only !== undefined && others.length === 0) return only;
    throw new Failure(
      'E_INPUT_MISSING',
      `The inventory has several entries (${shown}). Name one in the input name.`,
    );
  }
  const entry = entries.find((candidate) => candidate.name === name);
  if (entry !== undefined) return entry;
  throw new Failure(
    'E_CONFIG',
    `The inventory has no entry ${oneLine(name, 60)}. It has ${shown}.`,
  );
}
