import { Failure, withParts } from '../base/failure.ts';
import { createNew, refuseTooMany } from './create-credential.ts';
import { decide, isDiverged } from './decide.ts';
import { observe } from './observe.ts';
import { inFull, type Reason } from './reasons.ts';
import { type Retired, retire, revoke } from './retire.ts';
import { dueAt, graceEnd, MOST_LIVING, managed, mayBeLate } from './schedule.ts';
import { recorded, storeNew, storeWherePossible } from './store.ts';
import { certificateNotes, isInstanceSecret } from './stored-value.ts';
import type {
  Current,
  Decision,
  Deed,
  DestinationOutcome,
  Managed,
  NewCredential,
  Observed,
  Orphan,
  RotationJob,
  RotationOutcome,
  RotationState,
} from './types.ts';

/**
 * Rotates one credential, or does what of it is due: observe, decide, act. What each act does in
 * which order, and why, is in docs/decisions/0013. Whatever ends a run, at whatever moment, every
 * destination holds a living credential, and the next run goes on from what the authority lists and
 * the main destination holds.
 *
 * @throws Failure
 */
export async function rotate(given: RotationJob): Promise<RotationOutcome> {
  const { places, states } = recorded(given);
  const job = { ...given, ...places };
  const observed = await observe(job);
  const decision = decide(observed, job, job.timing.now());
  return outcomeOf(job, observed, decision, await act(job, observed, decision), states());
}

/** What acting on a decision has led to. */
interface Effect {
  readonly state: RotationState;
  /** What is stored now; undefined where that is not known. */
  readonly current: Current | undefined;
  /** Ours that are still there. */
  readonly ours: readonly Managed[];
  readonly deleted: readonly string[];
  /** What could not be deleted, by its name. */
  readonly stuck: ReadonlyMap<string, Failure>;
  /** When the main destination was last written. */
  readonly writtenAt: Date | undefined;
  /** All destinations hold what is stored now, as far as they could be read. */
  readonly inOrder: boolean;
  readonly notes: readonly string[];
  /** What could not be done, beside `stuck`. */
  readonly faults: readonly Failure[];
}

async function act(job: RotationJob, observed: Observed, decision: Decision): Promise<Effect> {
  const unchanged: Effect = {
    state: 'not-due',
    current: observed.current,
    ours: observed.ours,
    deleted: [],
    stuck: new Map(),
    writtenAt: observed.writtenAt,
    inOrder: !observed.outOfOrder,
    notes: [],
    faults: observed.lost.map(({ failure }) => failure),
  };
  switch (decision.do) {
    case 'stop': {
      const unknown = { current: undefined, ours: [], writtenAt: undefined };
      return { ...unchanged, ...unknown, state: 'stale-snapshot', notes: [tooLate(job)] };
    }
    case 'report':
      return { ...unchanged, state: 'planned', notes: [planNote(decision)] };
    case 'replace':
      return tidy(job, observed, await replace(job, observed, decision.because, unchanged));
    case 'revoke':
      return tidy(job, observed, await revokeReplaced(job, observed, unchanged));
    case 'restore':
      return tidy(job, observed, await restore(job, unchanged));
    case 'retire':
    case 'wait':
      return tidy(job, observed, unchanged);
  }
}

/**
 * Deletes what is old enough, whatever else a run has done. What keeps it from that is a fault beside
 * what was done.
 */
async function tidy(job: RotationJob, observed: Observed, effect: Effect): Promise<Effect> {
  const { current, ours, writtenAt, inOrder, stuck } = effect;
  const now: Observed = { ...observed, current, ours, writtenAt };
  try {
    const retired = await retire(job, now, inOrder, stuck);
    const isQuiet = effect.state === 'not-due' && retired.deleted.length > 0;
    return { ...withRetired(effect, retired), state: isQuiet ? 'retired' : effect.state };
  } catch (error) {
    if (!(error instanceof Failure) || effect.state === 'not-due') throw error;
    return { ...effect, faults: [...effect.faults, error] };
  }
}

function withRetired(effect: Effect, { deleted, stuck }: Retired): Effect {
  return {
    ...effect,
    ours: effect.ours.filter(({ name }) => !deleted.includes(name)),
    deleted: [...effect.deleted, ...deleted],
    stuck: new Map([...effect.stuck, ...stuck]),
  };
}

/** Deletes what an earlier run has replaced, and has leaked. That run may have died before the end. */
async function revokeReplaced(
  job: RotationJob,
  { current, revoked }: Observed,
  unchanged: Effect,
): Promise<Effect> {
  if (current === undefined || revoked === undefined) return unchanged;
  const stored = await storeEverywhere(job, current, unchanged);
  const { notes, ...gone } = await revoke(job, current, revoked);
  return { ...withRetired(stored, gone), state: 'retired', notes };
}

