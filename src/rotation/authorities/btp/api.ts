import { Failure } from '../../../base/failure.ts';
import { isJsonObject, parsedJson } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { hostAllowed, isLoopback, withoutSlashes } from '../../../base/url.ts';
import { retryAfter } from '../../../http/exchange.ts';
import type { HttpResponse } from '../../../http/http.ts';
import { header } from '../../../http/response.ts';
import { NoResponse } from '../../../http/undici-transport.ts';
import { repeatsSecret } from '../../../secrets/echoes.ts';
import { waitAfter } from '../api-client.ts';
import type { BtpContext } from './settings.ts';

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
  readonly unanswered: NoResponse;
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
      if (error instanceof NoResponse) return { unanswered: error, place: place(where) };
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

/** What came of one request to the CLI server. */
export interface BtpAnswer {
  readonly response: HttpResponse;
  /**
   * The status that counts: of the CLI server where it is not 200 (then the backend was not asked),
   * else that of the backend; undefined where a 200 does not tell it.
   */
  readonly status: number | undefined;
  /** From the backend? */
  readonly fromBackend: boolean;
  /** The body, where it is JSON. */
  readonly document: unknown;
  readonly host: string;
  readonly correlationId: string;
}

export function btpAnswer(response: HttpResponse, host: string, correlationId: string): BtpAnswer {
  const fromBackend = response.status === 200;
  const status = fromBackend ? backendStatus(response) : response.status;
  return {
    response,
    status,
    fromBackend,
    document: parsedJson(response.body.toString('utf8')),
    host,
    correlationId,
  };
}

function backendStatus(response: HttpResponse): number | undefined {
  const value = header(response, 'x-cpcli-backend-status')?.trim() ?? '';
  return /^[1-5]\d\d$/.test(value) ? Number(value) : undefined;
}

export function isSuccess({ fromBackend, status }: BtpAnswer): boolean {
  return fromBackend && status !== undefined && status >= 200 && status < 300;
}

/** The members of an error body that hold text for people; in some they hold objects with more. */
const TEXTS: readonly string[] = ['error', 'ErrorMessage', 'description', 'message', 'Description'];

const OBJECTS: readonly string[] = ['error', 'broker_error'];

/** Every text by which an answer says what is wrong, as it came. */
export function reasonTexts({ document, response }: BtpAnswer): string[] {
  const objects = isJsonObject(document)
    ? [document, ...OBJECTS.map((name) => document[name])]
    : [];
  const texts = objects
    .filter(isJsonObject)
    .flatMap((object) => TEXTS.map((name) => object[name]))
    .filter((text) => typeof text === 'string');
  const headers = ['x-cpcli-server-message', 'x-cpcli-backend-message'].map(
    (name) => header(response, name) ?? '',
  );
  return [...new Set([...texts, ...headers].map((text) => text.trim()))].filter(
    (text) => text !== '',
  );
}

/** The longest reason that is shown, in UTF-16 code units, and how many of them. */
const LONGEST = 200;

const MOST = 3;

/** `: "...", "..."`, or nothing; what repeats a secret is withheld. */
export function reasons(answer: BtpAnswer, secrets: readonly string[]): string {
  const quoted = reasonTexts(answer)
    .slice(0, MOST)
    .map((text) =>
      repeats(text, secrets)
        ? 'a reason that repeats a part of a secret and is not shown'
        : `"${oneLine(text, LONGEST)}"`,
    );
  return quoted.length === 0 ? '' : `: ${[...new Set(quoted)].join(', ')}`;
}

/** Does a text repeat a part of a secret? Then it is not shown. */
export function repeats(text: string, secrets: readonly string[]): boolean {
  return repeatsSecret(text, { kind: 'github-oidc' }, secrets);
}

/** `answered 403: "..." (host, correlation id ...)`: what happened, and where. */
export function happened(answer: BtpAnswer, secrets: readonly string[]): string {
  const { status, fromBackend } = answer;
  const said = status === undefined ? '200 without the status of the backend' : `${status}`;
  const speaker =
    fromBackend && status !== undefined
      ? 'The backend of the BTP CLI server'
      : 'The BTP CLI server';
  return `${speaker} answered ${said}${reasons(answer, secrets)} ${place(answer)}`;
}

export function place({ host, correlationId }: Pick<BtpAnswer, 'host' | 'correlationId'>): string {
  return `(${host}, correlation id ${oneLine(correlationId, 64)})`;
}

/** The failure that no answer at all means. `cause` is in our own words. */
export function unreachable(cause: Failure, where: string): Failure {
  return new Failure('E_AUTHORITY', `The BTP CLI server gave no answer. ${cause.message} ${where}`);
}

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
