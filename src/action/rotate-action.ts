import { Failure, unexpected } from '../base/failure.ts';
import { listOf, oneLine } from '../base/text.ts';
import { transport } from '../http/transport.ts';
import { refusedAuthority } from '../rotation/authorities/index.ts';
import {
  type Inventory,
  type InventoryEntry,
  readInventory,
  rivalry,
  rivalryOf,
  writesOf,
} from '../rotation/inventory.ts';
import type { Mode, RotationOutcome } from '../rotation/types.ts';
import { type NoText, readInside, readText } from '../runner/files.ts';
import type { Environment } from '../runner/runner.ts';
import type { StepContext } from '../runner/start.ts';
import {
  type InputReader,
  oneOf,
  type RequestOptions,
  readRequestOptions,
  refuseBlankHosts,
  timeoutOf,
  unknownInputs,
  withCertificates,
} from './inputs.ts';
import { planOf } from './plan.ts';
import { rotateEntry } from './rotate-entry.ts';
import {
  failureSummary,
  matrixOutput,
  planSummary,
  reportRotation,
  rotationOutputs,
} from './rotation-report.ts';
import { aboutUnknownInputs } from './unknown-inputs.ts';
import { withoutInputs } from './verify.ts';
import { refuseForeignEvents, refuseIdleAttempt, workflowRun } from './workflow-run.ts';

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
    refuseForeignEvents(env, readText);
    refuseBlankHosts(env);
    const unknown = unknownInputs(env, ROTATE_INPUTS);
    const warnings = unknown.length === 0 ? [] : aboutUnknownInputs(unknown, env, ROTATE_INPUTS);
    for (const { code, text } of warnings) runner.annotate('warning', text, code);
    const read = readRotateInputs(runner);
    const inputs = { ...read, requestOptions: await withCertificates(read.requestOptions) };
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
  const { env, runner } = context;
  const inventory = inventoryOf(inputs.config, env);
  const repository = env['GITHUB_REPOSITORY']?.trim() ?? '';
  if (inputs.mode === 'plan' && !readsMore(inputs)) {
    await plan(inventory, repository, inputs, context);
    return [];
  }
  const { entries } = inventory;
  const entry = entryNamed(inventory, inputs.name);
  const rivals = rivalryOf(entry, entries, repository);
  if (rivals !== undefined) throw rivals;
  const outcome = await rotateOne(entry, entries, inputs, context);
  const outputs = rotationOutputs(outcome);
  const job = inputs.mode === 'plan' ? matrixOutput(planOf([entry], 0)) : [];
  runner.setResult({ outputs: [...outputs, ...job] });
  runner.print(`${entry.name}: ${outcome.state}`);
  await reportRotation(entry.name, outcome, context);
  return outcome.faults ?? [];
}

/** A plan for one entry reads what is stored; without all that this takes, it says its job alone. */
function readsMore({ name, credentials, authorityLogin, gitHubToken }: RotateInputs): boolean {
  const given = credentials ?? authorityLogin ?? gitHubToken;
  return name !== undefined && given !== undefined;
}

/**
 * Plans the jobs of all entries, or of one.
 *
 * @throws Failure E_CONFIG that names the entries that are left out; the others have their jobs.
 */
async function plan(
  inventory: Inventory,
  repository: string,
  { config, name, requestOptions }: RotateInputs,
  { timing, runner }: StepContext,
): Promise<void> {
  const entries = name === undefined ? inventory.entries : [entryNamed(inventory, name)];
  const bad = name === undefined ? inventory.bad : [];
  const planned = planOf(entries, timing.now());
  // The jobs of the others are as good as ever; those of the two are refused.
  const rivals = rivalry(entries, repository);
  if (rivals !== undefined) runner.annotate('warning', rivals.message, rivals.code);
  // Nothing is sent by a plan, but what each job of an entry would refuse is told now.
  const [refused] = entries.flatMap(
    ({ authority }) => refusedAuthority(authority, requestOptions.allowedHosts) ?? [],
  );
  const isWhole = bad.length === 0 && refused === undefined;
  const state = isWhole ? [['state', 'planned'] as const] : [];
  const matrix = entries.length === 0 ? [] : matrixOutput(planned);
  runner.setResult({ outputs: [...state, ...matrix] });
  await runner.summary(planSummary(config, entries, planned, bad));
  const all = entries.length + bad.length;
  runner.print(`Planned ${planned.jobs.length} of ${all} credentials.`);
  if (bad.length === 0 && refused !== undefined) throw refused;
  if (bad.length === 0) return;
  const told = bad.slice(0, MOST_TOLD).map(({ fault }) => fault);
  const further =
    bad.length > MOST_TOLD ? ` ${bad.length - MOST_TOLD} more are in the summary.` : '';
  throw new Failure(
    'E_CONFIG',
    `${bad.length} of ${all} entries of the inventory cannot be read, and the plan has the others: ${told.join(' ')}${further}`,
  );
}

