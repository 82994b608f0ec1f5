import { getOctokit } from '@actions/github';
import type { Endpoints } from '@octokit/types';
import { Failure, type FailureParts, unexpected } from '../../../base/failure.ts';
import { httpDate, type Timing } from '../../../base/time.ts';
import { secureUrl, withoutSlashes } from '../../../base/url.ts';
import { TransportFailure } from '../../../http/errors.ts';
import { backoff, counted, limitsUntil, retryAfter } from '../../../http/exchange.ts';
import type { AttemptLimits, HttpRequest, Transport } from '../../../http/http.ts';
import type { Context } from '../../../runner/runner.ts';
import { type GitHubAnswer, type GitHubResponse, quotedReason } from './answers.ts';

/**
 * A method and a path, as GitHub's description of its API has them. GET, PUT and PATCH as they are
 * used here may be repeated without harm: they say what is to be. POST makes another one each time.
 */
export type Route = RestRoute | typeof GRAPHQL;

type RestRoute = keyof Endpoints & `${'GET' | 'PUT' | 'PATCH' | 'POST'} /${string}`;

/** Queries alone, which change nothing. */
const GRAPHQL = 'POST /graphql';

/** They fill the path; the rest is the query of GET and the body of the others. */
export type ParametersOf<R extends Route> = R extends RestRoute
  ? Endpoints[R]['parameters']
  : { readonly query: string };

/** GitHub's REST API with its limits kept. One client serves all of a run. */
export interface GitHubClient {
  /** For messages. */
  readonly host: string;
  /**
   * Sends a request, after all that were sent before, and again where that may help.
   *
   * @param options.once never again: the answer is only nice to have. A POST is sent again only where
   * the answer says that nothing was done.
   * @returns the final answer, of whatever status.
   * @throws Failure E_DESTINATION where none came within the deadline; E_PROXY.
   */
  send<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    options?: { readonly once?: boolean },
  ): Promise<GitHubAnswer>;
  /** Waits so many milliseconds, unless that would pass the deadline: then it returns false. */
  pause(milliseconds: number): Promise<boolean>;
  /**
   * A sentence with GitHub's own reason of a refusal; empty: it gives none.
   *
   * @param sent secrets of the request, which no message repeats.
   */
  reason(answer: GitHubAnswer, sent: readonly string[]): string;
}

/** What a step works with, and where and how it speaks to GitHub. */
export interface GitHubContext extends Context {
  /** The input github-token: of a GitHub App or of a person. */
  readonly token: string;
  /** GITHUB_API_URL: `https://api.github.com`, `https://HOST/api/v3`, `https://api.NAME.ghe.com`. */
  readonly apiUrl: string;
  /** `owner/name` of the repository that rotates. */
  readonly repository: string;
  /** How many writes an hour may see, if other jobs rotate the other entries in the same hour. */
  readonly writesInAnHour: number;
  /** Hears the time of each answer, by GitHub's clock, in milliseconds since the epoch. */
  readonly sawTime?: (time: number) => void;
}

