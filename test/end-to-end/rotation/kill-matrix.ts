import { describe, expect, test } from 'vitest';
import { credentialName } from '../../../src/rotation/credential-name.ts';
import {
  DEATHS,
  type Death,
  type GuardedPlatform,
  guardedPlatform,
  isManagedName,
  KEEP_OLD,
  OWNER,
} from './guarded-platform.ts';
import { DAY, type PlatformOptions } from './platform.ts';

/** How a world looks before a run that dies, and what that run is asked to do. */
interface Scenario {
  readonly name: string;
  readonly entry?: PlatformOptions['entry'];
  prepare(platform: GuardedPlatform): Promise<Readonly<Record<string, string>>>;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: 'the first credential, where nothing is stored',
    prepare: async () => ({}),
  },
  {
    name: 'the first of ours, where one made by hand is stored',
    prepare: async (platform) => {
      await platform.setUpByHand();
      return {};
    },
  },
  {
    name: 'a credential that is due',
    prepare: async (platform) => {
      await managed(platform, 61);
      return {};
    },
  },
  {
    name: 'a credential that is due, beside a leftover of a run that died',
    prepare: async (platform) => {
      await managed(platform, 61);
      await platform.issuer.byHand(nameOf(platform, 3, 2));
      return {};
    },
  },
  {
    name: 'an old one that is to be deleted',
    prepare: async (platform) => {
      await platform.issuer.byHand(nameOf(platform, 68, 1));
      await managed(platform, 8, 2);
      return {};
    },
  },
  {
    name: 'a credential that somebody has deleted',
    prepare: async (platform) => {
      await platform.issuer.deleteByHand(await managed(platform, 20));
      platform.breakStored(true);
      return {};
    },
  },
  {
    name: 'a leaked credential',
    prepare: async (platform) => {
      const confirm = await managed(platform, 20);
      return { mode: 'revoke-now', confirm };
    },
  },
  {
    name: 'a secret that is stored alone, and due',
    entry: { 'store-as': 'client-secret' },
    prepare: async (platform) => {
      const at = platform.now() - 61 * DAY;
      const { clientsecret, uaa } = (await platform.issuer.byHand(nameOf(platform, 61, 1))) as {
        clientsecret?: string;
        uaa?: { clientsecret: string };
      };
      platform.keepEverywhere(clientsecret ?? uaa?.clientsecret ?? '', at);
      return {};
    },
  },
];

/** Where an authority can make a difference. */
export const MOST_DANGEROUS: readonly string[] = [
  'the first of ours, where one made by hand is stored',
  'a credential that is due, beside a leftover of a run that died',
  'an old one that is to be deleted',
  'a credential that somebody has deleted',
  'a leaked credential',
  'a secret that is stored alone, and due',
];

/** Runs at a time: most of one is waiting for a process to start. */
const AT_ONCE = 2;

/**
 * Kills the built action at each side effect of each scenario, and looks whether any later moment shows
 * a dead credential in a destination, and whether undisturbed runs put everything right.
 *
 * @param only names of scenarios; default: all.
 */
export function describeKillMatrix(
  what: string,
  options: Omit<PlatformOptions, 'around'>,
  only?: readonly string[],
): void {
  const scenarios = SCENARIOS.filter(({ name }) => only === undefined || only.includes(name));
  describe(`a rotation of ${what} that dies at any of its side effects`, () => {
    test.each(scenarios)('$name', { timeout: 900_000 }, async (scenario) => {
      const points = chosen(await pointsOf(scenario, options));
      const wrong: string[] = [];
      const left = [...points.entries()];
      const work = async () => {
        for (let next = left.shift(); next !== undefined; next = left.shift()) {
          const [, point] = next;
          const found = await dieAt(scenario, point, options);
          wrong.push(...found.map((text) => `${point.death} side effect ${point.at}: ${text}`));
        }
      };
      await Promise.all(Array.from({ length: AT_ONCE }, work));
      console.log(`${what}, ${scenario.name}: ${points.length} points, ${wrong.length} violations`);
      expect(wrong).toEqual([]);
      expect(points.length).toBeGreaterThan(0);
    });
  });
}

