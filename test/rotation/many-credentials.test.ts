import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HttpRequest, HttpResponse, Transport } from '../../src/http/http.ts';
import { gitHubPlaces } from '../../src/rotation/destinations/github/index.ts';
import { rotate } from '../../src/rotation/engine.ts';
import type { InventoryEntry } from '../../src/rotation/inventory.ts';
import { writesOf } from '../../src/rotation/inventory.ts';
import type { Authority, RotationOutcome } from '../../src/rotation/types.ts';
import { testContext } from '../context.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const CREDENTIALS = 300;
/** Beside the main one. */
const FURTHER = 4;

const entries: readonly InventoryEntry[] = Array.from({ length: CREDENTIALS }, (_, index) => ({
  name: `team-${index}`,
  secret: `KEY_${index}`,
  environment: undefined,
  destinations: Array.from({ length: FURTHER }, (_each, at) => ({
    repository: `acme/app-${at}`,
    secret: `KEY_${index}`,
    kind: 'actions' as const,
  })),
  storeAs: 'json',
  authority: { kind: 'btp' },
  rotateEvery: 60 * DAY,
  keepOld: 7 * DAY,
}));

/**
 * A repository with 300 credentials in five places each: GitHub, an issuer and the workflow that works
 * through them, one job after the other, without a pause between two jobs. Time passes where a job
 * waits, and by a tenth of a second with each request.
 */
function simulation() {
  const state = { now: Date.UTC(2027, 0, 1), runs: 0 };
  const stored = new Map<string, { text: string; at: number }>();
  const writes: number[] = [];
  const rotatedAt: { entry: string; at: number }[] = [];
  const { publicKey } = generateKeyPairSync('x25519');
  const key = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32).toString('base64');
  let text = '';

  const transport: Transport = async ({ method, url }: HttpRequest): Promise<HttpResponse> => {
    state.now += 100;
    if (method === 'PUT') {
      writes.push(state.now);
      stored.set(url.pathname, { text, at: state.now });
      return { status: 204, headers: {}, body: Buffer.alloc(0) };
    }
    if (url.pathname.endsWith('/public-key')) return answer(200, { key, key_id: '1' });
    if (url.pathname.includes('/runs/')) {
      return answer(200, { status: 'completed', created_at: iso(state.now) });
    }
    const kept = stored.get(url.pathname);
    if (kept === undefined) return answer(404, { message: 'Not Found' });
    return answer(200, { name: 'KEY', created_at: iso(kept.at), updated_at: iso(kept.at) });
  };
  const issued = new Map<string, Set<string>>();
  const current = new Map<string, string>();

  async function job(entry: InventoryEntry): Promise<RotationOutcome> {
    state.runs += 1;
    const timing = {
      now: () => state.now,
      sleep: async (milliseconds: number) => {
        state.now += milliseconds;
      },
      random: () => 0.5,
    };
    const names = issued.get(entry.name) ?? new Set<string>();
    issued.set(entry.name, names);
    const deadline = state.now + HOUR;
    const { main, others } = gitHubPlaces(entry, {
      ...testContext({ transport, timing, deadline }),
      ...{ token: 'simulated', apiUrl: 'https://api.github.com', repository: 'acme/rotation' },
      writesInAnHour: writesOf(entries),
    });
    const outcome = await rotate({
      ...{ mode: 'when-due', confirm: undefined, storeAs: 'json', main, others },
      owner: { entry: entry.name, repositoryId: '4711' },
      run: { id: String(state.runs), startedAt: new Date(state.now + 1000) },
      current: current.get(entry.name),
      rotateEvery: entry.rotateEvery,
      keepOld: entry.keepOld,
      authority: authorityOver(names),
      verify: async (candidate) => {
        text = candidate.text;
        return 'accepted';
      },
      runIsOver: async () => true,
      ...testContext({ timing, deadline }),
    });
    if (outcome.currentText !== undefined) current.set(entry.name, outcome.currentText);
    if (outcome.state === 'rotated') rotatedAt.push({ entry: entry.name, at: state.now });
    return outcome;
  }
  return { state, writes, rotatedAt, issued, job };
}

function authorityOver(names: Set<string>): Authority {
  return {
    kind: 'simulated',
    loginClientId: undefined,
    check: async () => {},
    list: async () => [...names].map((name) => ({ name, createdAt: undefined, usable: true })),
    create: async (name) => {
      names.add(name);
      return { name, value: { clientid: 'client', clientsecret: `simulated-${name}` } };
    },
    delete: async (name) => {
      names.delete(name);
    },
  };
}

function answer(status: number, body: object): HttpResponse {
  const headers = { 'content-type': 'application/json' };
  return { status, headers, body: Buffer.from(JSON.stringify(body)) };
}

function iso(time: number): string {
  return new Date(time).toISOString();
}

/** The most writes in any span of that length. */
function most(writes: readonly number[], span: number): number {
  let first = 0;
  return writes.reduce((found, time, at) => {
    while ((writes[first] ?? 0) <= time - span) first += 1;
    return Math.max(found, at - first + 1);
  }, 0);
}

describe('300 credentials in five places each', () => {
  test('are never written faster than GitHub allows, though all fall due on the first day', {
    timeout: 60_000,
  }, async () => {
    const { job, writes, rotatedAt } = simulation();
    for (const entry of entries) await job(entry);
    expect(rotatedAt).toHaveLength(CREDENTIALS);
    expect(writes).toHaveLength(CREDENTIALS * (FURTHER + 1));
    expect(most(writes, MINUTE)).toBeLessThanOrEqual(80);
    expect(most(writes, HOUR)).toBeLessThanOrEqual(500);
  });

  test('spread over the days, also in the second round', { timeout: 120_000 }, async () => {
    const { state, job, writes, rotatedAt, issued } = simulation();
    const start = state.now;
    // The days between have nothing to do but to retire what was replaced.
    const days = [0, 8, ...range(53, 60), ...range(107, 120)];
    for (const day of days) {
      state.now = Math.max(state.now, start + day * DAY);
      for (const entry of entries) await job(entry);
    }
    expect(most(writes, MINUTE)).toBeLessThanOrEqual(80);
    expect(most(writes, HOUR)).toBeLessThanOrEqual(500);

    const perDay = new Map<number, number>();
    for (const { at } of rotatedAt) {
      const day = Math.floor((at - start) / DAY);
      perDay.set(day, (perDay.get(day) ?? 0) + 1);
    }
    const between = (first: number, last: number) =>
      range(first, last).map((day) => perDay.get(day) ?? 0);
    expect(perDay.get(0)).toBe(CREDENTIALS);
    // Made on one day, they fall due on six, and then on eleven.
    expect(between(54, 60).filter((count) => count > 0).length).toBeGreaterThanOrEqual(6);
    expect(Math.max(...between(54, 60))).toBeLessThanOrEqual(75);
    expect(between(108, 120).filter((count) => count > 0).length).toBeGreaterThanOrEqual(11);
    // Two even spreads over six days add up to 50 on the day in the middle, give or take what chance does.
    expect(Math.max(...between(108, 120))).toBeLessThanOrEqual(75);
    expect([...issued.values()].every((names) => names.size <= 2)).toBe(true);
  });
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at);
}
