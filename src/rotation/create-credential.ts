import { Failure, withParts } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { credentialName, managedName } from './credential-name.ts';
import { dueAt, MOST_LIVING } from './schedule.ts';
import {
  clientOf,
  isDocument,
  sharesSecret,
  storedClient,
  storedText,
  validityOf,
} from './stored-value.ts';
import {
  type CreatedCredential,
  LARGEST_VALUE,
  type NewCredential,
  type Observed,
  type RotationJob,
  type StoredCredential,
  UnknownOutcome,
} from './types.ts';

/**
 * A new credential that is accepted. What an earlier run has left is never taken in its place: nobody
 * can tell it from one that has leaked and was replaced by hand, or that somebody has planted.
 *
 * @throws Failure E_NOT_ROTATABLE, E_VERIFY, E_CONFIG, E_DESTINATION, E_AUTHORITY; what was created is
 * deleted then, and nothing has been stored.
 */
export async function createNew(job: RotationJob, observed: Observed): Promise<NewCredential> {
  const created = await create(job, observed);
  const { name, value } = created;
  job.secrets.mask(secretLeaves(value));
  const createdAt = managedName(job.owner, name)?.createdAt ?? new Date(job.timing.now());
  try {
    const certificate = await validityOf(value);
    const due = dueAt(createdAt, job.owner.entry, job, certificate);
    const text = await storedText(job.storeAs, created, { createdAt, due });
    await refuseSameSecret({ text, value }, observed);
    await refuseOtherClient(job, value, observed);
    refuseTooLarge(name, text);
    await verifyNew(job, name, { text, value });
    return { name, createdAt, text, value, certificate };
  } catch (error) {
    throw await withdrawn(job, name, error);
  }
}

/** Deletes what cannot be used. @returns why, and that it is still there where it is. */
async function withdrawn(
  { authority }: Pick<RotationJob, 'authority'>,
  name: string,
  why: unknown,
): Promise<unknown> {
  try {
    await authority.delete(name);
    return why;
  } catch (error) {
    if (!(error instanceof Failure) || !(why instanceof Failure)) throw error;
    const left = `${name} could not be deleted (${error.code}); a later run does it after keep-old.`;
    return withParts(why, { next: `${why.next} ${left}`.trim() });
  }
}

/** What is no reason to create nothing: it can be deleted by no run. */
export interface Crowd {
  readonly stuck: ReadonlyMap<string, Failure>;
}

/**
 * Where nothing that works is stored, an outage is worse than a crowd; where it is none of ours,
 * nothing is retired until one of ours is. But that, too, has an end.
 *
 * @throws Failure E_AUTHORITY
 */
export function refuseTooMany({ ours, current, stuck }: Observed & Crowd): void {
  const ordinary = current?.alive === true && current.name !== undefined;
  const most = ordinary ? MOST_LIVING : 2 * MOST_LIVING;
  const living = ours.filter(({ name }) => !stuck.has(name)).length;
  if (living < most) return;
  throw new Failure(
    'E_AUTHORITY',
    `There are ${living} credentials of this entry already, and no more than ${most} may live at a time.`,
    'Look at the earlier runs: something keeps them from being stored or retired. The mode retire deletes those that are old enough.',
  );
}

/**
 * Creates under a name that nothing else has. What became of a request without an answer is looked
 * up; if it took place, its secret is lost or read again. It is never simply repeated.
 */
async function create(job: RotationJob, observed: Observed): Promise<CreatedCredential> {
  const replaced = replacedBy(job, observed);
  for (let number = 1; ; number++) {
    const name = credentialName(job.owner, job.run.id, nextTime(job, observed), number, replaced);
    job.runner.progress(`creating ${name}`);
    try {
      // Whatever the answer says: what is deleted later is what was asked for.
      return { ...(await job.authority.create(name)), name };
    } catch (error) {
      if (!(error instanceof UnknownOutcome)) throw error;
      const saved = await afterUnknown(job, name);
      if (saved !== undefined) return saved;
      if (number === 2) {
        throw new Failure(
          'E_AUTHORITY',
          `The authority has not answered the request to create ${name}, twice. What was created has been deleted as far as it was listed.`,
          'Run the rotation again later.',
        );
      }
    }
  }
}

/** By the names, whatever the clocks of the runners say: what is created later is newer. */
function nextTime({ timing }: RotationJob, { ours }: Observed): number {
  const newest = ours.at(-1)?.createdAt.getTime() ?? 0;
  return Math.max(timing.now(), newest + 1000);
}

/**
 * The names tell what was replaced when, and where nothing else does, whose a stored secret is. A
 * secret alone must then be known again by itself.
 */
