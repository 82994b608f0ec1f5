import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { counted, retryAfter } from '../../../http/exchange.ts';
import type { HttpResponse } from '../../../http/http.ts';
import { header } from '../../../http/response.ts';
import { type ApiRequest, NoResponse } from '../../../http/undici-transport.ts';
import { repeatsSecret } from '../../../secrets/echoes.ts';
import { pause, waitAfter } from '../api-client.ts';
import type { CfContext, CfSession } from './settings.ts';

export interface CfRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, from `/v3` on. */
  readonly path: string;
  readonly body?: JsonObject;
  /** For messages: `list the service keys`. */
  readonly purpose: string;
}

/** Everything that speaks to the API needs these two. */
export interface CfClient {
  readonly session: CfSession;
  readonly context: CfContext;
}

/**
 * Sends a request with the token of the session. GET is repeated after a failure that may pass.
 * POST and DELETE are repeated only after an answer that says that nothing was done: 401, 429, and
 * 422 while another operation goes on.
 *
 * @throws Failure E_AUTHORITY_LOGIN, or E_AUTHORITY when no time is left.
 */
export async function callApi(
  { method, path, body, purpose }: CfRequest,
  { session, context }: CfClient,
): Promise<CfResult> {
  let renewed = false;
  for (let attempt = 1; ; attempt++) {
    const token = await session.token();
    const request = {
      method,
      url: new URL(`${context.api}${path}`),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const result = await sendOnce(request, 'The Cloud Foundry API', attempt, context);
    if (!isSilence(result) && result.status === 401 && !renewed && session.refused(token)) {
      renewed = true;
      continue;
    }
    const repeatable = method === 'GET' || isPostponed(result);
    const wait = repeatable ? waitBeforeNext(result, ATTEMPTS, context) : undefined;
    if (wait === undefined) return result;
    await pause(`The request to ${purpose}`, result, wait, context.world);
  }
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function apiFailure(purpose: string, result: CfResult, context: CfContext): Failure {
  const next = isSilence(result) ? LONGER : nextStep(result, context);
  return new Failure(
    'E_AUTHORITY',
    `Cloud Foundry could not ${purpose}. ${happened(result, context.secrets)}. ${next}`,
  );
}

function nextStep(answer: CfAnswer, { world: { timing } }: CfContext): string {
  switch (answer.status) {
    case 401:
      return 'The token is not accepted, not even a new one. Does the user belong to this Cloud Foundry?';
    case 403:
      return errorsOf(answer.document).some(({ code }) => code === 10017)
        ? 'Nothing can be changed there until the organization is active again.'
        : 'Give the user the role Space Developer in this space.';
    case 422:
      return unprocessable(answer);
    case 429: {
      const wait = Math.ceil((askedWait(answer, timing.now()) ?? 0) / 1000);
      return wait === 0
        ? 'Too many requests were sent for this user. Run the job later.'
        : `Too many requests were sent for this user. The API may be asked again in ${wait} s; run the job then.`;
    }
    default:
      if (answer.status >= 500) return 'Run the job again later.';
      return answer.status < 400
        ? 'Is api of the authority right, or is there a proxy between that answers itself?'
        : 'If the reason does not help, give the request id to the support of the platform.';
  }
}

/** By the text alone: all of them have code 10008. */
function unprocessable({ document }: CfAnswer): string {
  const text = errorsOf(document)
    .map(({ detail }) => detail)
    .join(' ');
  if (text.includes('getting deleted or its deletion failed')) {
    return 'Delete that key by hand, or run the job again when it is gone.';
  }
  if (text.includes('Key binding names must be unique')) {
    return 'Run the job again: a key of another run gets another name.';
  }
  if (text.includes('You have exceeded your')) {
    return 'Delete service keys that nobody uses, or have the quota (total_service_keys) raised.';
  }
  if (text.includes('service instance could not be found')) {
    return 'Give the user the role Space Developer in the space that owns the instance.';
  }
  if (text.includes('There is an operation in progress')) {
    return 'Run the job again when that operation is over.';
  }
  if (text.includes('does not allow bindings')) {
    return 'Instances of this plan have no service keys, so nothing can be rotated there.';
  }
  return 'Check parameters of the authority, and whether the instance can have service keys.';
}

/** Who is spoken to, as messages name it. */
export type CfSpeaker = 'The Cloud Foundry API' | 'The UAA server';

interface CfPlace {
  readonly speaker: CfSpeaker;
  readonly host: string;
  /** How many requests it took. */
  readonly attempts: number;
}

/** What came of a request: an answer of any status, or none. */
export type CfResult = CfAnswer | CfSilence;

export interface CfAnswer extends CfPlace {
  readonly response: HttpResponse;
  readonly status: number;
  /** The body, where it is JSON, whatever its content type says: a 429 is sent as text/plain. */
  readonly document: unknown;
}

export interface CfSilence extends CfPlace {
  readonly unanswered: NoResponse;
}

export function cfAnswer(response: HttpResponse, place: CfPlace): CfAnswer {
  const document = parsedJson(response.body.toString('utf8'));
  return { ...place, response, status: response.status, document };
}

export function isSilence(result: CfResult): result is CfSilence {
  return 'unanswered' in result;
}

/** An answer of that status whose body is a JSON object. */
export function objectOf(result: CfResult, status: number): JsonObject | undefined {
  if (isSilence(result) || result.status !== status) return undefined;
  return isJsonObject(result.document) ? result.document : undefined;
}

/** One entry of the member `errors` of an answer or a job (CF API v3, Errors). */
export interface CfError {
  readonly code: number | undefined;
  /** For example CF-UnprocessableEntity. */
  readonly title: string;
  readonly detail: string;
}

/** The longest reason that is shown, in UTF-16 code units, and how many of them. */
const LONGEST_REASON = 300;

const MOST = 3;

/** The errors of an answer or a job; those of UAA have the members of RFC 6749 5.2 in their place. */
export function errorsOf(document: unknown): CfError[] {
  if (!isJsonObject(document)) return [];
  const { errors, error, error_description: description } = document;
  const entries = Array.isArray(errors)
    ? errors.slice(0, MOST)
    : [error, description].map((detail) => ({ detail }));
  return entries.filter(isJsonObject).map(({ code, title, detail }) => ({
    code: typeof code === 'number' ? code : undefined,
    title: typeof title === 'string' && /^CF-[A-Za-z]{1,60}$/.test(title) ? title : '',
    detail: typeof detail === 'string' ? detail.trim() : '',
  }));
}

/** Is it the Cloud Controller that does not know the thing? A router says 404 during an outage. */
export function isNotFound(result: CfResult): boolean {
  return (
    !isSilence(result) &&
    result.status === 404 &&
    errorsOf(result.document).some(({ code }) => code === 10010)
  );
}

/** All 422 have one code, so that only the text tells: something else has to end before this. */
export function isBusy(result: CfResult): boolean {
  return (
    !isSilence(result) &&
    result.status === 422 &&
    errorsOf(result.document).some(({ detail }) =>
      detail.startsWith('There is an operation in progress for the service '),
    )
  );
}

/** `: "..." (CF-NotAuthorized), "..."`, or nothing; what repeats a secret is withheld. */
export function reasons(errors: readonly CfError[], secrets: readonly string[]): string {
  const quoted = errors.map(({ title, detail }) => {
    const text = detail === '' ? title : `"${shown(detail, secrets, LONGEST_REASON)}"`;
    return detail === '' || title === ''
      ? text
      : `${text} (${shown(title, secrets, LONGEST_REASON)})`;
  });
  const told = [...new Set(quoted)].filter((text) => text !== '');
  return told.length === 0 ? '' : `: ${told.join(', ')}`;
}

/** Foreign text, harmless and cut. */
export function shown(text: string, secrets: readonly string[], limit: number): string {
  return repeatsSecret(text, { kind: 'github-oidc' }, secrets)
    ? 'a text that repeats a part of a secret and is not shown'
    : oneLine(text, limit);
}

/** `The Cloud Foundry API answered 422: "..." (host, 1 attempt, request id ...)`. */
export function happened(result: CfResult, secrets: readonly string[]): string {
  if (isSilence(result)) {
    const { speaker, unanswered } = result;
    return `${speaker} gave no answer. ${unanswered.message} ${place(result, secrets)}`;
  }
  const { speaker, status, document } = result;
  const reason = status < 300 ? '' : reasons(errorsOf(document), secrets);
  return `${speaker} answered ${status}${reason} ${place(result, secrets)}`;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** The id of the router, and behind two colons that of the Cloud Controller. */
const REQUEST_ID = new RegExp(`^${UUID}(?:::${UUID})?$`);

export function place(result: CfResult, secrets: readonly string[]): string {
  const where = `${result.host}, ${counted(result.attempts)}`;
  if (isSilence(result)) return `(${where})`;
  const id = header(result.response, 'x-vcap-request-id')?.trim() ?? '';
  const told = REQUEST_ID.test(id) && !repeatsSecret(id, { kind: 'github-oidc' }, secrets);
  return told ? `(${where}, request id ${id.replace('::', ' ')})` : `(${where})`;
}

/** How long one answer may take, in milliseconds. Work that takes longer runs in jobs. */
const LIMIT = 60_000;

export const LONGER = 'Raise the input timeout if the server is slow.';

/**
 * Sends a request once.
 *
 * @param attempts how many it will be, this one included.
 * @throws Failure E_AUTHORITY when no time is left, and what `world.send` throws beside Unanswered.
 */
export async function sendOnce(
  request: ApiRequest,
  speaker: CfSpeaker,
  attempts: number,
  { world }: CfContext,
): Promise<CfResult> {
  const where = { speaker, host: request.url.host, attempts };
  const left = world.deadline - world.timing.now();
  if (left <= 0) throw outOfTime(where.host);
  try {
    const headers = {
      accept: 'application/json',
      'user-agent': 'api-client-credentials',
      ...request.headers,
    };
    const response = await world.send({ ...request, headers }, Math.min(left, LIMIT));
    return cfAnswer(response, where);
  } catch (error) {
    if (error instanceof NoResponse) return { ...where, unanswered: error };
    throw error;
  }
}

function outOfTime(host: string): Failure {
  return new Failure('E_AUTHORITY', `No time is left to ask ${host}. ${LONGER}`);
}

/** At most so many of one request in a row. */
export const ATTEMPTS = 4;

/** A login that failed without a verdict may have counted as one of the few that lock a user. */
export const LOGIN_ATTEMPTS = 3;

/** `waitAfter` for what Cloud Foundry answers. */
export function waitBeforeNext(
  result: CfResult,
  most: number,
  { world }: CfContext,
): number | undefined {
  if (result.attempts >= most) return undefined;
  const known = isSilence(result) ? result : advice(result, world.timing.now());
  return waitAfter(known, result.attempts, world);
}

function advice(answer: CfAnswer, now: number) {
  return { status: isBusy(answer) ? 503 : answer.status, asked: askedWait(answer, now) };
}

/** The wait that an answer asks for, in milliseconds; a 429 tells at least when the hour is over. */
export function askedWait({ response, status }: CfAnswer, now: number): number | undefined {
  return retryAfter(response, now) ?? (status === 429 ? untilReset(response, now) : undefined);
}

/** `X-RateLimit-Reset`: seconds since the epoch. */
function untilReset(response: HttpResponse, now: number): number | undefined {
  const value = header(response, 'x-ratelimit-reset')?.trim() ?? '';
  return /^\d{1,12}$/.test(value) ? Math.max(0, Number(value) * 1000 - now) : undefined;
}

/** Was it refused before anything was done, so that even a creation may be sent again? */
export function isPostponed(result: CfResult): boolean {
  return !isSilence(result) && (result.status === 429 || isBusy(result));
}

/** Brokers mostly need a second; Cloud Foundry asks slow ones once a minute. */
const FIRST = 1000;

const LONGEST_WAIT = 15_000;

/**
 * Waits before something is asked that takes its time, each time twice as long, up to 15 s.
 *
 * @param waits how often it was waited for that so far, from 0 on.
 * @returns false, at once: the deadline would pass.
 */
export async function pace(
  what: string,
  waits: number,
  { world: { timing, deadline, onProgress } }: CfContext,
): Promise<boolean> {
  const wait = Math.min(LONGEST_WAIT, FIRST * 2 ** waits);
  if (timing.now() + wait >= deadline) return false;
  onProgress(`Waiting ${wait / 1000} s for ${what}.`);
  await timing.sleep(wait);
  return true;
}