async function restore(job: RotationJob, unchanged: Effect): Promise<Effect> {
  if (unchanged.current === undefined) return unchanged;
  const stored = await storeEverywhere(job, unchanged.current, unchanged);
  // Until now a job may have read anything; the next run deletes what is old enough.
  return { ...stored, inOrder: false, notes: [RESTORED] };
}

const RESTORED =
  'The destinations were written out of order, as after a run that died: the current credential has been stored in all of them again.';

/** Stores what is current in all destinations again; one that refuses is a fault. */
async function storeEverywhere(
  job: RotationJob,
  { text }: Current,
  effect: Effect,
): Promise<Effect> {
  const failures = await storeWherePossible(job, text);
  return {
    ...effect,
    writtenAt: new Date(job.timing.now()),
    inOrder: failures.length === 0,
    // One that could not be read may be there again; else it has refused this, too.
    faults: failures,
  };
}

/** What cannot wait until a destination that is gone has come back, or was taken out of the inventory. */
const URGENT: readonly Reason[] = ['dead', 'missing', 'leaked'];

/** A certificate that is due ends soon: a place that is gone is not waited for, one that refuses is. */
function cannotWait(because: Reason, { lost }: Observed): boolean {
  return URGENT.includes(because) || (because === 'certificate' && lost.length > 0);
}

/**
 * Creates a new credential and stores it everywhere. What was stored before lives on for the grace
 * period, unless it has leaked.
 *
 * @throws Failure
 */
async function replace(
  job: RotationJob,
  observed: Observed,
  because: Reason,
  unchanged: Effect,
): Promise<Effect> {
  const { current } = observed;
  const isUrgent = cannotWait(because, observed);
  await refuseBesideOthers(job, observed);
  if (!isUrgent && observed.lost.length > 0) return postponed(job, observed, unchanged);
  let before = await makeRoom(job, observed, unchanged);
  refuseTooMany({ ...observed, ours: before.ours, stuck: before.stuck });
  const keeps = !isUrgent && current?.alive === true && !mayBeLate(observed);
  if (keeps) {
    // Proves that every destination can be written before anything is created, and heals what an
    // earlier run left half done.
    before = await storeEverywhere(job, current, before);
    if (!before.inOrder) return { ...before, state: 'failed' };
  }
  const created = await createOrTidy(job, observed, before);
  const old = keeps ? current.text : undefined;
  const failures = await storeNew(job, created, old);
  await verifyAgain(job, created);
  const writtenAt = new Date(job.timing.now());
  const stored: Effect = {
    ...before,
    state: 'rotated',
    current: { ...created, alive: true },
    // Its name tells when what was stored until now has been replaced.
    ours: managed(job.owner, [...before.ours, { ...created, usable: true }]),
    writtenAt,
    inOrder: failures.length === 0 || before.inOrder,
    notes: foreignNote(job, observed, writtenAt),
    faults: failures,
  };
  return observed.revoked === undefined ? stored : revokeOld(job, observed, stored);
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
      'Wait until it is over, and give the jobs that rotate it a concurrency group in common.',
    );
  }
}

/** What waits is told as a fault; that the places which are there hold the same does not wait. */
async function postponed(job: RotationJob, observed: Observed, unchanged: Effect): Promise<Effect> {
  const effect = isDiverged(observed) ? await restore(job, unchanged) : unchanged;
  return { ...effect, state: 'failed' };
}

/** So many that none may be created are a reason to delete before the grace period of this one. */
async function makeRoom(job: RotationJob, observed: Observed, effect: Effect): Promise<Effect> {
  if (effect.ours.length < MOST_LIVING) return effect;
  const { current } = observed;
  // What the places hold is not known: once they are in order, the next run can delete.
  if (current !== undefined && isDiverged(observed)) return storeEverywhere(job, current, effect);
  return withRetired(effect, await retire(job, observed, !observed.outOfOrder));
}

/**
 * What keeps a new credential from being created keeps no old one from being deleted.
 *
 * @throws Failure of the creation, with what else could not be done.
 */
async function createOrTidy(
  job: RotationJob,
  observed: Observed,
  before: Effect,
): Promise<NewCredential> {
  try {
    return await createNew(job, { ...observed, ours: before.ours });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const tidied = await tidy(job, observed, { ...before, state: 'failed' });
    const also = faultsOf(tidied).map(({ happened }) => happened);
    throw withParts(error, { happened: [error.happened, ...also].join(' ') });
  }
}

/** Deletes at once what has leaked and is replaced now. */
async function revokeOld(job: RotationJob, observed: Observed, stored: Effect): Promise<Effect> {
  const { current, revoked } = observed;
  if (stored.current === undefined || revoked === undefined) return stored;
  const { notes, ...gone } = await revoke(job, stored.current, revoked, current);
  return { ...withRetired(stored, gone), notes };
}

function faultsOf({ faults, stuck }: Effect): readonly Failure[] {
  return [...faults, ...stuck.values()];
}

