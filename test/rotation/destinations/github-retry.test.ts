import { describe, expect, test } from 'vitest';
import { TransportFailure } from '../../../src/http/errors.ts';
import type { GitHubResponse } from '../../../src/rotation/destinations/github/answers.ts';
import { isRateLimited, nextAttempt } from '../../../src/rotation/destinations/github/client.ts';
import { START } from './github-world.ts';

const timing = { now: () => START, random: () => 0.5 };

function answer(
  status: number,
  headers: GitHubResponse['headers'] = {},
  data: unknown = undefined,
): GitHubResponse {
  return { status, headers, data };
}

/** The waits until an attempt is final that always comes to the same. */
function waits(result: GitHubResponse | TransportFailure): number[] {
  const tally = { fault: 0, limit: 0, fresh: 0 };
  const all: number[] = [];
  for (;;) {
    const next = nextAttempt(result, tally, timing);
    if (next === undefined) return all;
    tally[next.because] += 1;
    all.push(next.wait);
  }
}

describe('after no answer', () => {
  test.for([
    [0, []],
    [1, [150]],
    [3, [150, 300, 600]],
    [9, [150, 300, 600]],
  ] as const)('that deserves %i more attempts the waits are %j', ([retries, expected]) => {
    expect(waits(new TransportFailure('E_CONNECT', 'x', '', { retries }))).toEqual(expected);
  });
});

describe('after an answer', () => {
  test.for([
    [500, [500, 1500, 4500]],
    [502, [150, 300, 600]],
    [503, [500, 1500, 4500]],
    [504, [150, 300, 600]],
    [501, []],
    [408, []],
    [425, []],
    [404, []],
    [200, []],
  ] as const)('%i the waits are %j', ([status, expected]) => {
    expect(waits(answer(status))).toEqual(expected);
  });

  test('503 with Retry-After the longer wait counts', () => {
    expect(waits(answer(503, { 'retry-after': '1' }))).toEqual([1000, 1500, 4500]);
  });
});

describe('a rate limit', () => {
  test.for<[boolean, GitHubResponse]>([
    [true, answer(429)],
    [true, answer(403, { 'retry-after': '1' })],
    [true, answer(403, { 'x-ratelimit-remaining': '0' })],
    [true, answer(403, {}, { message: 'You have exceeded a secondary rate limit.' })],
    [true, answer(403, {}, { message: 'You have triggered an abuse detection mechanism.' })],
    [false, answer(403)],
    [false, answer(403, {}, null)],
    [false, answer(403, {}, 'rate limit')],
    [false, answer(403, {}, { message: ['rate limit'] })],
    [false, answer(403, { 'x-ratelimit-remaining': '1' }, { message: 'no' })],
    [false, answer(404, { 'x-ratelimit-remaining': '0', 'retry-after': '1' })],
    [false, answer(500, {}, { message: 'rate limit' })],
  ])('%s: %j', ([expected, response]) => {
    expect(isRateLimited(response)).toBe(expected);
  });

  const reset = (at: string, remaining = '0') =>
    answer(429, { 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': at });
  const inAMinute = String(START / 1000 + 60);
  test.for<[number, GitHubResponse]>([
    [7000, answer(429, { 'retry-after': ' 7 ' })],
    [60_000, answer(429, { 'retry-after': '7x' })],
    [60_000, answer(429, { 'retry-after': 'x7' })],
    [61_000, reset(inAMinute)],
    [1000, reset('1')],
    [60_000, reset(inAMinute, '1')],
    [60_000, reset(`x${inAMinute}`)],
    [60_000, reset(`${inAMinute}x`)],
    [60_000, answer(429, { 'x-ratelimit-remaining': '0' })],
  ])('is waited for %i ms: %j', ([wait, response]) => {
    expect(nextAttempt(response, { fault: 3, limit: 0 }, timing)).toEqual({
      wait,
      because: 'limit',
    });
  });
});
