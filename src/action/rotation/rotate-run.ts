import { Failure, unexpected } from '../../failure.ts';
import type { InventoryEntry } from '../../rotation/inventory.ts';
import { rivalry } from '../../rotation/inventory-faults.ts';
import type { RotationOutcome } from '../../rotation/outcome.ts';
import { appendFileCommands, requireFileCommand } from '../file-commands.ts';
import { input } from '../inputs.ts';
import { workflowCommand } from '../workflow-commands.ts';
import { entryNamed, inventoryOf } from './entries.ts';
import { appendSummary, readText } from './files.ts';
import { planOf, writesOf } from './plan.ts';
import type { RotationStep } from './rotate-entry.ts';
import { type RotateInputs, readRotateInputs } from './rotate-inputs.ts';
import { planOutputs, rotationOutputs } from './rotation-outputs.ts';
import { failureSummary, planSummary } from './summary.ts';
import { tell } from './tell.ts';
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
  const entries = await inventoryOf(inputs.config, env, readText);
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
  tell(entry.name, outcome, step);
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
    wishes: inputs.wishes,
  };
  const { rotateEntry } = await import('./rotate-entry.ts');
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
