import { secureUrl } from '../../credentials/urls.ts';
import { Failure } from '../../failure.ts';
import { counted } from '../../http/exchange.ts';
import { TransportFailure } from '../../http/transport-failure.ts';
import { writePace } from './github-pace.ts';
import {
  type GitHubResponse,
  type Parameters,
  type RequestOptions,
  type Route,
  requestsTo,
} from './github-requests.ts';
import { isRateLimited, type NextAttempt, nextAttempt } from './github-retry.ts';

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
  send(
    route: Route,
    parameters: Parameters,
    options?: { readonly once?: boolean },
  ): Promise<GitHubAnswer>;
  /** Waits so many milliseconds, unless that would pass the deadline: then it returns false. */
  pause(milliseconds: number): Promise<boolean>;
}

export interface GitHubClientOptions extends RequestOptions {
  /** GITHUB_API_URL: `https://api.github.com`, `https://HOST/api/v3`, `https://api.NAME.ghe.com`. */
  readonly apiUrl: string;
  /** How many writes the jobs that follow one another could want in an hour; see `writePace`. */
  readonly writesInAnHour?: number;
  /** Called before each repetition, with what happened: for a debug line. */
  readonly onRetry?: (what: string) => void;
}

/** @throws Failure E_INPUT_MISSING, E_INPUT_CHARSET, or one of `secureUrl` for the API URL. */
export function gitHubClient(options: GitHubClientOptions): GitHubClient {
  const { timing, deadline } = options;
  const url = secureUrl(options.apiUrl, 'API URL of GitHub');
  const sendOnce = requestsTo(url, options);
  const pace = writePace(timing.now, options.writesInAnHour);
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
        `The next write may start in ${seconds(wait)} s, since GitHub allows 80 in a minute and 500 in an hour, and that is after the deadline. Raise the input timeout, or split the destinations among several runs.`,
      );
    }
    pace.started();
  }
  async function attempt(
    route: Route,
    parameters: Parameters,
  ): Promise<GitHubResponse | TransportFailure> {
    const writes = !route.startsWith('GET ');
    if (writes) await keepPace();
    if (timing.now() >= deadline) throw failure('No time is left. Raise the input timeout.');
    const result = await sendOnce(route, parameters);
    if (writes) pace.ended();
    return result;
  }
  async function untilFinal(
    route: Route,
    parameters: Parameters,
    once: boolean,
  ): Promise<GitHubAnswer> {
    const tally = { fault: 0, limit: 0 };
    for (let attempts = 1; ; attempts++) {
      const result = await attempt(route, parameters);
      const next = once ? undefined : nextAttempt(result, tally, timing);
      if (next === undefined) return final(result, next, attempts);
      options.onRetry?.(outcome(result));
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
      throw failure(`${result.message} (${result.code})`, attempts);
    }
    if (isRateLimited(result)) throw failure(limited(result.status, next?.wait), attempts);
    return { ...result, attempts };
  }
  function failure(message: string, attempts = 0): Failure {
    const facts = attempts === 0 ? url.host : `${url.host}, ${counted(attempts)}`;
    return new Failure('E_DESTINATION', `${message} (${facts})`);
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

function limited(status: number, wait: number | undefined): string {
  const again =
    wait === undefined
      ? 'waiting has not helped'
      : `it may be asked again in ${seconds(wait)} s, which is after the deadline`;
  return `GitHub answered ${status}: a rate limit is reached, and ${again}. Run the job later, or raise the input timeout.`;
}

function seconds(milliseconds: number): number {
  return Math.ceil(milliseconds / 1000);
}
