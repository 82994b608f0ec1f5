import { describe, expect, test } from 'vitest';
import type { SmFault } from '../../servers/service-manager-faults.ts';
import { fakeToken, START, smWorld } from './service-manager-world.ts';

const in30Seconds = new Date(START + 30_000);
const limited = (retryAfter?: string): SmFault => ({
  status: 429,
  headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter },
  body: { error: 'BadRequest', description: 'The allowed request limit has been reached' },
});

describe('after too many requests', () => {
  const go = in30Seconds.toISOString().replace('T', ' ').replace('.000Z', '');

  test.each([
    ['seconds', '30', 30_500],
    ['a date of HTTP', in30Seconds.toUTCString(), 30_500],
    ['a time as Go prints it', `${go} +0000 UTC`, 30_500],
    ['the same with parts of a second', `${go}.123456 +0000 UTC`, 30_500],
    ['the same with its own clock', `${go}.123456789 +0000 UTC m=+0.123`, 30_500],
    ['a date that has passed', 'Sun, 06 Nov 1994 08:49:37 GMT', 500],
    ['a time of Go that has passed', '2024-11-11 14:59:33 +0000 UTC', 500],
    ['no time that can be read', 'soon', 500],
    ['a time of another zone', '2026-11-23 14:59:33 +0100 CET', 500],
    ['a day that there is not', '2026-13-45 14:59:33 +0000 UTC', 500],
  ])('the server is asked again at its time, given as %s', async (_what, retryAfter, wait) => {
    const { authority, server, sleeps, shown } = await smWorld();
    server.inject('list', limited(retryAfter));
    await authority.list();
    expect(sleeps).toEqual([wait]);
    expect(shown).toEqual([
      `The request to list the bindings is sent again in ${Math.ceil(wait / 1000)} s (status 429).`,
    ]);
  });

  test('a creation is asked for again, since nothing was done', async () => {
    const { authority, server, sleeps } = await smWorld();
    server.inject('create', limited('7'));
    await authority.create('calm-release-1');
    expect(sleeps).toEqual([7500, 1000]);
    expect(server.names()).toEqual(['calm-release-1']);
  });

  test.each(['create', 'list'] as const)(
    '%s is asked for each minute while there is time',
    async (call) => {
      const { authority, server, sleeps, failure } = await smWorld({ timeout: 200_000 });
      server.inject(call, ...Array.from({ length: 9 }, () => limited()));
      const { code, message } = await failure(
        call === 'create' ? authority.create('calm-release-1') : authority.list(),
      );
      expect(code).toBe('E_AUTHORITY');
      expect(message).toContain('Too many requests were sent by this client. Run the job later.');
      expect(sleeps).toEqual([500, 60_500, 60_500, 60_500]);
      expect(server.calls().filter((each) => each === call)).toHaveLength(5);
      expect(server.living()).toEqual([]);
    },
  );

  test('a server that names a time is believed four times', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('list', ...Array.from({ length: 9 }, () => limited('1')));
    expect(await failure(authority.list())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(server.calls().filter((each) => each === 'list')).toHaveLength(4);
  });

  test('nobody waits beyond the deadline', async () => {
    const { authority, server, failure, sleeps } = await smWorld({ timeout: 60_000 });
    server.inject('list', limited('3600'));
    expect(await failure(authority.list())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(sleeps).toEqual([]);
  });
});

describe('reading', () => {
  test.each<[SmFault, string]>([
    [{ status: 500 }, 'status 500'],
    [{ status: 502 }, 'status 502'],
    [{ status: 503 }, 'status 503'],
    [{ status: 504 }, 'status 504'],
    ['cut', 'E_CONNECT'],
  ])('is repeated after %j', async (fault, reason) => {
    const { authority, server, shown } = await smWorld();
    server.inject('list', fault);
    await expect(authority.list()).resolves.toEqual([]);
    expect(shown[0]).toContain(`is sent again in 1 s (${reason}).`);
  });

  test('is given up after four requests without an answer', async () => {
    const { authority, server, failure, sleeps } = await smWorld();
    server.inject('list', 'cut', 'cut', 'cut', 'cut', 'cut');
    const { code, message } = await failure(authority.list());
    expect(code).toBe('E_AUTHORITY');
    expect(message).toMatch(
      /^The request to list the bindings failed\. SAP Service Manager gave no answer\. .* \(HOST, correlation id ID\)\. Run the job again\. Raise the input timeout if the server is slow\.$/,
    );
    expect(sleeps).toEqual([150, 300, 600]);
  });

  test.each([400, 403, 409, 418])('is not repeated after %i', async (status) => {
    const { authority, server, failure, sleeps } = await smWorld();
    server.inject('list', { status, body: { error: 'No', description: 'no' } });
    expect(await failure(authority.list())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(sleeps).toEqual([]);
  });

  test('begins nothing after the deadline', async () => {
    const { authority, server, failure, pass } = await smWorld();
    await authority.check();
    pass(600_000);
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'No time is left for another request (HOST). Raise the input timeout if the server is slow.',
    });
    expect(server.calls()).toHaveLength(3);
  });
});

test('No answer may take longer than a minute, or two where something is changed', async () => {
  const limits: [method: string, milliseconds: number][] = [];
  const { another } = await smWorld({
    context: {
      accessToken: fakeToken,
      transport: async ({ method }, { total }) => {
        limits.push([method, total]);
        const body = { items: [{ id: 'a', name: 'calm-api' }] };
        return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
      },
    },
  });
  await another({})
    .create('calm-release-1')
    .catch(() => undefined);
  expect(limits).toEqual([
    ['GET', 60_000],
    ['POST', 120_000],
  ]);
});
