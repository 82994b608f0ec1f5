import { Failure, withParts } from '../base/failure.ts';
import { httpDate, type Timing } from '../base/time.ts';
import { TransportFailure } from './errors.ts';
import type { AttemptLimits, HttpRequest, HttpResponse, Transport } from './http.ts';
import { header } from './response.ts';

const LIMITS: AttemptLimits = { connect: 10_000, firstByte: 15_000, total: 20_000 };

export interface Exchanged {
  readonly response: HttpResponse;
  /** How many requests it took. */
  readonly attempts: number;
  /** When the answer was complete, in milliseconds since the epoch by the local clock. */
  readonly receivedAt: number;
}

export interface ExchangeOptions {
  readonly transport: Transport;
  readonly timing: Timing;
  /** Milliseconds since the epoch after which nothing is sent or waited for. */
  readonly deadline: number;
  /** Told before each wait what happened. */
  readonly runner?: { debug(what: string): void } | undefined;
}

/**
 * Sends a request until an answer comes that is final, within one deadline. For requests that are
 * safe to repeat. `makeRequest` is called for each attempt, so that a signed assertion is new.
 *
 * @throws Failure E_TIMEOUT, E_RATE_LIMITED, or the code of the last TransportFailure; each names
 * the host and the number of attempts.
 */
export async function exchange(
  makeRequest: () => HttpRequest | Promise<HttpRequest>,
  options: ExchangeOptions,
): Promise<Exchanged> {
  const { timing } = options;
  for (let attempt = 1; ; attempt++) {
    const request = await makeRequest();
    const result = await once(request, options);
    const failed = result instanceof TransportFailure;
    const { wait, giveUp } = nextStep(result, attempt, options);
    if (giveUp !== undefined) {
      throw withParts(giveUp, { facts: [request.url.host, counted(attempt)] });
    }
    if (wait === undefined) {
      if (failed) throw result;
      return { response: result, attempts: attempt, receivedAt: timing.now() };
    }
    const what = failed ? result.code : `status ${result.status}`;
    options.runner?.debug(`another attempt after: ${what}`);
    await timing.sleep(wait);
  }
}

async function once(
  request: HttpRequest,
  { transport, timing, deadline }: ExchangeOptions,
): Promise<HttpResponse | TransportFailure> {
  try {
    return await transport(request, limitsUntil(deadline, timing.now(), LIMITS));
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    throw error;
  }
}

/** The limits of an attempt that begins now: none of them ends after the deadline. */
export function limitsUntil(deadline: number, now: number, limits: AttemptLimits): AttemptLimits {
  const left = Math.max(1, deadline - now);
  return {
    connect: Math.min(limits.connect, left),
    firstByte: Math.min(limits.firstByte, left),
    total: Math.min(limits.total, left),
  };
}

/** For the facts of a failure. */
export function counted(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}

/** At most four requests: the first and three more. */
const MAX_RETRIES = 3;

/** What follows an attempt: a wait before the next one, or giving up, or neither: it was final. */
export interface NextStep {
  /** Milliseconds. */
  readonly wait?: number;
  readonly giveUp?: Failure;
}

/**
 * Decides what follows an answer, or none.
 *
 * @param attempt how many requests were sent so far, from 1 on.
 */
export function nextStep(
  result: HttpResponse | TransportFailure,
  attempt: number,
  { timing, deadline }: { readonly timing: Timing; readonly deadline: number },
): NextStep {
  const failed = result instanceof TransportFailure;
  const retries = failed ? result.retries : MAX_RETRIES;
  const backedOff =
    attempt > Math.min(retries, MAX_RETRIES)
      ? undefined
      : backoff(failed ? undefined : result.status, attempt, timing.random());
  if (backedOff === undefined) return failed ? { giveUp: result } : {};
  const asked = failed ? undefined : retryAfter(result, timing.now());
  const wait = asked ?? backedOff;
  if (timing.now() + wait < deadline) return { wait };
  if (failed) return { giveUp: outOfTime(result) };
  return asked === undefined ? {} : { giveUp: tooLate(result.status, asked) };
}

/**
 * The classes are those that SAP documents for XSUAA: connection errors, 408, 502 and 504 three
 * times from 300 ms on, doubled; 500 and 503 three times from 1 s on, tripled; 429 by its
 * Retry-After; nothing else. Full jitter keeps many runners from coming back at the same moment.
 *
 * @param status the status of the answer, or undefined where none came.
 * @param random from 0 up to 1.
 * @returns milliseconds, or undefined: such an answer is final.
 */
export function backoff(
  status: number | undefined,
  attempt: number,
  random: number,
): number | undefined {
  switch (status) {
    case undefined:
    case 408:
    case 425:
    case 502:
    case 504:
      return random * 300 * 2 ** (attempt - 1);
    case 429:
    case 500:
    case 503:
      return random * 1000 * 3 ** (attempt - 1);
    default:
      return undefined;
  }
}

/**
 * The wait that a server asks for (RFC 9110 10.2.3: seconds or an HTTP date), in milliseconds from
 * `now`; 0 for a time that has passed, undefined where it asks for none or in no known form.
 */
export function retryAfter(
  response: Pick<HttpResponse, 'headers'>,
  now: number,
): number | undefined {
  const value = header(response, 'retry-after')?.trim() ?? '';
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  return date === undefined ? undefined : Math.max(0, date - now);
}

function outOfTime(failure: TransportFailure): Failure {
  const late =
    'No time is left for another attempt. Raise the input timeout if the server is slow.';
  return withParts(failure, { next: failure.next === '' ? late : `${failure.next} ${late}` });
}

function tooLate(status: number, wait: number): Failure {
  return new Failure(
    status === 429 ? 'E_RATE_LIMITED' : 'E_TIMEOUT',
    `The server answered ${status} and may be asked again in ${Math.ceil(wait / 1000)} s, which is after the deadline.`,
    'Run the job later, or raise the input timeout.',
  );
}

/** Limits of one attempt that may take so many milliseconds in all. */
export function within(milliseconds: number): AttemptLimits {
  const connect = Math.min(LIMITS.connect, milliseconds);
  return { connect, firstByte: milliseconds, total: milliseconds };
}
