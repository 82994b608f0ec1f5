import { Failure } from '../failure.ts';
import { fingerprint, type Owner } from './credential-name.ts';
import type { RotationJob } from './job.ts';
import type { Managed } from './policy.ts';
import {
  type CurrentCredential,
  clientOf,
  currentCredential,
  isDocument,
  type StoredCredential,
} from './stored-value.ts';

/** Does only a secret tell which credential is stored, at an authority that shows none again? */
export function isByFingerprint({ storeAs, authority }: RotationJob, text: string): boolean {
  return storeAs === 'client-secret' && authority.read === undefined && !isDocument(text);
}

/**
 * Which of ours is stored, and with what one can ask for a token. JSON says it itself, also where it
 * was stored before `store-as` was changed.
 *
 * @throws Failure E_AUTHORITY; E_CONFIG where the authority shows nothing that would tell.
 */
export async function identify(
  job: RotationJob,
  text: string,
  ours: readonly Managed[],
): Promise<CurrentCredential> {
  if (job.storeAs === 'json' || isDocument(text))
    return plausible(job, currentCredential(text), ours);
  return job.authority.read === undefined
    ? byFingerprint(job, text, ours)
    : bySecret(job, text, ours);
}

const DAY = 86_400_000;

/**
 * A time in the future that we have not written would put off the rotation for ever. Ours are as the
 * clock of a runner was, and later ones follow them, whatever it said.
 */
function plausible(
  { now }: RotationJob,
  current: CurrentCredential,
  ours: readonly Managed[],
): CurrentCredential {
  const { name, createdAt } = current;
  if (createdAt === undefined || createdAt.getTime() <= now() + DAY) return current;
  return ours.some((one) => one.name === name) ? current : { ...current, createdAt: undefined };
}

/** The one whose secret is the stored text, where the authority shows secrets again. */
async function bySecret(
  { authority, mask }: RotationJob,
  text: string,
  ours: readonly Managed[],
): Promise<CurrentCredential> {
  for (const { name, createdAt } of ours.filter(({ usable }) => usable).toReversed()) {
    const value = (await authority.read?.(name))?.value;
    if (value === undefined) continue;
    mask(value);
    if ((await clientOf(value)).clientSecret === text) return { text, value, name, createdAt };
  }
  return unknown({ text, value: undefined });
}

/** The one that the names tell, and beside the secret what the authority shows of it. */
async function byFingerprint(
  { authority, owner }: RotationJob,
  text: string,
  ours: readonly Managed[],
): Promise<CurrentCredential> {
  if (authority.describe === undefined) {
    throw new Failure(
      'E_CONFIG',
      `An authority of the kind ${authority.kind} shows nothing of a credential again, so that store-as: client-secret leaves nobody who knows which one is stored. Set store-as: json.`,
    );
  }
  const holder = holderOf(owner, ours, text);
  // A secret that was stored by hand most likely belongs to the same client.
  const shown = holder ?? ours.at(-1);
  const described = shown === undefined ? undefined : await authority.describe(shown.name);
  const value = described === undefined ? undefined : { ...described, clientsecret: text };
  if (holder === undefined) return unknown({ text, value });
  return { text, value, name: holder.name, createdAt: holder.createdAt };
}

function unknown(stored: StoredCredential): CurrentCredential {
  return { ...stored, name: undefined, createdAt: undefined };
}

/**
 * Which of ours has this secret, which is stored. All that were created while it was stored carry
 * its fingerprint, so it belongs to the one right before the first of these, or to the newest. A
 * secret that none of ours has may be taken for the newest one's: then that one is kept for nothing.
 *
 * @param ours the oldest first.
 */
export function holderOf(
  owner: Owner,
  ours: readonly Managed[],
  secret: string,
): Managed | undefined {
  const print = fingerprint(owner, secret);
  const first = ours.findIndex(({ replaces }) => replaces === print);
  return first === -1 ? ours.at(-1) : ours[first - 1];
}