/** What is stored was accepted before it was stored; now it is what everybody uses. */
async function verifyAgain({ verify }: RotationJob, created: NewCredential): Promise<void> {
  if ((await verify(created)) === 'accepted') return;
  throw new Failure(
    'E_VERIFY',
    `The new credential ${created.name} was accepted before it was stored, and is refused now. It is stored in all destinations; the old one is still alive.`,
    'Run the rotation again.',
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

/** Whatever the stored value says, never further away than `rotate-every`. */
function nextRotation(job: RotationJob, current: Effect['current']): Date | undefined {
  if (current?.createdAt === undefined) return undefined;
  const due = dueAt(current.createdAt, job.owner.entry, job, current.certificate);
  return new Date(Math.min(due.getTime(), job.timing.now() + job.rotateEvery));
}

function fromTheFuture(name: string): string {
  return `The credential ${name} is named as if this rotation were to make it in the future. It is neither stored nor deleted, and no other one follows its time: find out who has made it, and delete it where it was issued.`;
}

function ofNoEntry({ name, entry }: Orphan): string {
  return `The credential ${name} was made for the entry ${entry} of this repository, which the inventory does not have any more: nothing stores it, and no run deletes it. If this entry was called so before, add "was: [${entry}]" to it; else delete the credential where it was issued.`;
}

const SHARED =
  'The stored credential cannot be rotated: it says credential-type instance-secret, so all keys of its instance have one secret, and a new key would replace nothing. Change the credential type of the instance to binding-secret or x509.';

const HEALED =
  'The stored credential did not work any more, and has been replaced. Jobs that read it since it had died have failed: look who has deleted it where it was issued, or whether its certificate had ended.';

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is newer than that is not deleted.';

function outcomeOf(
  job: RotationJob,
  observed: Observed,
  { because }: Decision,
  effect: Effect,
  destinations: readonly DestinationOutcome[],
): RotationOutcome {
  const { state, current, ours, deleted, notes } = effect;
  const createdAt = current?.createdAt;
  return {
    state,
    reason: because,
    credentialName: current?.name,
    previousName: observed.current?.name,
    createdAt,
    expiresAt: current?.certificate?.to,
    nextRotationAt: nextRotation(job, current),
    at: job.timing.now(),
    retiredNames: deleted,
    retirePending: ours
      .filter(({ name }) => name !== current?.name)
      .map((one) => ({ name: one.name, after: deletableAt(job, one, observed, effect) })),
    destinations,
    currentText: current?.text,
    notes: [
      ...notes,
      ...observed.future.map(fromTheFuture),
      ...observed.orphaned.map(ofNoEntry),
      ...notesOnCertificate(job, effect),
      ...(job.run.startedAt === undefined ? [NO_START] : []),
    ],
    warnings: [
      ...(because === 'dead' && state === 'rotated' ? [HEALED] : []),
      ...(state === 'planned' && isInstanceSecret(observed.current?.value) ? [SHARED] : []),
    ],
    faults: faultsOf(effect),
  };
}

const WOULD: Readonly<Record<Deed, string>> = {
  replace: 'Due: a new credential would be created and stored in all destinations.',
  revoke: 'What has leaked would be deleted.',
  restore: 'Not due: the current credential would be stored in all destinations again.',
  retire: 'Not due: replaced credentials that have lived long enough would be deleted.',
  wait: 'Not due.',
  stop: 'Nothing would be done.',
};

/** What a run would do, and why. */
function planNote({ would, because }: Extract<Decision, { do: 'report' }>): string {
  return `${WOULD[would]} Reason: ${inFull(because)}.`;
}

/** Not in the many runs that do nothing. */
function notesOnCertificate(job: RotationJob, { state, current }: Effect): readonly string[] {
  if (current?.certificate === undefined) return [];
  return state === 'rotated' || state === 'planned'
    ? certificateNotes(job, current.certificate)
    : [];
}

/** Where it is not known what is stored, or nothing of ours is, the next rotation comes first. */
function deletableAt(
  job: RotationJob,
  one: Managed,
  { bySecret, startKnown }: Observed,
  { current, ours, writtenAt }: Effect,
): Date | undefined {
  if (current?.name === undefined || writtenAt === undefined) return undefined;
  const { createdAt: since } = current;
  if (job.run.startedAt === undefined && (since === undefined || one.createdAt >= since)) {
    return undefined;
  }
  return graceEnd(one, { ours, writtenAt, bySecret, startKnown }, job);
}

const TOO_LATE =
  'The main destination was written after this run had begun, so the value that this run holds may be an old one.';

/** @throws Failure E_STALE where a person waits for what was not done. */
export function tooLate({ mode }: Pick<RotationJob, 'mode'>): string {
  if (mode === 'revoke-now') {
    throw new Failure(
      'E_STALE',
      `${TOO_LATE} Nothing was revoked.`,
      'Start the rotation again, as a new run.',
    );
  }
  return `${TOO_LATE} Nothing was done; the next run goes on.`;
}
