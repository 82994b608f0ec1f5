import { describe, expect, test } from 'vitest';
import { readCredential } from '../../src/credentials/read.ts';
import { Failure } from '../../src/failure.ts';
import { hostileTexts } from './hostile-texts.ts';

const SMALL = 16 * 1024;
/** The largest text that is read. */
const LARGE = 128 * 1024;
/** Linear is 8, quadratic 64. */
const RATIO = 20;
/** Shorter times say more about the machine than about the text, in milliseconds. */
const FLOOR = 6;
/** The machine may do something else meanwhile: the shortest of so many runs counts. */
const RUNS = 8;

/** Milliseconds to read it. */
async function timeOf(text: string): Promise<number> {
  const started = performance.now();
  await readCredential(text).catch((error: unknown) => expect(error).toBeInstanceOf(Failure));
  return performance.now() - started;
}

describe('reading takes time linear in the length of a text', () => {
  test.each(Object.entries(hostileTexts))('of %s', async (_name, make) => {
    const [small, large] = [make(SMALL), make(LARGE)];
    expect(large.length).toBeLessThanOrEqual(LARGE);
    // What wraps a text in itself cannot have every length.
    expect(large.length).toBeGreaterThan(LARGE / 3);
    let [shortest, longest] = [Infinity, Infinity];
    for (let run = 0; run < RUNS; run++) {
      shortest = Math.min(shortest, await timeOf(small));
      longest = Math.min(longest, await timeOf(large));
      if (run > 0 && longest < 2000 && longest <= RATIO * Math.max(shortest, FLOOR)) break;
    }
    expect(longest).toBeLessThan(2000);
    expect(longest / Math.max(shortest, FLOOR)).toBeLessThanOrEqual(RATIO);
  });
});
