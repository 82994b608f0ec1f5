import { createHash } from 'node:crypto';
import type { ManagedName, Owner } from './types.ts';

/** More of an entry's name does not fit. The hash beside it tells entries apart that begin alike. */
const ENTRY = 18;

const FINGERPRINT = 5;

/**
 * The name of a new credential: entry, owner, time, run and number, for example
 * `calm-release-k3f9qa-20261123t020304z-7kd0x2p1-1`, and `-f` with the fingerprint of what it
 * replaces, if it replaces anything. At most 63 characters, letters, digits and hyphens: what
 * every authority accepts. It is all the memory that rotation has of who made what.
 *
 * @param now milliseconds since the epoch.
 * @param number counts the creations of one run, from 1 on.
 * @param replaced the name of what is stored until then, or its text; undefined: nothing is.
 */
export function credentialName(
  owner: Owner,
  runId: string,
  now: number,
  number: number,
  replaced?: string,
): string {
  const stamp = new Date(now)
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
    .toLowerCase();
  const name = `${prefixOf(owner)}${stamp}-${BigInt(runId).toString(36)}-${number}`;
  return replaced === undefined ? name : `${name}-f${fingerprint(owner, replaced)}`;
}

/** Undefined for a name that this owner has not given: it is never touched. */
export function managedName(owner: Owner, name: string): ManagedName | undefined {
  const prefix = prefixOf(owner);
  if (!name.startsWith(prefix)) return undefined;
  const [, day, time, run, number, replaces] =
    /^(\d{8})t(\d{6})z-([0-9a-z]{1,13})-(\d{1,3})(?:-f([0-9a-z]{5}))?$/.exec(
      name.slice(prefix.length),
    ) ?? [];
  if (day === undefined || time === undefined || run === undefined) return undefined;
  const iso = `${day}T${time}Z`.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const createdAt = new Date(iso);
  if (Number.isNaN(createdAt.getTime())) return undefined;
  return { name, owner, createdAt, runId: fromBase36(run), number: Number(number), replaces };
}

/**
 * Tells a stored secret from the few others of one owner, and gives nothing of it away: 26 bits of
 * a hash of something that nobody can guess.
 */
export function fingerprint(owner: Owner, secret: string): string {
  return hash(`${prefixOf(owner)}\n${secret}`, FINGERPRINT);
}

function prefixOf({ entry, repositoryId }: Owner): string {
  return `${entry.slice(0, ENTRY)}-${hash(`${repositoryId}\n${entry}`, 6)}-`;
}

/** SHA-256, as so many characters in base 36. */
function hash(text: string, length: number): string {
  const digest = createHash('sha256').update(text).digest();
  return digest.readUIntBE(0, 6).toString(36).padStart(length, '0').slice(-length);
}

function fromBase36(text: string): string {
  return [...text]
    .reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
    .toString();
}
