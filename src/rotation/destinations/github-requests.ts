import { getOctokit } from '@actions/github';
import { withoutSlashes } from '../../credentials/urls.ts';
import { Failure, unexpected } from '../../failure.ts';
import type { AttemptLimits, Timing, Transport } from '../../http/http.ts';
import { TransportFailure } from '../../http/transport-failure.ts';
import { fetchOver } from './fetch-over-transport.ts';

const LIMITS: AttemptLimits = { connect: 10_000, firstByte: 20_000, total: 30_000 };

const HEADERS = {
  accept: 'application/vnd.github+json',
  'x-github-api-version': '2022-11-28',
} as const;

function silent(): void {}
/** Octokit warns of deprecated paths on the console. */
const LOG = { debug: silent, info: silent, warn: silent, error: silent };

/**
 * A method, and a path with `{names}`. GET, PUT and PATCH as it is used here may be repeated without
 * harm: they say what is to be. POST makes another one each time.
 */
export type Route = `${'GET' | 'PUT' | 'PATCH' | 'POST'} /${string}`;

/** They fill the path; the rest is the query of GET and the body of the others. */
export type Parameters = Readonly<Record<string, unknown>>;

export interface GitHubResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** What JSON says; a text where the body is none. */
  readonly data: unknown;
}

/** Sends one request once. @returns any answer, or why there is none. */
export type SendOnce = (
  route: Route,
  parameters: Parameters,
) => Promise<GitHubResponse | TransportFailure>;

export interface RequestOptions {
  /** Of a GitHub App or of a person. */
  readonly token: string;
  /** One that keeps connections may send a request once more by itself, beside the pace of writes. */
  readonly transport: Transport;
  readonly timing: Timing;
  /** Milliseconds since the epoch after which nothing is sent or waited for. */
  readonly deadline: number;
}

/**
 * Requests by @actions/github: it fills paths, headers and bodies. Its own proxies, console lines
 * and redirects are not used; errors of it hold the request and go no further than this file.
 *
 * @throws Failure E_INPUT_MISSING or E_INPUT_CHARSET for the token.
 */
export function requestsTo(
  url: URL,
  { token, transport, timing, deadline }: RequestOptions,
): SendOnce {
  function limits(): AttemptLimits {
    const left = Math.max(1, deadline - timing.now());
    return {
      connect: Math.min(LIMITS.connect, left),
      firstByte: Math.min(LIMITS.firstByte, left),
      total: Math.min(LIMITS.total, left),
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
      return responseOf(await octokit.request(route, { ...parameters, headers: HEADERS }));
    } catch (error) {
      const { response, cause } = error as { response?: OctokitResponse; cause?: unknown };
      if (response !== undefined) return responseOf(response);
      if (cause instanceof TransportFailure) return cause;
      if (cause instanceof Failure) return new TransportFailure(cause.code, cause.message, 0);
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
      'There is no token to write secrets with: give the input github-token. GITHUB_TOKEN of the job cannot write secrets.',
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
