import type { IssuedCredential } from './authority.ts';
import { type ManagedName, managedName, type Owner } from './credential-name.ts';

/** When a credential is replaced, and how long the replaced one lives on, both in milliseconds. */
export interface Schedule {
  readonly rotateEvery: number;
  readonly keepOld: number;
}

/** One of ours, with what its name tells. */
export interface Managed extends ManagedName {
  readonly usable: boolean;
}

/** More living credentials than this are a fault somewhere: none is created beside them. */
export const MOST_LIVING = 5;

/** Due dates are brought forward by up to this part of the interval, so that they do not bunch. */
const SPREAD = 0.1;

/** Ours, the oldest first. */
export function managed(owner: Owner, listed: readonly IssuedCredential[]): readonly Managed[] {
  return listed
    .flatMap(({ name, usable }) => {
      const known = managedName(owner, name);
      return known === undefined ? [] : [{ ...known, usable }];
    })
    .sort((one, other) => one.createdAt.getTime() - other.createdAt.getTime());
}

/**
 * When a credential that was created then is to be replaced. Entries of one age get different days:
 * each has its own point in the last tenth of the interval.
 *
 * @param entry the name of the entry, which decides the point.
 */
export function dueAt(createdAt: Date, entry: string, { rotateEvery }: Schedule): Date {
  return new Date(createdAt.getTime() + rotateEvery * (1 - SPREAD * pointOf(entry)));
}

/** Evenly spread over 0 to 1 (FNV-1a, 32 bits). */
function pointOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const character of text) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash / 2 ** 32;
}

/**
 * Which of ours may be deleted: not the current one, and old enough that no job can still hold it.
 * That counts for credentials that were never stored, too: one may have reached a destination before
 * its run died.
 *
 * @param writtenAt when the main destination was last written, by its own clock.
 */
export function retirable(
  ours: readonly Managed[],
  currentName: string,
  writtenAt: Date,
  now: number,
  { keepOld }: Schedule,
): readonly Managed[] {
  if (now - writtenAt.getTime() < keepOld) return [];
  return ours.filter(
    ({ name, createdAt }) => name !== currentName && now - createdAt.getTime() >= keepOld,
  );
}
