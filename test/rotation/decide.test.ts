import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { rotationOutputs, rotationSummary } from '../../src/action/rotation-report.ts';
import { decide, RULES } from '../../src/rotation/decide.ts';
import { rotate } from '../../src/rotation/engine.ts';
import { REASONS, type Reason } from '../../src/rotation/reasons.ts';
import type { Current, Deed, Managed, Mode, Observed, Policy } from '../../src/rotation/types.ts';
import {
  breakCurrent,
  DAY,
  newWorld,
  OWNER,
  pasteByHand,
  type RunOptions,
  SCHEDULE,
  type World,
} from './simulated-world.ts';
import { job, managedWorld, stored } from './step-world.ts';

const NOW = Date.UTC(2027, 0, 1);

function ours(name: string, age: number): Managed {
  const createdAt = new Date(NOW - age);
  return {
    name,
    prefix: '',
    createdAt,
    runId: '1',
    number: 1,
    replaces: undefined,
    usable: true,
  };
}

const CURRENT: Current = {
  text: '{"clientid":"a"}',
  value: { clientid: 'a' },
  name: 'now',
  createdAt: new Date(NOW - DAY),
  alive: true,
  certificate: undefined,
};

/** Ours is stored since yesterday, and works. */
const YOUNG: Observed = {
  current: CURRENT,
  ours: [ours('now', DAY)],
  lost: [],
  future: [],
  orphaned: [],
  bySecret: false,
  stale: false,
  startKnown: true,
  writtenAt: new Date(NOW - DAY),
  outOfOrder: false,
  showsAgain: false,
  revoked: undefined,
};

const POLICY: Policy = { ...SCHEDULE, mode: 'when-due', owner: OWNER, storeAs: 'json' };

function current(changes: Partial<Current>): Partial<Observed> {
  return { current: { ...CURRENT, ...changes } };
}

/** From so many days ago to so many days ahead. */
function certificate(past: number, ahead: number): Partial<Observed> {
  const from = new Date(NOW - past * DAY);
  return current({ certificate: { from, to: new Date(NOW + ahead * DAY) } });
}

const AGED = current({ createdAt: new Date(NOW - SCHEDULE.rotateEvery) });
const LEFT: Partial<Observed> = {
  ours: [ours('before', 40 * DAY), ours('now', 8 * DAY)],
  writtenAt: new Date(NOW - 8 * DAY),
};
/** Its predecessor is younger than the grace period, and its certificate is over. */
const EXPIRED: Partial<Observed> = {
  ...certificate(0.1, 0.9),
  ours: [ours('before', 2 * DAY), ours('now', DAY)],
  showsAgain: true,
};
/** One of ours was created after what this run holds. */
const LATE: Partial<Observed> = {
  ...current({ createdAt: new Date(NOW - 20 * DAY) }),
  ours: [ours('now', 20 * DAY), ours('after', 10 * DAY)],
  writtenAt: new Date(NOW - 20 * DAY),
};
const NAMELESS = { ...CURRENT, name: undefined };

type Case = [
  what: string,
  because: Reason,
  does: Deed,
  observed: Partial<Observed>,
  policy?: Partial<Policy>,
];

const CASES: Case[] = [
  ['a newer value', 'stale', 'stop', { stale: true }],
  ['a newer value, whatever is asked', 'stale', 'stop', { stale: true }, { mode: 'force' }],
  ['what is stored has leaked', 'leaked', 'replace', { revoked: 'now' }, { mode: 'revoke-now' }],
  [
    'another one has leaked, and nothing stored works',
    'leaked',
    'replace',
    { ...current({ alive: false }), revoked: 'before' },
    { mode: 'revoke-now' },
  ],
  [
    'one has leaked that is replaced already',
    'leaked',
    'revoke',
    { ...LEFT, revoked: 'before' },
    { mode: 'revoke-now' },
  ],
  ['force', 'forced', 'replace', {}, { mode: 'force' }],
  ['nothing is stored', 'missing', 'replace', { current: undefined }],
  ['what is stored does not work', 'dead', 'replace', current({ alive: false })],
  ['nobody knows its age', 'unmanaged', 'replace', current({ createdAt: undefined })],
  ['JSON in place of a secret', 'form', 'replace', {}, { storeAs: 'client-secret' }],
  ['a certificate in its last third', 'certificate', 'replace', certificate(2, 1)],
  ['a certificate before its last third', 'young', 'wait', certificate(2, 1.1)],
  ['the day has come', 'age', 'replace', AGED],
  [
    'certificate and day have come',
    'certificate',
    'replace',
    {
      current: {
        ...CURRENT,
        ...AGED.current,
        ...certificate(2, 1).current,
        createdAt: new Date(0),
      },
    },
  ],
  ['places out of order', 'diverged', 'restore', { outOfOrder: true }],
  [
    'places out of order come before old ones',
    'diverged',
    'restore',
    { ...LEFT, outOfOrder: true },
  ],
  ['a name is needed to store it again', 'young', 'wait', { current: NAMELESS, outOfOrder: true }],
  ['an old one', 'old', 'retire', LEFT],
  [
    'one that was never stored and is kept a little longer',
    'young',
    'wait',
    { ...LEFT, ours: [ours('now', 8 * DAY), ours('never', 7.9 * DAY)], writtenAt: new Date(NOW) },
  ],
  ['one whose certificate is over', 'old', 'retire', EXPIRED],
  ['one that cannot be shown', 'young', 'wait', { ...EXPIRED, showsAgain: false }],
  [
    'one that may be newer than what this run holds',
    'young',
    'wait',
    { ...LATE, startKnown: false },
  ],
  ['one that is newer and stored nowhere', 'old', 'retire', LATE],
  ['old ones alone are asked for', 'old', 'retire', LEFT, { mode: 'retire' }],
  ['old ones alone are asked for, and there is none', 'kept', 'wait', AGED, { mode: 'retire' }],
  ['an ordinary day', 'young', 'wait', {}],
];

