import { Failure } from '../base/failure.ts';
import { createNew } from './create-credential.ts';
import { isDiverged } from './decide.ts';
import { type Retired, retire, revoke } from './retire.ts';
import { MOST_LIVING } from './schedule.ts';
import { storeAgain, storeNew } from './store.ts';
import type { Effect, NewCredential, Observed, RotationJob } from './types.ts';

/**
 * Creates a new credential and stores it everywhere. What was stored before lives on for the grace
 * period, unless it has leaked.
 *
 * @throws Failure
 */
export async function replace(job: RotationJob, observed: Observed): Promise<Effect> {
  const { current, revoked } = observed;
  await refuseBesideOthers(job, observed);
  const { left, deleted, storedAgain } = await makeRoom(job, observed);
  // Proves that every destination can be written before anything is created, and heals what an
  // earlier run left half done.
  if (current?.alive === true && !storedAgain) await storeAgain(job, current.text);
  const created = await createNew(job, { ...observed, ours: left });
  await storeNew(job, created, current?.alive === true ? current.text : undefined);
  await verifyAgain(job, created);
  const writtenAt = new Date(job.timing.now());
  const notes =
    revoked === undefined
      ? foreignNote(job, observed, writtenAt)
      : await revoke(job, created, revoked, current);
  const gone = [...new Set([...deleted, ...(revoked === undefined ? [] : [revoked])])];
  return {
    state: 'rotated',
    current: created,
    ours: left.filter(({ name }) => name !== revoked),
    deleted: gone,
    writtenAt,
    notes,
  };
}

/**
 * Refuses to create beside a run that has created and not stored yet. It helps where somebody forgot
 * the concurrency group, and replaces it by no means: two runs may both come this far.
 *
 * @throws Failure E_LOCKED
 */
async function refuseBesideOthers(
  { run, runIsOver }: RotationJob,
  { ours, current }: Observed,
): Promise<void> {
  const newer = ours.slice(ours.findIndex(({ name }) => name === current?.name) + 1);
  for (const id of new Set(newer.map(({ runId }) => runId))) {
    // Our own run may have been started again, and one that nobody can look up must not block.
    if (id === run.id || (await runIsOver(id)) !== false) continue;
    throw new Failure(
      'E_LOCKED',
      `The workflow run ${id} is rotating this credential now. Nothing was changed.`,
      {
        next: 'Wait until it is over, and give the jobs that rotate it a concurrency group in common.',
      },
    );
  }
}

/** So many that none may be created are a reason to delete before the grace period of this one. */
async function makeRoom(job: RotationJob, observed: Observed): Promise<Retired> {
  const { ours, current } = observed;
  const nothing = { left: ours, deleted: [], storedAgain: false };
  if (ours.length < MOST_LIVING) return nothing;
  if (current === undefined || !isDiverged(observed)) return retire(job, observed);
  await storeAgain(job, current.text);
  return { ...nothing, storedAgain: true };
}

/** What is stored was accepted before it was stored; now it is what everybody uses. */
async function verifyAgain({ verify }: RotationJob, created: NewCredential): Promise<void> {
  if ((await verify(created)) === 'accepted') return;
  throw new Failure(
    'E_VERIFY',
    `The new credential ${created.name} was accepted before it was stored, and is refused now. It is stored in all destinations; the old one is still alive.`,
    { next: 'Run the rotation again.' },
  );
}

/** What somebody else has made is never deleted, so that a person must know. */
function foreignNote(job: RotationJob, { current, ours }: Observed, writtenAt: Date): string[] {
  if (current?.alive !== true || ours.some(({ name }) => name === current.name)) return [];
  const after = new Date(writtenAt.getTime() + job.keepOld).toISOString().slice(0, 10);
  return [
    `The credential that was stored before was not made by this rotation, so it stays alive. Delete it where it was issued, not before ${after}.`,
  ];
}
