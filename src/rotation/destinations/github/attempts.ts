import { httpDate, type Timing } from '../../../base/time.ts';
import { TransportFailure } from '../../../http/errors.ts';
import { backoff, retryAfter } from '../../../http/exchange.ts';
import type { GitHubResponse } from './answers.ts';

/** How often a request is repeated after faults, and after answers that name a rate limit. */
const MOST_FAULTS = 3;

const MOST_LIMITS = 5;

/** What GitHub asks for where it does not say how long to wait, in milliseconds; doubled each time. */
const UNTOLD = 60_000;

const SHORTEST = 1000;

/** What came of the attempts so far. */
interface Tally {
  readonly fault: number;
  readonly limit: number;
}

export interface NextAttempt {
  /** Milliseconds. */
  readonly wait: number;
  readonly because: 'fault' | 'limit' | 'fresh';
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

/** How long servers of GitHub may not know a token that was made just now: milliseconds. */
const FRESH = 5000;

const FIRST_WAIT = 500;

/** The first seconds of a token, which a job makes shortly before it is used. */
export interface FreshToken {
  /** A request is sent with it now. */
  used(): void;
  /** Decides whether an attempt is repeated because its token may not be known yet. */
  nextAttempt(result: GitHubResponse | TransportFailure): NextAttempt | undefined;
}

/**
 * A token that was made just now may be answered 401, 403 or 404, by one server of GitHub and not by
 * another (octokit/auth-app.js#65). Such an answer counts from the first seconds on; until then the
 * request is repeated, since it has done nothing. Where a request was let in, 403 and 404 are about
 * what was asked for.
 *
 * @param now milliseconds since the epoch.
 */
export function freshToken(now: () => number): FreshToken {
  let since: number | undefined;
  let isKnown = false;
  let wait = FIRST_WAIT;
  return {
    used() {
      since ??= now();
    },
    nextAttempt(result) {
      if (result instanceof TransportFailure || result.status >= 500) return undefined;
      const { status } = result;
      if (![401, 403, 404].includes(status)) isKnown = true;
      const mayPass = status === 401 || (!isKnown && (status === 403 || status === 404));
      if (!mayPass || since === undefined || now() + wait >= since + FRESH) return undefined;
      const next = { wait, because: 'fresh' } as const;
      wait *= 2;
      return next;
    },
  };
}
