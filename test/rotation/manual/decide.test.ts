import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decideByHand, type ManualObserved, RULES } from '../../../src/rotation/manual/decide.ts';
import type { PastedPair, StoredPair } from '../../../src/rotation/manual/pair.ts';
import { REASONS, type Reason } from '../../../src/rotation/reasons.ts';
import type { Mode, Policy } from '../../../src/rotation/types.ts';
import { adopted, DAY, makeClient, newWorld, OWNER, paste, run, START } from './manual-world.ts';

const PAIR = { text: '', value: {}, clientId: 'client-a', fields: {}, certificate: undefined };

const PASTED: PastedPair = { ...PAIR, before: undefined };

function pair(age: number): StoredPair {
  return { ...PAIR, createdAt: new Date(START - age * DAY), previous: undefined };
}

/** A client that is stored since yesterday, and works. */
const YOUNG: ManualObserved = {
  current: pair(1),
  pasted: undefined,
  stale: false,
  startKnown: true,
  writtenAt: new Date(START - DAY),
  outOfOrder: false,
  alive: true,
  isNew: false,
  leaked: false,
  previous: undefined,
  reminded: false,
};

const POLICY: Policy = {
  mode: 'when-due',
  owner: OWNER,
  storeAs: 'json',
  rotateEvery: 60 * DAY,
  keepOld: 7 * DAY,
};

const previous = { name: 'client-0', leaked: false };
const ENDING = { from: new Date(START - 2 * DAY), to: new Date(START + DAY) };
const LONG_STORED = { current: pair(8), writtenAt: new Date(START - 8 * DAY) };

type Case = [
  what: string,
  because: Reason,
  does: string,
  observed: Partial<ManualObserved>,
  mode?: Mode,
];

const CASES: Case[] = [
  ['a newer value', 'stale', 'stop', { stale: true, current: undefined }],
  [
    'what a person has pasted',
    'pasted',
    'adopt',
    { pasted: PASTED, current: undefined, alive: false },
  ],
  [
    'it waits in the mode retire',
    'pasted',
    'wait',
    { pasted: PASTED, current: undefined, alive: false },
    'retire',
  ],
  ['nothing is stored', 'missing', 'ask', { current: undefined, alive: false }],
  ['what is stored has leaked', 'leaked', 'ask', { leaked: true }],
  ['what is stored does not work', 'dead', 'ask', { alive: false }],
  ['this run has stored it', 'pasted', 'wait', { isNew: true }],
  ['this run has stored it, asked for', 'pasted', 'wait', { isNew: true }, 'force'],
  ['force', 'forced', 'ask', {}, 'force'],
  [
    'a certificate in its last third',
    'certificate',
    'ask',
    { current: { ...pair(1), certificate: ENDING } },
  ],
  ['the day has come', 'age', 'ask', { current: pair(60) }],
  ['the old one has leaked', 'leaked', 'remind', { previous: { ...previous, leaked: true } }],
  ['places out of order', 'diverged', 'restore', { outOfOrder: true }],
  [
    'places out of order, and nobody knows when the run began',
    'young',
    'wait',
    { outOfOrder: true, startKnown: false },
  ],
  ['an old one', 'old', 'remind', { ...LONG_STORED, previous }],
  ['an old one that is kept a little longer', 'young', 'wait', { previous }],
  [
    'an old one of which a person knows',
    'young',
    'wait',
    { ...LONG_STORED, previous, reminded: true },
  ],
  ['no new one is asked for', 'kept', 'wait', { current: pair(60) }, 'retire'],
  ['an ordinary day', 'young', 'wait', {}],
];

describe('a run without an authority', () => {
  test.each(CASES)('%s: %s', (_what, because, does, observed, mode = 'when-due') => {
    expect(decideByHand({ ...YOUNG, ...observed }, { ...POLICY, mode }, START)).toEqual({
      do: does,
      because,
    });
  });

  test.each(RULES)('has a case above for the rule $because ($do)', (rule) => {
    const seen = CASES.some(([, because, does]) => because === rule.because && does === rule.do);
    expect(seen).toBe(true);
  });

  const observations: fc.Arbitrary<ManualObserved> = fc.record({
    current: fc.constantFrom(
      ...[undefined, pair(1), pair(8), pair(60), { ...pair(1), certificate: ENDING }],
    ),
    pasted: fc.constantFrom(undefined, PASTED),
    stale: fc.boolean(),
    startKnown: fc.boolean(),
    writtenAt: fc.constantFrom(undefined, new Date(START - 8 * DAY), new Date(START)),
    outOfOrder: fc.boolean(),
    alive: fc.boolean(),
    isNew: fc.boolean(),
    leaked: fc.boolean(),
    previous: fc.constantFrom(undefined, previous, { ...previous, leaked: true }),
    reminded: fc.boolean(),
  });

  test('has one decision whatever it finds; plans never act, and retire asks for nothing new', () => {
    fc.assert(
      fc.property(observations, (observed) => {
        const [real, plan, retire] = (['when-due', 'plan', 'retire'] as const).map((mode) =>
          decideByHand(observed, { ...POLICY, mode }, START),
        );
        expect(Object.keys(REASONS)).toEqual(
          expect.arrayContaining([real?.because, retire?.because]),
        );
        expect(['report', 'stop']).toContain(plan?.do);
        expect(plan?.because).toBe(real?.because);
        expect(plan?.do === 'report' ? plan.would : plan?.do).toBe(real?.do);
        expect(['ask', 'adopt']).not.toContain(retire?.do);
      }),
    );
  });
});

test.each<[Reason, string, () => ReturnType<typeof adopted>]>([
  ['missing', 'needs-a-person', async () => newWorld()],
  ['young', 'not-due', () => adopted('client-a')],
  ['age', 'needs-a-person', async () => later(await adopted('client-a'), 61)],
  ['dead', 'needs-a-person', async () => refused(await adopted('client-a'))],
  ['pasted', 'rotated', async () => pasted(await adopted('client-a'))],
  ['diverged', 'not-due', async () => added(await adopted('client-a'))],
])('%s is the reason in the plan and in the outcome', async (reason, state, begin) => {
  const world = await begin();
  const plan = await run(world, { mode: 'plan' });
  expect(plan).toMatchObject({ state: 'planned', reason });
  expect(plan.notes[0]).toContain(` Reason: ${reason}: ${REASONS[reason]}.`);
  expect(await run(world)).toMatchObject({ state, reason });
});

type World = ReturnType<typeof newWorld>;

function later(world: World, days: number): World {
  world.now += days * DAY;
  return world;
}

function refused(world: World): World {
  world.clients.clear();
  return world;
}

function pasted(world: World): World {
  paste(world, makeClient(world, 'client-b'));
  return world;
}

/** A destination that was added to the inventory holds something else. */
function added(world: World): World {
  world.stored[0] = { text: 'another', updatedAt: 0 };
  return world;
}
