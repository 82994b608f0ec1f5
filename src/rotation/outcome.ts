import { certificateNotes } from './certificate-validity.ts';
import type { RotationJob } from './job.ts';
import { dueAt, type Managed, retirableAt, type Validity } from './policy.ts';
import type { Preflight } from './preflight.ts';
import type { CurrentCredential } from './stored-value.ts';

/** What a run of the rotation has done, or would do. */
export type RotationState =
  | 'not-due'
  | 'rotated'
  | 'planned'
  | 'retired'
  | 'stale-snapshot'
  | 'needs-a-person'
  | 'failed';

export interface DestinationOutcome {
  readonly label: string;
  readonly state: 'unchanged' | 'written' | 'failed';
}

/** One of ours that is alive and no longer, or never, stored. */
export interface PendingRetirement {
  readonly name: string;
  /** From when on a run may delete it; undefined: not before something else has happened. */
  readonly after: Date | undefined;
  /** No run can delete it: a person has to. */
  readonly byHand?: true;
}

export interface RotationOutcome {
  readonly state: RotationState;
  /** What the destinations hold now. */
  readonly credentialName: string | undefined;
  /** What they held before; the same where nothing was replaced. */
  readonly previousName: string | undefined;
  readonly createdAt: Date | undefined;
  /** When the certificate ends; undefined: it has none. */
  readonly expiresAt: Date | undefined;
  readonly nextRotationAt: Date | undefined;
  readonly retiredNames: readonly string[];
  readonly retirePending: readonly PendingRetirement[];
  readonly destinations: readonly DestinationOutcome[];
  /** A secret: what the main destination holds now. Undefined: nothing, or this run does not know. */
  readonly currentText: string | undefined;
  /** What people should know, in sentences. */
  readonly notes: readonly string[];
  /** What a person has to do now, in Markdown in which nothing of others has a meaning. */
  readonly steps?: string;
}

/** How a run has ended. */
export interface Ending {
  readonly state: RotationState;
  /** What is stored now; undefined where that is not known. */
  readonly current:
    | (Partial<Pick<CurrentCredential, 'name' | 'createdAt'>> & {
        readonly text: string;
        readonly certificate: Validity | undefined;
      })
    | undefined;
  /** Ours that are still there. */
  readonly ours: readonly Managed[];
  readonly deleted: readonly string[];
  /** When the main destination was last written. */
  readonly writtenAt: Date | undefined;
  readonly notes: readonly string[];
}

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is newer than that is not deleted.';

export function outcomeOf(job: RotationJob, found: Preflight, ending: Ending): RotationOutcome {
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
