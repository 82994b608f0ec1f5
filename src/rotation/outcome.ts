import { Failure } from '../base/failure.ts';
import { inFull } from './reasons.ts';
import { dueAt, retirableAt } from './schedule.ts';
import { certificateNotes } from './stored-value.ts';
import type {
  Decision,
  Deed,
  Effect,
  Managed,
  Observed,
  RotationJob,
  RotationOutcome,
} from './types.ts';

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is newer than that is not deleted.';

export function outcomeOf(
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
export function planNote({ would, because }: Extract<Decision, { do: 'report' }>): string {
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
    throw new Failure('E_STALE', `${TOO_LATE} Nothing was revoked.`, {
      next: 'Start the rotation again, as a new run.',
    });
  }
  return `${TOO_LATE} Nothing was done; the next run goes on.`;
}
