import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { TransportFailure } from '../../../src/http/errors.ts';
import type { HttpRequest, HttpResponse } from '../../../src/http/http.ts';
import {
  type ApiRequest,
  apiClient,
  apiRequest,
  type Dialect,
  isRefusal,
  isSuccess,
  type Login,
  objectOf,
  type Repeat,
} from '../../../src/rotation/authorities/api-client.ts';
import { UnknownOutcome } from '../../../src/rotation/types.ts';
import { authorityContext } from './authority-context.ts';

const START = Date.UTC(2026, 10, 23);
const SECRET = 'Fake/0Qm7pWx2+Fake=';

interface Reply {
  readonly status: number;
  readonly headers?: HttpResponse['headers'];
  readonly body?: unknown;
}

const OK: Reply = { status: 200, body: { done: true } };
const BUSY: Reply = { status: 409, body: { error: 'busy' } };
const CUT = new TransportFailure('E_CONNECT', 'The connection was closed.', '', {
  retries: 3,
  sent: true,
});
const NOT_SENT = new TransportFailure('E_CONNECT', 'The connection was refused.', '', {
  retries: 3,
});
const UNTRUSTED = new TransportFailure('E_TLS_UNTRUSTED', 'It is not trusted.', 'Give its CA.', {
  facts: ['CERT_CODE'],
});
const TOO_LARGE = new TransportFailure('E_RESPONSE_TOO_LARGE', 'The answer is too large.', '', {
  sent: true,
});

const PLAIN: Dialect = {
  name: 'The API',
  url: 'https://api.example.com/base',
  headers: (correlationId) => ({ accept: 'application/json', 'x-id': correlationId }),
  limit: ({ method }) => (method === 'GET' ? 10_000 : 20_000),
  facts: (attempts, correlationId) => [`request ${correlationId}`, `${attempts} sent`],
  isBusy: ({ status }) => status === 409,
  nextStep: ({ status }) => `Look up ${status}.`,
  support: 'ask the support of the API',
};

/** A login that counts, and whose sessions live as long as is said. */
function login(lifetime: number = Number.POSITIVE_INFINITY, renewal: Login['renewal'] = 'request') {
  let count = 0;
  const made: Login = {
    open: async () => {
      count += 1;
      return { value: `session-${count}`, expiresAt: START + count * lifetime };
    },
    headers: (session) => ({ authorization: session }),
    expired: 'Logging in again.',
    renewal,
  };
  return { made, count: () => count };
}

