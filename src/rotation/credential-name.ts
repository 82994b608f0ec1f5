import { createHash } from 'node:crypto';

/** Who made a credential, read from its name. */
export interface ManagedName {
  readonly name: string;
  readonly createdAt: Date;
  /** The id of the workflow run that created it. */
  readonly runId: string;
}

/** What makes a credential ours: the entry of the inventory, and the repository that rotates it. */
export interface Owner {
  /** The name of the entry: `[a-z0-9-]{1,24}`. */
  readonly entry: string;
  /** GitHub's numeric id of the repository, which renaming does not change. */
  readonly repositoryId: string;
}

/**
 * The name of a new credential: entry, owner, time, run and number, for example
 * `calm-release-k3f9qa-20261123t020304z-7kd0x2p1-1`. At most 63 characters, letters, digits and
 * hyphens: what every authority accepts. It is all the memory that rotation has of who made what.
 *
 * @param now milliseconds since the epoch.
 * @param number counts the creations of one run, from 1 on.
 */
export function credentialName(owner: Owner, runId: string, now: number, number: number): string {
  const stamp = new Date(now)
    .toISOString()
    .replace(/[-:]|\.\d+/g, '')
    .toLowerCase();
  return `${prefixOf(owner)}${stamp}-${BigInt(runId).toString(36)}-${number}`;
}

/** Undefined for a name that this owner has not given: it is never touched. */
export function managedName(owner: Owner, name: string): ManagedName | undefined {
  const prefix = prefixOf(owner);
  if (!name.startsWith(prefix)) return undefined;
  const [, day, time, run] =
    /^(\d{8})t(\d{6})z-([0-9a-z]{1,13})-\d{1,3}$/.exec(name.slice(prefix.length)) ?? [];
  if (day === undefined || time === undefined || run === undefined) return undefined;
  const iso = `${day}T${time}Z`.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const createdAt = new Date(iso);
  if (Number.isNaN(createdAt.getTime())) return undefined;
  return { name, createdAt, runId: fromBase36(run) };
}

function prefixOf({ entry, repositoryId }: Owner): string {
  const digest = createHash('sha256').update(`${repositoryId}\n${entry}`).digest();
  const short = digest.readUIntBE(0, 6).toString(36).padStart(6, '0').slice(-6);
  return `${entry}-${short}-`;
}

function fromBase36(text: string): string {
  return [...text]
    .reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
    .toString();
}
