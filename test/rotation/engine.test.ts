import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { history, play, secretHistory, unawareHistory } from './histories.ts';

const HISTORIES = Number(process.env['ROTATION_HISTORIES'] ?? 5000);

test.each([
  ['failing and dying runs', history, HISTORIES],
  ['runs that come late and do not know it', unawareHistory, Math.ceil(HISTORIES / 4)],
  ['runs that know a secret and no name', secretHistory, Math.ceil(HISTORIES / 4)],
])(
  'no history of %s breaks a destination or a job',
  async (_what, histories, numRuns) => {
    await fc.assert(
      fc.asyncProperty(histories, async (one) => {
        await play(one, rotate);
      }),
      { numRuns },
    );
    expect(HISTORIES).toBeGreaterThan(0);
  },
  600_000,
);
