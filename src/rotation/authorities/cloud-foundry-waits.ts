import { type HttpResponse, header } from '../../http/http.ts';
import { backoff, retryAfter } from '../../http/retry.ts';
import { type CfAnswer, type CfResult, isBusy, isSilence } from './cloud-foundry-answer.ts';
import type { CfContext } from './cloud-foundry-context.ts';

/** At most so many of one request in a row. */
export const ATTEMPTS = 4;
/** A login that failed without a verdict may have counted as one of the few that lock a user. */
export const LOGIN_ATTEMPTS = 3;

/**
 * How long to wait before a request that is safe to repeat is sent again, in milliseconds;
 * undefined: the result is final, or the deadline would pass.
 */
export function waitBeforeNext(
  result: CfResult,
  most: number,
  { world: { timing, deadline } }: CfContext,
): number | undefined {
  const { attempts } = result;
  if (attempts >= most) return undefined;
  const random = timing.random();
  const wait = isSilence(result)
    ? result.unanswered.retries < attempts
      ? undefined
      : backoff(undefined, attempts, random)
    : waitAfterAnswer(result, random, timing.now());
  return wait === undefined || timing.now() + wait >= deadline ? undefined : wait;
}

function waitAfterAnswer(answer: CfAnswer, random: number, now: number): number | undefined {
  const status = isBusy(answer) ? 503 : answer.status;
  const backedOff = backoff(status, answer.attempts, random);
  if (backedOff === undefined) return undefined;
  const asked = askedWait(answer, now);
  // With jitter on top, so that all who were told the same time do not come back at once.
  return asked === undefined ? backedOff : asked + random * 1000;
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

/** Waits, and says so before. */
export async function pause(
  what: string,
  result: CfResult,
  wait: number,
  { world: { timing, onProgress } }: CfContext,
): Promise<void> {
  const reason = isSilence(result) ? result.unanswered.code : `status ${result.status}`;
  onProgress(`${what} is sent again in ${Math.ceil(wait / 1000)} s (${reason}).`);
  await timing.sleep(wait);
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
