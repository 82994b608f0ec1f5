import { Failure } from '../failure.ts';
import { ended } from './ended.ts';
import type { RotationJob } from './job.ts';
import { type Managed, retirable } from './policy.ts';
import type { Preflight } from './preflight.ts';
import { reassert } from './store-everywhere.ts';
import type { StoredCredential } from './stored-value.ts';

export interface Retired {
  readonly deleted: readonly string[];
  /** Ours that are still there. */
  readonly left: readonly Managed[];
  /** Has the current credential been stored everywhere again? */
  readonly reasserted: boolean;
  readonly notes: readonly string[];
}

/**
 * Deletes what is ours, older than the grace period or than its own certificate, and stored nowhere.
 * That it is stored nowhere is made sure by storing the current one everywhere first.
 *
 * @throws Failure
 */
export async function retire(job: RotationJob, found: Preflight): Promise<Retired> {
  const { ours, current, writtenAt } = found;
  const nothing: Retired = { deleted: [], left: ours, reasserted: false, notes: [] };
  if (current?.alive !== true || current.name === undefined) return deleteEnded(job, found);
  if (found.outOfOrder) {
    await reassert(job, current.text);
    const note =
      'The destinations were written out of order, as after a run that died: the current credential has been stored in all of them again, and the grace period begins anew.';
    return { ...nothing, reasserted: true, notes: [note] };
  }
  if (writtenAt === undefined || ours.every(({ name }) => name === current.name)) return nothing;
  const over = retirable(ours, current.name, writtenAt, job.now(), job);
  const dead = await ended(job, ours, current);
  const old = ours.filter((one) => over.includes(one) || dead.includes(one));
  const candidates = await ofFinishedRuns(job, replacedForSure(job, old, current.createdAt));
  if (candidates.length === 0) return nothing;
  await reassert(job, current.text);
  const deleted = candidates.map(({ name }) => name);
  await deleteOneByOne(job, current, deleted);
  const left = ours.filter(({ name }) => !deleted.includes(name));
  return { deleted, left, reasserted: true, notes: [] };
}

/** What nobody can use needs no grace period, and nothing stored that works in its place. */
async function deleteEnded(job: RotationJob, { ours, current }: Preflight): Promise<Retired> {
  const dead = await ended(job, ours, current);
  for (const { name } of dead) {
    job.progress(`deleting ${name}, whose certificate has ended`);
    await job.authority.delete(name);
  }
  const left = ours.filter((one) => !dead.includes(one));
  return { deleted: dead.map(({ name }) => name), left, reasserted: false, notes: [] };
}

/** Where nobody can say that this run is not too late, a newer one may be what jobs use by now. */
function replacedForSure(
  { run }: RotationJob,
  old: readonly Managed[],
  currentSince: Date | undefined,
): readonly Managed[] {
  if (run.startedAt !== undefined) return old;
  return old.filter(({ createdAt }) => currentSince !== undefined && createdAt < currentSince);
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

/**
 * Deletes what is stored nowhere, and looks before and after each whether what is stored still works.
 *
 * @throws Failure E_VERIFY where it does not.
 */
export async function deleteOneByOne(
  job: RotationJob,
  stored: StoredCredential,
  names: readonly string[],
): Promise<void> {
  for (const [at, name] of names.entries()) {
    await requireAlive(job, stored, names[at - 1]);
    job.progress(`deleting ${name}`);
    await job.authority.delete(name);
  }
  await requireAlive(job, stored, names.at(-1));
}

/** Nothing is deleted on the strength of a token that was given some time ago. */
async function requireAlive(
  { verify }: RotationJob,
  stored: StoredCredential,
  deleted: string | undefined,
): Promise<void> {
  if ((await verify(stored)) === 'accepted') return;
  throw new Failure(
    'E_VERIFY',
    deleted === undefined
      ? 'The current credential is refused by its token server now. Nothing was deleted. Run the rotation again: it will create a new one.'
      : `The current credential is refused since ${deleted} was deleted. Run the rotation again: it will create a new one.`,
  );
}
