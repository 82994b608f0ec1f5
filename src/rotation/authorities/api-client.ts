import { Failure, type FailureCode } from '../../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../../base/json.ts';
import { plainName } from '../../base/text.ts';
import { TransportFailure } from '../../http/errors.ts';
import { backoff, retryAfter, within } from '../../http/exchange.ts';
import type { HttpRequest, HttpResponse } from '../../http/http.ts';
import { header } from '../../http/response.ts';
import type { Secrets } from '../../secrets/ledger.ts';
import { type AuthorityContext, UnknownOutcome } from '../types.ts';

/**
 * When a request is sent again:
 * - `never`: whoever asked finds out what became of it;
 * - `when-postponed`: only after an answer that says that nothing was done;
 * - `always`: after everything that may pass, since the request does no harm when it is done twice.
 */
export type Repeat = 'never' | 'when-postponed' | 'always';

type Headers = Readonly<Record<string, string>>;

export interface ApiRequest {
  /** The subject of a sentence: `The request to list the bindings`. */
  readonly name: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query below the URL of the dialect. */
  readonly path: string;
  readonly headers?: Headers;
  /** Objects are sent as JSON. A function makes it anew for each attempt: an assertion counts once. */
  readonly body?: string | object | (() => Promise<string | object>);
  readonly repeat: Repeat;
  /** The request needs no login, or is the login itself. */
  readonly anonymous?: true;
  /** How many requests are sent at most; 4 where nothing is said. */
  readonly attempts?: number;
  /** It makes a credential, so it is not begun where no time is left to finish it. */
  readonly creates?: true;
}

/**
 * A request that reads, which may be repeated always, or that changes something, which is repeated
 * when it was postponed.
 *
 * @param purpose for messages: `list the bindings`.
 */
export function apiRequest(
  method: ApiRequest['method'],
  path: string,
  purpose: string,
  body?: object,
): ApiRequest {
  const repeat = method === 'GET' ? 'always' : 'when-postponed';
  const request = { name: `The request to ${purpose}`, method, path, repeat } as const;
  return body === undefined ? request : { ...request, body };
}

interface Sent {
  /** How many requests it took. */
  readonly attempts: number;
  /** For messages: the host, and what else identifies the request. */
  readonly facts: readonly string[];
}

export interface Answer extends Sent {
  readonly response: HttpResponse;
  /** The status that counts; 0 where the answer does not tell it. */
  readonly status: number;
  /** The body where it is JSON, whatever its content type says; else undefined. */
  readonly document: unknown;
}

/** An answer, or the reason why no complete one came. */
export type Result = Answer | (Sent & { readonly noAnswer: TransportFailure });

export function isAnswer(result: Result): result is Answer {
  return 'response' in result;
}

export function isSuccess(result: Result): result is Answer {
  return isAnswer(result) && result.status >= 200 && result.status < 300;
}

/** Nothing was done: an answer 4xx says so, or nothing was sent. After anything else nobody knows. */
export function isRefusal(result: Result): boolean {
  if (!isAnswer(result)) return !result.noAnswer.sent;
  return result.status >= 400 && result.status < 500 && result.status !== 408;
}

/** The JSON object of an answer 200. */
export function objectOf(result: Result): JsonObject | undefined {
  if (!isAnswer(result) || result.status !== 200) return undefined;
  return isJsonObject(result.document) ? result.document : undefined;
}

/** The member of an object that is an object itself. */
export function objectIn(value: unknown, name: string): JsonObject | undefined {
  const member = isJsonObject(value) ? value[name] : undefined;
  return isJsonObject(member) ? member : undefined;
}

