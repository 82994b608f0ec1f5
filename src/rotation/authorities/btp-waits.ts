import { isJsonObject } from '../../credentials/credential.ts';
import { retryAfter } from '../../http/retry.ts';
import { type BtpAnswer, reasonTexts } from './btp-answer.ts';
import { type BtpSilence, isSilence } from './btp-exchange.ts';
import type { BtpContext } from './btp-options.ts';
import { waitAfter } from './waits.ts';

/** At most so many logins in a row: one of twenty is answered 504 after 20 s. */
export const LOGIN_ATTEMPTS = 3;
export const COMMAND_ATTEMPTS = 4;

/** `waitAfter` for what the CLI server answers. */
export function waitBeforeNext(
  result: BtpAnswer | BtpSilence,
  attempt: number,
  attempts: number,
  context: BtpContext,
): number | undefined {
  if (attempt >= attempts) return undefined;
  return waitAfter(isSilence(result) ? result : advice(result, context), attempt, context);
}

function advice(answer: BtpAnswer, { timing }: BtpContext) {
  return {
    status: isLocked(answer) ? 503 : answer.status,
    asked: retryAfter(answer.response, timing.now()) ?? rateWindow(answer),
  };
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