describe('a run', () => {
  test.each(CASES)('%s: %s', (_what, because, does, observed, policy = {}) => {
    expect(decide({ ...YOUNG, ...observed }, { ...POLICY, ...policy }, NOW)).toEqual({
      do: does,
      because,
    });
  });

  test.each(RULES)('has a case above for the rule $because ($do)', (rule) => {
    const seen = CASES.some(([, because, does]) => because === rule.because && does === rule.do);
    expect(seen).toBe(true);
  });
});

const modes = fc.constantFrom<Mode>('when-due', 'force', 'plan', 'retire', 'revoke-now');
const policies: fc.Arbitrary<Policy> = fc.record({
  mode: modes,
  owner: fc.constant(OWNER),
  storeAs: fc.constantFrom('json', 'client-secret'),
  rotateEvery: fc.integer({ min: 2, max: 90 }).map((days) => days * DAY),
  keepOld: fc.integer({ min: 1, max: 30 }).map((days) => days * DAY),
});
const days = (min: number, max: number) =>
  fc.double({ min, max, noNaN: true }).map((count) => new Date(NOW + Math.round(count * DAY)));
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const observations: fc.Arbitrary<Observed> = fc
  .record({
    current: maybe(
      fc.record({
        text: fc.constantFrom('{"clientid":"a"}', 'secret'),
        value: fc.constant(undefined),
        name: fc.constantFrom('one', 'two', 'of-somebody-else', undefined),
        createdAt: maybe(days(-100, 1)),
        alive: fc.boolean(),
        certificate: maybe(fc.record({ from: days(-100, 0), to: days(0.1, 100) })),
      }),
    ),
    lost: fc.constant([]),
    future: fc.constant([]),
    orphaned: fc.constant([]),
    bySecret: fc.boolean(),
    ages: fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 3 }),
    stale: fc.boolean(),
    startKnown: fc.boolean(),
    writtenAt: maybe(days(-100, 0)),
    outOfOrder: fc.boolean(),
    showsAgain: fc.boolean(),
    revoked: fc.constantFrom('one', 'two', undefined),
  })
  .map(({ ages, ...observed }) => ({
    ...observed,
    ours: ages.map((age, at) => ours(['one', 'two', 'three'][at] ?? '', age * DAY)),
  }));

describe('whatever a run finds', () => {
  test('it has one decision, with a reason of the set', () => {
    fc.assert(
      fc.property(observations, policies, (observed, policy) => {
        const before = structuredClone([observed, policy]);
        const decision = decide(observed, policy, NOW);
        expect(Object.keys(REASONS)).toContain(decision.because);
        expect(decide(observed, policy, NOW)).toEqual(decision);
        expect([observed, policy]).toEqual(before);
      }),
    );
  });

  test('the mode retire never creates', () => {
    fc.assert(
      fc.property(observations, policies, (observed, policy) => {
        const { do: does } = decide(observed, { ...policy, mode: 'retire' }, NOW);
        expect(['restore', 'retire', 'wait', 'stop']).toContain(does);
      }),
    );
  });

  test('a plan never acts, and says what when-due does', () => {
    fc.assert(
      fc.property(observations, policies, (observed, policy) => {
        const plan = decide(observed, { ...policy, mode: 'plan' }, NOW);
        const real = decide(observed, { ...policy, mode: 'when-due' }, NOW);
        expect(['report', 'stop']).toContain(plan.do);
        expect(plan.because).toBe(real.because);
        expect(plan.do === 'report' ? plan.would : plan.do).toBe(real.do);
      }),
    );
  });

  test('the older it is, the more is due: what was due stays due', () => {
    const rank: Readonly<Record<string, number>> = { wait: 0, retire: 1, restore: 1, replace: 2 };
    const times = fc.array(fc.integer({ min: 0, max: 200 }), { minLength: 2, maxLength: 6 });
    fc.assert(
      fc.property(observations, policies, times, (observed, policy, later) => {
        const fresh = { ...observed, stale: false };
        const ranks = later
          .toSorted((one, other) => one - other)
          .map((day) => decide(fresh, { ...policy, mode: 'when-due' }, NOW + day * DAY))
          .map(({ do: does }) => rank[does] ?? Number.NaN);
        expect(ranks).toEqual(ranks.toSorted((one, other) => one - other));
      }),
    );
  });
});

