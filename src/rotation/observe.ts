import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { fingerprint, orphanOf } from './credential-name.ts';
import { isFuture, managed } from './schedule.ts';
import {
  clientOf,
  currentCredential,
  isDocument,
  sharesSecret,
  storedClient,
  validityOf,
} from './stored-value.ts';
import type {
  Current,
  CurrentCredential,
  Destination,
  LostPlace,
  Managed,
  Observed,
  ObservedDestinations,
  RotationJob,
  StoredCredential,
  StoredSecret,
} from './types.ts';

/**
 * Reads every destination and the authority, and asks for a token with the current credential: all
 * that can fail without having changed anything does so here.
 *
 * @throws Failure
 */
export async function observe(job: RotationJob): Promise<Observed> {
  const { authority, owner } = job;
  const text = heldText(job);
  const held = text === undefined ? undefined : currentCredential(text);
  const secrets = held?.value ?? (job.storeAs === 'json' ? undefined : { clientsecret: text });
  if (secrets !== undefined) job.secrets.mask(secretLeaves(secrets));
  refuseUnknownStart(job, text);
  await authority.check();
  const { updated, ...destinations } = await observePlaces(job, text);
  const now = job.timing.now();
  const listed = await authority.list();
  const all = managed(owner, listed);
  const future = all.filter(({ createdAt }) => isFuture(createdAt, now)).map(({ name }) => name);
  const ours = all.filter(({ name }) => !future.includes(name));
  const { stale } = destinations;
  // What an old snapshot holds is not asked for a token.
  const unasked = held && { ...held, alive: false, certificate: undefined };
  const current = stale ? unasked : await examine(job, text, ours);
  return {
    ...destinations,
    outOfOrder: destinations.outOfOrder || isBehind(updated, ours, current),
    current,
    ours,
    future,
    orphaned: listed
      .filter(({ name }) => name !== current?.name)
      .flatMap(({ name }) => orphanOf(owner, name) ?? []),
    bySecret: leavesOnlySecrets(job),
    showsAgain: authority.read !== undefined,
    revoked: stale ? undefined : confirmed(job, ours, current),
  };
}

/** What this run holds of the main destination: a secret that a job cannot read is empty. */
export function heldText({ current }: Pick<RotationJob, 'current'>): string | undefined {
  return current?.trim() === '' ? undefined : current;
}

/**
 * As `observePlaces`, where every destination is needed.
 *
 * @throws Failure E_DESTINATION, also of a destination that is gone.
 */
export async function observeDestinations(
  job: Pick<RotationJob, 'main' | 'others' | 'run'>,
  text: string | undefined,
): Promise<ObservedDestinations> {
  const { lost, updated: _updated, ...observed } = await observePlaces(job, text);
  for (const { failure } of lost) throw failure;
  return observed;
}

/**
 * Reads all that writing to the destinations takes, and when each was written. One that is gone or
 * refuses must not keep the others from being healed, so it is told beside them.
 *
 * @param text what this run holds of the main one.
 * @throws Failure E_DESTINATION of the main one; E_INPUT_MISSING where the run did not get what is stored.
 */
async function observePlaces(
  { main, others, run }: Pick<RotationJob, 'main' | 'others' | 'run'>,
  text: string | undefined,
): Promise<ObservedDestinations & Pick<Observed, 'lost'> & { readonly updated: readonly Time[] }> {
  const lost: LostPlace[] = [];
  const stored: StoredSecret[] = [];
  for (const { label, check } of others) {
    try {
      stored.push(await check());
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure;
      lost.push({ label, failure });
    }
  }
  const { updatedAt: writtenAt } = await main.check();
  if (text === undefined && writtenAt !== undefined) throw unread(main);
  const { startedAt } = run;
  return {
    lost,
    updated: stored.map(({ updatedAt }) => updatedAt),
    stale: writtenAt !== undefined && startedAt !== undefined && writtenAt >= startedAt,
    startKnown: startedAt !== undefined,
    writtenAt,
    outOfOrder: stored.some(({ updatedAt }) => !isInOrder(updatedAt, writtenAt)),
  };
}

type Time = Date | undefined;

