import { Failure } from '../failure.ts';
import { type HttpResponse, header, type Timing } from './http.ts';
import { httpDate } from './http-date.ts';
import { TransportFailure } from './transport-failure.ts';

/** At most four requests: the first and three more. */
const MAX_RETRIES = 3;

/** What follows an attempt: a wait before the next one, or giving up, or neither: it was final. */
export interface NextStep {
  /** Milliseconds. */
  readonly wait?: number;
  readonly giveUp?: Failure;
}

/**
 * Decides what follows an answer other than 200, or none.
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
export function retryAfter(response: HttpResponse, now: number): number | undefined {
  const value = header(response, 'retry-after')?.trim() ?? '';
  if (/^\d{1,12}$/.test(value)) return Number(value) * 1000;
  const date = httpDate(value);
  return date === undefined ? undefined : Math.max(0, date - now);
}

function outOfTime({ code, message }: TransportFailure): Failure {
  return new Failure(
    code,
    `${message} No time is left for another attempt. Raise the input timeout if the server is slow.`,
  );
}

function tooLate(status: number, wait: number): Failure {
  return new Failure(
    status === 429 ? 'E_RATE_LIMITED' : 'E_TIMEOUT',
    `The server answered ${status} and may be asked again in ${Math.ceil(wait / 1000)} s, which is after the deadline. Run the job later, or raise the input timeout.`,
  );
}