/** Each leads to a run that has one reason. */
const SITUATIONS: [
  Reason,
  () => Promise<World>,
  Partial<RunOptions>?,
  ((world: World) => void)?,
][] = [
  ['unmanaged', async () => newWorld(2)],
  ['young', () => managedWorld()],
  ['age', () => managedWorld(), {}, wait(31)],
  ['dead', () => managedWorld(), {}, breakCurrent],
  ['unmanaged', () => managedWorld(), {}, pasteByHand],
  ['form', () => managedWorld(), {}, secretAlone],
  ['diverged', () => managedWorld(), {}, outOfOrder],
  ['old', replacedWorld, {}, wait(8)],
  ['stale', () => managedWorld(), { early: true }],
];

function wait(count: number): (world: World) => void {
  return (world) => {
    world.now += count * DAY;
  };
}

function secretAlone(world: World): void {
  world.storeAs = 'client-secret';
}

function outOfOrder({ destinations: [first] }: World): void {
  if (first !== undefined) first.updatedAt = 0;
}

async function replacedWorld(): Promise<World> {
  const world = await managedWorld();
  await rotate(job(world, { mode: 'force' }));
  return world;
}

test.each(SITUATIONS)(
  '%s is the reason in the plan, the outcome, the outputs and the summary',
  async (reason, begin, options = {}, happens = () => {}) => {
    const world = await begin();
    happens(world);
    const plan = await rotate(job(structuredClone(world), { ...options, mode: 'plan' }));
    expect(plan.reason).toBe(reason);
    if (reason !== 'stale') {
      expect(plan.notes[0]).toContain(` Reason: ${reason}: ${REASONS[reason]}.`);
    }
    const outcome = await rotate(job(world, options));
    expect(outcome.reason).toBe(reason);
    for (const told of [plan, outcome]) {
      expect(rotationOutputs(told)).toContainEqual(['reason', reason]);
      expect(rotationSummary('calm', told, world.now)).toContain(`| Why | \`${reason}\`: `);
    }
  },
);

test.each<[Reason, Partial<RunOptions>]>([
  ['forced', { mode: 'force' }],
  ['kept', { mode: 'retire' }],
])('%s is the reason of the mode that asks for it', async (reason, options) => {
  const world = await managedWorld();
  expect(await rotate(job(world, options))).toMatchObject({ reason });
});

test('leaked is the reason of what is revoked, and of what is replaced for it', async () => {
  const world = await managedWorld();
  const [first] = stored(world);
  const replaced = await rotate(job(world, { mode: 'revoke-now', confirm: first }));
  expect(replaced).toMatchObject({ state: 'rotated', reason: 'leaked' });
  const [second] = stored(world);
  await rotate(job(world, { mode: 'force' }));
  expect(await rotate(job(world, { mode: 'revoke-now', confirm: second }))).toMatchObject({
    state: 'retired',
    reason: 'leaked',
    retiredNames: [second],
  });
});

describe('the words of the reasons', () => {
  const words = Object.keys(REASONS).toSorted();
  const text = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

  test('are those that the output names', () => {
    const { outputs } = parse(text('rotate/action.yml'));
    const [, named = ''] = /one word\. (.*) where a new.*$/.exec(outputs.reason.description) ?? [];
    const [, stays = ''] = /needed; (.*) where the/.exec(outputs.reason.description) ?? [];
    const shown = [...`${named} ${stays}`.matchAll(/`([a-z]+)`/g)].map(([, word]) => word);
    expect(shown.toSorted()).toEqual(words);
  });

  test('each have a row on the page', () => {
    const [, table = ''] =
      /\| Reason \| Where \|\n\| --- \| --- \|\n([\s\S]*?)\n\n/.exec(text('docs/rotation.md')) ??
      [];
    const shown = [...table.matchAll(/^\| `([a-z]+)` \|/gm)].map(([, word]) => word);
    expect(shown.toSorted()).toEqual(words);
  });
});
