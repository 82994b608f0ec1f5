import { Failure } from '../failure.ts';
import { createNew, type NewCredential } from './create-credential.ts';
import type { RotationJob } from './job.ts';
import type { RotationOutcome } from './outcome.ts';
import { dueAt, type Managed, MOST_LIVING } from './policy.ts';
import { type Preflight, preflight } from './preflight.ts';
import { retire } from './retire.ts';
import { commit, reassert } from './store-everywhere.ts';
import type { CurrentCredential } from './stored-value.ts';

/**
 * Rotates one credential, or does what of it is due: the steps, and why they are in this order, stand
 * in docs/decisions/0013. Whatever ends a run, at whatever moment, every destination holds a living
 * credential, and the next run goes on from what the authority lists and the main destination holds.
 *
 * @throws Failure
 */
export async function rotate(job: RotationJob): Promise<RotationOutcome> {
  const found = await preflight(job);
  if (found.stale) {
    return outcome(job, found, 'stale-snapshot', [
      'The main destination was written after this run had begun, so the value that this run holds may be an old one. Nothing was done; the next run goes on.',
    ]);
  }
  const due = isDue(job, found);
  if (job.mode === 'plan') return outcome(job, found, 'planned', [plannedNote(due, found)]);
  if (due && job.mode !== 'retire') return replace(job, found);
  const retired = await retire(job, found);
  const rest = { ...found, ours: retired.left };
  return outcome(job, rest, retired.deleted.length > 0 ? 'retired' : 'not-due', retired.notes);
}

/** By force, by age, or because nothing that works is stored. */
function isDue({ mode, owner, now, ...schedule }: RotationJob, { current }: Preflight): boolean {
  if (mode === 'force' || mode === 'revoke-now') return true;
  if (current?.alive !== true || current.createdAt === undefined) return true;
  return dueAt(current.createdAt, owner.entry, schedule).getTime() <= now();
}

async function replace(job: RotationJob, first: Preflight): Promise<RotationOutcome> {
  const { current } = first;
  // So many that none may be created are a reason to delete before the grace period of this one.
  const crowded = first.ours.length >= MOST_LIVING;
  const found = crowded ? { ...first, ours: (await retire(job, first)).left } : first;
  // Proves that every destination can be written before anything is created, and heals what an
  // earlier run left half done.
  if (current?.alive === true) await reassert(job, current.text);
  const created = await createNew(job, found);
  await commit(job, created, current?.alive === true ? current.text : undefined);
  await verifyAgain(job, created);
  const ours = [...found.ours, asManaged(created)];
  const notes = await revokeOld(job, found);
  return outcome(job, { current: created, ours }, 'rotated', notes);
}

/** What is stored was accepted before it was stored; now it is what everybody uses. */
async function verifyAgain({ verify }: RotationJob, { name, text }: NewCredential): Promise<void> {
  if ((await verify(text)) === 'accepted') return;
  throw new Failure(
    'E_VERIFY',
    `The new credential ${name} was accepted before it was stored, and is refused now. It is stored in all destinations; the old one is still alive. Run the rotation again.`,
  );
}

/** For a leak only: the old credential goes at once, and jobs that hold it fail. */
async function revokeOld(
  { mode, authority }: RotationJob,
  { current }: Preflight,
): Promise<readonly string[]> {
  if (mode !== 'revoke-now' || current?.name === undefined) return [];
  await authority.delete(current.name);
  return [`${current.name} was deleted at once: jobs that still hold it fail.`];
}

function asManaged({ name, createdAt }: NewCredential): Managed {
  return { name, createdAt, runId: '', usable: true };
}

function plannedNote(due: boolean, { current }: Preflight): string {
  if (!due) return 'Not due.';
  return current?.alive === true
    ? 'Due: a new credential would be created and stored in all destinations.'
    : 'Due now: no stored credential works.';
}

/** What is stored at the end of a run, and what lives beside it. */
interface Found {
  readonly current: Partial<Pick<CurrentCredential, 'name' | 'createdAt'>> | undefined;
  readonly ours: readonly Managed[];
}

function outcome(
  job: RotationJob,
  { current, ours }: Found,
  state: RotationOutcome['state'],
  notes: readonly string[],
): RotationOutcome {
  return {
    state,
    credentialName: current?.name,
    createdAt: current?.createdAt,
    nextRotationAt:
      current?.createdAt === undefined ? undefined : dueAt(current.createdAt, job.owner.entry, job),
    retirePending: ours.map(({ name }) => name).filter((name) => name !== current?.name),
    destinations: [...job.others, job.main].map(({ label }) => ({
      label,
      state: state === 'rotated' ? 'written' : 'unchanged',
    })),
    notes,
  };
}
