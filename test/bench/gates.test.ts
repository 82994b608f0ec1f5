import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Build, Case, RotationCase } from '../../bench/cases.ts';
import { comparisons, gate, gates, type Measurements } from '../../bench/gates.ts';
import { page } from '../../bench/report.ts';
import { sizesOf } from '../../bench/sizes.ts';
import type { Cost } from '../../bench/timer.ts';

const inTimes = (value: number) => `${value.toFixed(2)} ×`;

describe('a gate', () => {
  const judged = (values: readonly number[] | undefined, limits = { limit: 2, stretch: 1 }) =>
    gate('speed', 'Why.', inTimes, limits, values);

  test('judges the median, and a value at the limit passes', () => {
    expect(judged([1.5, 2, 90])).toMatchObject({
      measured: '2.00 × (1.75 to 46.00)',
      limit: '≤ 2.00 ×',
      verdict: 'pass',
    });
    expect(judged([2.001]).verdict).toBe('FAIL');
    expect(judged([1]).verdict).toBe('pass, stretch too');
  });

  test('neither passes nor fails without a value or without a limit', () => {
    expect(judged(undefined)).toMatchObject({ measured: '', verdict: 'not measured' });
    expect(gate('speed', 'Why.', inTimes, {}, [5])).toMatchObject({
      limit: '',
      verdict: 'no limit',
    });
  });
});

const baseline = caseOf('node -e 0');

function caseOf(name: string): Case {
  return { name, argv: [], env: {}, watch: async () => async () => [] };
}

function buildOf(name: string, connections: number): Build {
  const rotation: RotationCase = {
    ...caseOf(`rotation, ${name}`),
    visits: [1, connections, 1].map((most) => ({
      connections: { GitHub: most, UAA: 1 },
      requests: { GitHub: 5, UAA: 1 },
      writes: [],
      complaints: [],
    })),
  };
  const set = { one: caseOf(`one, ${name}`), many: caseOf(`many, ${name}`) };
  return { name, token: caseOf(name), set, rotation };
}

const cost = (seconds: number): Cost => ({ wall: seconds, cpu: seconds, rss: seconds * 2 ** 20 });

/** Two rounds, the second on a machine that is ten times as slow. */
function samplesOf(entries: readonly (readonly [Case, number])[]) {
  return new Map(entries.map(([each, seconds]) => [each, [cost(seconds), cost(seconds * 10)]]));
}

function measured({ connections = 1, builds = 2 } = {}): Measurements {
  const [mine, theirs] = [buildOf('this action', connections), buildOf('the build before', 1)];
  const [usual] = [[baseline, 0.04] as const];
  return {
    cases: {
      ...{ baseline, curl: undefined, peers: [], skipped: [] },
      builds: builds === 2 ? [mine, theirs] : [mine],
    },
    tokens: samplesOf([usual, [mine.token, 0.0808], [theirs.token, 0.08]]),
    sets: samplesOf([
      usual,
      ...([
        [mine.set.one, 0.1],
        [mine.set.many, 0.1 + 999 * 0.0004],
        [theirs.set.one, 0.09],
        [theirs.set.many, 0.09 + 999 * 0.0002],
      ] as const),
    ]),
    rotations: samplesOf([usual, [mine.rotation, 0.4], [theirs.rotation, 0.5]]),
    loaded: { bytes: 90_000, files: ['index.cjs'] },
    reading: { texts: 1, worst: 'a text', growth: 8, longest: 6 },
    sizes: { dist: 3_600_000, programs: 9, packed: undefined, uncommitted: false },
  };
}

function find(all: readonly { readonly name: string }[], name: string) {
  const found = all.filter((each) => each.name === name);
  expect(found).toHaveLength(1);
  return found[0];
}

describe('the gates', () => {
  test('divide the first build by the one before, round by round', () => {
    const rows = comparisons(measured());
    expect(find(rows, 'wall of one token ÷ the build before')).toMatchObject({
      measured: '1.010 × (1.010 to 1.010)',
      verdict: 'pass',
    });
    expect(find(rows, 'CPU of a further token of a set ÷ the build before')).toMatchObject({
      measured: '2.000 × (2.000 to 2.000)',
      verdict: 'FAIL',
    });
    expect(find(rows, 'CPU of a rotation that is not due ÷ the build before')).toMatchObject({
      measured: '0.800 × (0.800 to 0.800)',
      verdict: 'no limit',
    });
    expect(comparisons(measured({ builds: 1 }))).toEqual([]);
  });

  test('count the connections of the worst run, to the origin with the most', () => {
    const name = 'connections of that rotation, most to one origin';
    expect(find(gates(measured()), name)).toMatchObject({ measured: '1', verdict: 'pass' });
    expect(find(gates(measured({ connections: 2 })), name)).toMatchObject({
      measured: '2',
      verdict: 'FAIL',
    });
  });

  test('weigh what a runner downloads', () => {
    const all = gates(measured());
    expect(find(all, 'dist in all')).toMatchObject({ measured: '3.60 MB', verdict: 'FAIL' });
    expect(find(all, '.cjs files of dist')).toMatchObject({ measured: '9', verdict: 'pass' });
    expect(find(all, 'packed tree')).toMatchObject({ verdict: 'not measured' });
  });
});

describe('the page', () => {
  const pageAt = (average: number) => {
    const measurements = measured();
    return page({
      ...measurements,
      ...{ date: new Date(0), machine: 'a machine', versions: {}, floor: 1 },
      load: { average, cores: 2 },
      gates: gates(measurements),
      comparisons: comparisons(measurements),
    });
  };

  test('has a sentence for each gate', () => {
    const [, sentences = ''] = pageAt(0).split('## What the gates are for');
    const lines = sentences.split('\n');
    for (const { name } of [...gates(measured()), ...comparisons(measured())]) {
      const found = lines.filter((line) => line.split('**')[1]?.split('; ').includes(name));
      expect(found).toEqual([expect.stringMatching(/\*\*: [A-Z.][^.]+\.$/)]);
    }
  });

  test('says when the machine was busy', () => {
    expect(pageAt(1)).not.toContain('was not quiet');
    expect(pageAt(1.1)).toContain('**The machine was not quiet**');
  });
});

describe('sizes', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'sizes-'));
    await mkdir(join(folder, 'dist'));
    await writeFile(join(folder, 'dist/index.cjs'), '12345');
    await writeFile(join(folder, 'dist/index.licenses.txt'), '123');
    await writeFile(join(folder, 'README.md'), 'not a part of dist');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('are those of all files of the folder, of which some are programs', async () => {
    expect(await sizesOf(join(folder, 'dist/index.cjs'))).toEqual({
      dist: 8,
      programs: 1,
      packed: undefined,
      uncommitted: false,
    });
  });
});
