import { Failure } from '../../../base/failure.ts';
import { isJsonObject, parsedJson } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { withoutSlashes } from '../../../base/url.ts';
import { retryAfter } from '../../../http/exchange.ts';
import type { HttpResponse } from '../../../http/http.ts';
import { header } from '../../../http/response.ts';
import { type ApiRequest, NoResponse } from '../../../http/undici-transport.ts';
import { repeatsSecret } from '../../../secrets/echoes.ts';
import type { AuthorityWorld } from '../../types.ts';
import { type Clock, pause, waitAfter } from '../api-client.ts';
import type { SmLogin } from './login.ts';

/** How long one answer may take, in milliseconds: a change waits for the broker of the service. */
const READ_LIMIT = 60_000;

const CHANGE_LIMIT = 120_000;

export interface SmContext extends AuthorityWorld {
  readonly login: SmLogin;
  /** Every secret so far: no text that repeats a part of one is shown. */
  readonly secrets: readonly string[];
  /** Has a secret masked and remembers it. */
  readonly keepSecret: (secret: string) => void;
}

export interface SmRequest {
  /** For messages: `the request to list bindings`. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/v1/...`, each part encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Sends a request, and again where that does no harm: reads after anything that may pass, changes
 * only after answers that tell that nothing was done. A token that is not accepted is renewed once.
 *
 * @throws Failure E_AUTHORITY_LOGIN for a new token that is not accepted; E_AUTHORITY when no time is
 * left; what getting a token throws.
 */
export async function ask(context: SmContext, request: SmRequest): Promise<SmResult> {
  const { login } = context;
  let renewals = 0;
  for (let attempt = 1; ; attempt++) {
    const token = await login.token();
    const result = await send(context, request, token);
    if (!isSilence(result) && result.status === 401) {
      if (renewals > 0) throw refused(result, context);
      renewals += 1;
      context.onProgress('The token is not accepted any more; logging in again.');
      login.drop(token);
      continue;
    }
    const harmless = request.method === 'GET';
    const wait = waitBeforeNext(result, attempt - renewals, harmless, context);
    if (wait === undefined) return result;
    await pause(`The request to ${request.what}`, result, wait, context);
  }
}

async function send(
  context: SmContext,
  { method, path, query = {}, body }: SmRequest,
  token: string,
): Promise<SmResult> {
  const { login, deadline, timing } = context;
  const place: SmPlace = { host: login.api.host, correlationId: context.newCorrelationId() };
  const left = deadline - timing.now();
  if (left <= 0) throw outOfTime(place);
  const url = new URL(`${withoutSlashes(login.api.href)}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // Their grammar wants a blank as %20, not as a plus.
  url.search = url.search.replaceAll('+', '%20');
  const request: ApiRequest = {
    method,
    url,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'user-agent': 'api-client-credentials',
      'x-correlation-id': place.correlationId,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  try {
    const limit = Math.min(left, method === 'GET' ? READ_LIMIT : CHANGE_LIMIT);
    return smAnswer(await context.send(request, limit), place);
  } catch (error) {
    if (error instanceof NoResponse) return { ...place, unanswered: error };
    throw error;
  }
}

export function outOfTime(place: SmPlace): Failure {
  return new Failure(
    'E_AUTHORITY',
    `No time is left for SAP Service Manager ${where(place)}. Raise the input timeout if the server is slow.`,
  );
}

function refused(result: SmAnswer, { secrets }: SmContext): Failure {
  return new Failure(
    'E_AUTHORITY_LOGIN',
    `SAP Service Manager does not accept the token of authority-login, not even a new one. ${happened(result, secrets)}. Is the binding in authority-login one of this region and subaccount?`,
  );
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function requestFailure(
  what: string,
  result: SmResult,
  { secrets }: Pick<SmContext, 'secrets'>,
): Failure {
  return new Failure(
    'E_AUTHORITY',
    `The request to ${what} failed. ${happened(result, secrets)}. ${nextStep(result)}`,
  );
}

function nextStep(result: SmResult): string {
  if (isSilence(result)) return 'Raise the input timeout if the server is slow.';
  switch (result.status) {
    case 400:
      return 'Check the parameters of the authority in the inventory.';
    case 403:
      return 'The login may not do this: bindings of a whole subaccount need a binding of the plan subaccount-admin.';
    case 404:
      return 'Is sm_url in authority-login right? If it is, run the job again later.';
    case 409:
      return 'Something of this name exists already. Run the job again: the next name is another one.';
    case 422:
      return 'Another operation works on the same instance or binding. Run the job again later.';
    case 429:
      return 'Too many requests were sent by this client. Run the job later.';
    default:
      return result.status >= 500
        ? 'Run the job again later.'
        : 'If the reason does not help, give the correlation id to the support of SAP BTP.';
  }
}

/** Where a request went; the correlation id is by which SAP's support finds it. */
export interface SmPlace {
  readonly host: string;
  readonly correlationId: string;
}

/** What came of one request to Service Manager. */
export interface SmAnswer extends SmPlace {
  readonly response: HttpResponse;
  readonly status: number;
  /** The body, where it is JSON. */
  readonly document: unknown;
}

/** No complete answer came. */
export interface SmSilence extends SmPlace {
  readonly unanswered: NoResponse;
}

export type SmResult = SmAnswer | SmSilence;

export function smAnswer(response: HttpResponse, place: SmPlace): SmAnswer {
  const document = parsedJson(response.body.toString('utf8'));
  return { ...place, response, status: response.status, document };
}

export function isSilence(result: SmResult): result is SmSilence {
  return 'unanswered' in result;
}

/** Was it done, or at least begun? */
export function isSuccess(result: SmResult): result is SmAnswer {
  return !isSilence(result) && result.status >= 200 && result.status < 300;
}

/** The word for the kind of error, such as `NotFound`, where the service itself says one. */
export function errorWord(result: SmResult): string | undefined {
  const word =
    !isSilence(result) && isJsonObject(result.document) ? result.document['error'] : undefined;
  return typeof word === 'string' ? word : undefined;
}

/**
 * The service says that there is no such thing, or no more (404, 410). The router in front of it
 * answers 404, too, while the service is down: then nobody knows.
 */
export function isMissing(result: SmResult): boolean {
  return (
    !isSilence(result) &&
    (result.status === 404 || result.status === 410) &&
    errorWord(result) !== undefined &&
    !isByRouter(result)
  );
}

function isByRouter({ response }: SmAnswer): boolean {
  return response.headers['x-cf-routererror'] !== undefined;
}

/** Another operation works on the same thing: nothing was done, and it is over in a moment. */
export function isBusy(result: SmResult): boolean {
  return (
    !isSilence(result) &&
    result.status === 422 &&
    /OperationInProgress$/.test(errorWord(result) ?? '')
  );
}

/** The longest reason that is shown, in UTF-16 code units, and how many of them. */
const LONGEST = 200;

const MOST = 3;

/**
 * The texts by which an error says what is wrong, for a message: `: "...", "..."`, or nothing. What
 * repeats a secret is withheld.
 *
 * @param error `{"error", "description", "broker_error"}`, or a list of such.
 */
export function reasons(error: unknown, secrets: readonly string[]): string {
  const quoted = [...new Set(reasonTexts(error))]
    .slice(0, MOST)
    .map((text) =>
      repeatsSecret(text, { kind: 'github-oidc' }, secrets)
        ? 'a reason that repeats a part of a secret and is not shown'
        : `"${oneLine(text, LONGEST)}"`,
    );
  return quoted.length === 0 ? '' : `: ${[...new Set(quoted)].join(', ')}`;
}

function reasonTexts(error: unknown): string[] {
  const errors = [error].flat().slice(0, MOST).filter(isJsonObject);
  return errors
    .flatMap((one) => [one, one['broker_error']])
    .filter(isJsonObject)
    .flatMap((one) => [one['error'], one['description']])
    .filter((text) => typeof text === 'string')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** `SAP Service Manager answered 403: "..." (host, correlation id ...)`, or why it did not. */
export function happened(result: SmResult, secrets: readonly string[]): string {
  if (isSilence(result)) {
    return `SAP Service Manager gave no answer. ${result.unanswered.message} ${where(result)}`;
  }
  const { status, document, response } = result;
  if (isByRouter(result)) {
    const word = oneLine(header(response, 'x-cf-routererror') ?? '', 40);
    const shown =
      word === '' || repeatsSecret(word, { kind: 'github-oidc' }, secrets) ? '' : ` (${word})`;
    return `The router before SAP Service Manager answered ${status}${shown} ${where(result)}`;
  }
  return `SAP Service Manager answered ${status}${reasons(document, secrets)} ${where(result)}`;
}

export function where({ host, correlationId }: SmPlace): string {
  return `(${host}, correlation id ${oneLine(correlationId, 64)})`;
}

const ATTEMPTS = 4;

/**
 * `waitAfter` for what Service Manager answers.
 *
 * @param harmless may it take place twice? Otherwise it is repeated only after an answer that tells
 * that nothing was done.
 */
export function waitBeforeNext(
  result: SmResult,
  attempt: number,
  harmless: boolean,
  clock: Clock,
): number | undefined {
  if (attempt >= ATTEMPTS || !(harmless || isPostponed(result))) return undefined;
  const known = isSilence(result) ? result : advice(result, clock.timing.now());
  return waitAfter(known, attempt, clock);
}

/** Was it refused before anything was done? */
function isPostponed(result: SmResult): boolean {
  return !isSilence(result) && (result.status === 429 || isBusy(result));
}

function advice(answer: SmAnswer, now: number) {
  return { status: isBusy(answer) ? 503 : answer.status, asked: askedWait(answer, now) };
}

/** Seconds and an HTTP date, as RFC 9110 10.2.3 says, and what Go prints of a time. */
function askedWait({ response }: SmAnswer, now: number): number | undefined {
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? \+0000 UTC(?: m=[+-][\d.]+)?$/.exec(
      header(response, 'retry-after')?.trim() ?? '',
    ) ?? [];
  const date = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(date) ? retryAfter(response, now) : Math.max(0, date - now);
}