/** A text in an answer, or nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/** In capitals or not. */
export function isUuid(text: string): boolean {
  return /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

/** The time in an answer, where it can be read. */
export function dateOf(value: unknown): Date | undefined {
  const date = new Date(typeof value === 'string' ? value : Number.NaN);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

/**
 * A success that cannot be understood: to guess could mean to delete the wrong credential.
 *
 * @param happened `The API listed the keys`.
 */
export function unknownForm(happened: string, { facts }: Result): Failure {
  return new Failure(
    'E_AUTHORITY',
    `${happened} in a form that is not known.`,
    'Please report this with the version of the action.',
    facts,
  );
}

/** False: what a failed creation has left could not be deleted. What ends the run is why it failed. */
export async function isCleared(remove: () => Promise<void>): Promise<boolean> {
  try {
    await remove();
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** How a service broker has taken a request, by the words of whoever has asked it. */
export type BrokerVerdict = 'refused' | 'failed' | 'silent';

/**
 * What is said of a broker is a text for people: these are the words of HTTP clients in Go and Ruby,
 * and of the Cloud Controller.
 *
 * @param errors texts, or documents that hold texts.
 */
export function brokerVerdict(errors: unknown): BrokerVerdict {
  const said = JSON.stringify(errors) ?? '';
  if (SILENT.test(said)) return 'silent';
  return /\bStatus ?(?:Code)?\\?"?[:=]? ?5\d\d\b|BrokerBadResponse/i.test(said)
    ? 'failed'
    : 'refused';
}

const SILENT =
  /\bEOF\b|deadline exceeded|time(?:d )?-?out|connection (?:reset|refused)|could not be reached|unreachable/i;

/** What a login gave. Whoever logs in has kept it as a secret. */
export interface Session {
  /** A session id or an access token. */
  readonly value: string;
  /** Milliseconds since the epoch; Infinity where the server does not tell. */
  readonly expiresAt: number;
}

/** How requests show who sends them. */
export interface Login {
  /** Logs in. A login that has failed is not repeated: some of them lock the user. */
  readonly open: () => Promise<Session>;
  readonly headers: (session: string) => Headers;
  /** One line for a person who waits while the login is renewed. */
  readonly expired: string;
  /** `request`: each request may renew a session once; `run`: the whole run renews it once. */
  readonly renewal: 'request' | 'run';
}

/** Where a redirect leads, and what the request carries there in addition. */
export interface Redirect {
  readonly url: URL;
  readonly headers: Headers;
}

/** Everything in which one API differs from the others. */
export interface Dialect {
  /** Who answers, at the beginning of a sentence: `The Cloud Foundry API`. */
  readonly name: string;
  /** Without a slash at its end. */
  readonly url: string;
  /** Undefined: no request needs one. */
  readonly login?: Login;
  /** Of every request. The correlation id is a new UUID, by which the issuer's support finds it. */
  readonly headers: (correlationId: string) => Headers;
  /** How long one answer may take, in milliseconds. */
  readonly limit: (request: ApiRequest) => number;
  /** The longest pause before something is looked at again, in milliseconds; default: 8000. */
  readonly longestPause?: number;
  /** What identifies a request, beside the host. */
  readonly facts: (
    attempts: number,
    correlationId: string,
    response: HttpResponse | TransportFailure,
  ) => string[];
  /** Where another status than that of the answer counts; 0: the answer does not tell it. */
  readonly status?: (response: HttpResponse, request: ApiRequest) => number;
  /** `The router before SAP Service Manager answered 404`, where `name` and status do not say it. */
  readonly answered?: (answer: Answer) => string;
  /** Headers that hold a reason. */
  readonly reasonHeaders?: readonly string[];
  /** Another operation goes on: nothing was done, and it is over in a moment. */
  readonly isBusy: (answer: Answer) => boolean;
  /** The wait that an answer asks for otherwise than by Retry-After, in milliseconds. */
  readonly askedWait?: (answer: Answer, now: number) => number | undefined;
  /** @throws Failure for a redirect that is refused. Undefined: the answer is final. */
  readonly redirect?: (
    response: HttpResponse,
    from: { readonly request: ApiRequest; readonly url: URL; readonly hops: number },
    facts: readonly string[],
  ) => Redirect | undefined;
  /** What to do after an answer that is no success, in sentences; undefined: what is usual. */
  readonly nextStep?: (answer: Answer) => string | undefined;
  /** `give the correlation id to the support of SAP BTP`: where nothing else helps. */
  readonly support: string;
}

export interface ApiClient {
  readonly context: AuthorityContext;
  /**
   * Sends a request with the login, and again as its class of repetition allows. A login that is
   * not accepted any more is renewed.
   *
   * @throws Failure E_AUTHORITY when no time is left, and what the login or a redirect throws.
   */
  send(request: ApiRequest): Promise<Result>;
  /**
   * `SAP Service Manager answered 403: "...".`, or that no answer came.
   *
   * @param meaning what an answer means: `, which does not tell how it ended`.
   */
  describe(result: Result, meaning?: string): string;
  /** `: "...", "..."`, or nothing: what a document says is wrong. */
  reasons(document: unknown): string;
  /**
   * The failure that a result means.
   *
   * @param happened what could not be done, in a sentence.
   * @param next in place of what the dialect says.
   */
  failure(result: Result, happened: string, next?: string, code?: FailureCode): Failure;
  /**
   * The failure that the result of a login means: E_AUTHORITY where no answer came.
   *
   * @param refused what happened, where the answer alone does not say it.
   */
  loginFailure(result: Result, next?: string, refused?: string): Failure;
  /**
   * What an attempt to create means that is no success.
   *
   * @param what `A service key`.
   * @param refused the failure that it is where nothing was created.
   */
  notCreated(result: Result, what: string, refused: Failure): Failure | UnknownOutcome;
  /**
   * Waits before something that takes its time is looked at again, each time twice as long.
   *
   * @param waits how often it was waited for so far, from 0 on.
   * @returns false, at once: the deadline would pass.
   */
  pause(what: string, waits: number): Promise<boolean>;
  /**
   * Sends a request that reads, again and again with pauses before, until `endOf` finds an end.
   *
   * @returns undefined: the deadline would pass.
   */
  follow<T>(
    request: ApiRequest,
    what: string,
    endOf: (result: Result) => T | undefined,
  ): Promise<T | undefined>;
}

const MINUTE = 60_000;

/** A creation takes seconds, and what is given up is left to a later run. In milliseconds. */
const LEAST_TIME = 5_000;

function requireTime({ timing, deadline }: AuthorityContext): void {
  const left = deadline - timing.now();
  if (left >= LEAST_TIME || left <= 0) return;
  throw new Failure(
    'E_AUTHORITY',
    'Too little time is left to begin the creation of a credential, so nothing was begun.',
    LONGER,
  );
}

const LONGER = 'Raise the input timeout if the server is slow.';

/** One client for the APIs of all issuers; what differs between them is the dialect. */
export function apiClient(dialect: Dialect, context: AuthorityContext): ApiClient {
  const { timing, deadline, runner, secrets } = context;
  const session = dialect.login === undefined ? undefined : keptSession(dialect.login, context);

  async function send(request: ApiRequest): Promise<Result> {
    const login = request.anonymous === true ? undefined : session;
    let renewals = 0;
    for (let attempts = 1; ; attempts++) {
      const value = await login?.value();
      const result = await sendOnce(request, value, attempts);
      const refused = value !== undefined && isAnswer(result) && result.status === 401;
      if (refused && renewals === 0 && login?.renew(value) === true) {
        renewals = 1;
        continue;
      }
      const wait = waitBeforeNext(request, result, attempts - renewals);
      if (wait === undefined) return result;
      const reason = isAnswer(result) ? `status ${result.status}` : result.noAnswer.code;
      runner.progress(`${request.name} is sent again in ${Math.ceil(wait / 1000)} s (${reason}).`);
      await timing.sleep(wait);
    }
  }

  async function sendOnce(
    request: ApiRequest,
    session: string | undefined,
    attempts: number,
  ): Promise<Result> {
    if (request.creates === true) requireTime(context);
    const body = typeof request.body === 'function' ? await request.body() : request.body;
    const correlationId = context.newCorrelationId();
    const login = session === undefined ? {} : dialect.login?.headers(session);
    const headers = { ...dialect.headers(correlationId), ...login, ...request.headers };
    let hop = httpRequest(request, dialect.url, headers, body);
    for (let hops = 0; ; hops++) {
      const response = await exchangeOnce(hop, dialect.limit(request), context);
      const facts = [hop.url.host, ...dialect.facts(attempts, correlationId, response)];
      if (response instanceof TransportFailure) {
        return { noAnswer: response, attempts, facts: [...facts, ...response.facts] };
      }
      const redirect = dialect.redirect?.(response, { request, url: hop.url, hops }, facts);
      if (redirect === undefined) {
        const status = dialect.status?.(response, request) ?? response.status;
        const document = parsedJson(response.body.toString('utf8'));
        return { response, status, document, attempts, facts };
      }
      hop = { ...hop, url: redirect.url, headers: { ...hop.headers, ...redirect.headers } };
    }
  }

  /** Milliseconds; undefined: the result is final, or the deadline would pass. */
  function waitBeforeNext({ repeat, attempts }: ApiRequest, result: Result, attempt: number) {
    if (repeat === 'never') return undefined;
    // It passes, and nothing was done: where no time is told the deadline alone ends it.
    const isLimited = attempts === undefined && asksForTime(result) === 'untold';
    if (!isLimited && attempt >= (attempts ?? 4)) return undefined;
    const isPostponed = isAnswer(result) && (result.status === 429 || dialect.isBusy(result));
    if (repeat === 'when-postponed' && !isPostponed) return undefined;
    const wait = waitAfter(result, attempt);
    return wait === undefined || timing.now() + wait >= deadline ? undefined : wait;
  }

  /** Milliseconds; `untold`: too many requests were sent, and nothing tells for how long. */
  function asksForTime(result: Result): number | 'untold' | undefined {
    if (!isAnswer(result)) return undefined;
    const now = timing.now();
    const asked = retryAfter(result.response, now) ?? dialect.askedWait?.(result, now);
    return asked ?? (result.status === 429 ? 'untold' : undefined);
  }

  function waitAfter(result: Result, attempt: number) {
    const random = timing.random();
    if (!isAnswer(result)) {
      return result.noAnswer.retries < attempt ? undefined : backoff(undefined, attempt, random);
    }
    const wait = backoff(dialect.isBusy(result) ? 503 : result.status, attempt, random);
    const asked = asksForTime(result);
    // Limits that tell no time are mostly counted by the minute.
    const told = asked !== 'untold' ? asked : attempt > 1 ? MINUTE : undefined;
    // With jitter on top, so that all who were told the same time do not come back at once.
    return wait === undefined || told === undefined ? wait : told + random * 1000;
  }

  function describe(result: Result, meaning: string = ''): string {
    if (!isAnswer(result)) return `${dialect.name} gave no answer. ${result.noAnswer.happened}`;
    const { document, response, status } = result;
    const said = dialect.answered?.(result) ?? `${dialect.name} answered ${status}`;
    if (isSuccess(result)) return `${said}${meaning}.`;
    const told = dialect.reasonHeaders?.map((name) => header(response, name) ?? '') ?? [];
    return `${said}${quotedReasons([document, ...told], secrets)}${meaning}.`;
  }

  function failure(result: Result, happened: string, next?: string, code?: FailureCode): Failure {
    const what = `${happened} ${describe(result)}`;
    return new Failure(code ?? 'E_AUTHORITY', what, nextOf(result, next), result.facts);
  }

  /** Why no answer came has advice of its own, before that of the request. */
  function nextOf(result: Result, next: string | undefined): string {
    if (!isAnswer(result)) return `${result.noAnswer.next} ${next ?? LONGER}`.trim();
    if (next !== undefined) return next;
    const later = result.status >= 500 ? 'Run the job again later.' : undefined;
    return (
      dialect.nextStep?.(result) ?? later ?? `If the reason does not help, ${dialect.support}.`
    );
  }

  async function pause(what: string, waits: number): Promise<boolean> {
    // Most brokers take a second, some take minutes.
    const wait = Math.min(dialect.longestPause ?? 8000, 1000 * 2 ** waits);
    if (timing.now() + wait >= deadline) return false;
    runner.progress(`Waiting ${wait / 1000} s for ${what}.`);
    await timing.sleep(wait);
    return true;
  }

  return {
    context,
    send,
    describe,
    reasons: (document) => quotedReasons([document], secrets),
    failure,
    loginFailure(result, next, refused = `The login was refused. ${describe(result)}`) {
      if (!isAnswer(result)) return failure(result, 'The login did not get through.', next);
      return new Failure('E_AUTHORITY_LOGIN', refused, next ?? '', result.facts);
    },
    notCreated(result, what, refused) {
      if (isRefusal(result)) return refused;
      const told = describe(result, ', which does not tell whether it was created');
      return new UnknownOutcome(`${what} was asked for. ${told}`, result.facts);
    },
    pause,
    async follow(request, what, endOf) {
      for (let waits = 0; await pause(what, waits); waits++) {
        const end = endOf(await send(request));
        if (end !== undefined) return end;
      }
      return undefined;
    },
  };
}

function httpRequest(
  { method, path }: ApiRequest,
  base: string,
  given: Headers,
  body: string | object | undefined,
): HttpRequest {
  const url = new URL(`${base}${path}`);
  const headers = { 'user-agent': 'api-client-credentials', ...given };
  if (body === undefined) return { method, url, headers };
  if (typeof body === 'string') return { method, url, headers, body };
  const typed = { 'content-type': 'application/json', ...headers };
  return { method, url, headers: typed, body: JSON.stringify(body) };
}

/** @param longest how long the answer may take, in milliseconds. */
async function exchangeOnce(
  request: HttpRequest,
  longest: number,
  { timing, deadline, transport }: AuthorityContext,
): Promise<HttpResponse | TransportFailure> {
  const left = deadline - timing.now();
  if (left <= 0) {
    throw new Failure('E_AUTHORITY', 'No time is left for another request.', LONGER, [
      request.url.host,
    ]);
  }
  try {
    return await transport(request, within(Math.min(left, longest)));
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    throw error;
  }
}

/** A session is not used in the last minute of its life, in milliseconds: a request takes its time. */
const MARGIN = 60_000;

/** The session of a run, shared by calls at the same time. */
function keptSession(
  { open, expired, renewal }: Login,
  { timing, runner }: Pick<AuthorityContext, 'timing' | 'runner'>,
) {
  let known: Promise<Session> | undefined;
  let current: string | undefined;
  let renewals = 0;

  function logIn(): Promise<Session> {
    current = undefined;
    known = open().then((session) => {
      current = session.value;
      return session;
    });
    return known;
  }
  return {
    /** Logs in when it is asked for first, and before a session expires. */
    async value(): Promise<string> {
      // A session that is new serves its first request, however short it lives.
      if (known === undefined) return (await logIn()).value;
      const held = known;
      const { value, expiresAt } = await held;
      if (timing.now() < expiresAt - MARGIN) return value;
      // Of several calls that met the same old session only the first one replaces it.
      return (await (known === held ? logIn() : (known ?? logIn()))).value;
    },
    /** This one was refused. True: another call of `value` gives a new one. */
    renew(refused: string): boolean {
      // Another call has renewed it already.
      if (refused !== current) return true;
      if (renewal === 'run' && renewals > 0) return false;
      renewals += 1;
      known = current = undefined;
      runner.progress(expired);
      return true;
    },
  };
}

/**
 * The reasons in documents and texts by which an issuer says what is wrong, for a message:
 * `: "..." (CF-NotAuthorized), "..."`, or nothing. What repeats a secret is withheld.
 */
function quotedReasons(sources: readonly unknown[], secrets: Secrets): string {
  const found = new Map<string, Reason>();
  for (const reason of sources.flatMap((source) => reasonsIn(source))) {
    const key = `${reason.text} (${reason.title})`;
    if (key !== ' ()' && !found.has(key)) found.set(key, reason);
  }
  const all = [...found.values()];
  // What is left out is neither the first one nor the causes at the end.
  const shown = all.length > MOST_SHOWN ? [...all.slice(0, 1), ...all.slice(1 - MOST_SHOWN)] : all;
  const quoted = new Set(shown.map((reason) => quotedReason(reason, secrets)));
  quoted.delete('');
  return quoted.size === 0 ? '' : `: ${[...quoted].join(', ')}`;
}

function quotedReason({ text, title }: Reason, secrets: Secrets): string {
  const quote = text === '' ? '' : quotedText(text, secrets);
  if (title === '' || secrets.isRepeatedBy(title)) return quote;
  return quote === '' ? title : `${quote} (${title})`;
}

/** The end of a long text says more than its beginning: that is where a cause is. */
function quotedText(text: string, secrets: Secrets): string {
  if (text.length <= LONGEST || secrets.isRepeatedBy(text)) return secrets.quote(text, 2 * LONGEST);
  const start = LONGEST / 3;
  const short = `${text.slice(0, start)} ... ${text.slice(start - LONGEST)}`;
  return secrets.quote(short, 2 * LONGEST);
}

interface Reason {
  readonly text: string;
  /** A word for the kind of error, such as `CF-NotAuthorized`; or nothing. */
  readonly title: string;
}

/** Members of an error that hold a text for people, or an error that caused it. */
const REASONS: readonly string[] = [
  ...['error', 'errormessage', 'errordescription', 'description', 'message', 'detail', 'reason'],
  ...['errors', 'details', 'brokererror', 'responseerror', 'innererror', 'cause', 'causes'],
];

const MOST_SHOWN = 4;

/** The longest reason that is shown, in UTF-16 code units. */
const LONGEST = 300;

/** The texts of a document that say what is wrong: its own first, then those of its causes. */
function reasonsIn(value: unknown, depth: number = 8): Reason[] {
  if (typeof value === 'string') return [{ text: value.trim(), title: '' }];
  if (depth === 0 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) {
    return value.slice(0, 3).flatMap((each) => reasonsIn(each, depth - 1));
  }
  const entries = Object.entries(value).map(([name, member]) => [plainName(name), member] as const);
  const members = REASONS.flatMap((wanted) =>
    entries.filter(([name]) => name === wanted).map(([, member]) => member as unknown),
  );
  const [own = '', ...others] = members.filter((member) => typeof member === 'string');
  const nested = members.filter((member) => typeof member !== 'string');
  return [
    { text: own.trim(), title: titleOf(value as JsonObject) },
    ...[...others, ...nested].flatMap((member) => reasonsIn(member, depth - 1)),
  ];
}

function titleOf({ title }: JsonObject): string {
  return typeof title === 'string' && /^[A-Za-z][\w-]{1,62}$/.test(title) ? title : '';
}
