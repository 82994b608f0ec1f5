import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { TransportFailure } from '../../src/http/errors.ts';
import { exchange, within } from '../../src/http/exchange.ts';
import { explainError } from '../../src/http/explain.ts';
import type { HttpResponse } from '../../src/http/http.ts';
import { answer, run, type Scripted } from './fake-exchange.ts';

const refused = failure('ECONNREFUSED');

function failure(code: string): TransportFailure {
  return explainError(Object.assign(new Error('hidden words'), { code }), 'connect', false);
}

function times(result: HttpResponse | TransportFailure): readonly Scripted[] {
  return [{ result }];
}

describe('how often and how long', () => {
  const once = [400, 401, 403, 404, 405, 301, 302, 307, 308, 201, 204, 501, 505];
  test.each(once)('status %i is final', async (status) => {
    const { outcome, sleeps, requests } = await run(times(answer(status)));
    expect(outcome).toMatchObject({ response: { status }, attempts: 1 });
    expect(requests).toHaveLength(1);
    expect(sleeps).toEqual([]);
  });

  test('Retry-After makes nothing of a final status', async () => {
    const { requests } = await run(times(answer(403, { 'retry-after': '1' })));
    expect(requests).toHaveLength(1);
  });

  test.each([
    [408, [150, 300, 600]],
    [502, [150, 300, 600]],
    [504, [150, 300, 600]],
    [500, [500, 1500, 4500]],
    [503, [500, 1500, 4500]],
    [429, [500, 1500, 4500]],
  ])(
    'status %i is asked three more times, after half of %j for random 0.5',
    async (status, waits) => {
      const { outcome, sleeps } = await run(times(answer(status)));
      expect(sleeps).toEqual(waits);
      expect(outcome).toMatchObject({ response: { status }, attempts: 4 });
    },
  );

  test.each([
    ['ECONNREFUSED', 4, 'E_CONNECT'],
    ['ECONNRESET', 4, 'E_CONNECT'],
    ['ETIMEDOUT', 4, 'E_CONNECT'],
    ['EAI_AGAIN', 4, 'E_DNS'],
    ['ENOTFOUND', 2, 'E_DNS'],
    ['CERT_HAS_EXPIRED', 1, 'E_TLS_UNTRUSTED'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 1, 'E_TLS_UNTRUSTED'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 1, 'E_TLS_UNTRUSTED'],
    ['ERR_SSL_WRONG_VERSION_NUMBER', 1, 'E_PROTOCOL'],
    ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 1, 'E_TLS'],
    ['EPROTO', 1, 'E_TLS'],
  ])('%s: %i requests, then %s', async (code, requests, expected) => {
    const { outcome, requests: sent, sleeps } = await run(times(failure(code)));
    expect(sent).toHaveLength(requests);
    expect(sleeps).toEqual([150, 300, 600].slice(0, requests - 1));
    const counted = requests === 1 ? '1 attempt' : `${requests} attempts`;
    expect(outcome).toMatchObject({
      code: expected,
      message: expect.stringMatching(`[(, ]tokens\\.example\\.com, ${counted}\\)\\.`),
    });
    expect((outcome as Failure).message).not.toContain('hidden words');
  });

  test('an answer after failures counts all requests, and each request was made anew', async () => {
    const script = [
      { result: refused },
      { result: answer(503) },
      { result: answer(200), takes: 70 },
    ];
    const { outcome, requests, end } = await run(script);
    expect(requests.map(({ body }) => body)).toEqual(['request 1', 'request 2', 'request 3']);
    expect(outcome).toMatchObject({ response: { status: 200 }, attempts: 3 });
    expect(end).toBe(150 + 1500 + 70);
  });

  test('the runner hears in debug lines what happened before each wait', async () => {
    const heard: string[] = [];
    const script = [{ result: refused }, { result: answer(503) }, { result: answer(200) }];
    await run(script, { onRetry: (what) => heard.push(what) });
    expect(heard).toEqual([
      'another attempt after: E_CONNECT',
      'another attempt after: status 503',
    ]);
  });

  test('nobody needs to listen to what happened', async () => {
    let now = 0;
    const answers = [answer(503), answer(200)];
    const { attempts } = await exchange(
      () => ({ method: 'GET', url: new URL('https://a'), headers: {}, body: '' }),
      {
        transport: async () => answers.shift() as HttpResponse,
        timing: {
          now: () => now,
          random: () => 0.5,
          sleep: async (milliseconds) => {
            now += milliseconds;
          },
        },
        deadline: 1000,
      },
    );
    expect(attempts).toBe(2);
  });

  test('a deadline that has passed leaves no time to the one request that is made', async () => {
    const { limits } = await run(times(answer(200)), { timeout: -5000 });
    expect(limits).toEqual([{ connect: 1, firstByte: 1, total: 1 }]);
  });

  test.each([
    new RangeError('fault'),
    // As the transport itself throws it, for example for the URL of a proxy.
    new Failure('E_PROXY', 'That is no proxy.'),
    Object.assign(new Error('foreign'), { name: 'TransportFailure' }),
  ])('an error that is no failed attempt is passed on as it is: %s', async (error) => {
    const timing = { now: () => 0, random: () => 0, sleep: async () => {} };
    const transport = () => Promise.reject(error);
    const request = { method: 'GET', url: new URL('https://a'), headers: {}, body: '' } as const;
    await expect(exchange(() => request, { transport, timing, deadline: 1000 })).rejects.toBe(
      error,
    );
  });
});

