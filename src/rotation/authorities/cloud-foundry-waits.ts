import { type HttpResponse, header } from '../../http/http.ts';
import { retryAfter } from '../../http/retry.ts';
import { type CfAnswer, type CfResult, isBusy, isSilence } from './cloud-foundry-answer.ts';
import type { CfContext } from './cloud-foundry-context.ts';
import { waitAfter } from './waits.ts';

/** At most so many of one request in a row. */
export const ATTEMPTS = 4;
/** A login that failed without a verdict may have counted as one of the few that lock a user. */
export const LOGIN_ATTEMPTS = 3;

/** `waitAfter` for what Cloud Foundry answers. */
export function waitBeforeNext(
  result: CfResult,
  most: number,
  { world }: CfContext,
): number | undefined {
  if (result.attempts >= most) return undefined;
  const known = isSilence(result) ? result : advice(result, world.timing.now());
  return waitAfter(known, result.attempts, world);
}

function advice(answer: CfAnswer, now: number) {
  return { status: isBusy(answer) ? 503 : answer.status, asked: askedWait(answer, now) };
}

/** The wait that an answer asks for, in milliseconds; a 429 tells at least when the hour is over. */
export function askedWait({ response, status }: CfAnswer, now: number): number | undefined {
  return retryAfter(response, now) ?? (status === 429 ? untilReset(response, now) : undefined);
}

/** `X-RateLimit-Reset`: seconds since the epoch. */
function untilReset(response: HttpResponse, now: number): number | undefined {
  const value = header(response, 'x-ratelimit-reset')?.trim() ?? '';
  return /^\d{1,12}$/.test(value) ? Math.max(0, Number(value) * 1000 - now) : undefined;
}

/** Was it refused before anything was done, so that even a creation may be sent again? */
export function isPostponed(result: CfResult): boolean {
  return !isSilence(result) && (result.status === 429 || isBusy(result));
}

/** Brokers mostly need a second; Cloud Foundry asks slow ones once a minute. */
const FIRST = 1000;
const LONGEST = 15_000;

/**
 * Waits before something is asked that takes its time, each time twice as long, up to 15 s.
 *
 * @param waits how often it was waited for that so far, from 0 on.
 * @returns false, at once: the deadline would pass.
 */
export async function pace(
  what: string,
  waits: number,
  { world: { timing, deadline, onProgress } }: CfContext,
): Promise<boolean> {
  const wait = Math.min(LONGEST, FIRST * 2 ** waits);
  if (timing.now() + wait >= deadline) return false;
  onProgress(`Waiting ${wait / 1000} s for ${what}.`);
  await timing.sleep(wait);
  return true;
}
