import { dueAt, retirableAt } from './schedule.ts';
import { certificateNotes } from './stored-value.ts';
import type { Ending, Managed, Observed, RotationJob, RotationOutcome } from './types.ts';

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is newer than that is not deleted.';

export function outcomeOf(job: RotationJob, found: Observed, ending: Ending): RotationOutcome {
  const { state, current, ours, deleted, notes } = ending;
  const createdAt = current?.createdAt;
  return {
    state,
    credentialName: current?.name,
    previousName: found.current?.name,
    createdAt,
    expiresAt: current?.certificate?.to,
    nextRotationAt: createdAt && dueAt(createdAt, job.owner.entry, job, current?.certificate),
    retiredNames: deleted,
    retirePending: ours
      .filter(({ name }) => name !== current?.name)
      .map((one) => ({ name: one.name, after: deletableAt(job, one, ending) })),
    destinations: [...job.others, job.main].map(({ label }) => ({
      label,
      state: state === 'rotated' ? 'written' : 'unchanged',
    })),
    currentText: current?.text,
    notes: [
      ...notes,
      ...notesOnCertificate(job, ending),
      ...(job.run.startedAt === undefined ? [NO_START] : []),
    ],
  };
}

/** Not in the many runs that do nothing. */
function notesOnCertificate(job: RotationJob, { state, current }: Ending): readonly string[] {
  if (current?.certificate === undefined) return [];
  return state === 'rotated' || state === 'planned'
    ? certificateNotes(job, current.certificate)
    : [];
}

/** Where it is not known what is stored, or nothing of ours is, the next rotation comes first. */
function deletableAt(
  job: RotationJob,
  { createdAt }: Managed,
  { current, writtenAt }: Ending,
): Date | undefined {
  if (current?.name === undefined || writtenAt === undefined) return undefined;
  const { createdAt: since } = current;
  if (job.run.startedAt === undefined && (since === undefined || createdAt >= since)) {
    return undefined;
  }
  return retirableAt(createdAt, writtenAt, job);
}