/** Is one of them older than the credential that is stored? Then it holds another one. */
function isBehind(
  updated: readonly Time[],
  ours: readonly Managed[],
  current: CurrentCredential | undefined,
): boolean {
  const since = ours.find(({ name }) => name === current?.name)?.createdAt;
  return since !== undefined && updated.some((time) => time !== undefined && time < since);
}

/** Longer than a run takes from its first destination to its last, in milliseconds. */
const ONE_RUN = 15 * 60_000;

/** In every run that ends well each destination is written shortly before the main one. */
function isInOrder(updatedAt: Date | undefined, mainWrittenAt: Date | undefined): boolean {
  if (updatedAt === undefined || mainWrittenAt === undefined) return false;
  const before = mainWrittenAt.getTime() - updatedAt.getTime();
  return before > 0 && before < ONE_RUN;
}

/** To take it for none at all would create another credential in each run. */
function unread({ label }: Destination): Failure {
  return new Failure(
    'E_INPUT_MISSING',
    `The ${label} has a value, and this run did not get it. Nothing was changed.`,
    'Name the environment of the secret in the job, and compare the name in secrets[...] with the one in the inventory.',
  );
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

/**
 * The names tell which credential a secret belongs to as long as each run knew what was stored when
 * it created one. A run that came too late and did not notice would make them lie for ever.
 */
function refuseUnknownStart(job: RotationJob, text: string | undefined): void {
  if (job.run.startedAt !== undefined || job.mode === 'plan') return;
  if (text === undefined || !leavesOnlySecrets(job)) return;
  throw new Failure(
    'E_STALE',
    'Nobody can say whether the secret that this run holds is still the stored one: the token may not read the workflow run. With store-as: client-secret at this authority that must be known, so nothing was done.',
    'Give the job the permission actions: read, or set store-as: json.',
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
    'The login at the authority is the credential that is to be rotated.',
    'Log in with another one, or a credential that dies could never be replaced.',
  );
}

/** Does only a secret tell which credential is stored, at an authority that shows none again? */
export function isByFingerprint(job: RotationJob, text: string): boolean {
  return leavesOnlySecrets(job) && !isDocument(text);
}

/** Nothing but the names tells then which one is stored. Also where JSON is still held: by now another run may have stored a secret in its place. */
export function leavesOnlySecrets({ storeAs, authority }: RotationJob): boolean {
  return storeAs === 'client-secret' && authority.read === undefined;
}

/**
 * Which of ours is stored, and with what one can ask for a token. JSON says it itself, also where it
 * was stored before `store-as` was changed.
 *
 * @throws Failure E_AUTHORITY; E_CONFIG where the authority shows nothing that would tell.
 */
async function identify(
  job: RotationJob,
  text: string,
  ours: readonly Managed[],
): Promise<CurrentCredential> {
  if (job.storeAs === 'json' || isDocument(text)) return byDocument(job, text, ours);
  return job.authority.read === undefined
    ? byFingerprint(job, text, ours)
    : bySecret(job, text, ours);
}

/** A time in the future would put off the rotation for ever. */
function plausible({ timing }: RotationJob, current: CurrentCredential): CurrentCredential {
  const { createdAt } = current;
  if (createdAt === undefined || !isFuture(createdAt, timing.now())) return current;
  return { ...current, createdAt: undefined };
}

/**
 * JSON that says of which name it is, or was pasted without saying it. Where the authority shows
 * secrets again, they and not what is written beside them tell which one is stored.
 */
async function byDocument(
  job: RotationJob,
  text: string,
  ours: readonly Managed[],
): Promise<CurrentCredential> {
  const said = currentCredential(text);
  const { value } = said;
  if (job.authority.read === undefined || value === undefined) return plausible(job, said);
  const named = ours.find(({ name }) => name === said.name);
  const shown = named && (await shownAgain(job, named));
  // Nobody can say anything else of it.
  if (named !== undefined && (shown === undefined || sharesSecret(value, shown))) {
    return plausible(job, said);
  }
  for (const one of ours.filter(({ usable }) => usable).toReversed()) {
    const other = one === named ? undefined : await shownAgain(job, one);
    if (other === undefined || !sharesSecret(value, other)) continue;
    return { ...said, name: one.name, createdAt: one.createdAt };
  }
  // A secret of somebody else, beside what was once said of ours.
  return named === undefined ? plausible(job, said) : unknown(said);
}

/** Undefined where the authority cannot show it now: that keeps no run from what it has to do. */
async function shownAgain(
  { authority, secrets }: RotationJob,
  { name }: Managed,
): Promise<JsonObject | undefined> {
  try {
    const value = (await authority.read?.(name))?.value;
    if (value !== undefined) secrets.mask(secretLeaves(value));
    return value;
  } catch (error) {
    if (error instanceof Failure) return undefined;
    throw error;
  }
}

/** The one whose secret is the stored text, where the authority shows secrets again. */
async function bySecret(
  { authority, secrets }: RotationJob,
  text: string,
  ours: readonly Managed[],
): Promise<CurrentCredential> {
  for (const { name, createdAt } of ours.filter(({ usable }) => usable).toReversed()) {
    const value = (await authority.read?.(name))?.value;
    if (value === undefined) continue;
    secrets.mask(secretLeaves(value));
    if ((await clientOf(value)).clientSecret === text) return { text, value, name, createdAt };
  }
  return unknown({ text, value: undefined });
}

/** The one that the names tell, and beside the secret what the authority shows of it. */
async function byFingerprint(
  { authority }: RotationJob,
  text: string,
  ours: readonly Managed[],
): Promise<CurrentCredential> {
  if (authority.describe === undefined) {
    throw new Failure(
      'E_CONFIG',
      `An authority of the kind ${authority.kind} shows nothing of a credential again, so that store-as: client-secret leaves nobody who knows which one is stored.`,
      'Set store-as: json.',
    );
  }
  const holder = holderOf(ours, text);
  // A secret that was stored by hand most likely belongs to the same client.
  const shown = holder ?? ours.at(-1);
  const described = shown === undefined ? undefined : await authority.describe(shown.name);
  const value = described === undefined ? undefined : { ...described, clientsecret: text };
  if (holder === undefined) return unknown({ text, value });
  return { text, value, name: holder.name, createdAt: holder.createdAt };
}

function unknown({ text, value }: StoredCredential): CurrentCredential {
  return { text, value, name: undefined, createdAt: undefined };
}

/**
 * Which of ours has this secret, which is stored. All that were created while it was stored carry
 * its fingerprint, so it belongs to the one right before the first of these, or to the newest. A
 * secret that none of ours has may be taken for the newest one's: then that one is kept for nothing.
 *
 * @param ours the oldest first.
 */
export function holderOf(ours: readonly Managed[], secret: string): Managed | undefined {
  const first = ours.findIndex((one) => one.replaces === fingerprint(one.prefix, secret));
  return first === -1 ? ours.at(-1) : ours[first - 1];
}

/**
 * The name of what `revoke-now` deletes; undefined in other modes. It is the current credential, or
 * one that an earlier run has replaced and did not come to delete.
 *
 * @throws Failure E_INPUT_MISSING, E_INPUT_INVALID
 */
function confirmed(
  { mode, confirm }: RotationJob,
  ours: readonly Managed[],
  current: CurrentCredential | undefined,
): string | undefined {
  if (mode !== 'revoke-now') return undefined;
  if (ours.some(({ name }) => name === confirm)) return confirm;
  const own = ours.find(({ name }) => name === current?.name)?.name;
  if (confirm === 'current' && own !== undefined) return own;
  if (own === undefined) {
    throw new Failure(
      'E_INPUT_INVALID',
      'The mode revoke-now deletes what rotation has created for this entry, and the stored credential is not among what of that is alive. Nothing was changed.',
      'Run the rotation with the mode force, then delete the old credential by hand.',
    );
  }
  if (confirm === undefined) {
    throw new Failure(
      'E_INPUT_MISSING',
      `The mode revoke-now needs the input confirm, the name of the credential that is to be deleted at once. The current one is ${own}. Nothing was changed.`,
    );
  }
  throw new Failure(
    'E_INPUT_INVALID',
    `The input confirm names none of the living credentials of this entry; the current one is ${own}. Nothing was changed.`,
    'If an earlier run has deleted the one that is meant, nothing is left to do.',
  );
}