/** A managed credential of that age, stored everywhere. @returns its name */
async function managed(platform: GuardedPlatform, days: number, run = 1): Promise<string> {
  const name = nameOf(platform, days, run);
  const created = new Date(platform.now() - days * DAY);
  const value = await platform.issuer.byHand(name);
  const text = JSON.stringify({ ...value, rotation: { name, created: created.toISOString() } });
  platform.keepEverywhere(text, created.getTime() + 5000);
  return name;
}

function nameOf({ now, github }: GuardedPlatform, days: number, run: number): string {
  const id = String(8_000_000_000 + run);
  github.runs.set(id, { createdAt: 0, status: 'completed' });
  return credentialName(OWNER, id, now() - days * DAY, 1);
}

interface Point {
  readonly at: number;
  readonly death: Death;
}

/** Every side effect of an undisturbed run, with every way to die there. */
async function pointsOf(
  scenario: Scenario,
  options: Omit<PlatformOptions, 'around'>,
): Promise<Point[]> {
  const platform = await guardedPlatform({ ...options, ...entryOf(scenario) });
  try {
    const inputs = await scenario.prepare(platform);
    const { exitCode, stdout } = await platform.runWith(inputs);
    expect({ exitCode, stdout, violations: platform.violations }).toMatchObject({
      exitCode: 0,
      violations: [],
    });
    const effects = [...platform.effects.keys()];
    return effects.flatMap((at) => DEATHS.map((death) => ({ at, death })));
  } finally {
    await platform.close();
  }
}

/**
 * One run that dies at that point, and then what must put everything right: a run, the grace period,
 * and a run.
 *
 * @returns what was wrong
 */
async function dieAt(
  scenario: Scenario,
  point: Point,
  options: Omit<PlatformOptions, 'around'>,
): Promise<string[]> {
  const platform = await guardedPlatform({ ...options, ...entryOf(scenario) });
  try {
    const inputs = await scenario.prepare(platform);
    const died = await platform.runWith(inputs, point);
    const wrong: string[] = [];
    if (point.death !== 'answer lost' && died.signal !== 'SIGKILL') wrong.push('it did not die');
    platform.wait(20 * 60_000);
    await calm(platform, wrong);
    return [...wrong, ...platform.violations, ...platform.github.complaints];
  } finally {
    await platform.close();
  }
}

async function calm(platform: GuardedPlatform, wrong: string[]): Promise<void> {
  // A run that finds destinations written out of order heals them, and grace begins anew.
  for (let runs = 0; runs < 4; runs++) {
    const run = await platform.runWith({});
    platform.breakStored(false);
    if (run.exitCode !== 0) wrong.push(`a later run failed: ${run.stdout.slice(-600)}`);
    await platform.settle();
    if (runs > 0 && isCalm(platform)) return;
    platform.wait(KEEP_OLD + 60 * 60_000);
  }
  wrong.push(`in the end ${platform.issuer.living().size} credentials live`);
}

function isCalm({ issuer, allStored }: GuardedPlatform): boolean {
  const ours = [...issuer.living()].filter(([name]) => isManagedName(name));
  const [only, ...others] = ours;
  const texts = new Set(allStored());
  const [text] = texts;
  return (
    only !== undefined &&
    others.length === 0 &&
    texts.size === 1 &&
    text?.includes(only[1]) === true
  );
}

function entryOf({ entry }: Scenario): Pick<PlatformOptions, 'entry'> {
  return entry === undefined ? {} : { entry };
}

/** All points in CI; elsewhere some, spread over them. */
function chosen(points: readonly Point[]): readonly Point[] {
  const every = process.env['KILL_POINTS'] === 'all' ? 1 : 17;
  return points.filter((_, index) => index % every === 0);
}