/** @throws Failure E_INPUT_MISSING, E_INPUT_CHARSET, or one of `secureUrl` for the API URL. */
export function gitHubClient(context: GitHubContext): GitHubClient {
  const { timing, deadline, runner } = context;
  const url = secureUrl(context.apiUrl, 'API URL of GitHub');
  const sendOnce = requestsTo(url, context);
  const pace = writePace(timing.now, context.writesInAnHour);
  const fresh = freshToken(timing.now);
  let last: Promise<unknown> = Promise.resolve();

  async function pause(milliseconds: number): Promise<boolean> {
    if (milliseconds <= 0) return true;
    if (timing.now() + milliseconds >= deadline) return false;
    await timing.sleep(milliseconds);
    return true;
  }
  async function keepPace(): Promise<void> {
    const wait = pace.wait();
    if (!(await pause(wait))) {
      throw failure(
        `The next write may start in ${seconds(wait)} s, since GitHub allows 80 in a minute and 500 in an hour, and that is after the deadline.`,
        { next: 'Raise the input timeout, or split the destinations among several runs.' },
      );
    }
    pace.started();
  }
  async function attempt<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
  ): Promise<GitHubResponse | TransportFailure> {
    const writes = !route.startsWith('GET ') && route !== GRAPHQL;
    if (writes) await keepPace();
    if (timing.now() >= deadline) {
      throw failure('No time is left.', { next: 'Raise the input timeout.' });
    }
    fresh.used();
    const result = await sendOnce(route, parameters);
    const time = result instanceof TransportFailure ? undefined : httpDate(result.headers['date']);
    if (time !== undefined) context.sawTime?.(time);
    if (writes) pace.ended();
    return result;
  }
  async function untilFinal<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    once: boolean,
  ): Promise<GitHubAnswer> {
    const tally = { fault: 0, limit: 0, fresh: 0 };
    for (let attempts = 1; ; attempts++) {
      const result = await attempt(route, parameters);
      const wanted = nextAttempt(result, tally, timing) ?? fresh.nextAttempt(result);
      // After a fault nobody knows whether a POST has made something.
      const creates = route.startsWith('POST ') && route !== GRAPHQL;
      const isHarmless = !creates || wanted?.because !== 'fault';
      const next = once || !isHarmless ? undefined : wanted;
      if (next === undefined) return final(result, next, attempts);
      runner.debug(`another attempt after: ${outcome(result)}`);
      tally[next.because] += 1;
      if (!(await pause(next.wait))) return final(result, next, attempts);
    }
  }
  /** What an attempt comes to that is not repeated, because of `next` or of the deadline. */
  function final(
    result: GitHubResponse | TransportFailure,
    next: NextAttempt | undefined,
    attempts: number,
  ): GitHubAnswer {
    if (result instanceof TransportFailure) {
      const { code, happened, next: advice } = result;
      throw failure(happened, { facts: [code], next: advice }, attempts);
    }
    if (isRateLimited(result)) {
      throw failure(limited(result.status, next?.wait), { next: LATER }, attempts);
    }
    return { ...result, attempts };
  }
  function failure(
    happened: string,
    { facts = [], next = '' }: Omit<FailureParts, 'happened'>,
    attempts = 0,
  ): Failure {
    const place = attempts === 0 ? [url.host] : [url.host, counted(attempts)];
    return new Failure('E_DESTINATION', happened, next, [...facts, ...place]);
  }
  return {
    host: url.host,
    pause,
    reason(answer, sent) {
      context.secrets.keep([context.token.trim(), ...sent]);
      return quotedReason(answer, context.secrets);
    },
    send(route, parameters, { once = false } = {}) {
      const sent = last.then(() => untilFinal(route, parameters, once));
      last = sent.catch(() => undefined);
      return sent;
    },
  };
}

function outcome(result: GitHubResponse | TransportFailure): string {
  return result instanceof TransportFailure ? result.code : `status ${result.status}`;
}

const LATER = 'Run the job later, or raise the input timeout.';

function limited(status: number, wait: number | undefined): string {
  const again =
    wait === undefined
      ? 'waiting has not helped'
      : `it may be asked again in ${seconds(wait)} s, which is after the deadline`;
  return `GitHub answered ${status}: a rate limit is reached, and ${again}.`;
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}

/** The shortest time between the starts of two writes, in milliseconds. */
const GAP = 1000;

const HOUR = 3_600_000;

/** How many writes GitHub allows in so many milliseconds. */
const WINDOWS = [
  { writes: 80, within: 60_000 },
  { writes: 500, within: HOUR },
] as const;

const LONGEST = 500;

interface WritePace {
  /** How many milliseconds from now on the next write has to wait. */
  wait(): number;
  /** A write starts now. */
  started(): void;
  /** It has been answered, or never will be. */
  ended(): void;
}

/**
 * The pace that GitHub asks for where requests create content: one after the other, a second apart,
 * at most 80 in any minute and 500 in any hour. A token bucket would let twice as many pass in the
 * minute after a rest, so the times of the last 500 writes are kept instead.
 *
 * @param now milliseconds since the epoch.
 * @param writesInAnHour how many writes the jobs that follow one another could want in an hour. A job
 * does not know when the one before it wrote; where all could be too many, each spreads its own evenly.
 */
