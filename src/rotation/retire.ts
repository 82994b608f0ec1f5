import { Failure } from '../base/failure.ts';
import { isByFingerprint } from './observe.ts';
import { CLOCKS, retirementCandidates } from './schedule.ts';
import { storeAgain } from './store.ts';
import { certificateHasExpired } from './stored-value.ts';
import type {
  CurrentCredential,
  Managed,
  Observed,
  RotationJob,
  StoredCredential,
} from './types.ts';

export interface Retired {
  readonly deleted: readonly string[];
  /** Ours that are still there. */
  readonly left: readonly Managed[];
  /** Has the current credential been stored everywhere again? */
  readonly storedAgain: boolean;
}

/**
 * Deletes what is ours, older than the grace period or than its own certificate, and stored nowhere.
 * That it is stored nowhere is made sure by storing the current one everywhere first.
 *
 * @throws Failure
 */
export async function retire(job: RotationJob, observed: Observed): Promise<Retired> {
  const { ours, current } = observed;
  const { old, outlived } = retirementCandidates(observed, job, job.timing.now());
  const expired = await withExpiredCertificates(job, outlived);
  if (current?.alive !== true || current.name === undefined) {
    return deleteExpired(job, ours, expired);
  }
  const either = ours.filter((one) => old.includes(one) || expired.includes(one));
  const candidates = await ofFinishedRuns(job, either);
  if (candidates.length === 0) return { deleted: [], left: ours, storedAgain: false };
  await storeAgain(job, current.text);
  const deleted = candidates.map(({ name }) => name);
  await deleteOneByOne(job, current, deleted);
  const left = ours.filter(({ name }) => !deleted.includes(name));
  return { deleted, left, storedAgain: true };
}

/** Those whose certificate has ended, as the authority shows it. */
async function withExpiredCertificates(
  { authority, timing }: Pick<RotationJob, 'authority' | 'timing'>,
  outlived: readonly Managed[],
): Promise<readonly Managed[]> {
  const now = timing.now() - CLOCKS;
  const expired: Managed[] = [];
  for (const one of outlived) {
    const shown = await authority.read?.(one.name);
    if (shown !== undefined && (await certificateHasExpired(shown.value, now))) expired.push(one);
  }
  return expired;
}

/** What nobody can use needs no grace period, and nothing stored that works in its place. */
async function deleteExpired(
  { authority, runner }: RotationJob,
  ours: readonly Managed[],
  expired: readonly Managed[],
): Promise<Retired> {
  for (const { name } of expired) {
    runner.progress(`deleting ${name}, whose certificate has ended`);
    await authority.delete(name);
  }
  const left = ours.filter((one) => !expired.includes(one));
  return { deleted: expired.map(({ name }) => name), left, storedAgain: false };
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
 * Deletes what is stored nowhere, and asks before and after each whether what is stored still works.
 *
 * @throws Failure E_VERIFY where it does not.
 */
async function deleteOneByOne(
  job: RotationJob,
  stored: StoredCredential,
  names: readonly string[],
): Promise<void> {
  for (const [at, name] of names.entries()) {
    await requireAlive(job, stored, names[at - 1]);
    job.runner.progress(`deleting ${name}`);
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
      ? 'The current credential is refused by its token server now. Nothing was deleted.'
      : `The current credential is refused since ${deleted} was deleted.`,
    'Run the rotation again: it will create a new one.',
  );
}

/**
 * Deletes what has leaked, without a grace period.
 *
 * @param replaced what was stored until now.
 * @returns what people should know.
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
