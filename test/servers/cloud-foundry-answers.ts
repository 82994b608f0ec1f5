import { randomUUID } from 'node:crypto';
import type { Answer } from './https-server.ts';

/** The answers of a Cloud Controller (CF API v3), with the headers that the recorded ones have. */

/** 20,000 requests an hour; what is left is told in steps of a tenth. */
const RATE_LIMIT = {
  'x-ratelimit-limit': '20000',
  'x-ratelimit-remaining': '18000',
  'x-ratelimit-reset': '1795399200',
};

export function requestId(): { readonly 'x-vcap-request-id': string } {
  return { 'x-vcap-request-id': `${randomUUID()}::${randomUUID()}` };
}

export function json(body: Readonly<Record<string, unknown>>, status: number = 200): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...RATE_LIMIT, ...requestId() },
    body,
  };
}

/** 202: a job goes on with it. No body, and a content type nevertheless. */
export function accepted(job: string): Answer {
  return {
    status: 202,
    headers: { 'content-type': 'text/html', location: job, ...RATE_LIMIT, ...requestId() },
  };
}

const TITLES: Readonly<Record<number, string>> = {
  1000: 'CF-InvalidAuthToken',
  10002: 'CF-NotAuthenticated',
  10003: 'CF-NotAuthorized',
  10008: 'CF-UnprocessableEntity',
  10009: 'CF-UnableToPerform',
  10010: 'CF-ResourceNotFound',
  10013: 'CF-RateLimitExceeded',
  10015: 'CF-ServiceUnavailable',
  10017: 'CF-OrgSuspended',
  90007: 'CF-ServiceFetchBindingParametersNotSupported',
  120004: 'CF-ServiceFetchInstanceParametersNotSupported',
  290006: 'CF-JobTimeout',
};

export function errorOf(code: number, detail: string) {
  return { detail, title: TITLES[code] ?? '', code };
}

export function failing(status: number, code: number, detail: string): Answer {
  return json({ errors: [errorOf(code, detail)] }, status);
}

export function unprocessable(detail: string): Answer {
  return failing(422, 10008, detail);
}

/** JSON, sent as text (`middleware/base_rate_limiter.rb`). */
export function rateLimited(seconds: number): Answer {
  return {
    status: 429,
    headers: {
      'content-type': 'text/plain; charset=utf-8',
      'retry-after': String(seconds),
      ...RATE_LIMIT,
      'x-ratelimit-remaining': '0',
      ...requestId(),
    },
    body: JSON.stringify({ errors: [errorOf(10013, 'Rate Limit Exceeded')] }),
  };
}

interface Listed {
  readonly name: string | null;
}

/**
 * One page of a list: `names`, `page` and `per_page` of the query, and the filter of the caller.
 *
 * @param url of the list, without the query.
 */
export function page<T extends Listed>(
  url: string,
  query: URLSearchParams,
  all: readonly T[],
  present: (item: T) => unknown,
  included?: (items: readonly T[]) => Readonly<Record<string, unknown>>,
): Answer {
  const names = listOf(query, 'names');
  const wanted = all.filter(({ name }) => names === undefined || names.includes(name ?? ''));
  const size = Number(query.get('per_page') ?? 50);
  const number = Number(query.get('page') ?? 1);
  const pages = Math.max(1, Math.ceil(wanted.length / size));
  const link = (to: number) => {
    const numbered = new URLSearchParams(query);
    numbered.set('page', String(to));
    numbered.set('per_page', String(size));
    return { href: `${url}?${numbered}` };
  };
  const shown = wanted.slice((number - 1) * size, number * size);
  return json({
    pagination: {
      total_results: wanted.length,
      total_pages: pages,
      first: link(1),
      last: link(pages),
      next: number < pages ? link(number + 1) : null,
      previous: number > 1 ? link(number - 1) : null,
    },
    resources: shown.map(present),
    ...(included === undefined ? {} : { included: included(shown) }),
  });
}

/** Split at commas first, and each value unescaped once more then. */
export function listOf(query: URLSearchParams, name: string): string[] | undefined {
  const value = query.get(name);
  return value === null ? undefined : value.split(',').map(decodeURIComponent);
}
