import { describe, expect, test } from 'vitest';
import { failing, rateLimited } from '../../servers/cloud-foundry-answers.ts';
import type { CloudFoundryFault } from '../../servers/cloud-foundry-server.ts';
import { cfWorld, START } from './cloud-foundry-world.ts';

const ID = '894540c1-595a-40ae-46b6-f6ec8d6367dc';

function refused(status: number, code: number, detail: string): CloudFoundryFault {
  return failing(status, code, detail) as CloudFoundryFault;
}

describe('what is read is read again', () => {
  test.each<[string, CloudFoundryFault, number]>([
    ['429 with Retry-After', rateLimited(3) as CloudFoundryFault, 3500],
    [
      '429 with the end of the hour',
      { status: 429, headers: { 'x-ratelimit-reset': String(START / 1000 + 40) } },
      40_500,
    ],
    ['429 without more', { status: 429 }, 500],
    ['429 with no time', { status: 429, headers: { 'x-ratelimit-reset': "9 o'clock" } }, 500],
    ['429 with no number', { status: 429, headers: { 'x-ratelimit-reset': 'in 9' } }, 500],
    ['503 with the end of the hour', { status: 503, headers: { 'x-ratelimit-reset': '9' } }, 500],
    ['500', refused(500, 10001, 'An unknown error occurred.'), 500],
    ['502', { status: 502 }, 150],
    ['503', refused(503, 20004, 'UAA is unavailable'), 500],
    ['504', { status: 504 }, 150],
    ['a cut connection', 'cut', 150],
    ['a lost answer', 'lost answer', 150],
  ])('after %s', async (_what, fault, wait) => {
    const { authority, server, sleeps, shown } = await cfWorld();
    server.inject('list', fault);
    expect(await authority.list()).toEqual([]);
    expect(sleeps).toEqual([wait]);
    expect(shown[0]).toMatch(
      /^The request to list the service keys is sent again in \d+ s \((?:status \d{3}|E_CONNECT)\)\.$/,
    );
  });

  test('three times at most', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('list', ...Array(5).fill({ status: 502, body: 'a router' }));
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'Cloud Foundry could not list the service keys. The Cloud Foundry API answered 502 (HOST, 4 attempts). Run the job again later.',
    });
    expect(server.calls.filter((call) => call === 'list')).toHaveLength(4);
  });

  test('only before the deadline, and the message says when', async () => {
    const { authority, server, failure, sleeps } = await cfWorld({ timeout: 60_000 });
    server.inject('list', rateLimited(1234) as CloudFoundryFault);
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'Cloud Foundry could not list the service keys. The Cloud Foundry API answered 429: "Rate Limit Exceeded" (CF-RateLimitExceeded) (HOST, 1 attempt, request id ID). Too many requests were sent for this user. The API may be asked again in 1234 s; run the job then.',
    });
    expect(sleeps).toEqual([]);
  });

  test('until the fourth answer', async () => {
    const { authority, server, sleeps } = await cfWorld();
    server.inject('list', 'cut', 'cut', 'cut');
    expect(await authority.list()).toEqual([]);
    expect(sleeps).toEqual([150, 300, 600]);
  });

  test('but not after an answer that makes no sense', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('list', { body: 'x'.repeat(1024 * 1024 + 1) });
    expect((await failure(authority.list())).message).toContain('larger than 1 MiB (HOST, 1 at');
    expect(server.calls.filter((call) => call === 'list')).toHaveLength(1);
  });

  test('but not because a refusal tells a time', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('list', { status: 400, headers: { 'retry-after': '5' } });
    expect(await failure(authority.list())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(server.calls.filter((call) => call === 'list')).toHaveLength(1);
  });

  test('but not after a refusal', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('list', refused(400, 10005, 'The query parameter is invalid'));
    expect((await failure(authority.list())).message).toContain(
      '(HOST, 1 attempt, request id ID). If the reason does not help, give the request id to the support of the platform.',
    );
    expect(server.calls.filter((call) => call === 'list')).toHaveLength(1);
  });
});

