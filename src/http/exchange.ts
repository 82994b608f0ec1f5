import { Failure } from '../failure.ts';
import type { AttemptLimits, HttpRequest, HttpResponse, Timing, Transport } from './http.ts';
import { TransportFailure } from './transport-failure.ts';

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
  /** Called before each wait, with what happened: for a debug line. */
  readonly onRetry?: (what: string) => void;
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
    if (!failed && result.status === 200) return exchanged(result, attempt, timing);
    // Loaded when something went wrong, so that a run in which all is well need not read it.
    const { nextStep } = await import('./retry.ts');
    const { wait, giveUp } = nextStep(result, attempt, options);
    if (giveUp !== undefined) {
      throw new Failure(
        giveUp.code,
        `${giveUp.message} (${request.url.host}, ${counted(attempt)})`,
      );
    }
    if (wait === undefined) {
      if (failed) throw result;
      return exchanged(result, attempt, timing);
    }
    options.onRetry?.(failed ? result.code : `status ${result.status}`);
    await timing.sleep(wait);
  }
}

function exchanged(response: HttpResponse, attempts: number, timing: Timing): Exchanged {
  return { response, attempts, receivedAt: timing.now() };
}

async function once(
  request: HttpRequest,
  { transport, timing, deadline }: ExchangeOptions,
): Promise<HttpResponse | TransportFailure> {
  const left = Math.max(1, deadline - timing.now());
  const limits = {
    connect: Math.min(LIMITS.connect, left),
    firstByte: Math.min(LIMITS.firstByte, left),
    total: Math.min(LIMITS.total, left),
  };
  try {
    return await transport(request, limits);
  } catch (error) {
    if (error instanceof TransportFailure) return error;
    throw error;
  }
}

/** For the facts at the end of a message. */
export function counted(attempts: number): string {
  return attempts === 1 ? '1 attempt' : `${attempts} attempts`;
}
