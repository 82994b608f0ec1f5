import { createHash } from 'node:crypto';
import { fingerprint, managedName } from './credential-name.ts';
import type { IssuedCredential, Managed, Observed, Owner, Schedule, Validity } from './types.ts';

/** More living credentials than this are a fault somewhere: none is created beside them. */
export const MOST_LIVING = 5;

/** Due dates are brought forward by up to this part of the interval, so that they do not bunch. */
const SPREAD = 0.1;

/** A certificate is replaced when this part of its time is over: the rest is for runs that fail. */
const CERTIFICATE_USE = 2 / 3;

/**
 * No name of ours is from later than this, in milliseconds from now: GitHub's clock gives them. One
 * that is was planted, or given by a clock that was wrong; whatever is newer would have to follow it.
 */
export const FUTURE = 3_600_000;

export function isFuture(time: Date, now: number): boolean {
  return time.getTime() > now + FUTURE;
}

/** Ours, the oldest first, those from the future included. */
export function managed(owner: Owner, listed: readonly IssuedCredential[]): readonly Managed[] {
  return listed
    .flatMap(({ name, usable, ours }) => {
      const known = ours === false ? undefined : managedName(owner, name);
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

/** Which of both has come; undefined: neither, so that the credential is not due. */
export function whyDue(
  createdAt: Date,
  entry: string,
  schedule: Schedule,
  certificate: Validity | undefined,
  now: number,
): 'certificate' | 'age' | undefined {
  if (certificate !== undefined && replacedAt(certificate).getTime() <= now) return 'certificate';
  return dueAt(createdAt, entry, schedule).getTime() <= now ? 'age' : undefined;
}

/** When a certificate is replaced, however young the credential is. */
export function replacedAt({ from, to }: Validity): Date {
  return new Date(from.getTime() + (to.getTime() - from.getTime()) * CERTIFICATE_USE);
}

/** Evenly spread over 0 to 1, also for names that differ in their last character alone. */
function pointOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** What tells how long a job may still hold one of ours that is not the current one. */
export interface Past {
  /** The oldest first. */
  readonly ours: readonly Managed[];
  /** When the main destination was last written, by its own clock. */
  readonly writtenAt: Date;
  /** Does anybody know when this run began? Else an old value may have been stored again. */
  readonly startKnown: boolean;
  /** Names carry the fingerprint of a secret in place of that of a name. */
  readonly bySecret: boolean;
}

/**
 * When one of ours was last stored anywhere. A credential is replaced once, by the one that says so in
 * its name; storing that one again later changes nothing about it. What was never stored, or nobody
 * says it, may have been in a destination until the main one was written the last time.
 */
export function heldUntil(one: Managed, past: Past): Date {
  const { ours, writtenAt, bySecret, startKnown } = past;
  const later = ours.slice(ours.findIndex(({ name }) => name === one.name) + 1);
  const last = bySecret ? secondClaim(one, later) : claim(one, later, ours);
  if (last !== undefined && startKnown) return last.createdAt;
  const known = Math.max(writtenAt.getTime(), later[0]?.createdAt.getTime() ?? 0);
  return new Date(Math.max(one.createdAt.getTime(), known));
}

/** The last that has replaced it, or something of which nobody knows what was stored before. */
function claim(
  one: Managed,
  later: readonly Managed[],
  ours: readonly Managed[],
): Managed | undefined {
  return later.findLast((other) => claims(other, one) || !isKnown(other, ours));
}

/**
 * The last that has replaced the one that has replaced it. A secret that was pasted by hand is taken
 * for that of one of ours, so that one claim does not tell when it was replaced.
 */
function secondClaim({ replaces }: Managed, later: readonly Managed[]): Managed | undefined {
  const first = later.find((other) => other.replaces !== replaces);
  const after = later.filter((other) => ![replaces, first?.replaces].includes(other.replaces));
  return after.findLast((other) => other.replaces === after[0]?.replaces);
}

function claims({ replaces, prefix }: Managed, { name }: Managed): boolean {
  return replaces !== undefined && replaces === fingerprint(prefix, name);
}

/** Is the one that it has replaced one of ours? Else anything may have been stored before. */
function isKnown(one: Managed, ours: readonly Managed[]): boolean {
  return ours.some((other) => claims(one, other));
}

/**
 * From when on one of ours may be deleted that is not the current one: so late that no job can still
 * hold it.
 */
export function graceEnd(one: Managed, past: Past, { keepOld }: Schedule): Date {
  return new Date(heldUntil(one, past).getTime() + keepOld);
}

/** The same where nothing is known but when it was made and when the main destination was written. */
export function retirableAt(createdAt: Date, writtenAt: Date, { keepOld }: Schedule): Date {
  return new Date(Math.max(createdAt.getTime(), writtenAt.getTime()) + keepOld);
}

/** Which of ours are older than the grace period. */
export function retirable(
  past: Past,
  currentName: string,
  now: number,
  schedule: Schedule,
): readonly Managed[] {
  return past.ours.filter(
    (one) => one.name !== currentName && graceEnd(one, past, schedule).getTime() <= now,
  );
}

/** By so much, in milliseconds, the clock of a runner may be wrong. */
export const CLOCKS = 3_600_000;

interface RetirementCandidates {
  /** Older than the grace period. */
  readonly old: readonly Managed[];
  /**
   * So old that a certificate like the current one would have ended; the authority can tell. No job
   * can use them then, so they need no grace period. Where certificates live shorter than that, they
   * would pile up and never be old enough, since the period begins anew with each rotation.
   */
  readonly outlived: readonly Managed[];
}

/**
 * Which of ours a run may delete now, as far as time tells. Where nothing that works and that has a
 * name is stored, only what nobody can use any more.
 */
export function retirementCandidates(
  observed: Observed,
  schedule: Schedule,
  now: number,
): RetirementCandidates {
  const { current, ours, writtenAt, startKnown, showsAgain, bySecret } = observed;
  const outlived = showsAgain ? pastCertificates(ours, current, now) : [];
  if (current?.alive !== true || current.name === undefined) return { old: [], outlived };
  if (writtenAt === undefined || mayBeLate(observed)) return { old: [], outlived: [] };
  const { createdAt: currentSince } = current;
  const sure = (one: Managed) => startKnown || isReplaced(one, currentSince);
  const old = retirable({ ours, writtenAt, bySecret, startKnown }, current.name, now, schedule);
  return { old: old.filter(sure), outlived: outlived.filter(sure) };
}

function pastCertificates(
  ours: readonly Managed[],
  current: Observed['current'],
  now: number,
): readonly Managed[] {
  if (current?.certificate === undefined) return [];
  const { from, to } = current.certificate;
  const life = to.getTime() - from.getTime();
  return ours.filter(
    ({ name, createdAt, usable }) =>
      usable && name !== current.name && createdAt.getTime() + life <= now - CLOCKS,
  );
}

/**
 * Does a run that does not know when it began hold something older than the newest of ours? Then it may
 * come too late. It must store no old value again: the names say that it was replaced before, and a
 * later run would delete it while jobs hold it.
 */
export function mayBeLate({
  startKnown,
  current,
  ours,
}: Pick<Observed, 'startKnown' | 'current' | 'ours'>): boolean {
  const since = current?.createdAt;
  return (
    !startKnown &&
    current !== undefined &&
    ours.some(({ usable, createdAt }) => usable && (since === undefined || createdAt > since))
  );
}

/** Where nobody can say that this run is not too late, a newer one may be what jobs use by now. */
function isReplaced({ createdAt }: Managed, currentSince: Date | undefined): boolean {
  return currentSince !== undefined && createdAt < currentSince;
}