/** In one annotation. */
const MOST_TOLD = 5;

async function rotateOne(
  entry: InventoryEntry,
  entries: readonly InventoryEntry[],
  inputs: RotateInputs,
  context: StepContext,
): Promise<RotationOutcome> {
  if (entry.storeAs === 'client-secret') context.secrets.maskOwn([inputs.credentials ?? '']);
  const token = withoutInputs(inputs.requestOptions);
  const run = workflowRun(context.env);
  const outcome = await rotateEntry(
    {
      ...{ entry, token, mode: inputs.mode, confirm: inputs.confirm },
      current: inputs.credentials,
      authorityLogin: inputs.authorityLogin,
      gitHubToken: inputs.gitHubToken,
      run,
      writesInAnHour: writesOf(entries),
      entries: entries.map(({ name }) => name),
    },
    context,
  );
  refuseIdleAttempt(run, outcome.state);
  return outcome;
}

/** All inputs that rotate/action.yml declares, held by test/action/unknown-inputs.test.ts. */
export const ROTATE_INPUTS: readonly string[] = [
  ...['config', 'name', 'credentials', 'mode', 'confirm', 'authority-login', 'github-token'],
  ...['allowed-hosts', 'ca-certificate', 'timeout'],
];

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

/** Bytes: a thousand entries with as many destinations as they usually have. */
const LARGEST_INVENTORY = 1024 * 1024;

/**
 * Reads the inventory of the workspace.
 *
 * @throws Failure E_CONFIG
 */
function inventoryOf(config: string, env: Environment): Inventory {
  const found = readInside(env['GITHUB_WORKSPACE'] || '.', config, LARGEST_INVENTORY);
  if (typeof found === 'string') throw noInventory(oneLine(config, 200), found);
  return readInventory(found.text, config);
}

function noInventory(config: string, why: NoText): Failure {
  switch (why) {
    case 'missing':
      return new Failure(
        'E_CONFIG',
        `There is no inventory ${config} in the workspace. Check out the repository in a step before, or give its path in the input config.`,
      );
    case 'outside':
      return new Failure(
        'E_CONFIG',
        `The inventory ${config} leads out of the workspace. Nothing was done.`,
        'It must be a file of the repository, and no link to another place.',
      );
    case 'too large':
      return new Failure(
        'E_CONFIG',
        `The inventory ${config} is larger than 1 MiB. Nothing was done.`,
        'Split it among several files, each with a job of its own.',
      );
  }
}

/**
 * The entry of that name, or the only one.
 *
 * @throws Failure E_INPUT_MISSING or E_CONFIG, where it cannot be read, too
 */
export function entryNamed({ entries, bad }: Inventory, name: string | undefined): InventoryEntry {
  if (name === undefined && entries.length + bad.length > 1) {
    throw new Failure(
      'E_INPUT_MISSING',
      `The inventory has several entries (${namesOf(entries)}). Name one in the input name.`,
    );
  }
  const isMeant = (entry: { readonly name: string | undefined }) =>
    name === undefined || entry.name === name;
  const entry = entries.find(isMeant);
  if (entry !== undefined) return entry;
  const broken = bad.find(isMeant);
  if (broken !== undefined) throw new Failure('E_CONFIG', broken.fault);
  throw new Failure(
    'E_CONFIG',
    `The inventory has no entry ${oneLine(name ?? '', 60)}. It has ${namesOf(entries)}.`,
  );
}

function namesOf(entries: readonly InventoryEntry[]): string {
  const names = entries.slice(0, 20).map(({ name }) => name);
  return names.length === entries.length ? listOf(names) : `${names.join(', ')} and others`;
}
