import { Failure } from '../base/failure.ts';
import { createNew } from './create-credential.ts';
import { decide, isDiverged } from './decide.ts';
import { observe } from './observe.ts';
import { inFull } from './reasons.ts';
import { type Retired, retire, revoke } from './retire.ts';
import { dueAt, MOST_LIVING, retirableAt } from './schedule.ts';
import { storeAgain, storeNew } from './store.ts';
import { certificateNotes } from './stored-value.ts';
import type {
  Current,
  Decision,
  Deed,
  Managed,
  NewCredential,
  Observed,
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
export async function rotate(job: RotationJob): Promise<RotationOutcome> {
  const observed = await observe(job);
  const decision = decide(observed, job, job.timing.now());
  return outcomeOf(job, observed, decision, await act(job, observed, decision));
}

/** What acting on a decision has led to. */
interface Effect {
  readonly state: RotationState;
  /** What is stored now; undefined where that is not known. */
  readonly current: Pick<Current, 'text' | 'name' | 'createdAt' | 'certificate'> | undefined;
  /** Ours that are still there. */
  readonly ours: readonly Managed[];
  readonly deleted: readonly string[];
  /** When the main destination was last written. */
  readonly writtenAt: Date | undefined;
  readonly notes: readonly string[];
}

async function act(job: RotationJob, observed: Observed, decision: Decision): Promise<Effect> {
  const { current, ours, revoked, writtenAt } = observed;
  const unchanged = { state: 'not-due', current, ours, deleted: [], writtenAt, notes: [] } as const;
  switch (decision.do) {
    case 'stop': {
      const unknown = { current: undefined, ours: [], writtenAt: undefined };
      return { ...unchanged, ...unknown, state: 'stale-snapshot', notes: [tooLate(job)] };
    }
    case 'report':
      return { ...unchanged, state: 'planned', notes: [planNote(decision)] };
    case 'wait':
      return unchanged;
    case 'replace':
      return replace(job, observed);
    case 'revoke': {
      if (current === undefined || revoked === undefined) return unchanged;
      // The run that has replaced it may have died or failed before the end.
      await storeAgain(job, current.text);
      return {
        state: 'retired',
        current,
        writtenAt: new Date(job.timing.now()),
        notes: await revoke(job, current, revoked),
        ours: ours.filter(({ name }) => name !== revoked),
        deleted: [revoked],
      };
    }
    case 'restore': {
      if (current === undefined) return unchanged;
      await storeAgain(job, current.text);
      return { ...unchanged, writtenAt: new Date(job.timing.now()), notes: [RESTORED] };
    }
    case 'retire': {
      const { deleted, left, storedAgain } = await retire(job, observed);
      return {
        ...unchanged,
        state: deleted.length > 0 ? 'retired' : 'not-due',
        ours: left,
        deleted,
        writtenAt: storedAgain ? new Date(job.timing.now()) : writtenAt,
      };
    }
  }
}

const RESTORED =
  'The destinations were written out of order, as after a run that died: the current credential has been stored in all of them again, and the grace period begins anew.';

/**
 * Creates a new credential and stores it everywhere. What was stored before lives on for the grace
 * period, unless it has leaked.
 *
 * @throws Failure
 */
async function replace(job: RotationJob, observed: Observed): Promise<Effect> {
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
      'Wait until it is over, and give the jobs that rotate it a concurrency group in common.',
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

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is newer than that is not deleted.';

function outcomeOf(
  job: RotationJob,
  observed: Observed,
  { because }: Decision,
  effect: Effect,
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
    nextRotationAt: createdAt && dueAt(createdAt, job.owner.entry, job, current?.certificate),
    retiredNames: deleted,
    retirePending: ours
      .filter(({ name }) => name !== current?.name)
      .map((one) => ({ name: one.name, after: deletableAt(job, one, effect) })),
    destinations: [...job.others, job.main].map(({ label }) => ({
      label,
      state: state === 'rotated' ? 'written' : 'unchanged',
    })),
    currentText: current?.text,
    notes: [
      ...notes,
      ...notesOnCertificate(job, effect),
      ...(job.run.startedAt === undefined ? [NO_START] : []),
    ],
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
  { createdAt }: Managed,
  { current, writtenAt }: Effect,
): Date | undefined {
  if (current?.name === undefined || writtenAt === undefined) return undefined;
  const { createdAt: since } = current;
  if (job.run.startedAt === undefined && (since === undefined || createdAt >= since)) {
    return undefined;
  }
  return retirableAt(createdAt, writtenAt, job);
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
