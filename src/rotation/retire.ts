import { Failure, withParts } from '../base/failure.ts';
import { managedName } from './credential-name.ts';
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
  /** What could not be deleted, by its name. */
  readonly stuck: ReadonlyMap<string, Failure>;
}

/**
 * Deletes what is ours, older than the grace period or than its own certificate, and stored nowhere.
 * One that cannot be deleted keeps no other from it.
 *
 * @param inOrder all destinations hold the current one: nothing else is stored anywhere.
 * @param tried what this run could not delete already.
 * @throws Failure where what is stored does not work any more, or nobody can be asked.
 */
export async function retire(
  job: RotationJob,
  observed: Observed,
  inOrder: boolean,
  tried: ReadonlyMap<string, Failure> = new Map(),
): Promise<Retired> {
  const { ours, current } = observed;
  const { old, outlived } = retirementCandidates(observed, job, job.timing.now());
  const expired = await withExpiredCertificates(job, outlived);
  const progress = { deleted: [] as string[], stuck: new Map(tried) };
  if (current?.alive !== true || current.name === undefined) {
    await deleteExpired(job, expired, progress);
    return progress;
  }
  const either = ours.filter((one) => (inOrder && old.includes(one)) || expired.includes(one));
  const left = either.filter(({ name }) => !tried.has(name));
  const candidates = await ofFinishedRuns(job, left);
  if (candidates.length === 0) return progress;
  // Without knowing when it began, a run may hold what is not stored any more.
  if (!observed.startKnown) await storeAgain(job, current.text);
  await deleteOneByOne(
    job,
    current,
    candidates.map(({ name }) => name),
    progress,
  );
  return progress;
}

interface Progress {
  readonly deleted: string[];
  readonly stuck: Map<string, Failure>;
}

/** Nothing is deleted that this entry has not created, whoever asks for it. */
async function deleteOurs(
  { authority, owner, runner }: Pick<RotationJob, 'authority' | 'owner' | 'runner'>,
  name: string,
  { deleted, stuck }: Progress,
): Promise<void> {
  if (managedName(owner, name) === undefined) throw new Error(`${name} is not ours`);
  runner.progress(`deleting ${name}`);
  try {
    await authority.delete(name);
    deleted.push(name);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const happened = `The replaced credential ${name} could not be deleted, and each run tries it again. ${error.happened}`;
    stuck.set(name, withParts(error, { happened }));
  }
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
  job: RotationJob,
  expired: readonly Managed[],
  progress: Progress,
): Promise<void> {
  for (const { name } of expired) await deleteOurs(job, name, progress);
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
  progress: Progress,
): Promise<void> {
  for (const name of names) {
    await requireAlive(job, stored, progress.deleted.at(-1));
    await deleteOurs(job, name, progress);
  }
  await requireAlive(job, stored, progress.deleted.at(-1));
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

/** What became of what has leaked, and what people should know of it. */
export interface Revoked extends Retired {
  readonly notes: readonly string[];
}

/**
 * Deletes what has leaked, without a grace period.
 *
 * @param replaced what was stored until now.
 * @throws Failure E_VERIFY where what is stored does not work.
 */
export async function revoke(
  job: RotationJob,
  stored: StoredCredential,
  name: string,
  replaced?: CurrentCredential,
): Promise<Revoked> {
  const progress: Progress = { deleted: [], stuck: new Map() };
  await deleteOneByOne(job, stored, [name], progress);
  if (progress.deleted.length === 0) return { ...progress, notes: [] };
  const notes = [`${name} was deleted at once: jobs that still hold it fail.`];
  if (replaced?.name !== name || !isByFingerprint(job, replaced.text)) {
    return { ...progress, notes };
  }
  // A secret that was pasted by hand is taken for that of our newest one, and outlives it.
  if ((await job.verify(replaced)) === 'refused') return { ...progress, notes };
  const still =
    'The secret that was stored until now is accepted still: it belongs to another credential, most likely one that was made by hand. Delete that one by hand.';
  return { ...progress, notes: [...notes, still] };
}