/** A client whose answers come from a script; after its end everything succeeds. */
function scripted(
  replies: readonly (Reply | TransportFailure)[],
  { dialect = {}, timeout = 600_000 }: { dialect?: Partial<Dialect>; timeout?: number } = {},
) {
  const requests: HttpRequest[] = [];
  const limits: number[] = [];
  const sleeps: number[] = [];
  let now = START;
  let ids = 0;
  const context = authorityContext({
    transport: async (request, { total }) => {
      const reply = replies[requests.push(request) - 1] ?? OK;
      limits.push(total);
      if (reply instanceof TransportFailure) throw reply;
      const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body ?? '');
      return { status: reply.status, headers: reply.headers ?? {}, body: Buffer.from(body) };
    },
    timing: {
      now: () => now,
      random: () => 0.5,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
        now += milliseconds;
      },
    },
    deadline: START + timeout,
    newCorrelationId: () => {
      ids += 1;
      return `id-${ids}`;
    },
  });
  const client = apiClient({ ...PLAIN, ...dialect }, context);
  return {
    ...{ client, context, requests, limits, sleeps, progress: context.runner.lines },
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

const READ = apiRequest('GET', '/things', 'list the things');
const CHANGE = apiRequest('POST', '/things', 'make a thing', { name: 'a' });

function change(repeat: Repeat, more: Partial<ApiRequest> = {}): ApiRequest {
  return { ...CHANGE, repeat, ...more };
}

describe('a request', () => {
  test('is sent below the URL of the dialect, with its headers and an id of its own', async () => {
    const { client, requests, limits } = scripted([]);
    await client.send(READ);
    await client.send(CHANGE);
    const common = { accept: 'application/json', 'user-agent': 'api-client-credentials' };
    expect(requests).toEqual([
      {
        method: 'GET',
        url: new URL('https://api.example.com/base/things'),
        headers: { ...common, 'x-id': 'id-1' },
      },
      {
        method: 'POST',
        url: new URL('https://api.example.com/base/things'),
        headers: { ...common, 'x-id': 'id-2', 'content-type': 'application/json' },
        body: '{"name":"a"}',
      },
    ]);
    expect(limits).toEqual([10_000, 20_000]);
  });

  test('has a body that is made anew for each attempt', async () => {
    let made = 0;
    const { client, requests } = scripted([{ status: 503 }, { status: 503 }]);
    const body = async () => {
      made += 1;
      return `n=${made}`;
    };
    await client.send(change('always', { body }));
    expect(requests.map((request) => request.body)).toEqual(['n=1', 'n=2', 'n=3']);
    expect(requests[0]?.headers).not.toHaveProperty('content-type');
  });

  test('waits for an answer until the deadline at most, and none begins after it', async () => {
    const { client, limits, requests, pass } = scripted([], { timeout: 6000 });
    await client.send(READ);
    pass(6000);
    await expect(client.send(READ)).rejects.toMatchObject({
      code: 'E_AUTHORITY',
      message:
        'No time is left for another request (api.example.com). Raise the input timeout if the server is slow.',
    });
    expect(limits).toEqual([6000]);
    expect(requests).toHaveLength(1);
  });

  test('passes on whatever else a transport throws', async () => {
    const context = authorityContext({
      transport: () => Promise.reject(new Failure('E_URL_INSECURE', 'Not encrypted.')),
    });
    await expect(apiClient(PLAIN, context).send(READ)).rejects.toMatchObject({
      code: 'E_URL_INSECURE',
    });
  });
});

describe('a request is sent again', () => {
  const busy: [string, Reply | TransportFailure] = ['busy', BUSY];
  const limited: [string, Reply | TransportFailure] = ['429', { status: 429 }];
  const passing: [string, Reply | TransportFailure][] = [
    ...[408, 425, 500, 502, 503, 504].map((status): [string, Reply] => [`${status}`, { status }]),
    ['no answer', CUT],
    ['nothing sent', NOT_SENT],
  ];
  const final: [string, Reply | TransportFailure][] = [
    ...[201, 302, 400, 401, 403, 404, 422].map((status): [string, Reply] => [
      `${status}`,
      { status },
    ]),
    ['an answer without end', TOO_LARGE],
  ];
  const times: Record<Repeat, (kind: string) => number> = {
    never: () => 1,
    'when-postponed': (kind) => (kind === 'postponed' ? 2 : 1),
    always: (kind) => (kind === 'final' ? 1 : 2),
  };
  const cases = (['never', 'when-postponed', 'always'] as const).flatMap((repeat) =>
    [
      ...[busy, limited].map(([name, reply]) => [name, reply, 'postponed'] as const),
      ...passing.map(([name, reply]) => [name, reply, 'passing'] as const),
      ...final.map(([name, reply]) => [name, reply, 'final'] as const),
    ].map(([name, reply, kind]) => [repeat, name, times[repeat](kind), reply] as const),
  );
  test.each(cases)('%s after %s: %i in all', async (repeat, _name, expected, reply) => {
    const { client, requests } = scripted([reply]);
    await client.send(change(repeat));
    expect(requests).toHaveLength(expected);
  });

  test('by default always where it reads, and when it was postponed where it changes', () => {
    expect([READ.repeat, CHANGE.repeat]).toEqual(['always', 'when-postponed']);
    expect(apiRequest('DELETE', '/a', 'b').repeat).toBe('when-postponed');
  });

  test('three times, each time later, and a person is told why', async () => {
    const { client, requests, sleeps, progress } = scripted([
      CUT,
      { status: 503 },
      { status: 502 },
      { status: 500 },
    ]);
    const result = await client.send(READ);
    expect(result).toMatchObject({ status: 500, attempts: 4 });
    expect(requests).toHaveLength(4);
    expect(sleeps).toEqual([150, 1500, 600]);
    expect(progress).toEqual([
      'The request to list the things is sent again in 1 s (E_CONNECT).',
      'The request to list the things is sent again in 2 s (status 503).',
      'The request to list the things is sent again in 1 s (status 502).',
    ]);
  });

  test('as often as it says itself', async () => {
    const { client, requests } = scripted(Array(9).fill({ status: 503 }));
    await client.send({ ...READ, attempts: 2 });
    expect(requests).toHaveLength(2);
  });

  test('as seldom as a missing answer deserves', async () => {
    const unknownHost = new TransportFailure('E_DNS', 'The host is not known.', '', { retries: 1 });
    const { client, requests } = scripted(Array(9).fill(unknownHost));
    await client.send(READ);
    expect(requests).toHaveLength(2);
  });

  test.each<[string, Reply, number]>([
    ['after the seconds of Retry-After', { status: 429, headers: { 'retry-after': '7' } }, 7500],
    ['at the date of Retry-After', { status: 503, headers: { 'retry-after': at(9000) } }, 9500],
    ['by its own pace without one', { status: 429 }, 500],
    ['by its own pace where nobody can read it', limitedBy('soon'), 500],
    ['as the dialect reads it', limitedBy('wait 3'), 3500],
    ['as a busy service says', { ...BUSY, headers: { 'retry-after': '2' } }, 2500],
    ['as one that says nothing deserves', BUSY, 500],
  ])('%s', async (_when, reply, wait) => {
    const dialect: Partial<Dialect> = {
      askedWait: ({ response }) => {
        const [, seconds] = /^wait (\d+)$/.exec(String(response.headers['retry-after'])) ?? [];
        return seconds === undefined ? undefined : Number(seconds) * 1000;
      },
    };
    const { client, sleeps } = scripted([reply], { dialect });
    await client.send(READ);
    expect(sleeps).toEqual([wait]);
  });

  test('only where that is before the deadline', async () => {
    const { client, requests, sleeps } = scripted([limitedBy('60')], { timeout: 60_000 });
    expect(await client.send(READ)).toMatchObject({ status: 429 });
    expect(requests).toHaveLength(1);
    expect(sleeps).toEqual([]);
  });
});

function limitedBy(retryAfter: string): Reply {
  return { status: 429, headers: { 'retry-after': retryAfter } };
}

function at(later: number): string {
  return new Date(START + later).toUTCString();
}

describe('a login', () => {
  const REFUSED: Reply = { status: 401 };

  test('takes place when it is needed first, and not for requests that need none', async () => {
    const { made, count } = login();
    const { client, requests } = scripted([], { dialect: { login: made } });
    await client.send({ ...READ, anonymous: true });
    expect(count()).toBe(0);
    await Promise.all([client.send(READ), client.send(READ)]);
    expect(count()).toBe(1);
    expect(requests.map(({ headers }) => headers['authorization'])).toEqual([
      undefined,
      'session-1',
      'session-1',
    ]);
  });

  test.each<Repeat>(['never', 'when-postponed', 'always'])(
    'is renewed once for a request that is repeated %s',
    async (repeat) => {
      const { made, count } = login();
      const { client, requests, progress } = scripted([REFUSED, REFUSED], {
        dialect: { login: made },
      });
      expect(await client.send(change(repeat))).toMatchObject({ status: 401 });
      expect(requests.map(({ headers }) => headers['authorization'])).toEqual([
        'session-1',
        'session-2',
      ]);
      expect(progress).toEqual(['Logging in again.']);
      expect(count()).toBe(2);
    },
  );

  test('that is renewed does not use up the repetitions', async () => {
    const { made } = login();
    const down = { status: 503 };
    const replies = [down, REFUSED, down, down, OK];
    const { client, requests } = scripted(replies, { dialect: { login: made } });
    expect(isSuccess(await client.send(READ))).toBe(true);
    expect(requests).toHaveLength(5);
  });

  test('that calls at the same time find dead is renewed once for all', async () => {
    const { made, count } = login();
    const { client } = scripted([REFUSED, REFUSED, REFUSED], { dialect: { login: made } });
    const results = await Promise.all([client.send(READ), client.send(READ), client.send(READ)]);
    expect(results.every(isSuccess)).toBe(true);
    expect(count()).toBe(2);
  });

  test.each([
    ['request', 3, 200],
    ['run', 2, 401],
  ] as const)('is renewed once in a %s', async (renewal, logins, status) => {
    const { made, count } = login(Number.POSITIVE_INFINITY, renewal);
    const { client } = scripted([REFUSED, OK, REFUSED], { dialect: { login: made } });
    expect(await client.send(READ)).toMatchObject({ status: 200 });
    expect(await client.send(READ)).toMatchObject({ status });
    expect(count()).toBe(logins);
  });

  test('is replaced a minute before it expires, once for calls at the same time', async () => {
    const { made, count } = login(600_000);
    const { client, pass } = scripted([], { dialect: { login: made }, timeout: 6_000_000 });
    await client.send(READ);
    pass(539_000);
    await client.send(READ);
    expect(count()).toBe(1);
    pass(2000);
    await Promise.all([client.send(READ), client.send(READ)]);
    expect(count()).toBe(2);
  });

  test('that failed is not tried again', async () => {
    let count = 0;
    const open = () => {
      count += 1;
      return Promise.reject(new Failure('E_AUTHORITY_LOGIN', 'No.'));
    };
    const { client, requests } = scripted([], { dialect: { login: { ...login().made, open } } });
    await expect(client.send(READ)).rejects.toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    await expect(client.send(READ)).rejects.toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    expect(count).toBe(1);
    expect(requests).toEqual([]);
  });

  test('that was refused is told apart from one that did not get through', async () => {
    const { client } = scripted([{ status: 403, body: { error: 'no role' } }, CUT, CUT, CUT, CUT]);
    const refused = client.loginFailure(await client.send(READ), 'Get a role.');
    expect(refused).toMatchObject({
      code: 'E_AUTHORITY_LOGIN',
      message:
        'The login was refused. The API answered 403: "no role" (api.example.com, request id-1, 1 sent). Get a role.',
    });
    expect(client.loginFailure(await client.send(READ))).toMatchObject({
      code: 'E_AUTHORITY',
      message:
        'The login did not get through. The API gave no answer. The connection was closed (api.example.com, request id-5, 4 sent). Raise the input timeout if the server is slow.',
    });
  });
});

describe('a redirect', () => {
  const moved: Reply = { status: 307, headers: { location: 'https://other.example.com/x' } };

  test('is an answer where the dialect follows none', async () => {
    const { client, requests } = scripted([moved]);
    expect(await client.send(READ)).toMatchObject({ status: 307 });
    expect(requests).toHaveLength(1);
  });

  test('is followed where the dialect says, and the facts name the last host', async () => {
    const seen: number[] = [];
    const dialect: Partial<Dialect> = {
      redirect: ({ status }, { hops }) => {
        seen.push(hops);
        const url = new URL('https://other.example.com/x');
        return status === 307 ? { url, headers: { 'x-moved': 'yes' } } : undefined;
      },
    };
    const { client, requests } = scripted([moved, { status: 404 }], { dialect });
    const result = await client.send(CHANGE);
    expect(result.facts).toEqual(['other.example.com', 'request id-1', '1 sent']);
    expect(requests[1]).toMatchObject({
      method: 'POST',
      body: '{"name":"a"}',
      headers: { 'x-id': 'id-1', 'x-moved': 'yes' },
    });
    expect(seen).toEqual([0, 1]);
  });
});

describe('no answer, a refusal and a busy service are told apart', () => {
  test.each<[string, Reply | TransportFailure, boolean]>([
    ['400', { status: 400 }, true],
    ['429', { status: 429 }, true],
    ['a busy service', BUSY, true],
    ['nothing sent', NOT_SENT, true],
    ['408', { status: 408 }, false],
    ['no answer', CUT, false],
    ['an answer without end', TOO_LARGE, false],
    ['302', { status: 302 }, false],
    ['500', { status: 500 }, false],
    ['200', { status: 200 }, false],
  ])('after %s', async (_name, reply, refused) => {
    const { client } = scripted([reply]);
    const result = await client.send(change('never'));
    const failure = client.failure(result, 'It did not work.');
    const error = client.notCreated(result, 'A thing', failure);
    expect(isRefusal(result)).toBe(refused);
    if (refused) expect(error).toBe(failure);
    else expect(error).toBeInstanceOf(UnknownOutcome);
  });

  test('in words, with what to do next', async () => {
    const { client } = scripted([{ status: 409, body: { error: 'busy' } }, CUT, { status: 504 }]);
    const busy = await client.send(change('never'));
    expect(client.failure(busy, 'It did not work.')).toMatchObject({
      code: 'E_AUTHORITY',
      happened: 'It did not work. The API answered 409: "busy".',
      facts: ['api.example.com', 'request id-1', '1 sent'],
      next: 'Look up 409.',
    });
    const none = await client.send(change('never'));
    expect(client.failure(none, 'It did not work.').message).toBe(
      'It did not work. The API gave no answer. The connection was closed (api.example.com, request id-2, 1 sent). Raise the input timeout if the server is slow.',
    );
    expect(client.failure(none, 'It did not work.', 'Do this.').next).toBe('Do this.');
    const refused = client.failure(none, 'x');
    expect(client.notCreated(none, 'A thing', refused).message).toBe(
      'A thing was asked for. The API gave no answer. The connection was closed (api.example.com, request id-2, 1 sent).',
    );
    const lost = await client.send(change('never'));
    expect(client.notCreated(lost, 'A thing', refused).message).toBe(
      'A thing was asked for. The API answered 504, which does not tell whether it was created (api.example.com, request id-3, 1 sent).',
    );
  });

  test('with what the transport knows of it', async () => {
    const { client } = scripted([UNTRUSTED]);
    expect(client.failure(await client.send(READ), 'It did not work.')).toMatchObject({
      happened: 'It did not work. The API gave no answer. It is not trusted.',
      facts: ['api.example.com', 'request id-1', '1 sent', 'CERT_CODE'],
      next: 'Give its CA. Raise the input timeout if the server is slow.',
    });
  });

  test('by the status that counts for the dialect', async () => {
    const dialect: Partial<Dialect> = { status: () => 503, answered: () => 'Somebody said 503' };
    const { client, requests } = scripted([], { dialect });
    const result = await client.send(READ);
    expect(requests).toHaveLength(4);
    expect(client.describe(result)).toBe('Somebody said 503.');
    expect(objectOf(result)).toBeUndefined();
  });

  test('and a success is one whatever its body holds', async () => {
    const { client } = scripted([OK, { status: 200, body: '[]' }, { status: 200, body: '{' }]);
    const results = [await client.send(READ), await client.send(READ), await client.send(READ)];
    expect(results.map(isSuccess)).toEqual([true, true, true]);
    expect(results.map(objectOf)).toEqual([{ done: true }, undefined, undefined]);
  });
});

describe('the reason of the issuer', () => {
  const cases: [string, unknown, string][] = [
    ['a text', { error: 'no' }, ': "no"'],
    ['texts of one error', { description: 'why', error: 'No' }, ': "No", "why"'],
    ['names in any case', { ErrorMessage: 'a', Error_Description: 'b' }, ': "a", "b"'],
    ['an error in an error', { error: { code: 7, message: 'no' } }, ': "no"'],
    [
      'an error with a cause',
      { error: { Description: 'b', cause: { message: 'c' } } },
      ': "b", "c"',
    ],
    [
      'the error of a broker',
      { error: 'A', broker_error: { Description: 'quota' } },
      ': "A", "quota"',
    ],
    ['a list', { errors: [{ detail: 'a', title: 'CF-One' }, 'b'] }, ': "a" (CF-One), "b"'],
    ['a kind alone', { errors: [{ detail: '', title: 'CF-One' }] }, ': CF-One'],
    ['a list at the top', [{ error: 'a' }], ': "a"'],
    ['the same twice', { error: 'a', message: ' a ', cause: { message: 'a' } }, ': "a"'],
    ['three of a list', { errors: ['a', 'b', 'c', 'd'] }, ': "a", "b", "c"'],
    ['nothing', { code: 7, error: null, message: 8 }, ''],
    ['no JSON', '<html>', ''],
    ['a title that is none', { error: 'a', title: 'Bad ::error::' }, ': "a"'],
    ['commands', { error: 'a\n::error::b' }, ': "a : :error: :b"'],
  ];
  test.each(cases)('is found in %s', async (_what, body, expected) => {
    const { client } = scripted([{ status: 400, body }]);
    expect(client.describe(await client.send(READ))).toBe(`The API answered 400${expected}.`);
  });

  test('is found in headers, too', async () => {
    const dialect = { reasonHeaders: ['x-first', 'x-second'] };
    const headers = { 'x-first': 'one', 'x-second': 'two' };
    const { client } = scripted([{ status: 400, headers, body: { error: 'two' } }], { dialect });
    expect(client.describe(await client.send(READ))).toBe('The API answered 400: "two", "one".');
  });

  test('is not looked for in a success', async () => {
    const { client } = scripted([{ status: 201, body: { description: 'a thing' } }]);
    expect(client.describe(await client.send(CHANGE))).toBe('The API answered 201.');
  });

  test('of many texts keeps the first one and the last causes', () => {
    const { client } = scripted([]);
    const chain = ['f', 'e', 'd', 'c', 'b', 'a'].reduce<object>(
      (cause, message) => ({ message, cause }),
      {},
    );
    expect(client.reasons(chain)).toBe(': "a", "d", "e", "f"');
  });

  test('of a long text keeps its end', () => {
    const { client } = scripted([]);
    const told = client.reasons({ error: `Broker said: ${'x'.repeat(9000)} quota is used up` });
    expect(told).toMatch(/^: "Broker said: x+ \.\.\. x+ quota is used up"$/);
    expect(told.length).toBeLessThan(320);
  });

  test('that lies too deep is left out, and takes no time', () => {
    const { client } = scripted([]);
    let deep: object = { message: 'the end' };
    for (let depth = 0; depth < 5000; depth++) deep = { cause: deep };
    expect(client.reasons(deep)).toBe('');
  });

  test.each([
    ['as it is', SECRET],
    ['in base64', Buffer.from(SECRET).toString('base64')],
    ['in half', SECRET.slice(0, 10)],
    ['at the end of a long text', `${'x '.repeat(6000)}${SECRET}`],
    ['in the middle of a long text', `${'x '.repeat(500)}${SECRET}${' x'.repeat(500)}`],
  ])('that repeats a secret %s is withheld, the others are not', (_how, text) => {
    const { client, context } = scripted([]);
    context.secrets.keep([SECRET]);
    expect(client.reasons({ error: 'No', cause: { message: `is ${text}` } })).toBe(
      ': "No", a reason that repeats a part of the secret and is not shown',
    );
  });

  test('has no kind that repeats a secret', () => {
    const { client, context } = scripted([]);
    context.secrets.keep(['abcdefghij']);
    expect(client.reasons({ error: 'a', title: 'CF-abcdefghij' })).toBe(': "a"');
  });
});

describe('a pause', () => {
  test('takes twice as long each time, up to a limit, and is told', async () => {
    const { client, sleeps, progress } = scripted([]);
    for (const waits of [0, 1, 2, 3, 9]) {
      expect(await client.pause('the job', waits)).toBe(true);
    }
    expect(sleeps).toEqual([1000, 2000, 4000, 8000, 8000]);
    expect(progress[1]).toBe('Waiting 2 s for the job.');
  });

  test('does not begin where it would end after the deadline', async () => {
    const { client, sleeps, progress } = scripted([], { timeout: 1000 });
    expect(await client.pause('the job', 0)).toBe(false);
    expect([...sleeps, ...progress]).toEqual([]);
  });
});
