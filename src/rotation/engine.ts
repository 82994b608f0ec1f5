import { Failure } from '../base/failure.ts';
import { listOf } from '../base/text.ts';
import { createNew } from './create-credential.ts';
import { isByFingerprint, observe, withExpiredCertificates } from './observe.ts';
import { outcomeOf } from './outcome.ts';
import { dueAt, MOST_LIVING, retirable } from './schedule.ts';
import { isDocument } from './stored-value.ts';
import type {
  Current,
  CurrentCredential,
  Destination,
  Ending,
  Managed,
  NewCredential,
  Observed,
  RotationJob,
  RotationOutcome,
  StoredCredential,
} from './types.ts';

/**
 * Rotates one credential, or does what of it is due: the steps, and why they are in this order, stand
 * in docs/decisions/0013. Whatever ends a run, at whatever moment, every destination holds a living
 * credential, and the next run goes on from what the authority lists and the main destination holds.
 *
 * @throws Failure
 */
export async function rotate(job: RotationJob): Promise<RotationOutcome> {
  const found = await observe(job);
  return outcomeOf(job, found, await run(job, found));
}

async function run(job: RotationJob, found: Observed): Promise<Ending> {
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
function isDue(job: RotationJob, { current, revoked }: Observed): boolean {
  const { mode, storeAs, owner, now } = job;
  if (mode === 'force' || current?.alive !== true) return true;
  if (mode === 'revoke-now') return revoked === current.name;
  if (current.createdAt === undefined) return true;
  if (storeAs === 'client-secret' && isDocument(current.text)) return true;
  return dueAt(current.createdAt, owner.entry, job, current.certificate).getTime() <= now();
}

async function replace(job: RotationJob, found: Observed): Promise<Ending> {
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
function foreignNote(job: RotationJob, { current, ours }: Observed, writtenAt: Date): string[] {
  if (current?.alive !== true || ours.some(({ name }) => name === current.name)) return [];
  const after = new Date(writtenAt.getTime() + job.keepOld).toISOString().slice(0, 10);
  return [
    `The credential that was stored before was not made by this rotation, so it stays alive. Delete it where it was issued, not before ${after}.`,
  ];
}

/** So many that none may be created are a reason to delete before the grace period of this one. */
async function makeRoom(
  job: RotationJob,
  found: Observed,
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
  { ours, revoked = '' }: Observed,
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

/**
 * Refuses to create beside a run that has created and not stored yet. It helps where somebody forgot
 * the concurrency group, and replaces it by no means: two runs may both come this far.
 *
 * @throws Failure E_LOCKED
 */
export async function refuseBesideOthers(
  { run, runIsOver }: RotationJob,
  { ours, current }: Observed,
): Promise<void> {
  const newer = ours.slice(ours.findIndex(({ name }) => name === current?.name) + 1);
  for (const id of new Set(newer.map(({ runId }) => runId))) {
    // Our own run may have been started again, and one that nobody can look up must not block.
    if (id === run.id || (await runIsOver(id)) !== false) continue;
    throw new Failure(
      'E_LOCKED',
      `The workflow run ${id} is rotating this credential now. Nothing was changed. Wait until it is over, and give the jobs that rotate it a concurrency group in common.`,
    );
  }
}

/**
 * Writes the value that is current anyway to every destination, the main one last.
 *
 * @throws Failure E_DESTINATION
 */
export async function reassert(
  { others, main }: Pick<RotationJob, 'others' | 'main'>,
  text: string,
): Promise<void> {
  for (const destination of [...others, main]) await destination.store(text);
}

/**
 * Stores a new credential, the main destination last: until then a run that dies leaves a job that
 * reads the old one, and both are alive.
 *
 * @param old what is put back where a destination fails; undefined: nothing that works.
 * @throws Failure E_DESTINATION
 */
export async function commit(
  job: RotationJob,
  { name, text }: NewCredential,
  old: string | undefined,
): Promise<void> {
  const written: Destination[] = [];
  const failed: Destination[] = [];
  for (const destination of [...job.others, job.main]) {
    job.progress(`storing ${name} in ${destination.label}`);
    try {
      await destination.store(text);
      written.push(destination);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed.push(destination);
      // What was written without an answer may hold either; the old value is alive as well.
      if (old !== undefined) throw await putBack(job, [...written, destination], old, error);
    }
  }
  // The old credential is dead: each destination that works again is better than none.
  if (failed.length > 0) {
    throw new Failure(
      'E_DESTINATION',
      `The new credential ${name} could not be stored in ${listOf(failed.map(({ label }) => label))}; the other destinations have it. Run the rotation again.`,
    );
  }
}

async function putBack(
  { main }: RotationJob,
  touched: readonly Destination[],
  old: string,
  { code, message }: Failure,
): Promise<Failure> {
  const left: string[] = [];
  for (const destination of touched) {
    // Written after one that keeps the new value, it would look like the end of a run that went well.
    if (destination === main && left.length > 0) {
      left.push(main.label);
      break;
    }
    try {
      await destination.store(old);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (destination !== touched.at(-1)) left.push(destination.label);
    }
  }
  const state =
    left.length === 0
      ? 'All destinations hold the old credential, which is alive.'
      : `${listOf(left)} may hold the new credential, which is alive as well.`;
  return new Failure(code, `${message} ${state} The next run puts it right.`);
}

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
export async function retire(job: RotationJob, found: Observed): Promise<Retired> {
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
  const dead = await withExpiredCertificates(job, ours, current);
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
async function deleteEnded(job: RotationJob, { ours, current }: Observed): Promise<Retired> {
  const dead = await withExpiredCertificates(job, ours, current);
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

/**
 * For a leak only: no grace period.
 *
 * @param replaced what was stored until now.
 */
export async function revoke(
  job: RotationJob,
  stored: StoredCredential,
  name: string,
  replaced?: CurrentCredential,
): Promise<readonly string[]> {
  await deleteOneByOne(job, stored, [name]);
  const notes = [`${name} was deleted at once: jobs that still hold it fail.`];
  if (replaced?.name !== name || !isByFingerprint(job, replaced.text)) return notes;
  // A secret that was pasted by hand is taken for that of our newest one, and outlives it.
  if ((await job.verify(replaced)) === 'refused') return notes;
  return [
    ...notes,
    'The secret that was stored until now is accepted still: it belongs to another credential, most likely one that was made by hand. Delete that one by hand.',
  ];
}
