import { describe, expect, test } from 'vitest';
import type { GitHubFault } from '../../servers/github-server.ts';
import type { SecretPath } from '../../servers/github-vault.ts';
import { failureOf, gitHubWorld, START, VALUE } from './github-world.ts';

const path: SecretPath = { repository: 'acme/portal', secret: 'CALM_KEY' };
const PUT = /^PUT /;
const RATE_LIMITED = { message: 'API rate limit exceeded for installation ID 1.' };

async function storeWith(...faults: readonly GitHubFault[]) {
  const world = await gitHubWorld();
  for (const fault of faults) world.server.fail(fault);
  await world.destination(path).store(VALUE);
  expect(world.server.secret(path)?.plaintext).toBe(VALUE);
  return { ...world, writes: world.server.exchanges.filter(({ method }) => method === 'PUT') };
}

describe('a request', () => {
  test('carries token, version, media type and user agent', async () => {
    const { server, destination } = await gitHubWorld();
    await destination(path).store(VALUE);
    for (const { method, headers } of server.exchanges) {
      expect(headers).toMatchObject({
        authorization: `token ${server.token}`,
        accept: 'application/vnd.github+json',
        'x-github-api-version': '2022-11-28',
        'user-agent': expect.stringMatching(/^api-client-credentials /),
      });
      const type = method === 'GET' ? undefined : 'application/json; charset=utf-8';
      expect(headers['content-type']).toBe(type);
    }
  });

  test('takes tokens with the parts of a JWT', async () => {
    const { server } = await gitHubWorld();
    const world = await gitHubWorld({ token: 'ghs_1_aaaa.bbbb.cccc' });
    await world.client.send('GET /repos/{owner}/{repo}', { owner: 'acme', repo: 'portal' });
    expect(world.server.exchanges[0]?.headers.authorization).toBe('bearer ghs_1_aaaa.bbbb.cccc');
    expect(server.exchanges).toEqual([]);
  });

  test.for([
    ['', 'E_INPUT_MISSING'],
    [' \n', 'E_INPUT_MISSING'],
    ['ghs_1\nghs_2', 'E_INPUT_CHARSET'],
    ['ghs_\u00e4', 'E_INPUT_CHARSET'],
  ])('is not made with the token %j', async ([token, code]) => {
    await expect(gitHubWorld({ token: token as string })).rejects.toMatchObject({ code });
  });

  test('may have a token that was pasted with a line break behind it', async () => {
    const { server } = await gitHubWorld();
    const { client } = await gitHubWorld({
      client: { token: `${server.token}\n`, apiUrl: server.url },
    });
    expect(
      await client.send('GET /repos/{owner}/{repo}/actions/secrets/public-key', {
        owner: 'acme',
        repo: 'portal',
      }),
    ).toMatchObject({ status: 200, attempts: 1 });
  });

  test.for<[apiUrl: string, code: string]>([
    ['http://api.github.com', 'E_URL_INSECURE'],
    ['https://user:password@api.github.com', 'E_URL_USERINFO'],
    ['', 'E_URL_INVALID'],
  ])('is not made to %j', async ([apiUrl, code]) => {
    await expect(gitHubWorld({ client: { apiUrl } })).rejects.toMatchObject({ code });
  });
});

