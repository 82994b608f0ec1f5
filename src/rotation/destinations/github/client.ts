import { Failure, type FailureParts } from '../../../base/failure.ts';
import { secureUrl } from '../../../base/url.ts';
import { TransportFailure } from '../../../http/errors.ts';
import { counted } from '../../../http/exchange.ts';
import type { Context } from '../../../runner/runner.ts';
import { writePace } from './pace.ts';
import { isRateLimited, type NextAttempt, nextAttempt } from './repetition.ts';
import { type GitHubResponse, type ParametersOf, type Route, requestsTo } from './requests.ts';

export interface GitHubAnswer extends GitHubResponse {
  /** How many requests it took. */
  readonly attempts: number;
}

/** GitHub's REST API with its limits kept. One client serves all of a run. */
export interface GitHubClient {
  /** For messages. */
  readonly host: string;
  /**
   * Sends a request, after all that were sent before, and again where that may help.
   *
   * @param options.once never again: the answer is only nice to have. A POST is sent once anyway.
   * @returns the final answer, of whatever status.
   * @throws Failure E_DESTINATION where none came within the deadline.
   */
  send<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    options?: { readonly once?: boolean },
  ): Promise<GitHubAnswer>;
  /** Waits so many milliseconds, unless that would pass the deadline: then it returns false. */
  pause(milliseconds: number): Promise<boolean>;
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
}

/** @throws Failure E_INPUT_MISSING, E_INPUT_CHARSET, or one of `secureUrl` for the API URL. */
export function gitHubClient(context: GitHubContext): GitHubClient {
  const { timing, deadline, runner } = context;
  const url = secureUrl(context.apiUrl, 'API URL of GitHub');
  const sendOnce = requestsTo(url, context.token, context);
  const pace = writePace(timing.now, context.writesInAnHour);
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
    const writes = !route.startsWith('GET ');
    if (writes) await keepPace();
    if (timing.now() >= deadline) {
      throw failure('No time is left.', { next: 'Raise the input timeout.' });
    }
    const result = await sendOnce(route, parameters);
    if (writes) pace.ended();
    return result;
  }
  async function untilFinal<R extends Route>(
    route: R,
    parameters: ParametersOf<R>,
    once: boolean,
  ): Promise<GitHubAnswer> {
    const tally = { fault: 0, limit: 0 };
    for (let attempts = 1; ; attempts++) {
      const result = await attempt(route, parameters);
      const next = once ? undefined : nextAttempt(result, tally, timing);
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
    return new Failure('E_DESTINATION', happened, { facts: [...facts, ...place], next });
  }
  return {
    host: url.host,
    pause,
    send(route, parameters, { once = false } = {}) {
      const never = once || route.startsWith('POST ');
      const sent = last.then(() => untilFinal(route, parameters, never));
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
