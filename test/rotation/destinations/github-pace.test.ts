import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { writePace } from '../../../src/rotation/destinations/github/pace.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

describe('the pace of writes', () => {
  test('lets the first one pass, and the next one a second later', () => {
    let now = 5;
    const pace = writePace(() => now);
    expect(pace.wait()).toBe(0);
    pace.started();
    expect(pace.wait()).toBe(1000);
    now += 400;
    expect(pace.wait()).toBe(600);
    now += 600;
    expect(pace.wait()).toBe(0);
  });

  test('counts the second from the answer on, so that no two are written in one second', () => {
    let now = 5;
    const pace = writePace(() => now);
    pace.started();
    now += 700;
    pace.ended();
    expect(pace.wait()).toBe(1000);
  });

  test('after 500 writes waits for the rest of the hour', () => {
    let now = 0;
    const pace = writePace(() => now);
    for (let write = 0; write < 500; write++) {
      now += pace.wait();
      pace.started();
    }
    expect(now).toBe(499_000);
    expect(pace.wait()).toBe(HOUR - 499_000);
  });

  test('never lets 81 pass in a minute, 501 in an hour or two in a second', () => {
    const bursts = fc.array(
      fc.record({
        writes: fc.integer({ min: 1, max: 200 }),
        rest: fc.oneof(fc.nat(5000), fc.nat(2 * HOUR)),
        takes: fc.nat(3000),
      }),
      { minLength: 1, maxLength: 12 },
    );
    fc.assert(
      fc.property(bursts, (all) => {
        const starts = run(all);
        for (const [at, start] of starts.entries()) {
          expect(start - (starts[at - 1] ?? -HOUR)).toBeGreaterThanOrEqual(1000);
          expect(start - (starts[at - 80] ?? -HOUR)).toBeGreaterThanOrEqual(MINUTE);
          expect(start - (starts[at - 500] ?? -HOUR)).toBeGreaterThanOrEqual(HOUR);
        }
      }),
      { numRuns: 50 },
    );
  });
});

interface Burst {
  readonly writes: number;
  readonly rest: number;
  readonly takes: number;
}

/** When each write starts, by a virtual clock. */
function run(bursts: readonly Burst[]): readonly number[] {
  let now = 0;
  const starts: number[] = [];
  const pace = writePace(() => now);
  for (const { writes, rest, takes } of bursts) {
    for (let write = 0; write < writes; write++) {
      now += pace.wait();
      pace.started();
      starts.push(now);
      now += takes;
    }
    now += rest;
  }
  return starts;
}