describe('what is sent again', () => {
  test.for([500, 502, 503, 504])('a write that was answered %i', async (status) => {
    const { writes, retries, sleeps } = await storeWith({ on: PUT, status, times: 3 });
    expect(writes.map((each) => each.status)).toEqual([status, status, status, 201]);
    expect(retries).toEqual(Array(3).fill(`status ${status}`));
    // Never sooner than writes may follow each other.
    const gaps = writes.slice(1).map(({ time }, at) => time - (writes[at]?.time ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1000);
    expect(sleeps.length).toBeGreaterThan(0);
  });

  test('a read that was answered 502', async () => {
    const { retries } = await storeWith({ on: /^GET .*public-key/, status: 502, times: 2 });
    expect(retries).toEqual(['status 502', 'status 502']);
  });

  test.for(['before', 'after'] as const)(
    'a write whose connection ended %s it took effect',
    async (lost) => {
      const { writes, retries } = await storeWith({ on: PUT, lost, times: 2 });
      const last = lost === 'after' ? 204 : 201;
      expect(writes.map(({ status }) => status)).toEqual([undefined, undefined, last]);
      expect(retries).toEqual(['E_CONNECT', 'E_CONNECT']);
    },
  );

  test('a write on a connection that was kept and lost, at the pace of writes', async () => {
    const { server, destination, retries, sleeps } = await gitHubWorld();
    await destination(path).check();
    server.fail({ on: PUT, lost: 'after' });
    await destination(path).store(VALUE);
    expect(server.secret(path)?.plaintext).toBe(VALUE);
    expect(server.exchanges.filter(({ method }) => method === 'PUT')).toHaveLength(2);
    expect(retries).toEqual(['E_CONNECT']);
    expect(sleeps.reduce((sum, each) => sum + each, 0)).toBeGreaterThanOrEqual(1000);
  });

  test('a 503 after the wait that it asks for', async () => {
    const headers = { 'retry-after': '17' };
    const { sleeps } = await storeWith({ on: /public-key/, status: 503, headers });
    expect(sleeps).toEqual([17_000]);
  });

  test('nothing more than three times', async () => {
    const { server, destination } = await gitHubWorld();
    server.fail({ on: PUT, status: 500, times: 99 });
    const { code, message } = await failureOf(destination(path).store(VALUE));
    expect(code).toBe('E_DESTINATION');
    expect(message).toMatch(
      /GitHub answered 500 \(.*, 4 attempts\)\. GitHub has a fault of its own/,
    );
  });

  test.for([400, 403, 404, 409, 410, 418, 422, 301, 501])('nothing after %i', async (status) => {
    const { server, destination, sleeps } = await gitHubWorld();
    server.fail({ on: PUT, status, body: { message: 'no' }, times: 99 });
    const { message } = await failureOf(destination(path).store(VALUE));
    expect(message).toContain(`GitHub answered ${status} (${server.host}, request `);
    expect(message).toContain(', 1 attempt). ');
    expect(sleeps).toEqual([]);
  });

  test('nothing where TLS or names fail for good', async () => {
    const { server, sleeps, destination } = await gitHubWorld({
      client: { apiUrl: 'https://no-such-host.invalid' },
    });
    const { code, message } = await failureOf(destination(path).check());
    expect(code).toBe('E_DESTINATION');
    expect(message).toMatch(
      /^The secret CALM_KEY of acme\/portal could not be read\. .*(E_DNS|E_CONNECT).*no-such-host\.invalid/,
    );
    expect(sleeps.length).toBeLessThanOrEqual(3);
    expect(server.exchanges).toEqual([]);
  });
});

describe('a rate limit', () => {
  test.for<[string, GitHubFault, number]>([
    ['429 with Retry-After', { on: PUT, status: 429, headers: { 'retry-after': '33' } }, 33_000],
    ['403 with Retry-After', { on: PUT, status: 403, headers: { 'retry-after': '33' } }, 33_000],
    [
      'Retry-After as a date',
      { on: PUT, status: 429, headers: { 'retry-after': new Date(START + 9000).toUTCString() } },
      9000,
    ],
    ['Retry-After of nothing', { on: PUT, status: 429, headers: { 'retry-after': '0' } }, 1000],
    [
      'nothing remaining until a time',
      {
        on: PUT,
        status: 403,
        headers: {
          'x-ratelimit-remaining': '0',
          // By GitHub's clock, which is a minute ahead of ours.
          'x-ratelimit-reset': String(START / 1000 + 60 + 120),
          date: new Date(START + 60_000).toUTCString(),
        },
      },
      121_000,
    ],
    ['429 without a word', { on: PUT, status: 429 }, 60_000],
    [
      '403 with the text of the primary limit',
      { on: PUT, status: 403, body: RATE_LIMITED },
      60_000,
    ],
    [
      'nothing remaining, and no known time',
      { on: PUT, status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': 'x' } },
      60_000,
    ],
  ])('%s is waited for', async ([, fault, wait]) => {
    const { sleeps, retries, writes } = await storeWith(fault);
    expect(sleeps).toEqual([wait]);
    expect(retries).toEqual([`status ${fault.status}`]);
    expect(writes).toHaveLength(2);
  });

  test('of which GitHub says no time is waited for twice as long each time', async () => {
    const { sleeps } = await storeWith({ on: PUT, status: 403, body: RATE_LIMITED, times: 3 });
    expect(sleeps).toEqual([60_000, 120_000, 240_000]);
  });

  test('that outlasts the deadline is told at once', async () => {
    const { server, destination, sleeps } = await gitHubWorld();
    server.fail({ on: PUT, status: 403, headers: { 'retry-after': '3600' } });
    const { code, message } = await failureOf(destination(path).store(VALUE));
    expect(code).toBe('E_DESTINATION');
    expect(message).toBe(
      `The secret CALM_KEY of acme/portal could not be written. GitHub answered 403: a rate limit is reached, and it may be asked again in 3600 s, which is after the deadline (${server.host}, 1 attempt). Run the job later, or raise the input timeout.`,
    );
    expect(sleeps).toEqual([]);
  });

  test('that never ends is given up', async () => {
    const { server, destination, sleeps } = await gitHubWorld();
    server.fail({ on: PUT, status: 429, headers: { 'retry-after': '5' }, times: 99 });
    const { message } = await failureOf(destination(path).store(VALUE));
    expect(message).toContain('a rate limit is reached, and waiting has not helped (');
    expect(sleeps).toEqual([5000, 5000, 5000, 5000, 5000]);
  });

  test('holds for all destinations of a run', async () => {
    const { server, destination } = await gitHubWorld();
    server.fail({ on: PUT, status: 403, headers: { 'retry-after': '60' } });
    const places = ['A', 'B'].map((secret) => destination({ repository: 'acme/portal', secret }));
    await Promise.all(places.map((place) => place.store(VALUE)));
    const times = server.exchanges.map(({ time }) => time - START);
    expect(times.filter((time) => time > 0 && time < 60_000)).toEqual([]);
  });

  test('is never met by 200 writes, although GitHub would answer faster ones with 403', async () => {
    const { server, client, retries } = await gitHubWorld();
    const { key_id } = (
      await client.send('GET /repos/{owner}/{repo}/actions/secrets/public-key', {
        owner: 'acme',
        repo: 'portal',
      })
    ).data as { key_id: string };
    const route = 'PUT /repos/{owner}/{repo}/actions/secrets/{secret_name}';
    for (let at = 0; at < 200; at++) {
      await client.send(route, {
        owner: 'acme',
        repo: 'portal',
        secret_name: `KEY_${at}`,
        encrypted_value: 'A'.repeat(64),
        key_id,
      });
    }
    expect(retries).toEqual([]);
    expect(server.exchanges.filter(({ status }) => status === 201)).toHaveLength(200);
  });
});

describe('the deadline', () => {
  test('ends the pace', async () => {
    const { destination, advance } = await gitHubWorld({ timeout: 10_000 });
    await destination(path).store(VALUE);
    advance(9500);
    const { code, message } = await failureOf(
      Promise.all([destination(path).store(VALUE), destination(path).store(VALUE)]),
    );
    expect(code).toBe('E_DESTINATION');
    expect(message).toMatch(/The next write may start in 1 s, .* after the deadline \(/);
  });

  test('lets nothing pass after it', async () => {
    const { server, destination, advance } = await gitHubWorld({ timeout: 10_000 });
    advance(10_000);
    const { message } = await failureOf(destination(path).check());
    expect(message).toMatch(/No time is left \(.*\)\. Raise the input timeout\.$/);
    expect(server.exchanges).toEqual([]);
  });

  test('leaves the last answer where there is no time for another attempt', async () => {
    const { server, destination } = await gitHubWorld({ timeout: 400 });
    server.fail({ on: /public-key/, status: 503, times: 9 });
    const { message } = await failureOf(destination(path).store(VALUE));
    expect(message).toMatch(/GitHub answered 503 \(.*, 1 attempt\)\. /);
  });

  test('bounds each exchange', async () => {
    const totals: number[] = [];
    const { client, advance } = await gitHubWorld({
      client: {
        transport: async (_request, { total }) => {
          totals.push(total);
          return { status: 200, headers: {}, body: Buffer.from('{}') };
        },
      },
    });
    await client.send('GET /meta', {});
    advance(599_000);
    await client.send('GET /meta', {});
    expect(totals).toEqual([30_000, 1000]);
  });
});
