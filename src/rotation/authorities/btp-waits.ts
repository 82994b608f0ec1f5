import { isJsonObject } from '../../credentials/credential.ts';
import { backoff, retryAfter } from '../../http/retry.ts';
import { type BtpAnswer, reasonTexts } from './btp-answer.ts';
import { type BtpSilence, isSilence } from './btp-exchange.ts';
import type { BtpContext } from './btp-options.ts';

/** At most so many logins in a row: one of twenty is answered 504 after 20 s. */
export const LOGIN_ATTEMPTS = 3;
export const COMMAND_ATTEMPTS = 4;

/**
 * How long to wait before a request that is safe to repeat is sent again, in milliseconds;
 * undefined: the result is final, or the deadline would pass.
 *
 * @param attempt how many were sent so far, from 1 on.
 */
export function waitBeforeNext(
  result: BtpAnswer | BtpSilence,
  attempt: number,
  attempts: number,
  { timing, deadline }: BtpContext,
): number | undefined {
  if (attempt >= attempts) return undefined;
  const wait = isSilence(result)
    ? result.unanswered.retries < attempt
      ? undefined
      : backoff(undefined, attempt, timing.random())
    : waitAfterAnswer(result, attempt, timing.random(), timing.now());
  return wait === undefined || timing.now() + wait >= deadline ? undefined : wait;
}

function waitAfterAnswer(
  answer: BtpAnswer,
  attempt: number,
  random: number,
  now: number,
): number | undefined {
  const status = isLocked(answer) ? 503 : answer.status;
  const backedOff = status === undefined ? undefined : backoff(status, attempt, random);
  if (backedOff === undefined) return undefined;
  // With jitter on top, so that all who were told the same time do not come back at once.
  const asked = retryAfter(answer.response, now) ?? rateWindow(answer);
  return asked === undefined ? backedOff : asked + random * 1000;
}

/** Another operation holds the account: it is over in a moment. */
export function isLocked(answer: BtpAnswer): boolean {
  return (
    answer.status === 400 && reasonTexts(answer).some((text) => text.includes('[Error: 30004/400]'))
  );
}

/** `Maximum request rate limit is X requests in Y seconds` stands in the details of a 429. */
function rateWindow({ status, document }: BtpAnswer): number | undefined {
  const error = isJsonObject(document) ? document['error'] : undefined;
  const details = status === 429 && isJsonObject(error) ? error['details'] : undefined;
  if (!Array.isArray(details)) return undefined;
  for (const detail of details.slice(0, 10)) {
    const message = isJsonObject(detail) ? detail['message'] : undefined;
    const [, seconds] =
      / in (\d{1,5}) seconds?\b/.exec(typeof message === 'string' ? message : '') ?? [];
    if (seconds !== undefined) return Number(seconds) * 1000;
  }
  return undefined;
}

/** Waits, and says so before. */
export async function pause(
  what: string,
  result: BtpAnswer | BtpSilence,
  wait: number,
  { timing, onProgress }: BtpContext,
): Promise<void> {
  const reason = isSilence(result) ? result.unanswered.code : `status ${result.status}`;
  onProgress?.(`${what} is sent again in ${Math.ceil(wait / 1000)} s (${reason}).`);
  await timing.sleep(wait);
}