describe('the deadline', () => {
  test.each([
    [
      'a wait that the server asks for',
      answer(503, { 'retry-after': '60' }),
      'E_TIMEOUT',
      /answered 503 .* in 60 s/,
    ],
    [
      'too many requests',
      answer(429, { 'retry-after': '61' }),
      'E_RATE_LIMITED',
      /answered 429 .* in 61 s/,
    ],
  ])('%s beyond it is not begun', async (_name, result, code, message) => {
    const { outcome, sleeps, requests } = await run(times(result));
    expect(outcome).toMatchObject({ code, message: expect.stringMatching(message) });
    expect((outcome as Failure).message).toContain(
      '(tokens.example.com, 1 attempt). Run the job later, or raise the input timeout.',
    );
    expect(sleeps).toEqual([]);
    expect(requests).toHaveLength(1);
  });

  test('a wait that ends right before it is', async () => {
    const script = [{ result: answer(503, { 'retry-after': '59' }) }, { result: answer(200) }];
    const { outcome, sleeps } = await run(script);
    expect(sleeps).toEqual([59_000]);
    expect(outcome).toMatchObject({ attempts: 2 });
  });

  test.each([
    ['Ask.', 'Ask. No time is left for another attempt. Raise the input timeout'],
    ['', 'No time is left for another attempt. Raise the input timeout'],
  ])('leaves no time for another attempt: that comes after the advice %j', async (next, told) => {
    const result = new TransportFailure('E_CONNECT', 'No.', next, { retries: 3 });
    const { outcome, requests } = await run([{ result, takes: 10_000 }], { timeout: 10_000 });
    expect(requests).toHaveLength(1);
    expect((outcome as Failure).next).toBe(`${told} if the server is slow.`);
  });

  test('may be all that limits an attempt, but for the connection', () => {
    expect(within(60_000)).toEqual({ connect: 10_000, firstByte: 60_000, total: 60_000 });
    expect(within(5000)).toEqual({ connect: 5000, firstByte: 5000, total: 5000 });
  });

  test('what is left of it limits each request', async () => {
    const slow = new TransportFailure('E_TIMEOUT', 'There was no answer.', '', { retries: 3 });
    const { outcome, limits, end } = await run([{ result: slow, takes: 90_000 }], {
      timeout: 30_000,
    });
    expect(limits).toEqual([
      { connect: 10_000, firstByte: 15_000, total: 20_000 },
      { connect: 9850, firstByte: 9850, total: 9850 },
    ]);
    expect(end).toBe(30_000);
    expect(outcome).toMatchObject({
      code: 'E_TIMEOUT',
      message: expect.stringContaining('2 attempts'),
    });
  });
});

const results = fc.oneof(
  fc
    .constantFrom(200, 302, 400, 401, 408, 425, 429, 500, 502, 503, 504)
    .chain((status) =>
      fc
        .option(
          fc.oneof(
            fc.nat(100).map(String),
            fc.constantFrom('Thu, 01 Jan 2026 00:00:30 GMT', 'soon', '-1'),
          ),
        )
        .map((after) => answer(status, after === null ? {} : { 'retry-after': after })),
    ),
  fc
    .constantFrom('ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'CERT_HAS_EXPIRED', 'EPROTO')
    .map(failure),
  fc.nat(9).map((retries) => new TransportFailure('E_TIMEOUT', 'Late.', '', { retries })),
);
const scripts = fc.array(fc.record({ result: results, takes: fc.nat(25_000) }), {
  minLength: 1,
  maxLength: 6,
});
const LAST = new Set([200, 302, 400, 401]);

test('whatever happens: at most four requests, none after a final answer, all within the deadline', async () => {
  const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  await fc.assert(
    fc.asyncProperty(
      scripts,
      fc.integer({ min: 1, max: 90_000 }),
      random,
      async (script, timeout, chance) => {
        const { outcome, sleeps, requests, end } = await run(script, { timeout, random: chance });
        expect(requests.length).toBeLessThanOrEqual(4);
        expect(sleeps).toHaveLength(requests.length - 1);
        expect(sleeps.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(timeout);
        expect(end).toBeLessThanOrEqual(timeout);
        expect(sleeps.every((wait) => wait >= 0)).toBe(true);
        const before = script.slice(0, requests.length - 1).map(({ result }) => result);
        expect(before.some((result) => 'status' in result && LAST.has(result.status))).toBe(false);
        if (!(outcome instanceof Failure)) expect(outcome.attempts).toBe(requests.length);
      },
    ),
    { numRuns: 500 },
  );
});
