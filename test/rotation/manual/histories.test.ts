import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSame, readMarker } from '../../../src/rotation/manual/notices.ts';
import {
  DAY,
  makeClient,
  newWorld,
  noIssues,
  OWNER,
  paste,
  run,
  type World,
} from './manual-world.ts';

/** The process of a run has ended. */
class Killed extends Error {}

type Step =
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'paste' | 'close' | 'disable' }
  | { readonly do: 'run' | 'force'; readonly dies: number; readonly refusesIssues: boolean };

const steps: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('wait' as const), days: fc.constantFrom(1, 8, 61) }),
  fc.record({ do: fc.constantFrom('paste' as const, 'close' as const, 'disable' as const) }),
  fc.record({
    do: fc.constantFrom('run' as const, 'run' as const, 'force' as const),
    // At which write; most runs have fewer.
    dies: fc.integer({ min: 0, max: 12 }),
    refusesIssues: fc.boolean(),
  }),
);

const CALM = { dies: 99, refusesIssues: false } as const;

/** How far a client has come before chance begins: what takes several things in a row is too rare. */
const beginnings: fc.Arbitrary<readonly Step[]> = fc.constantFrom<readonly Step[]>(
  [],
  [{ do: 'paste' }, { do: 'run', ...CALM }],
  [
    ...([{ do: 'paste' }, { do: 'run', ...CALM }] as const),
    ...([{ do: 'force', ...CALM }, { do: 'paste' }, { do: 'run', ...CALM }] as const),
    { do: 'wait', days: 8 },
  ],
);

async function play(world: World, step: Step): Promise<void> {
  switch (step.do) {
    case 'wait':
      world.now += step.days * DAY;
      return;
    case 'paste':
      paste(world, makeClient(world, `client-${world.clients.size}`));
      return;
    case 'close':
      for (const issue of world.issues) issue.open = false;
      return;
    case 'disable': {
      // As the issue asks for it, and only then.
      const asked = world.issues.find(({ open, title }) => open && /isable/.test(title));
      if (asked === undefined) return;
      world.clients.delete(`secret-of-${readMarker(OWNER, asked.body)?.client}`);
      asked.open = false;
      return;
    }
    default:
      await runWith(world, step);
  }
}

async function runWith(world: World, step: Step & { readonly do: 'run' | 'force' }): Promise<void> {
  let writes = 0;
  const die = () => {
    if (writes++ === step.dies) throw new Killed();
  };
  world.onStore = die;
  world.onIssue = (what) => {
    if (what !== 'list') die();
    if (step.refusesIssues) throw noIssues();
  };
  const mode = step.do === 'force' ? 'force' : 'when-due';
  await run(world, { mode }).catch((error: unknown) => {
    if (!(error instanceof Killed)) throw error;
  });
  world.onStore = () => undefined;
  world.onIssue = () => undefined;
}

function secretIn(text: string): string {
  return /secret-of-client-\d+/.exec(text)?.[0] ?? '';
}

/** What holds at any moment. */
function check(world: World): void {
  const [other, main] = world.stored;
  for (const { text } of [other, main].filter((stored) => stored !== undefined)) {
    expect(world.clients.has(secretIn(text)), 'a destination holds a dead client').toBe(true);
  }
  // The main destination says so only when all others have it.
  if (main?.text.includes('"rotation"'))
    expect(secretIn(other?.text ?? '')).toBe(secretIn(main.text));
  const markers = world.issues.map(({ body }) => readMarker(OWNER, body));
  for (const [at, marker] of markers.entries()) {
    const same = markers.filter((each) => each && marker && isSame(each, marker));
    expect(same, `issue ${at + 1} has a double`).toHaveLength(1);
  }
  for (const { body, title } of world.issues) expect(title + body).not.toContain('secret-of-');
}

test('whatever a person does and wherever runs die, each destination holds a living client', async () => {
  await fc.assert(
    fc.asyncProperty(beginnings, fc.array(steps, { maxLength: 20 }), async (beginning, chance) => {
      const world = newWorld();
      for (const step of [...beginning, ...chance]) {
        await play(world, step);
        check(world);
      }
      // An undisturbed run at the end puts everything in order.
      world.now += DAY;
      await run(world);
      check(world);
      const [other, main] = world.stored;
      expect(other?.text).toBe(main?.text);
      const asking = world.issues.filter(({ open, title }) => open && /eplace/.test(title));
      expect(asking.length).toBeLessThanOrEqual(1);
    }),
    { numRuns: 1000 },
  );
}, 60_000);
