import type { Timing } from '../../http/http.ts';
import { header } from '../../http/http.ts';
import { backoff, retryAfter } from '../../http/retry.ts';
import { isBusy, isSilence, type SmAnswer, type SmResult } from './service-manager-answer.ts';

const ATTEMPTS = 4;

/** What decides whether there is time to wait. */
export interface Clock {
  readonly timing: Timing;
  /** Milliseconds since the epoch after which nothing is sent or waited for. */
  readonly deadline: number;
}

/**
 * How long to wait before a request is sent again, in milliseconds; undefined: the result is final,
 * or the deadline would pass.
 *
 * @param attempt how many were sent so far, from 1 on.
 * @param harmless may it take place twice? Otherwise it is repeated only after an answer that tells
 * that nothing was done.
 */
export function waitBeforeNext(
  result: SmResult,
  attempt: number,
  harmless: boolean,
  { timing, deadline }: Clock,
): number | undefined {
  if (attempt >= ATTEMPTS) return undefined;
  const random = timing.random();
  const wait = isSilence(result)
    ? !harmless || result.unanswered.retries < attempt
      ? undefined
      : backoff(undefined, attempt, random)
    : waitAfterAnswer(result, attempt, harmless, random, timing.now());
  return wait === undefined || timing.now() + wait >= deadline ? undefined : wait;
}

function waitAfterAnswer(
  answer: SmAnswer,
  attempt: number,
  harmless: boolean,
  random: number,
  now: number,
): number | undefined {
  const status = isBusy(answer) ? 503 : answer.status;
  if (!harmless && status !== 429 && !isBusy(answer)) return undefined;
  const backedOff = backoff(status, attempt, random);
  if (backedOff === undefined) return undefined;
  // With jitter on top, so that all who were told the same time do not come back at once.
  const asked = askedWait(answer, now);
  return asked === undefined ? backedOff : asked + random * 1000;
}

/** Seconds and an HTTP date, as RFC 9110 10.2.3 says, and what Go prints of a time. */
function askedWait({ response }: SmAnswer, now: number): number | undefined {
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? \+0000 UTC(?: m=[+-][\d.]+)?$/.exec(
      header(response, 'retry-after')?.trim() ?? '',
    ) ?? [];
  const date = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(date) ? retryAfter(response, now) : Math.max(0, date - now);
}
