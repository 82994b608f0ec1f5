import { createHash } from 'node:crypto';
import { managedName } from './credential-name.ts';
import type { IssuedCredential, Managed, Owner, Schedule, Validity } from './types.ts';

/** More living credentials than this are a fault somewhere: none is created beside them. */
export const MOST_LIVING = 5;

/** Due dates are brought forward by up to this part of the interval, so that they do not bunch. */
const SPREAD = 0.1;

/** A certificate is replaced when this part of its time is over: the rest is for runs that fail. */
const CERTIFICATE_USE = 2 / 3;

/** Ours, the oldest first. */
export function managed(owner: Owner, listed: readonly IssuedCredential[]): readonly Managed[] {
  return listed
    .flatMap(({ name, usable }) => {
      const known = managedName(owner, name);
      return known === undefined ? [] : [{ ...known, usable }];
    })
    .sort(
      (one, other) =>
        one.createdAt.getTime() - other.createdAt.getTime() || one.number - other.number,
    );
}

/**
 * When a credential that was created then is to be replaced. Credentials of one age get different
 * days: each has its own point in the last tenth of the interval, so that those that were made
 * together spread more with each round. A certificate may end before that day.
 *
 * @param entry the name of the entry; with the time of creation it decides the point.
 */
export function dueAt(
  createdAt: Date,
  entry: string,
  { rotateEvery }: Schedule,
  certificate?: Validity,
): Date {
  const byAge =
    createdAt.getTime() + rotateEvery * (1 - SPREAD * pointOf(`${entry} ${createdAt.getTime()}`));
  if (certificate === undefined) return new Date(byAge);
  return new Date(Math.min(byAge, replacedAt(certificate).getTime()));
}

/** When a certificate is replaced, however young the credential is. */
export function replacedAt({ from, to }: Validity): Date {
  return new Date(from.getTime() + (to.getTime() - from.getTime()) * CERTIFICATE_USE);
}

/** Evenly spread over 0 to 1, also for names that differ in their last character alone. */
function pointOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/**
 * From when on one of ours may be deleted that is not the current one: so late that no job can still
 * hold it. That counts for credentials that were never stored, too: one may have reached a
 * destination before its run died.
 *
 * @param writtenAt when the main destination was last written, by its own clock.
 */
export function retirableAt(createdAt: Date, writtenAt: Date, { keepOld }: Schedule): Date {
  return new Date(Math.max(createdAt.getTime(), writtenAt.getTime()) + keepOld);
}

/** Which of ours may be deleted now. */
export function retirable(
  ours: readonly Managed[],
  currentName: string,
  writtenAt: Date,
  now: number,
  schedule: Schedule,
): readonly Managed[] {
  return ours.filter(
    ({ name, createdAt }) =>
      name !== currentName && retirableAt(createdAt, writtenAt, schedule).getTime() <= now,
  );
}
