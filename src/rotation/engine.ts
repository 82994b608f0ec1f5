import { Failure } from '../failure.ts';
import { createNew, type NewCredential } from './create-credential.ts';
import type { RotationJob } from './job.ts';
import { refuseBesideOthers } from './locked.ts';
import { type Ending, outcomeOf, type RotationOutcome } from './outcome.ts';
import { dueAt, MOST_LIVING } from './policy.ts';
import { type Current, type Preflight, preflight } from './preflight.ts';
import { type Retired, retire } from './retire.ts';
import { revoke } from './revoke.ts';
import { commit, reassert } from './store-everywhere.ts';
import { isDocument } from './stored-value.ts';

/**
 * Rotates one credential, or does what of it is due: the steps, and why they are in this order, stand
 * in docs/decisions/0013. Whatever ends a run, at whatever moment, every destination holds a living
 * credential, and the next run goes on from what the authority lists and the main destination holds.
 *
 * @throws Failure
 */
export async function rotate(job: RotationJob): Promise<RotationOutcome> {
  const found = await preflight(job);
  return outcomeOf(job, found, await run(job, found));
}

async function run(job: RotationJob, found: Preflight): Promise<Ending> {
  const { current, revoked } = found;
  const unchanged = { ...found, deleted: [] };
  if (found.stale) {
    const unknown = { current: undefined, ours: [], writtenAt: undefined };
    return { ...unchanged, ...unknown, state: 'stale-snapshot', notes: [tooLate(job)] };
  }
  const due = isDue(job, found);
  if (job.mode === 'plan') {
    return { ...unchanged, state: 'planned', notes: [plannedNote(due, current)] };
  }
  if (due && job.mode !== 'retire') return replace(job, found);
  if (current !== undefined && revoked !== undefined) return finishRevoking(job, found, current);
  const { deleted, left, reasserted, notes } = await retire(job, found);
  return {
    state: deleted.length > 0 ? 'retired' : 'not-due',
    current,
    ours: left,
    deleted,
    writtenAt: reasserted ? new Date(job.now()) : found.writtenAt,
    notes,
  };
}

/** @throws Failure E_STALE where a person waits for what was not done. */
export function tooLate({ mode }: Pick<RotationJob, 'mode'>): string {
  if (mode === 'revoke-now') {
    throw new Failure(
      'E_STALE',
      'The main destination was written after this run had begun, so the value that this run holds may be an old one. Nothing was revoked. Start the rotation again, as a new run.',
    );
  }
  return 'The main destination was written after this run had begun, so the value that this run holds may be an old one. Nothing was done; the next run goes on.';
}

/** By force, by age, or because nothing that works, or that is in the right form, is stored. */
function isDue(job: RotationJob, { current, revoked }: Preflight): boolean {
  const { mode, storeAs, owner, now } = job;
  if (mode === 'force' || current?.alive !== true) return true;
  if (mode === 'revoke-now') return revoked === current.name;
  if (current.createdAt === undefined) return true;
  if (storeAs === 'client-secret' && isDocument(current.text)) return true;
  return dueAt(current.createdAt, owner.entry, job, current.certificate).getTime() <= now();
}

async function replace(job: RotationJob, found: Preflight): Promise<Ending> {
  const { current, revoked } = found;
  await refuseBesideOthers(job, found);
  const { left, deleted, reasserted } = await makeRoom(job, found);
  // Proves that every destination can be written before anything is created, and heals what an
  // earlier run left half done.
  if (current?.alive === true && !reasserted) await reassert(job, current.text);
  const created = await createNew(job, { ...found, ours: left });
  await commit(job, created, current?.alive === true ? current.text : undefined);
  await verifyAgain(job, created);
  const writtenAt = new Date(job.now());
  const notes =
    revoked === undefined
      ? foreignNote(job, found, writtenAt)
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

/** What somebody else has made is never deleted, so that a person must know. */
function foreignNote(job: RotationJob, { current, ours }: Preflight, writtenAt: Date): string[] {
  if (current?.alive !== true || ours.some(({ name }) => name === current.name)) return [];
  const after = new Date(writtenAt.getTime() + job.keepOld).toISOString().slice(0, 10);
  return [
    `The credential that was stored before was not made by this rotation, so it stays alive. Delete it where it was issued, not before ${after}.`,
  ];
}

/** So many that none may be created are a reason to delete before the grace period of this one. */
async function makeRoom(
  job: RotationJob,
  found: Preflight,
): Promise<Pick<Retired, 'left' | 'deleted' | 'reasserted'>> {
  if (found.ours.length >= MOST_LIVING) return retire(job, found);
  return { left: found.ours, deleted: [], reasserted: false };
}

/** What is stored was accepted before it was stored; now it is what everybody uses. */
async function verifyAgain({ verify }: RotationJob, created: NewCredential): Promise<void> {
  if ((await verify(created)) === 'accepted') return;
  throw new Failure(
    'E_VERIFY',
    `The new credential ${created.name} was accepted before it was stored, and is refused now. It is stored in all destinations; the old one is still alive. Run the rotation again.`,
  );
}

/** An earlier run has replaced what is to be revoked, and has died or failed before the end. */
async function finishRevoking(
  job: RotationJob,
  { ours, revoked = '' }: Preflight,
  current: Current,
): Promise<Ending> {
  await reassert(job, current.text);
  return {
    state: 'retired',
    current,
    writtenAt: new Date(job.now()),
    notes: await revoke(job, current, revoked),
    ours: ours.filter(({ name }) => name !== revoked),
    deleted: [revoked],
  };
}

function plannedNote(due: boolean, current: Current | undefined): string {
  if (!due) return 'Not due.';
  return current?.alive === true
    ? 'Due: a new credential would be created and stored in all destinations.'
    : 'Due now: no stored credential works.';
}
