import type { Credential } from '../credentials/credential.ts';
import type { RequestOptions } from './inputs.ts';

/** What a token is asked for with. */
export interface Wanted {
  readonly credential: Credential;
  readonly options: RequestOptions;
}

/** How many requests may be on their way at a time. */
export interface QueueLimits {
  readonly perOrigin: number;
  readonly inAll: number;
}

/** What came of one credential; an error that was thrown for it is its own alone. */
export type Outcome<Result> = { readonly result: Result } | { readonly error: unknown };

/**
 * Calls `fetch` for each token that is wanted, within the limits, and once where all of it is equal:
 * equal ones share the outcome. Origins take turns, so that a slow one does not hold back the others.
 *
 * @returns the outcomes in the order of what is wanted; never throws.
 */
export function fetchTokens<Result>(
  all: readonly Wanted[],
  fetch: (wanted: Wanted) => Promise<Result>,
  limits: QueueLimits,
): Promise<Outcome<Result>[]> {
  const flights = flightsOf(all);
  const outcomes: Outcome<Result>[] = new Array(all.length);
  return new Promise((resolve) => {
    const ready = originsOf(flights);
    let running = 0;
    let left = flights.length;

    function start(): void {
      while (running < limits.inAll) {
        const origin = ready.shift();
        if (origin === undefined) return;
        const flight = origin.flights[origin.next++] as Flight;
        origin.running += 1;
        running += 1;
        if (mayStart(origin, limits)) ready.push(origin);
        fly(flight.wanted, fetch).then((outcome) => {
          for (const index of flight.indexes) outcomes[index] = outcome;
          landed(origin);
        });
      }
    }
    function landed(origin: Origin): void {
      const stoodReady = mayStart(origin, limits);
      origin.running -= 1;
      running -= 1;
      left -= 1;
      if (!stoodReady && mayStart(origin, limits)) ready.push(origin);
      if (left === 0) resolve(outcomes);
      else start();
    }
    if (left === 0) resolve(outcomes);
    else start();
  });
}

/** One request, and whose it is. */
interface Flight {
  readonly wanted: Wanted;
  readonly indexes: number[];
}

interface Origin {
  readonly flights: Flight[];
  next: number;
  running: number;
}

/** An origin for which this is true is in the list of those that are ready, once. */
function mayStart({ next, flights, running }: Origin, limits: QueueLimits): boolean {
  return next < flights.length && running < limits.perOrigin;
}

function flightsOf(all: readonly Wanted[]): Flight[] {
  const flights = new Map<string, Flight>();
  const optionKeys = new Map<RequestOptions, string>();
  all.forEach((wanted, index) => {
    // Most share the options of the step.
    const optionKey = optionKeys.get(wanted.options) ?? JSON.stringify(wanted.options);
    optionKeys.set(wanted.options, optionKey);
    const key = `${requestKey(wanted.credential)}${optionKey}`;
    const flight = flights.get(key);
    if (flight === undefined) flights.set(key, { wanted, indexes: [index] });
    else flight.indexes.push(index);
  });
  return [...flights.values()];
}

function originsOf(flights: readonly Flight[]): Origin[] {
  const origins = new Map<string, Origin>();
  for (const flight of flights) {
    const name = flight.wanted.credential.tokenUrl.origin;
    const origin = origins.get(name);
    if (origin === undefined) origins.set(name, { flights: [flight], next: 0, running: 0 });
    else origin.flights.push(flight);
  }
  return [...origins.values()];
}

/** Everything of a credential but what its token is used for, and what is said of it. */
function requestKey(credential: Credential): string {
  const { apiUrl: _apiUrl, endpoints: _endpoints, warnings: _warnings, ...asked } = credential;
  return JSON.stringify(asked);
}

/** Also where `fetch` throws at once. */
async function fly<Result>(
  wanted: Wanted,
  fetch: (wanted: Wanted) => Promise<Result>,
): Promise<Outcome<Result>> {
  try {
    return { result: await fetch(wanted) };
  } catch (error) {
    return { error };
  }
}
