import { isAbsolute, join } from 'node:path';
import { Failure, unexpected } from '../base/failure.ts';
import { listOf, oneLine } from '../base/text.ts';
import { type InventoryEntry, readInventory, rivalry } from '../rotation/inventory.ts';
import type { Mode, RotationOutcome } from '../rotation/types.ts';
import {
  appendFileCommands,
  appendSummary,
  type ReadText,
  readText,
  requireFileCommand,
} from '../runner/file-commands.ts';
import type { Environment } from '../runner/runner.ts';
import { workflowCommand } from '../runner/workflow-commands.ts';
import { input, milliseconds, oneOf, type RequestOptions, readRequestOptions } from './inputs.ts';
import { planOf, writesOf } from './plan.ts';
import { type RotationStep, rotateEntry } from './rotate-entry.ts';
import {
  failureSummary,
  planOutputs,
  planSummary,
  reportRotation,
  rotationOutputs,
} from './rotation-report.ts';
import { refuseUnsafeEvents, workflowRun } from './workflow-run.ts';

/**
 * The rotation action: inventory in, one credential looked after, outputs and a summary out. A failure
 * is told in the summary and the output `state`, too, and thrown on.
 *
 * @throws Failure
 */
export async function rotateRun(step: RotationStep): Promise<void> {
  const { env } = step;
  requireFileCommand('OUTPUT', env);
  try {
    await run(step);
  } catch (error) {
    const failure = error instanceof Failure ? error : unexpected(error);
    appendSummary(env, failureSummary(input(env, 'name'), failure));
    appendFileCommands(env, { OUTPUT: [['state', 'failed']] });
    throw error;
  }
}

async function run(step: RotationStep): Promise<void> {
  const { env, timing, write } = step;
  refuseUnsafeEvents(env, readText);
  const inputs = readRotateInputs(env);
  const entries = inventoryOf(inputs.config, env, readText);
  const repository = env['GITHUB_REPOSITORY']?.trim() ?? '';
  if (inputs.mode === 'plan' && inputs.name === undefined) {
    const plan = planOf(entries, timing.now());
    // The jobs of the others are as good as ever; those of the two are refused.
    const rivals = rivalry(entries, repository);
    if (rivals !== undefined) {
      write(workflowCommand('warning', { title: rivals.code }, rivals.message));
    }
    appendFileCommands(env, { OUTPUT: planOutputs(plan) });
    appendSummary(env, planSummary(entries, plan));
    write(`Planned ${plan.jobs.length} of ${entries.length} credentials.\n`);
    return;
  }
  const entry = entryNamed(entries, inputs.name);
  for (const other of entries) {
    const rivals = other === entry ? undefined : rivalry([entry, other], repository);
    if (rivals !== undefined) throw rivals;
  }
  const outcome = await rotateOne(entry, entries, inputs, step);
  appendFileCommands(env, { OUTPUT: rotationOutputs(outcome) });
  write(`${entry.name}: ${outcome.state}\n`);
  reportRotation(entry.name, outcome, step);
}

async function rotateOne(
  entry: InventoryEntry,
  entries: readonly InventoryEntry[],
  inputs: RotateInputs,
  step: RotationStep,
): Promise<RotationOutcome> {
  if (entry.storeAs === 'client-secret') step.mask([inputs.credentials ?? '']);
  const token = {
    binding: undefined,
    parts: {},
    choices: { provider: 'auto', authMethod: 'auto' } as const,
    requestOptions: inputs.requestOptions,
  };
  return rotateEntry(
    {
      ...{ entry, token, mode: inputs.mode, confirm: inputs.confirm },
      current: inputs.credentials,
      authorityLogin: inputs.authorityLogin,
      gitHubToken: inputs.gitHubToken,
      run: workflowRun(step.env),
      writesInAnHour: writesOf(entries),
    },
    { ...step, deadline: step.startedAt + inputs.timeout },
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
    requestOptions: readRequestOptions(env),
    timeout: milliseconds(input(env, 'timeout') ?? '10m'),
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
