import { Failure } from '../failure.ts';
import { validityOf } from './certificate-validity.ts';
import { identify, isByFingerprint } from './identify.ts';
import type { RotationJob } from './job.ts';
import { type Managed, managed, type Validity } from './policy.ts';
import { confirmed } from './revoke.ts';
import { type CurrentCredential, currentCredential, storedClient } from './stored-value.ts';

/** What a run finds before it changes anything. */
export interface Preflight {
  readonly current: Current | undefined;
  /** Ours at the authority, the oldest first. */
  readonly ours: readonly Managed[];
  /** The main destination is newer than what this run holds. */
  readonly stale: boolean;
  /** When the main destination was last written, by its own clock. */
  readonly writtenAt: Date | undefined;
  /** A run has died or failed between the destinations, so that they may hold different credentials. */
  readonly outOfOrder: boolean;
  /** The name of what `revoke-now` deletes. */
  readonly revoked: string | undefined;
}

export interface Current extends CurrentCredential {
  readonly alive: boolean;
  /** Undefined where it has no certificate. */
  readonly certificate: Validity | undefined;
}

/**
 * Reads every destination and the authority, and asks for a token with the current credential: all
 * that can fail without having changed anything does so here.
 *
 * @throws Failure
 */
export async function preflight(job: RotationJob): Promise<Preflight> {
  const { authority, main, others, owner, run } = job;
  // A secret that a job cannot read is empty.
  const text = job.current?.trim() === '' ? undefined : job.current;
  const told = text === undefined ? undefined : currentCredential(text);
  const secrets = told?.value ?? (job.storeAs === 'json' ? undefined : { clientsecret: text });
  if (secrets !== undefined) job.mask(secrets);
  refuseUnknownStart(job, text);
  await authority.check();
  const stored = await Promise.all(others.map((destination) => destination.check()));
  const { updatedAt: writtenAt } = await main.check();
  refuseUnread(job, text, writtenAt);
  const ours = managed(owner, await authority.list());
  const stale =
    writtenAt !== undefined && run.startedAt !== undefined && writtenAt >= run.startedAt;
  const current = stale ? asStale(told) : await examine(job, text, ours);
  return {
    current,
    ours,
    stale,
    writtenAt,
    outOfOrder: stored.some(({ updatedAt }) => !isInOrder(updatedAt, writtenAt)),
    revoked: stale ? undefined : confirmed(job, ours, current),
  };
}

/** What an old snapshot holds is not asked for a token. */
function asStale(told: CurrentCredential | undefined): Current | undefined {
  return told && { ...told, alive: false, certificate: undefined };
}

async function examine(
  job: RotationJob,
  text: string | undefined,
  ours: readonly Managed[],
): Promise<Current | undefined> {
  if (text === undefined) return undefined;
  const current = await identify(job, text, ours);
  await refuseOwnLogin(job, current);
  // A secret of which nobody can tell the client does not work for us.
  const askable = job.storeAs === 'json' || current.value !== undefined;
  const alive = askable && (await job.verify(current)) === 'accepted';
  const certificate = current.value && (await validityOf(current.value));
  return { ...current, alive, certificate };
}

/** Longer than a run takes from its first destination to its last, in milliseconds. */
const ONE_RUN = 15 * 60_000;

/** In every run that ends well each destination is written shortly before the main one. */
export function isInOrder(updatedAt: Date | undefined, mainWrittenAt: Date | undefined): boolean {
  if (updatedAt === undefined || mainWrittenAt === undefined) return false;
  const before = mainWrittenAt.getTime() - updatedAt.getTime();
  return before > 0 && before < ONE_RUN;
}

/**
 * The names tell which credential a secret belongs to as long as each run knew what was stored when
 * it created one. A run that came too late and did not notice would make them lie for ever.
 */
function refuseUnknownStart(job: RotationJob, text: string | undefined): void {
  if (job.run.startedAt !== undefined || job.mode === 'plan') return;
  if (text === undefined || !isByFingerprint(job, text)) return;
  throw new Failure(
    'E_STALE',
    'Nobody can say whether the secret that this run holds is still the stored one: the token may not read the workflow run. With store-as: client-secret at this authority that must be known, so nothing was done. Give the job the permission actions: read, or set store-as: json.',
  );
}

/** To take it for none at all would create another credential in each run. */
export function refuseUnread(
  { main }: Pick<RotationJob, 'main'>,
  text: string | undefined,
  writtenAt: Date | undefined,
): void {
  if (text !== undefined || writtenAt === undefined) return;
  throw new Failure(
    'E_INPUT_MISSING',
    `The ${main.label} has a value, and this run did not get it. Nothing was changed. Name the environment of the secret in the job, and compare the name in secrets[...] with the one in the inventory.`,
  );
}

/** A rotation that logs in with what it rotates could never heal a credential that has died. */
async function refuseOwnLogin(
  { authority: { loginClientId } }: RotationJob,
  current: CurrentCredential,
): Promise<void> {
  if (loginClientId === undefined) return;
  if ((await storedClient(current)).clientId !== loginClientId) return;
  throw new Failure(
    'E_AUTHORITY_LOGIN',
    'The login at the authority is the credential that is to be rotated. Log in with another one, or a credential that dies could never be replaced.',
  );
}
