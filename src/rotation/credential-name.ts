import { createHash } from 'node:crypto';
import type { ManagedName, Orphan, Owner } from './types.ts';

/** More of an entry's name does not fit. The hash beside it tells entries apart that begin alike. */
const ENTRY = 14;

/** 62 bits of server, repository and entry: nobody has the same by chance. */
const OWNER = 12;

const FINGERPRINT = 5;

/**
 * The name of a new credential: entry, owner, time, run and number, for example
 * `calm-release-k3f9qa0x2p1v-20261123t020304z-7kd0x2p1-1`, and `-f` with the fingerprint of what it
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
  return replaced === undefined ? name : `${name}-f${fingerprint(prefixOf(owner), replaced)}`;
}

/**
 * Undefined for a name that this owner has not given, under any name of its entry: it is never
 * touched.
 */
export function managedName(owner: Owner, name: string): ManagedName | undefined {
  const prefix = [owner.entry, ...(owner.was ?? [])]
    .flatMap((entry) => [prefixOf({ ...owner, entry }), firstPrefixOf({ ...owner, entry })])
    .find((candidate) => name.startsWith(candidate));
  if (prefix === undefined) return undefined;
  const [, day, time, run, number, replaces] =
    /^(\d{8})t(\d{6})z-([0-9a-z]{1,13})-(\d{1,3})(?:-f([0-9a-z]{5}))?$/.exec(
      name.slice(prefix.length),
    ) ?? [];
  if (day === undefined || time === undefined || run === undefined) return undefined;
  const iso = `${day}T${time}Z`.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const createdAt = new Date(iso);
  if (Number.isNaN(createdAt.getTime())) return undefined;
  return { name, prefix, createdAt, runId: fromBase36(run), number: Number(number), replaces };
}

/**
 * The owner in full, as authorities mark a credential with it: `api.github.com/4711/calm-release`.
 *
 * @param apiUrl of the GitHub server.
 */
export function ownerText({ entry, repositoryId }: Owner, apiUrl: string): string {
  return `${new URL(apiUrl).hostname}/${repositoryId}/${entry}`;
}

/**
 * What this owner has made for an entry that it has no more, as far as its name is short enough to
 * tell; undefined: of anybody else, or of an entry that there is.
 */
export function orphanOf(owner: Owner, name: string): Orphan | undefined {
  const [, entry = ''] = /^([a-z0-9-]{1,24})-[0-9a-z]{6,12}-\d{8}t\d{6}z-/.exec(name) ?? [];
  if (owner.entries === undefined || owner.entries.includes(entry)) return undefined;
  const former = { ...owner, entry, was: [] };
  return managedName(former, name) === undefined ? undefined : { name, entry };
}

/**
 * Tells what was stored from the few others of one owner, and gives nothing of it away: 26 bits of
 * a hash of something that nobody can guess.
 *
 * @param prefix of the name that carries it.
 */
export function fingerprint(prefix: string, replaced: string): string {
  return shortHash(`${prefix}\n${replaced}`, FINGERPRINT);
}

export function prefixOf({ server = 'github.com', repositoryId, entry }: Owner): string {
  const digest = sha256(`${server}\n${repositoryId}\n${entry}`);
  const hash = digest.readBigUInt64BE(0).toString(36).padStart(OWNER, '0').slice(-OWNER);
  return `${entry.slice(0, ENTRY)}-${hash}-`;
}

/** As the first version has given it: such names are known as long as there are any. */
function firstPrefixOf({ entry, repositoryId }: Owner): string {
  return `${entry.slice(0, 18)}-${shortHash(`${repositoryId}\n${entry}`, 6)}-`;
}

/** So many characters in base 36, 9 at most. */
function shortHash(text: string, length: number): string {
  return sha256(text).readUIntBE(0, 6).toString(36).padStart(length, '0').slice(-length);
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function fromBase36(text: string): string {
  return [...text]
    .reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
    .toString();
}
