// A process that gets many tokens through a server that fails a third of its requests at random:
//
//   node --expose-gc soak-run.ts
//
// SOAK_URL, SOAK_CA, SOAK_SEED, SOAK_RUNS and SOAK_KEPT (`true`: connections are kept) come from
// the environment. Prints one JSON document: what each run came to, and what was held at two moments.
import tls from 'node:tls';
import { connectionPool } from '../../src/http/pool.ts';
import { transport } from '../../src/http/transport.ts';
import { secretsLedger } from '../../src/secrets/ledger.ts';
import { fetchToken } from '../../src/token/fetch-token.ts';
import { recordingRunner } from '../context.ts';
import { seeded } from './seeded.ts';

export interface Held {
  /** Bytes, after a collection. */
  readonly heap: number;
  /** Sockets and timers by their kind. */
  readonly resources: Readonly<Record<string, number>>;
}

export interface SoakReport {
  /** Error code, or `token`, to how often. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** What was no Failure, by class. */
  readonly crashes: readonly string[];
  /** The longest run in milliseconds, waits between attempts included. */
  readonly longest: number;
  readonly early: Held;
  readonly late: Held;
  readonly seconds: number;
}

const { env } = process;
const runs = Number(env['SOAK_RUNS']);
const random = seeded(Number(env['SOAK_SEED']));
const kept = env['SOAK_KEPT'] === 'true';
const TIMEOUT = 2000;
const IN_FLIGHT = 8;

// As the only root: to read all others anew for each connection would take most of the time.
tls.setDefaultCACertificates([env['SOAK_CA'] ?? '']);
const send = transport({
  ...(kept ? { pool: connectionPool(IN_FLIGHT) } : {}),
});

const outcomes: Record<string, number> = {};
const crashes: string[] = [];
let longest = 0;

async function one(): Promise<void> {
  let skipped = 0;
  const now = () => Date.now() + skipped;
  const start = now();
  const outcome = await fetchToken(
    {
      provider: 'oauth2',
      clientId: 'soak',
      authMethod: 'client_secret_post',
      proof: { kind: 'secret', clientSecret: 'f6b5c0de-soak' },
      tokenUrl: new URL(env['SOAK_URL'] ?? ''),
      metadataUrl: undefined,
      apiUrl: undefined,
      endpoints: {},
      zoneId: undefined,
      parameters: {},
    },
    { resource: [], others: [] },
    {
      transport: send,
      timing: {
        now,
        // Without a real wait; a turn of the loop, so that others get theirs.
        sleep: (milliseconds) => {
          skipped += milliseconds;
          return new Promise((resolve) => setImmediate(resolve));
        },
        random,
      },
      deadline: start + TIMEOUT,
      env: {},
      secrets: secretsLedger(() => {}),
      runner: recordingRunner(),
    },
  ).then(
    ({ value }) => (value === 'soak-token-q7Xw2LpZ9v' ? 'token' : 'another token'),
    (error: unknown) => {
      const code = error instanceof Error && 'code' in error ? String(error.code) : '';
      if (code.startsWith('E_')) return code;
      crashes.push(error instanceof Error ? error.constructor.name : typeof error);
      return 'crash';
    },
  );
  outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
  longest = Math.max(longest, now() - start);
}

/** As many runs, some of them side by side. */
async function many(count: number): Promise<void> {
  let left = count;
  const lanes = Array.from({ length: IN_FLIGHT }, async () => {
    while (left-- > 0) await one();
  });
  await Promise.all(lanes);
}

/** Turns of the loop until sockets that are closing have closed. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 50; turn++) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function held(): Promise<Held> {
  await settle();
  gc?.();
  await settle();
  gc?.();
  const resources: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) {
    resources[kind] = (resources[kind] ?? 0) + 1;
  }
  return { heap: process.memoryUsage().heapUsed, resources };
}

const started = performance.now();
await many(runs / 4);
const early = await held();
await many(runs - runs / 4);
const late = await held();
const seconds = (performance.now() - started) / 1000;
const report: SoakReport = { outcomes, crashes, longest, early, late, seconds };
process.stdout.write(JSON.stringify(report));
