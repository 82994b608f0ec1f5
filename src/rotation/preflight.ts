import type { JsonObject } from '../credentials/credential.ts';
import { stringMembers } from '../credentials/fields.ts';
import { Failure } from '../failure.ts';
import type { RotationJob } from './job.ts';
import { type Managed, managed } from './policy.ts';
import { type CurrentCredential, currentCredential } from './stored-value.ts';

/** What a run finds before it changes anything. */
export interface Preflight {
  readonly current: (CurrentCredential & { readonly alive: boolean }) | undefined;
  /** Ours at the authority, the oldest first. */
  readonly ours: readonly Managed[];
  /** The main destination is newer than what this run holds. */
  readonly stale: boolean;
  /** When the main destination was last written, by its own clock. */
  readonly writtenAt: Date | undefined;
  /** A run has died or failed between the destinations, so that they may hold different credentials. */
  readonly outOfOrder: boolean;
}

/**
 * Reads every destination and the authority, and asks for a token with the current credential: all
 * that can fail without having changed anything does so here.
 *
 * @throws Failure
 */
export async function preflight(job: RotationJob): Promise<Preflight> {
  const { authority, main, others, owner, verify } = job;
  const current = job.current === undefined ? undefined : currentCredential(job.current);
  if (current?.value !== undefined) job.mask(current.value);
  await authority.check();
  refuseOwnLogin(job, current?.value);
  const stored = await Promise.all(others.map((destination) => destination.check()));
  const { updatedAt: writtenAt } = await main.check();
  const outOfOrder = stored.some(({ updatedAt }) => !isInOrder(updatedAt, writtenAt));
  const stale = writtenAt !== undefined && writtenAt > job.run.startedAt;
  const ours = managed(owner, await authority.list());
  const alive =
    stale || current === undefined ? false : (await verify(current.text)) === 'accepted';
  return {
    current: current === undefined ? undefined : { ...current, alive },
    ours,
    stale,
    writtenAt,
    outOfOrder,
  };
}

/** Longer than a run takes from its first destination to its last, in milliseconds. */
const ONE_RUN = 15 * 60_000;

/** In every run that ends well each destination is written shortly before the main one. */
function isInOrder(updatedAt: Date | undefined, mainWrittenAt: Date | undefined): boolean {
  if (updatedAt === undefined || mainWrittenAt === undefined) return false;
  const before = mainWrittenAt.getTime() - updatedAt.getTime();
  return before > 0 && before < ONE_RUN;
}

/** A rotation that logs in with what it rotates could never heal a credential that has died. */
function refuseOwnLogin({ authority }: RotationJob, value: JsonObject | undefined): void {
  const clientId = value === undefined ? undefined : stringMembers(value).get('clientid');
  if (authority.loginClientId === undefined || authority.loginClientId !== clientId) return;
  throw new Failure(
    'E_AUTHORITY_LOGIN',
    'The login at the authority is the credential that is to be rotated. Log in with another one, or a credential that dies could never be replaced.',
  );
}
