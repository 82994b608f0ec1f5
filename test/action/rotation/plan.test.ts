import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matrixOf, planOf } from '../../../src/action/plan.ts';
import type { InventoryEntry } from '../../../src/rotation/inventory.ts';

const DAY = 86_400_000;

function entries(count: number): InventoryEntry[] {
  return Array.from({ length: count }, (_, index) => ({
    name: `entry-${index}`,
    secret: `SECRET_${index}`,
    environment: index % 2 === 0 ? undefined : 'production',
    destinations: [],
    storeAs: 'json' as const,
    authority: { kind: 'btp' },
    rotateEvery: 60 * DAY,
    keepOld: 7 * DAY,
  }));
}

test('a plan has a job for each entry', () => {
  expect(JSON.parse(matrixOf(planOf(entries(2), 0)))).toEqual({
    include: [
      { name: 'entry-0', secret: 'SECRET_0', environment: '' },
      { name: 'entry-1', secret: 'SECRET_1', environment: 'production' },
    ],
  });
});

test('of more than GitHub allows in one matrix, each has its turn within as many days as it takes', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1500 }), fc.nat(20_000), (count, day) => {
      const all = entries(count);
      const seen = new Set<string>();
      for (let turn = 0; turn < Math.ceil(count / 256); turn++) {
        const { jobs, left } = planOf(all, (day + turn) * DAY);
        expect(jobs.length).toBeLessThanOrEqual(256);
        expect(jobs.length + left).toBe(count);
        for (const { name } of jobs) seen.add(name);
      }
      expect(seen.size).toBe(count);
    }),
    { numRuns: 50 },
  );
});

test('a plan of nothing has no job', () => {
  expect(planOf([], 20_000 * DAY)).toEqual({ jobs: [], left: 0 });
});