function replacedBy(job: RotationJob, { current }: Observed): string | undefined {
  if (current === undefined) return undefined;
  const isSecret = job.authority.read === undefined && !isDocument(current.text);
  return isSecret ? current.text : (current.name ?? current.text);
}

async function afterUnknown(
  { authority }: RotationJob,
  name: string,
): Promise<CreatedCredential | undefined> {
  const listed = (await authority.list()).some((credential) => credential.name === name);
  if (!listed) return undefined;
  const read = await authority.read?.(name);
  if (read !== undefined) return { ...read, name };
  await authority.delete(name);
  return undefined;
}

/** Who reads a secret alone has the client id from elsewhere. */
async function refuseOtherClient(
  { storeAs }: RotationJob,
  value: JsonObject,
  { current }: Observed,
): Promise<void> {
  if (storeAs !== 'client-secret' || current?.value === undefined) return;
  const { clientId } = await clientOf(current.value);
  if (clientId === undefined || clientId === (await clientOf(value)).clientId) return;
  throw new Failure(
    'E_NOT_ROTATABLE',
    'The new credential has another client id than the current one, and with store-as: client-secret nobody would learn of it. The new one was deleted, nothing was stored.',
    'Set store-as: json.',
  );
}

async function refuseSameSecret(
  { text, value }: { readonly text: string; readonly value: JsonObject },
  { current }: Observed,
): Promise<void> {
  if (current === undefined) return;
  const old = current.value ?? { clientsecret: (await storedClient(current)).clientSecret };
  if (!sharesSecret(old, value) && current.text !== text) return;
  throw new Failure(
    'E_NOT_ROTATABLE',
    'The new credential has the same secret as the current one: all keys of this instance share one (credential type instance-secret), so replacing them would revoke nothing. The new one was deleted, nothing was stored.',
    'Change the credential type of the instance to binding-secret or x509.',
  );
}

/** No destination would take it, and each run would leave one more. */
function refuseTooLarge(name: string, text: string): void {
  const size = Buffer.byteLength(text);
  if (size <= LARGEST_VALUE) return;
  throw new Failure(
    'E_DESTINATION',
    `The new credential ${name} has ${size} bytes, and a secret of GitHub takes 48 KB. It was deleted, nothing was stored.`,
    'Set store-as: client-secret, or let the authority issue less, for example without certificates.',
  );
}

/** Milliseconds between attempts with a new credential: it takes a moment to be known everywhere. */
const WAITS: readonly number[] = [2_000, 8_000, 30_000];

/**
 * Asks for a token with a new credential, few times: some servers lock a client after five failures,
 * and both secrets have one client.
 *
 * @throws Failure E_VERIFY where it is refused, E_CERT_KEY_MISMATCH, E_CERT_NOT_YET_VALID, or what
 * keeps it from being asked.
 */
async function verifyNew(
  job: Pick<RotationJob, 'verify' | 'timing' | 'deadline' | 'runner'>,
  name: string,
  stored: StoredCredential,
): Promise<void> {
  for (const wait of [...WAITS, undefined]) {
    const isLast = wait === undefined;
    if ((await verdict(job, name, stored, isLast)) === 'accepted') return;
    if (isLast) break;
    job.runner.progress(`${name} is not accepted yet; asking again in ${wait / 1000} s`);
    await sleep(job, wait);
  }
  throw new Failure(
    'E_VERIFY',
    `The new credential ${name} is refused by its token server. It was deleted, nothing was stored, and the current one stays.`,
  );
}

/** @throws Failure E_TIMEOUT where the deadline comes first: nothing is waited for then. */
async function sleep(
  { timing, deadline }: Pick<RotationJob, 'timing' | 'deadline'>,
  milliseconds: number,
): Promise<void> {
  if (timing.now() + milliseconds < deadline) return timing.sleep(milliseconds);
  throw new Failure(
    'E_TIMEOUT',
    'The next step of the rotation would begin after the deadline.',
    'Raise the input timeout; the next run goes on where this one has ended.',
  );
}

async function verdict(
  { verify }: Pick<RotationJob, 'verify'>,
  name: string,
  stored: StoredCredential,
  isLast: boolean,
): Promise<'accepted' | 'refused'> {
  try {
    return await verify(stored);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A certificate counts from now on, by a clock that may be ahead of that of the runner.
    if (error.code === 'E_CERT_NOT_YET_VALID' && !isLast) return 'refused';
    if (error.code !== 'E_CERT_KEY_MISMATCH') throw error;
    // It is nothing that a person has stored, as the usual message takes it to be.
    throw new Failure(
      'E_CERT_KEY_MISMATCH',
      `The issuer has handed out ${name} with a private key that does not belong to its certificate. It was deleted, nothing was stored, and the current one stays.`,
      'Run the rotation again; if that repeats itself, ask the issuer.',
    );
  }
}
