import { Failure } from '../failure.ts';
import type { RotationJob } from './job.ts';
import { type Managed, retirable } from './policy.ts';
import type { Preflight } from './preflight.ts';
import { reassert } from './store-everywhere.ts';

export interface Retired {
  readonly deleted: readonly string[];
  /** Ours that are still there. */
  readonly left: readonly Managed[];
  readonly notes: readonly string[];
}

/**
 * Deletes what is ours, older than the grace period, and stored nowhere. That it is stored nowhere is
 * made sure by storing the current one everywhere first.
 *
 * @throws Failure
 */
export async function retire(job: RotationJob, found: Preflight): Promise<Retired> {
  const { ours, current, writtenAt } = found;
  const nothing = { deleted: [], left: ours, notes: [] };
  if (current?.alive !== true || current.name === undefined) return nothing;
  if (found.outOfOrder) {
    await reassert(job, current.text);
    const note =
      'The destinations were written out of order, as after a run that died: the current credential has been stored in all of them again, and the grace period begins anew.';
    return { ...nothing, notes: [note] };
  }
  if (writtenAt === undefined || ours.every(({ name }) => name === current.name)) return nothing;
  const old = retirable(ours, current.name, writtenAt, job.now(), job);
  const candidates = await ofFinishedRuns(job, old);
  if (candidates.length === 0) return nothing;
  await reassert(job, current.text);
  const deleted: string[] = [];
  for (const { name } of candidates) {
    await requireAlive(job, current.text, deleted);
    job.progress(`deleting ${name}`);
    await job.authority.delete(name);
    deleted.push(name);
  }
  await requireAlive(job, current.text, deleted);
  return { deleted, left: ours.filter(({ name }) => !deleted.includes(name)), notes: [] };
}

/** A run that is not over may be about to store what it has created. */
async function ofFinishedRuns(
  { runIsOver, run }: RotationJob,
  candidates: readonly Managed[],
): Promise<Managed[]> {
  const finished: Managed[] = [];
  for (const candidate of candidates) {
    const over = candidate.runId === run.id ? true : await runIsOver(candidate.runId);
    if (over !== false) finished.push(candidate);
  }
  return finished;
}

/** Nothing is deleted on the strength of a token that was given some time ago. */
async function requireAlive(
  { verify }: RotationJob,
  text: string,
  deleted: readonly string[],
): Promise<void> {
  if ((await verify(text)) === 'accepted') return;
  throw new Failure(
    'E_VERIFY',
    deleted.length === 0
      ? 'The current credential is refused by its token server now. Nothing was deleted. Run the rotation again: it will create a new one.'
      : `The current credential is refused since ${deleted.at(-1)} was deleted. Run the rotation again: it will create a new one.`,
  );
}
