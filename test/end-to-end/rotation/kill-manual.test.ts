import { describe, expect, test } from 'vitest';
import { DEATHS, type Death, type GuardedPlatform, guardedPlatform } from './guarded-platform.ts';
import { manualIssuer } from './manual-issuer.ts';
import { DAY, MAIN } from './platform.ts';

interface Scenario {
  readonly name: string;
  /** The side effects of an undisturbed run, each a method. */
  readonly effects: readonly string[];
  prepare(platform: GuardedPlatform): Promise<void>;
  /** Whose client all destinations hold in the end, and which kinds of issues are open. */
  readonly end: { readonly client: string; readonly open: readonly string[] };
}

const PUTS = ['PUT', 'PUT', 'PUT', 'PUT'];

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'a first client that a person has pasted',
    effects: PUTS,
    prepare: (platform) => paste(platform, 'client-a'),
    end: { client: 'client-a', open: [] },
  },
  {
    name: 'a client that is due',
    effects: ['POST'],
    prepare: (platform) => keep(platform, 'client-a', 61),
    end: { client: 'client-a', open: ['replace'] },
  },
  {
    name: 'a client that is due, whose issue somebody has changed',
    effects: ['PATCH'],
    async prepare(platform) {
      await keep(platform, 'client-a', 61);
      await platform.runWith({});
      Object.assign(platform.github.tracker.issues[0] ?? {}, { title: 'Later' });
    },
    end: { client: 'client-a', open: ['replace'] },
  },
  {
    name: 'a client that a person has pasted when she was asked',
    effects: [...PUTS, 'PATCH'],
    async prepare(platform) {
      await keep(platform, 'client-a', 61);
      await platform.runWith({});
      await paste(platform, 'client-b');
    },
    end: { client: 'client-b', open: [] },
  },
  {
    name: 'an old client that is to be disabled',
    effects: ['POST'],
    async prepare(platform) {
      await platform.issuer.byHand('client-a');
      await keep(platform, 'client-b', 8, { previous: { name: 'client-a' } });
    },
    end: { client: 'client-b', open: ['disable'] },
  },
  {
    name: 'a client that has leaked and was replaced',
    effects: [...PUTS, 'PATCH', 'POST'],
    async prepare(platform) {
      await keep(platform, 'client-a', 20);
      await platform.runWith({ mode: 'revoke-now', confirm: 'client-a' });
      await paste(platform, 'client-b');
    },
    end: { client: 'client-b', open: ['disable'] },
  },
];

const POINTS = SCENARIOS.flatMap((scenario) =>
  scenario.effects.flatMap((effect, at) =>
    DEATHS.map((death) => ({ scenario, name: scenario.name, effect, at, death })),
  ),
).filter(({ effect }, index) => isChosen(effect, index));

/** All points in CI; elsewhere some, spread over them, and more of those that issues have. */
function isChosen(effect: string, index: number): boolean {
  return process.env['KILL_POINTS'] === 'all' || index % (effect === 'PUT' ? 17 : 5) === 0;
}

describe('a rotation by hand that dies', () => {
  test.each(SCENARIOS)('has these side effects otherwise: $name', async (scenario) => {
    const platform = await guardedPlatform({ startIssuer: manualIssuer });
    try {
      await scenario.prepare(platform);
      const run = await platform.runWith({});
      expect(run).toMatchObject({ exitCode: 0 });
      expect(platform.effects.map((effect) => effect.split(' ')[0])).toEqual(scenario.effects);
      expectEnd(platform, scenario, undefined);
    } finally {
      await platform.close();
    }
  });

  test.each(POINTS)('$name: $death side effect $at ($effect)', async ({ scenario, at, death }) => {
    const platform = await guardedPlatform({ startIssuer: manualIssuer });
    try {
      await scenario.prepare(platform);
      const died = await platform.runWith({}, { at, death });
      expect(died.signal).toBe(death === 'answer lost' ? null : 'SIGKILL');
      for (let runs = 0; runs < 2; runs++) {
        platform.wait(20 * 60_000);
        const { exitCode, stdout } = await platform.runWith({});
        expect({ exitCode, stdout }).toMatchObject({ exitCode: 0 });
        await platform.settle();
      }
      expectEnd(platform, scenario, death);
    } finally {
      await platform.close();
    }
  });
});

function expectEnd(platform: GuardedPlatform, { end }: Scenario, death: Death | undefined): void {
  expect(platform.violations).toEqual([]);
  const [stored = '', ...different] = new Set(platform.allStored());
  expect(different).toEqual([]);
  expect(JSON.parse(stored)).toMatchObject({
    clientid: end.client,
    rotation: { name: end.client },
  });
  if (end.client === 'client-b') expect(stored).toContain('"previous":{"name":"client-a"');
  const { issues } = platform.github.tracker;
  expect(kindsOf(issues.filter(({ state }) => state === 'open'))).toEqual(end.open);
  // Of a request that arrives when another run is at work nobody can know: the second is closed.
  const kinds = kindsOf(issues);
  if (death !== 'killed, and late') expect(kinds).toEqual([...new Set(kinds)]);
}

function kindsOf(issues: readonly { readonly body: string | null }[]): (string | undefined)[] {
  return issues.map(({ body }) => /^<!-- \S+ \S+ \S+ (\w+) /.exec(body ?? '')?.[1]);
}

/** A client that a run has stored everywhere so many days ago. */
async function keep(
  platform: GuardedPlatform,
  clientId: string,
  days: number,
  further: object = {},
): Promise<void> {
  const created = new Date(platform.now() - days * DAY);
  const rotation = { name: clientId, created: created.toISOString(), ...further };
  const value = await platform.issuer.byHand(clientId);
  platform.keepEverywhere(JSON.stringify({ ...value, rotation }), created.getTime() + 5000);
}

async function paste(platform: GuardedPlatform, clientId: string): Promise<void> {
  const plaintext = JSON.stringify(await platform.issuer.byHand(clientId), undefined, 2);
  platform.github.keep(MAIN, { plaintext, updatedAt: platform.now() });
  platform.wait(60_000);
}
