import { hostAllowed, isLoopback, withoutSlashes } from '../../credentials/urls.ts';
import { Failure } from '../../failure.ts';
import { type HttpResponse, header } from '../../http/http.ts';
import { oneLine } from '../../text.ts';
import { repeatsSecret } from '../../token/repeats-secret.ts';
import { Unanswered } from '../unanswered.ts';
import { type BtpAnswer, btpAnswer, place } from './btp-answer.ts';
import type { BtpContext } from './btp-options.ts';

const MOST_REDIRECTS = 3;
/** What the CLI server sends along with a redirect for the request that follows. */
const COPIED: readonly string[] = ['x-cpcli-subdomain', 'x-id-token'];

export interface BtpRequest {
  /** `/login/` or `/command/`, the version, and what follows. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
  /** How long one answer may take, in milliseconds. */
  readonly limit: number;
  /** The statuses that are followed. 307 and 308 promise that nothing was done yet (RFC 9110 15.4.8). */
  readonly redirects: readonly number[];
  /** It carries a password or a JWT: it stays with the server it was made for. */
  readonly login: boolean;
}

/** No answer, with the place for the message. */
export interface BtpSilence {
  readonly unanswered: Unanswered;
  readonly place: string;
}

export function isSilence(result: BtpAnswer | BtpSilence): result is BtpSilence {
  return 'unanswered' in result;
}

/**
 * Sends a request once and follows redirects within the allowed hosts.
 *
 * @throws Failure E_AUTHORITY for a redirect that is not followed, or when no time is left.
 */
export async function post(
  context: BtpContext,
  request: BtpRequest,
): Promise<BtpAnswer | BtpSilence> {
  const correlationId = context.newCorrelationId();
  let url = new URL(`${withoutSlashes(context.server.href)}${request.path}`);
  let headers: Record<string, string> = {
    'content-type': 'application/json',
    'user-agent': 'api-client-credentials',
    'x-cpcli-format': 'json',
    'x-correlationid': correlationId,
    ...request.headers,
  };
  for (let hops = 0; ; hops++) {
    const where = { host: url.host, correlationId };
    const left = context.deadline - context.timing.now();
    if (left <= 0) throw new Failure('E_AUTHORITY', `No time is left ${place(where)}. ${LONGER}`);
    let response: HttpResponse;
    try {
      const body = JSON.stringify(request.body);
      const limit = Math.min(left, request.limit);
      response = await context.send({ method: 'POST', url, headers, body }, limit);
    } catch (error) {
      if (error instanceof Unanswered) return { unanswered: error, place: place(where) };
      throw error;
    }
    if (!request.redirects.includes(response.status)) {
      return btpAnswer(response, url.host, correlationId);
    }
    const target = redirectTarget(context, request, response, url, hops);
    if (target instanceof Failure)
      throw new Failure(target.code, `${target.message} ${place(where)}.`);
    url = target;
    headers = { ...headers, ...copied(context, response) };
  }
}

export const LONGER = 'Raise the input timeout if the server is slow.';

function redirectTarget(
  { allowedHosts, secrets }: BtpContext,
  { login }: BtpRequest,
  response: HttpResponse,
  from: URL,
  hops: number,
): URL | Failure {
  const target = URL.parse(header(response, 'location') ?? '', from.href);
  if (hops >= MOST_REDIRECTS || target === null) {
    return refused(
      target === null
        ? 'a redirect without a usable target'
        : `more than ${MOST_REDIRECTS} redirects`,
    );
  }
  if (target.origin === from.origin && !hasUser(target)) return target;
  const named = repeatsSecret(target.host, { kind: 'github-oidc' }, secrets)
    ? 'another host'
    : oneLine(target.host, 100);
  if (login)
    return refused(`a redirect of the login to ${named}, which would get the password, too`);
  const secure =
    target.protocol === 'https:' || (target.protocol === 'http:' && isLoopback(target.hostname));
  const allowed = hostAllowed(target, allowedHosts);
  if (secure && allowed && !hasUser(target)) return target;
  return refused(
    `a redirect to ${named}, which is ${secure ? 'not among the allowed-hosts' : 'not reached by https'}`,
  );
}

function hasUser({ username, password }: URL): boolean {
  return username !== '' || password !== '';
}

function refused(what: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `The BTP CLI server answered with ${what}; nothing was sent there`,
  );
}

function copied(context: BtpContext, response: HttpResponse): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of COPIED) {
    const value = header(response, name)?.trim() ?? '';
    if (!/^[\x21-\x7e]{1,8000}$/.test(value)) continue;
    if (name === 'x-id-token') context.keepSecret(value);
    found[name] = value;
  }
  return found;
}
