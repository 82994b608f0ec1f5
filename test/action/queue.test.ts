import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RequestOptions } from '../../src/action/inputs.ts';
import { fetchTokens, type QueueLimits, type Wanted } from '../../src/action/queue.ts';
import type { Credential } from '../../src/credentials/credential.ts';

const LIMITS: QueueLimits = { perOrigin: 8, inAll: 50 };

function credential(origin: number, client: number, others: Partial<Credential> = {}): Credential {
  return {
    provider: 'oauth2',
    clientId: `client-${client}`,
    authMethod: 'client_secret_post',
    proof: { kind: 'secret', clientSecret: `secret-${client}` },
    tokenUrl: new URL(`https://host-${origin}.example.com/oauth/token`),
    apiUrl: undefined,
    endpoints: {},
    zoneId: undefined,
    parameters: {},
    ...others,
  };
}

/** What the inputs of the step ask for. */
const OPTIONS: RequestOptions = {
  parameters: { resource: [], others: [] },
  requireScopes: [],
  allowedHosts: undefined,
  caCertificate: undefined,
};

function wanted(...credentials: readonly Credential[]): Wanted[] {
  return credentials.map((each) => ({ credential: each, options: OPTIONS }));
}

/** A server whose requests end when and as the test says; it watches the limits. */
function watched() {
  const running: { readonly credential: Credential; readonly end: (fails: boolean) => void }[] = [];
  const counts = new Map<string, number>();
  const seen: Credential[] = [];
  let most = 0;
  let mostOfOne = 0;
  function fetch({ credential: asked }: Wanted): Promise<string> {
    const { origin } = asked.tokenUrl;
    seen.push(asked);
    counts.set(origin, (counts.get(origin) ?? 0) + 1);
    return new Promise((resolve, reject) => {
      running.push({
        credential: asked,
        end(fails) {
          counts.set(origin, (counts.get(origin) ?? 0) - 1);
          if (fails) reject(new Error(asked.clientId));
          else resolve(`token of ${origin} ${asked.clientId}`);
        },
      });
      most = Math.max(most, running.length);
      mostOfOne = Math.max(mostOfOne, ...counts.values());
    });
  }
  return { fetch, running, seen, most: () => most, mostOfOne: () => mostOfOne };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('limits hold, equal credentials share one request, each outcome has its place', async () => {
  const plan = fc.record({
    pairs: fc.array(fc.tuple(fc.nat(5), fc.nat(12)), { maxLength: 80 }),
    limits: fc.record({
      perOrigin: fc.integer({ min: 1, max: 9 }),
      inAll: fc.integer({ min: 1, max: 20 }),
    }),
    failing: fc.array(fc.nat(12), { maxLength: 6 }),
    picks: fc.infiniteStream(fc.nat()),
  });
  await fc.assert(
    fc.asyncProperty(plan, async ({ pairs, limits, failing, picks }) => {
      const credentials = pairs.map(([origin, client]) => credential(origin, client));
      const { fetch, running, seen, most, mostOfOne } = watched();
      const result = fetchTokens(wanted(...credentials), fetch, limits);
      const distinct = new Set(pairs.map(String));
      for (let ended = 0; ended < distinct.size; ended += 1) {
        // Nobody waits while there is room: as many run as the limits and the rest of the work let.
        const left = [...distinct].filter(
          (pair) => !seen.some((one) => String(pairOf(one)) === pair),
        );
        const full = (origin: string) =>
          running.filter((one) => String(pairOf(one.credential)[0]) === origin).length ===
          limits.perOrigin;
        expect(
          running.length === limits.inAll || left.every((pair) => full(pair.split(',')[0] ?? '')),
        ).toBe(true);
        const [one] = running.splice((picks.next().value ?? 0) % running.length, 1);
        one?.end(failing.includes(Number(pairOf(one.credential)[1])));
        await turn();
      }
      const expected = pairs.map(([origin, client]) =>
        failing.includes(client)
          ? { error: new Error(`client-${client}`) }
          : { result: `token of https://host-${origin}.example.com client-${client}` },
      );
      expect(await result).toEqual(expected);
      expect(seen).toHaveLength(distinct.size);
      expect(most()).toBeLessThanOrEqual(limits.inAll);
      expect(mostOfOne()).toBeLessThanOrEqual(limits.perOrigin);
    }),
    { numRuns: 150 },
  );
});

function pairOf({ tokenUrl, clientId }: Credential): [origin: number, client: number] {
  return [Number(/\d+/.exec(tokenUrl.host)?.[0]), Number(clientId.slice('client-'.length))];
}

describe('what makes two requests differ', () => {
  const one = credential(1, 1);
  test.each<[string, Partial<Credential>]>([
    ['the token URL', { tokenUrl: new URL('https://host-1.example.com/other') }],
    ['the client id', { clientId: 'client-2' }],
    ['the secret', { proof: { kind: 'secret', clientSecret: 'another' } }],
    ['the kind of proof', { proof: { kind: 'github-oidc' } }],
    ['the method', { authMethod: 'client_secret_basic' }],
    ['a parameter', { parameters: { app_tid: 'tenant' } }],
  ])('%s', async (_, change) => {
    const { fetch, running, seen } = watched();
    const result = fetchTokens(wanted(one, { ...one, ...change }), fetch, LIMITS);
    for (const { end } of running) end(false);
    await result;
    expect(seen).toHaveLength(2);
  });

  test.each<[string, Partial<RequestOptions>]>([
    ['what is asked for', { parameters: { scope: 'read', resource: [], others: [] } }],
    ['what the token must carry', { requireScopes: ['read'] }],
  ])('%s', async (_, change) => {
    const { fetch, running, seen } = watched();
    const options = { ...OPTIONS, ...change };
    const same = { ...OPTIONS, ...change };
    const all = [OPTIONS, options, same].map((each) => ({ credential: one, options: each }));
    const result = fetchTokens(all, fetch, LIMITS);
    for (const { end } of running) end(false);
    expect(await result).toHaveLength(3);
    expect(seen).toHaveLength(2);
  });

  test('not what the token is used for', async () => {
    const { fetch, running, seen } = watched();
    const other = { ...one, apiUrl: 'https://api.example.com', endpoints: { a: 'https://a' } };
    const result = fetchTokens(wanted(one, other), fetch, LIMITS);
    for (const { end } of running) end(false);
    expect(await result).toHaveLength(2);
    expect(seen).toHaveLength(1);
  });
});

test('origins take turns', async () => {
  const { fetch, running, seen } = watched();
  const slow = Array.from({ length: 30 }, (_, client) => credential(0, client));
  const result = fetchTokens(wanted(...slow, credential(1, 99)), fetch, { perOrigin: 3, inAll: 4 });
  expect(seen.map(({ tokenUrl }) => tokenUrl.host).slice(0, 2)).toEqual([
    'host-0.example.com',
    'host-1.example.com',
  ]);
  while (running.length > 0) {
    running.shift()?.end(false);
    await turn();
  }
  expect(await result).toHaveLength(31);
});

test('what throws at once is the outcome of its credential alone', async () => {
  const fetch = ({ credential: asked }: Wanted): Promise<string> => {
    if (asked.clientId === 'client-1') throw new Error('at once');
    return Promise.resolve(asked.clientId);
  };
  const credentials = [0, 1, 2].map((client) => credential(0, client));
  expect(await fetchTokens(wanted(...credentials), fetch, LIMITS)).toEqual([
    { result: 'client-0' },
    { error: new Error('at once') },
    { result: 'client-2' },
  ]);
});

test('nothing comes of nothing', async () => {
  expect(await fetchTokens([], () => Promise.reject(new Error('not called')), LIMITS)).toEqual([]);
});
