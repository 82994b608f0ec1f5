import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { httpDate } from '../../src/base/time.ts';
import { TransportFailure } from '../../src/http/errors.ts';
import { backoff, nextStep, retryAfter } from '../../src/http/exchange.ts';
import { answer, START } from './fake-exchange.ts';

describe('backoff', () => {
  const short = [300, 600, 1200];
  const long = [1000, 3000, 9000];
  test.each([
    [undefined, short],
    [408, short],
    [425, short],
    [502, short],
    [504, short],
    [429, long],
    [500, long],
    [503, long],
  ])('after %s is any time up to %j', (status, longest) => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(random, fc.integer({ min: 1, max: 3 }), (chance, attempt) => {
        expect(backoff(status, attempt, chance)).toBeCloseTo(
          (longest[attempt - 1] ?? 0) * chance,
          6,
        );
      }),
    );
  });

  test('is none for any other status', () => {
    const known = new Set([408, 425, 429, 500, 502, 503, 504]);
    for (let status = 100; status < 600; status++) {
      expect(backoff(status, 1, 0.5) !== undefined, String(status)).toBe(known.has(status));
    }
  });
});

describe('Retry-After', () => {
  test.each([
    ['0', 0],
    ['7', 7000],
    [' 7 ', 7000],
    ['86400', 86_400_000],
    ['Thu, 01 Jan 2026 00:00:20 GMT', 20_000],
    ['Thursday, 01-Jan-26 00:00:20 GMT', 20_000],
    ['Thu Jan  1 00:00:20 2026', 20_000],
    ['Wed, 31 Dec 2025 23:59:00 GMT', 0],
    ['Sun, 06 Nov 1994 08:49:37 GMT', 0],
    ['-1', undefined],
    ['1.5', undefined],
    ['1e3', undefined],
    ['0x10', undefined],
    ['soon', undefined],
    ['', undefined],
    ['2026-01-01T00:00:20Z', undefined],
    ['Thu, 99 Jan 2026 99:00:20 GMT', undefined],
    ['xThu, 01 Jan 2026 00:00:20 GMT', undefined],
    ['Thu, 01 Jan 2026 00:00:20 GMT+0100', undefined],
    ['xThursday, 01-Jan-26 00:00:20 GMT', undefined],
    ['Thursday, 01-Jan-26 00:00:20 GMT+0100', undefined],
    ['xThu Jan  1 00:00:20 2026', undefined],
    ['Thu Jan  1 00:00:20 2026 x', undefined],
    ['9'.repeat(40), undefined],
  ])('%j means %s ms', (value, expected) => {
    expect(retryAfter(answer(503, { 'retry-after': value }), START)).toBe(expected);
  });

  test('that is absent or came twice means nothing', () => {
    expect(retryAfter(answer(503), START)).toBeUndefined();
    expect(retryAfter(answer(503, { 'retry-after': ['1', '2'] }), START)).toBeUndefined();
  });

  test('of any text is undefined or a whole wait', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const wait = retryAfter(answer(503, { 'retry-after': value }), START) ?? 0;
        expect(Number.isFinite(wait) && wait >= 0).toBe(true);
      }),
    );
  });
});

describe('an HTTP date', () => {
  const zone = process.env['TZ'];
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  });

  test.each([
    'Sun, 06 Nov 1994 08:49:37 GMT',
    'Sunday, 06-Nov-94 08:49:37 GMT',
    'Sun Nov  6 08:49:37 1994',
  ])('is in UTC wherever the runner stands: %s', (value) => {
    process.env['TZ'] = 'America/New_York';
    expect(httpDate(value)).toBe(Date.UTC(1994, 10, 6, 8, 49, 37));
  });

  test('survives being written by Node', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          expect(httpDate(date.toUTCString())).toBe(Math.floor(date.getTime() / 1000) * 1000);
        },
      ),
    );
  });
});

describe('the next step', () => {
  const timing = { now: () => START, random: () => 0.5, sleep: async () => {} };
  const at = (result: Parameters<typeof nextStep>[0], attempt = 1, deadline = START + 60_000) =>
    nextStep(result, attempt, { timing, deadline });

  test('prefers what the server asks for to the backoff', () => {
    expect(at(answer(503, { 'retry-after': '7' })).wait).toBe(7000);
    expect(at(answer(503, { 'retry-after': '0' })).wait).toBe(0);
    expect(at(answer(503, { 'retry-after': '-7' })).wait).toBe(500);
  });

  test('after the fourth request is none, whatever the failure allows', () => {
    expect(at(answer(503), 3).wait).toBe(4500);
    expect(at(answer(503), 4)).toEqual({});
    const failed = new TransportFailure('E_CONNECT', 'No.', '', { retries: 99 });
    expect(at(failed, 3).wait).toBe(600);
    expect(at(failed, 4)).toEqual({ giveUp: failed });
  });

  test('ends where the wait would end at the deadline', () => {
    expect(at(answer(503), 1, START + 501).wait).toBe(500);
    // What the server did not ask for is not said in its name: its answer is final.
    expect(at(answer(503), 1, START + 500)).toEqual({});
    const later = { ...answer(503), headers: { 'retry-after': '1' } };
    expect(at(later, 1, START + 1000).giveUp?.code).toBe('E_TIMEOUT');
    expect(at({ ...later, status: 429 }, 1, START + 1000).giveUp?.code).toBe('E_RATE_LIMITED');
    const failed = new TransportFailure('E_DNS', 'No name.', '', { retries: 3 });
    expect(at(failed, 1, START + 150).giveUp).toMatchObject({
      code: 'E_DNS',
      message: expect.stringMatching(/^No name\. /),
    });
  });
});
