import { getOctokit } from '@actions/github';
import type { Endpoints } from '@octokit/types';
import { Failure, unexpected } from '../../../base/failure.ts';
import { withoutSlashes } from '../../../base/url.ts';
import { TransportFailure } from '../../../http/errors.ts';
import type { AttemptLimits, HttpRequest, HttpResponse, Transport } from '../../../http/http.ts';
import type { Context } from '../../../runner/runner.ts';

const ATTEMPT_LIMITS: AttemptLimits = { connect: 10_000, firstByte: 20_000, total: 30_000 };

const HEADERS = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
} as const;

function silent(): void {}

/** Octokit warns of deprecated paths on the console. */
const LOG = { debug: silent, info: silent, warn: silent, error: silent };

/**
 * A method and a path, as GitHub's description of its API has them. GET, PUT and PATCH as they are
 * used here may be repeated without harm: they say what is to be. POST makes another one each time.
 */
export type Route = keyof Endpoints & `${'GET' | 'PUT' | 'PATCH' | 'POST'} /${string}`;

/** They fill the path; the rest is the query of GET and the body of the others. */
export type ParametersOf<R extends Route> = Endpoints[R]['parameters'];

export interface GitHubResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What JSON says; a text where the body is none. */
  readonly data: unknown;
}

/** Sends one request once. @returns any answer, or why there is none. */
export type SendOnce = <R extends Route>(
  route: R,
  parameters: ParametersOf<R>,
) => Promise<GitHubResponse | TransportFailure>;

/**
 * Requests by @actions/github: it fills paths, headers and bodies. Its own proxies, console lines
 * and redirects are not used; errors of it hold the request and go no further than this file.
 *
 * @param token of a GitHub App or of a person.
 * @throws Failure E_INPUT_MISSING or E_INPUT_CHARSET for the token.
 */
export function requestsTo(
  url: URL,
  token: string,
  { transport, timing, deadline }: Pick<Context, 'transport' | 'timing' | 'deadline'>,
): SendOnce {
  function limits(): AttemptLimits {
    const left = Math.max(1, deadline - timing.now());
    return {
      connect: Math.min(ATTEMPT_LIMITS.connect, left),
      firstByte: Math.min(ATTEMPT_LIMITS.firstByte, left),
      total: Math.min(ATTEMPT_LIMITS.total, left),
    };
  }
  const octokit = getOctokit(checkedToken(token), {
    baseUrl: withoutSlashes(url.href),
    userAgent: 'api-client-credentials',
    log: LOG,
    request: { fetch: fetchOver(transport, limits), log: LOG },
  });
  return async (route, parameters) => {
    try {
      const request = octokit.request as (
        route: string,
        options: object,
      ) => Promise<OctokitResponse>;
      return responseOf(await request(route, { ...parameters, headers: HEADERS }));
    } catch (error) {
      const { response, cause } = error as { response?: OctokitResponse; cause?: unknown };
      if (response !== undefined) return responseOf(response);
      if (cause instanceof TransportFailure) return cause;
      if (cause instanceof Failure) {
        const { code, happened, facts, next } = cause;
        return new TransportFailure(code, happened, 0, false, { facts, next });
      }
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
      { next: 'GITHUB_TOKEN of the job cannot write secrets.' },
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
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** As much of a Response (Fetch, 5.5) as an Octokit client reads. */
interface FetchedResponse {
  readonly status: number;
  readonly url: string;
  readonly headers: ReadonlyMap<string, string>;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

export type Fetch = (url: string, options: FetchOptions) => Promise<FetchedResponse>;

/**
 * A `fetch` for Octokit clients that sends by the transport of this project, so that its limits,
 * proxies, roots and words hold there, too. Redirects are not followed.
 *
 * @param limits of the attempt that begins.
 */
export function fetchOver(transport: Transport, limits: () => AttemptLimits): Fetch {
  return async (url, { method, headers, body = '' }) => {
    const response = await transport(
      {
        method: method as HttpRequest['method'],
        url: new URL(url),
        headers,
        body,
      },
      limits(),
    );
    return {
      status: response.status,
      url,
      headers: headersOf(response),
      text: async () => response.body.toString('utf8'),
      arrayBuffer: async () => Uint8Array.from(response.body).buffer,
    };
  };
}

function headersOf({ headers }: HttpResponse): ReadonlyMap<string, string> {
  const entries = Object.entries(headers).map(([name, value]) => [name, String(value)] as const);
  return new Map(entries);
}
