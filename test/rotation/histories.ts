import fc from 'fast-check';
import { Failure } from '../../src/failure.ts';
import { managedName } from '../../src/rotation/credential-name.ts';
import type { RotationJob } from '../../src/rotation/job.ts';
import type { RotationOutcome } from '../../src/rotation/outcome.ts';
import {
  breakCurrent,
  consume,
  DAY,
  Killed,
  living,
  newWorld,
  OWNER,
  SCHEDULE,
  simulatedJob,
  type Trouble,
  Violation,
  type World,
} from './simulated-world.ts';

export type Rotate = (job: RotationJob) => Promise<RotationOutcome>;

type Event =
  | {
      readonly kind: 'run';
      readonly mode: 'when-due' | 'force' | 'retire';
      readonly troubles: [number, Trouble][];
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'wait'; readonly days: number }
  | { readonly kind: 'job'; readonly destination: number; readonly days: number };

export interface History {
  readonly destinations: number;
  readonly readable: boolean;
  readonly events: readonly Event[];
}

const trouble = fc.constantFrom<Trouble>('killed before', 'killed after', 'refused', 'answer lost');
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      mode: fc.constantFrom('when-due', 'when-due', 'force', 'retire'),
      troubles: fc.array(fc.tuple(fc.nat(24), trouble), { maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'break' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      days: fc.constantFrom(0.1, 1, 6, 7, 8, 29, 31),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('job' as const),
      destination: fc.nat(3),
      days: fc.constantFrom(0.5, 3, 6.5),
    }),
  },
);

/** Runs that fail and die, time that passes, jobs that read what is stored. */
export const history: fc.Arbitrary<History> = fc.record({
  destinations: fc.integer({ min: 1, max: 3 }),
  readable: fc.boolean(),
  events: fc.array(event, { minLength: 1, maxLength: 9 }),
});

/**
 * Plays a history, and then what must put everything right: an undisturbed run, the grace period, and
 * another run.
 *
 * @throws Violation
 */
export async function play(
  { destinations, readable, events }: History,
  rotate: Rotate,
): Promise<void> {
  const world = newWorld(destinations);
  for (const happening of events) {
    if (happening.kind === 'wait') world.now += happening.days * DAY;
    else if (happening.kind === 'break') breakCurrent(world);
    else if (happening.kind === 'job') consume(world, happening.destination, happening.days);
    else await run(world, happening.mode, new Map(happening.troubles), readable, rotate);
  }
  await calm(world, readable, rotate);
}

async function run(
  world: World,
  mode: 'when-due' | 'force' | 'retire',
  troubles: ReadonlyMap<number, Trouble>,
  readable: boolean,
  rotate: Rotate,
): Promise<void> {
  // Two runs are never closer than one can take.
  world.now += 20 * 60_000;
  try {
    const { state } = await rotate(simulatedJob(world, { mode, troubles, readable }));
    if (state === 'rotated') world.broken = false;
  } catch (error) {
    if (error instanceof Violation) throw error;
    if (!(error instanceof Killed) && !(error instanceof Failure)) throw error;
  }
}

async function calm(world: World, readable: boolean, rotate: Rotate): Promise<void> {
  let state: string;
  let runs = 0;
  do {
    if (runs > 4) throw new Violation('undisturbed runs come to no end');
    world.now += runs === 0 ? 20 * 60_000 : SCHEDULE.keepOld + 60_000;
    state = await undisturbed(world, readable, rotate);
    world.broken = false;
    runs += 1;
    // A rotation that falls due leaves the one that it replaces for another period; so does a crowd.
  } while (runs < 2 || state === 'rotated' || state === 'crowded');
  const texts = new Set(world.destinations.map(({ text }) => text));
  if (texts.size !== 1) throw new Violation('the destinations hold different credentials');
  const ours = living(world).filter((name) => managedName(OWNER, name) !== undefined);
  if (ours.length !== 1) throw new Violation(`${ours.length} credentials of ours are left`);
}

async function undisturbed(world: World, readable: boolean, rotate: Rotate): Promise<string> {
  try {
    const job = simulatedJob(world, { mode: 'when-due', troubles: new Map(), readable });
    return (await rotate(job)).state;
  } catch (error) {
    // Too many live because somebody forced too many rotations within one grace period.
    if (error instanceof Failure && error.message.startsWith('There are')) return 'crowded';
    throw error;
  }
}
