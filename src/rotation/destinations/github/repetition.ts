import { httpDate, type Timing } from '../../../base/time.ts';
import { TransportFailure } from '../../../http/errors.ts';
import { backoff } from '../../../http/exchange.ts';
import type { GitHubResponse } from './requests.ts';

/** How often a request is repeated after faults, and after answers that name a rate limit. */
const MOST_FAULTS = 3;

const MOST_LIMITS = 5;

/** What GitHub asks for where it does not say how long to wait, in milliseconds; doubled each time. */
const UNTOLD = 60_000;

const SHORTEST = 1000;

/** What came of the attempts so far. */
export interface Tally {
  readonly fault: number;
  readonly limit: number;
}

export interface NextAttempt {
  /** Milliseconds. */
  readonly wait: number;
  readonly because: 'fault' | 'limit';
}

/**
 * Decides whether an attempt is repeated; undefined: its result is final. Connection errors and
 * 500, 502, 503 and 504 are, a few times; a rate limit is waited for, as GitHub describes it; any
 * other answer is not.
 */
export function nextAttempt(
  result: GitHubResponse | TransportFailure,
  tally: Tally,
  timing: Pick<Timing, 'now' | 'random'>,
): NextAttempt | undefined {
  const now = timing.now();
  const random = timing.random();
  if (result instanceof TransportFailure) {
    if (tally.fault >= Math.min(MOST_FAULTS, result.retries)) return undefined;
    return fault(backoff(undefined, tally.fault + 1, random));
  }
  if (isRateLimited(result)) {
    if (tally.limit >= MOST_LIMITS) return undefined;
    const wait = askedWait(result, now) ?? UNTOLD * 2 ** tally.limit;
    return { wait: Math.max(SHORTEST, wait), because: 'limit' };
  }
  if (result.status < 500 || tally.fault >= MOST_FAULTS) return undefined;
  const step = fault(backoff(result.status, tally.fault + 1, random));
  return step && { ...step, wait: Math.max(step.wait, retryAfter(result, now) ?? 0) };
}

function fault(wait: number | undefined): NextAttempt | undefined {
  return wait === undefined ? undefined : { wait, because: 'fault' };
}

/** GitHub says it in several ways, and answers 403 to what is not allowed at all, too. */
export function isRateLimited({ status, headers, data }: GitHubResponse): boolean {
  if (status === 429) return true;
  if (status !== 403) return false;
  if (headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0') return true;
  const message = (data as { readonly message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' && /rate limit|abuse detection/i.test(message);
}

/** The wait that an answer names, in milliseconds; undefined: it names none. */
function askedWait(answer: GitHubResponse, now: number): number | undefined {
  const asked = retryAfter(answer, now);
  if (asked !== undefined) return asked;
  const { 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset = '' } = answer.headers;
  if (remaining !== '0' || !/^\d{1,12}$/.test(reset)) return undefined;
  // Both times by GitHub's clock; a second more, since they have no fractions.
  return Number(reset) * 1000 + 1000 - (httpDate(answer.headers['date']) ?? now);
}

/** RFC 9110 10.2.3. */
function retryAfter({ headers }: GitHubResponse, now: number): number | undefined {
  const value = headers['retry-after']?.trim() ?? '';
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  return date === undefined ? undefined : Math.max(0, date - now);
}
