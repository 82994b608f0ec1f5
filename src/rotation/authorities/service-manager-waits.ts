import { header } from '../../http/http.ts';
import { retryAfter } from '../../http/retry.ts';
import { isBusy, isSilence, type SmAnswer, type SmResult } from './service-manager-answer.ts';
import { type Clock, waitAfter } from './waits.ts';

const ATTEMPTS = 4;

/**
 * `waitAfter` for what Service Manager answers.
 *
 * @param harmless may it take place twice? Otherwise it is repeated only after an answer that tells
 * that nothing was done.
 */
export function waitBeforeNext(
  result: SmResult,
  attempt: number,
  harmless: boolean,
  clock: Clock,
): number | undefined {
  if (attempt >= ATTEMPTS || !(harmless || isPostponed(result))) return undefined;
  const known = isSilence(result) ? result : advice(result, clock.timing.now());
  return waitAfter(known, attempt, clock);
}

/** Was it refused before anything was done? */
function isPostponed(result: SmResult): boolean {
  return !isSilence(result) && (result.status === 429 || isBusy(result));
}

function advice(answer: SmAnswer, now: number) {
  return { status: isBusy(answer) ? 503 : answer.status, asked: askedWait(answer, now) };
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