describe('a failure', () => {
  test('names the organization that is suspended', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('list', refused(403, 10017, 'The organization is suspended'));
    expect((await failure(authority.list())).message).toContain(
      'Nothing can be changed there until the organization is active again.',
    );
  });

  test.each<[string, string]>([
    [ID, ` (HOST, 1 attempt, request id ID). `],
    [`${ID}::${ID}`, ` (HOST, 1 attempt, request id ID). `],
    ['a text of somebody', ' (HOST, 1 attempt). '],
    [`${ID}::error::x`, ' (HOST, 1 attempt). '],
  ])('has the request id %s only where it is one', async (id, expected) => {
    const { authority, server, failure } = await cfWorld();
    server.inject('list', { status: 400, headers: { 'x-vcap-request-id': id } });
    expect((await failure(authority.list())).message).toContain(`answered 400${expected}`);
  });

  test('has no more than three reasons, and those it has are short', async () => {
    const { authority, server, failure } = await cfWorld();
    const errors = ['a', 'b', 'c', 'd'].map((letter) => ({ detail: letter.repeat(5000) }));
    server.inject('list', { status: 400, body: { errors } });
    const { message } = await failure(authority.list());
    expect(message).toContain(
      `"${'a'.repeat(100)} ... ${'a'.repeat(200)}", "${'b'.repeat(100)} ... ${'b'.repeat(200)}"`,
    );
    expect(message).not.toContain('dd');
    expect(message.length).toBeLessThan(1400);
  });

  test('has the title where there is no detail', async () => {
    const { authority, server, failure } = await cfWorld();
    const errors = [{ detail: '', title: 'CF-UaaRateLimited', code: 20008 }];
    server.inject('list', ...Array(20).fill({ status: 429, body: { errors } }));
    expect((await failure(authority.list())).message).toContain(
      'answered 429: CF-UaaRateLimited (HOST, 11 attempts). Too many requests were sent for this user. Run the job later.',
    );
  });

  test('shows no title that is none', async () => {
    const { authority, server, failure } = await cfWorld();
    const errors = [{ detail: 'no', title: 'CF-Bad ::error::' }];
    server.inject('list', { status: 400, body: { errors } });
    expect((await failure(authority.list())).message).toContain('answered 400: "no" (HOST');
  });

  test('comes when no time is left, and nothing is sent', async () => {
    const { authority, server, failure } = await cfWorld({ timeout: 0 });
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'No time is left for another request (HOST). Raise the input timeout if the server is slow.',
    });
    expect(server.calls).toEqual([]);
  });

  test('comes when the server says nothing until the deadline', async () => {
    const { authority, server, failure } = await cfWorld({ timeout: 60 });
    server.inject('discovery', 'silence');
    expect((await failure(authority.check())).message).toContain(
      'There was no answer within 0.1 s (HOST, 1 attempt).',
    );
  });
});

describe('a list', () => {
  test.each([
    ['null'],
    ['[]'],
    ['no JSON'],
    ['{"resources":{}}'],
    ['{"resources":[7]}'],
    ['{"resources":[{"guid":"g","name":""}]}'],
    ['{"resources":[{"guid":"g","name":null,"type":"key"}]}'],
    ['{"resources":[{"guid":"../jobs","name":"n"}]}'],
    ['{"resources":[{"name":"n"}]}'],
  ])('in an unknown form (%s) is refused as a whole', async (body) => {
    const { authority, server, failure } = await cfWorld();
    server.inject('list', { body });
    const { code, message } = await failure(authority.list());
    expect(code).toBe('E_AUTHORITY');
    expect(message).toMatch(
      /listed the service keys in a form that is not known|could not list the service keys/,
    );
  });

  test('whose pages never end is given up', async () => {
    const { authority, server, failure } = await cfWorld();
    const body = { pagination: { next: { href: 'https://evil.test/next' } }, resources: [] };
    server.inject('list', ...Array(60).fill({ body }));
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'Cloud Foundry could not list the service keys: the list has no end (HOST, 50 pages). Is there a proxy between that answers itself?',
    });
  });

  test.each([['{}'], ['null'], ['{"resources":7}'], ['no JSON']])(
    'of instances in an unknown form (%s) is no list',
    async (body) => {
      const { authority, server, failure } = await cfWorld();
      server.inject('instance', { body });
      expect((await failure(authority.check())).message).toContain(
        'could not look up the service instance. The Cloud Foundry API answered 200 (HOST, 1 attempt). Is api of the authority right, or is there a proxy between that answers itself?',
      );
    },
  );

  test('of instances with an id that is a path finds none', async () => {
    const { authority, server, failure } = await cfWorld();
    const space = { data: { guid: 's' } };
    const body = {
      resources: [{ guid: '../x', name: 'calm-api', relationships: { space } }],
      included: {
        spaces: [
          { guid: 's', name: 'prod', relationships: { organization: { data: { guid: 'o' } } } },
        ],
        organizations: [{ guid: 'o', name: 'acme' }],
      },
    };
    server.inject('instance', { body });
    expect(await failure(authority.check())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(server.calls).not.toContain('list');
  });
});