export function writePace(now: () => number, writesInAnHour = 0): WritePace {
  const spread = writesInAnHour > LONGEST;
  const gap = spread ? HOUR / LONGEST : GAP;
  // The job before this one may have written just now.
  const starts: number[] = spread ? [now()] : [];
  let end = Number.NEGATIVE_INFINITY;
  return {
    wait() {
      const last = starts.at(-1);
      if (last === undefined) return 0;
      const limits = WINDOWS.map(({ writes, within }) => (starts.at(-writes) ?? -within) + within);
      // GitHub's times have no fractions: writes in one second would not show which was the later.
      return Math.max(0, Math.max(last + gap, end + GAP, ...limits) - now());
    },
    started() {
      starts.push(now());
      if (starts.length > LONGEST) starts.shift();
    },
    ended() {
      end = now();
    },
  };
}

const ATTEMPT_LIMITS: AttemptLimits = { connect: 10_000, firstByte: 20_000, total: 30_000 };

const HEADERS = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
} as const;

function silent(): void {}

/** Octokit warns of deprecated paths on the console. */
const LOG = { debug: silent, info: silent, warn: silent, error: silent };

/**
 * Requests by @actions/github: it fills paths, headers and bodies. Its own proxies, console lines
 * and redirects are not used; errors of it hold the request and go no further than this file.
 *
 * @returns what sends one request once, and gives any answer, or why there is none.
 * @throws Failure E_INPUT_MISSING or E_INPUT_CHARSET for the token; later what the transport throws
 * before anything is sent.
 */
function requestsTo(url: URL, { token, transport, timing, deadline }: GitHubContext) {
  const limits = () => limitsUntil(deadline, timing.now(), ATTEMPT_LIMITS);
  const base = withoutSlashes(url.href);
  const { request } = getOctokit(checkedToken(token), {
    baseUrl: base,
    userAgent: 'api-client-credentials',
    log: LOG,
    request: { fetch: fetchOver(transport, limits), log: LOG },
  });
  const send = request as (route: string, options: object) => Promise<OctokitResponse>;
  return async <R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
  ): Promise<GitHubResponse | TransportFailure> => {
    try {
      // GitHub Enterprise Server has /api/v3 and /api/graphql.
      const baseUrl = route === GRAPHQL ? base.replace(/\/api\/v3$/, '/api') : base;
      return responseOf(await send(route, { ...parameters, baseUrl, headers: HEADERS }));
    } catch (error) {
      const { response, cause } = error as { response?: OctokitResponse; cause?: unknown };
      if (response !== undefined) return responseOf(response);
      if (cause instanceof TransportFailure) return cause;
      // Nothing was sent: a proxy variable, for example, is no URL.
      if (cause instanceof Failure) throw cause;
      throw unexpected(cause ?? error);
    }
  };
}

interface OctokitResponse {
  readonly status: number;
  readonly headers: object;
  readonly data?: unknown;
}

function responseOf({ status, headers, data }: OctokitResponse): GitHubResponse {
  return { status, headers: headers as GitHubResponse['headers'], data };
}

function checkedToken(token: string): string {
  const trimmed = token.trim();
  if (trimmed === '') {
    throw new Failure(
      'E_INPUT_MISSING',
      'There is no token to write secrets with: give the input github-token.',
      'GITHUB_TOKEN of the job cannot write secrets.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(trimmed)) {
    throw new Failure(
      'E_INPUT_CHARSET',
      'The input github-token holds a space, a line break or another character that no token has.',
    );
  }
  return trimmed;
}

/** What an Octokit client passes to its `fetch`. */
interface FetchOptions {
  readonly method: HttpRequest['method'];
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * A `fetch` for Octokit clients that sends by the transport of this project, so that its limits,
 * proxies, roots and words hold there, too. Redirects are not followed. Of a Response (Fetch, 5.5) it
 * gives as much as an Octokit client reads.
 *
 * @param limits of the attempt that begins.
 */
function fetchOver(transport: Transport, limits: () => AttemptLimits) {
  return async (url: string, { method, headers, body = '' }: FetchOptions) => {
    const answer = await transport({ method, url: new URL(url), headers, body }, limits());
    const named = Object.entries(answer.headers).map(
      ([name, value]) => [name, String(value)] as const,
    );
    return {
      status: answer.status,
      url,
      headers: new Map(named),
      text: async () => answer.body.toString('utf8'),
      arrayBuffer: async () => Uint8Array.from(answer.body).buffer,
    };
  };
}

// When a request is sent once more.

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
