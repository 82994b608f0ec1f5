import { Failure } from '../../src/base/failure.ts';
import type { TransportFailure } from '../../src/http/errors.ts';
import { type Exchanged, exchange } from '../../src/http/exchange.ts';
import type { AttemptLimits, HttpRequest, HttpResponse } from '../../src/http/http.ts';

export const START = Date.UTC(2026, 0, 1);

/** What one request comes to, and how many milliseconds it takes. */
export interface Scripted {
  readonly result: HttpResponse | TransportFailure;
  readonly takes?: number;
}

export interface Run {
  readonly outcome: Exchanged | Failure;
  readonly sleeps: readonly number[];
  /** How many milliseconds each request was allowed to take, in its parts and in all. */
  readonly limits: readonly AttemptLimits[];
  readonly requests: readonly HttpRequest[];
  /** When all was over, in milliseconds since the start. */
  readonly end: number;
}

export function answer(status: number, headers: HttpResponse['headers'] = {}): HttpResponse {
  return { status, headers, body: Buffer.from('{}') };
}

/** Runs an exchange against a script (its last entry goes on for ever) and a clock of its own. */
export async function run(
  script: readonly Scripted[],
  { timeout = 60_000, random = 0.5, onRetry = (_what: string): void => {} } = {},
): Promise<Run> {
  let now = START;
  const sleeps: number[] = [];
  const allowed: AttemptLimits[] = [];
  const sent: HttpRequest[] = [];
  let made = 0;
  const makeRequest = (): HttpRequest => ({
    method: 'POST',
    url: new URL('https://tokens.example.com/oauth/token'),
    headers: {},
    body: `request ${++made}`,
  });
  const outcome = await exchange(makeRequest, {
    transport: async (request, limits) => {
      sent.push(request);
      allowed.push(limits);
      const { result, takes = 0 } = script[Math.min(sent.length, script.length) - 1] as Scripted;
      now += Math.min(takes, limits.total);
      if (result instanceof Failure) throw result;
      return result;
    },
    timing: {
      now: () => now,
      random: () => random,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
        now += milliseconds;
      },
    },
    deadline: START + timeout,
    runner: { debug: onRetry },
  }).catch((error: unknown) => {
    if (error instanceof Failure) return error;
    throw error;
  });
  return { outcome, sleeps, limits: allowed, requests: sent, end: now - START };
}
