import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { history, play } from './histories.ts';

const HISTORIES = Number(process.env['ROTATION_HISTORIES'] ?? 5000);

test('no history of failing and dying runs breaks a destination or a job', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (one) => {
      await play(one, rotate);
    }),
    { numRuns: HISTORIES },
  );
  expect(HISTORIES).toBeGreaterThan(0);
}, 600_000);
