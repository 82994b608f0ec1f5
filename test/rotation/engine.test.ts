import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import {
  type History,
  history,
  play,
  STORED_AGAIN_LATE,
  secretHistory,
  unawareHistory,
} from './histories.ts';

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

test('runs that come late and do not know it store again before they delete', async () => {
  const late = { troubles: [], previousAtWork: false, skew: 0, early: true } as const;
  const one = { kind: 'run', confirm: undefined, ...late, troubles: [] as [] } as const;
  const events: History['events'] = [
    { ...one, mode: 'when-due', early: false },
    { ...one, mode: 'force' },
    { ...one, mode: 'force' },
    { ...one, mode: 'revoke-now', confirm: 2 },
    { kind: 'wait', days: 8 },
    { ...one, mode: 'when-due' },
  ];
  const places = { destinations: 1, readable: false, storeAs: 'json', startUnknown: true } as const;
  await expect(play({ ...places, events }, rotate)).resolves.toBeUndefined();
});

test('a run that may come too late stores nothing old again, which later runs would not know of', async () => {
  await expect(play(STORED_AGAIN_LATE, rotate)).resolves.toBeUndefined();
});
