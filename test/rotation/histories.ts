import fc from 'fast-check';
import { Failure } from '../../src/base/failure.ts';
import { managedName } from '../../src/rotation/credential-name.ts';
import { isDocument } from '../../src/rotation/stored-value.ts';
import type { RotationJob, RotationOutcome, StoreAs } from '../../src/rotation/types.ts';
import {
  breakCurrent,
  consume,
  DAY,
  Killed,
  living,
  mainName,
  newWorld,
  OWNER,
  pasteByHand,
  type RunOptions,
  SCHEDULE,
  simulatedJob,
  type Trouble,
  Violation,
  type World,
} from './simulated-world.ts';

export type Rotate = (job: RotationJob) => Promise<RotationOutcome>;

type Mode = 'when-due' | 'force' | 'retire' | 'revoke-now';

type Event =
  | {
      readonly kind: 'run';
      readonly mode: Mode;
      readonly troubles: [number, Trouble][];
      readonly early: boolean;
      readonly previousAtWork: boolean;
      readonly skew: number;
      /** Which of ours `revoke-now` names, counted from the newest; undefined: what is stored. */
      readonly confirm: number | undefined;
    }
  | { readonly kind: 'break' }
  | { readonly kind: 'paste' }
  | { readonly kind: 'switch' }
  | { readonly kind: 'wait'; readonly days: number }
  | { readonly kind: 'job'; readonly destination: number; readonly days: number };

export interface History {
  readonly destinations: number;
  readonly readable: boolean;
  readonly storeAs: StoreAs;
  /** The token may not read when a run began. */
  readonly startUnknown: boolean;
  readonly events: readonly Event[];
}

const trouble = fc.constantFrom<Trouble>('killed before', 'killed after', 'refused', 'answer lost');
const seldom = fc.constantFrom(false, false, false, true);
const event: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      kind: fc.constant('run' as const),
      mode: fc.constantFrom<Mode>(
        'when-due',
        'when-due',
        'when-due',
        'force',
        'force',
        'retire',
        'revoke-now',
      ),
      troubles: fc.array(fc.tuple(fc.nat(24), trouble), { maxLength: 3 }),
      early: seldom,
      previousAtWork: seldom,
      skew: fc.constantFrom(0, 0, -40 * 60_000, 40 * 60_000),
      confirm: fc.option(fc.nat(2), { nil: undefined }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom('break', 'break', 'paste', 'switch') }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('wait' as const),
      days: fc.constantFrom(0.1, 1, 6, 7, 8, 29, 31),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('job' as const),
      destination: fc.nat(3),
      days: fc.constantFrom(0.5, 3, 6.5),
    }),
  },
);

/** Runs that fail, die and come late, time that passes, hands that meddle, jobs that read. */
export const history: fc.Arbitrary<History> = fc.record({
  destinations: fc.integer({ min: 1, max: 3 }),
  readable: fc.boolean(),
  storeAs: fc.constantFrom<StoreAs>('json', 'client-secret'),
  startUnknown: seldom,
  events: fc.array(event, { minLength: 1, maxLength: 12 }),
});

/** Runs that come late, and nothing else that goes wrong. */
export const lateHistory: fc.Arbitrary<History> = history.map((one) => ({
  ...one,
  events: one.events.map((happening) =>
    happening.kind === 'run'
      ? {
          ...happening,
          early: happening.early || happening.mode === 'force',
          troubles: [],
          previousAtWork: false,
        }
      : happening,
  ),
}));

/** Runs that come late and do not know it. */
export const unawareHistory: fc.Arbitrary<History> = lateHistory.map((one) => ({
  ...one,
  startUnknown: true,
}));

/** Runs that fail and die where only the names tell whose a secret is. */
export const secretHistory: fc.Arbitrary<History> = history.map((one) => ({
  ...one,
  readable: false,
  storeAs: 'client-secret',
  startUnknown: false,
  events: one.events.map((happening) =>
    happening.kind === 'run' ? { ...happening, early: false, previousAtWork: false } : happening,
  ),
}));

/**
 * Plays a history, and then what must put everything right: an undisturbed run, the grace period, and
 * another run.
 *
 * @throws Violation
 */
export async function play(
  { destinations, readable, storeAs, startUnknown, events }: History,
  rotate: Rotate,
): Promise<void> {
  const world = newWorld(destinations, storeAs);
  for (const happening of events) {
    if (happening.kind === 'wait') world.now += happening.days * DAY;
    else if (happening.kind === 'break') breakCurrent(world);
    else if (happening.kind === 'paste') pasteByHand(world);
    else if (happening.kind === 'switch') switchForm(world);
    else if (happening.kind === 'job') consume(world, happening.destination, happening.days);
    else {
      const { mode, confirm, troubles, ...more } = happening;
      const told = mode === 'revoke-now' ? revoked(world, confirm) : undefined;
      const options = { ...more, mode, readable, startUnknown, troubles: new Map(troubles) };
      await run(world, { ...options, confirm: told }, rotate);
    }
  }
  await calm(world, readable, rotate);
}

function switchForm(world: World): void {
  world.storeAs = world.storeAs === 'json' ? 'client-secret' : 'json';
}

function ours(world: World): string[] {
  return living(world).filter((name) => managedName(OWNER, name) !== undefined);
}

/** Who revokes accepts that jobs fail which hold that one. */
function revoked(world: World, confirm: number | undefined): string | undefined {
  const name = confirm === undefined ? mainName(world) : ours(world).at(-1 - confirm);
  const others = world.consumers.filter((consumer) => consumer.name !== name);
  world.consumers.splice(0, Number.POSITIVE_INFINITY, ...others);
  return name;
}

async function run(world: World, options: RunOptions, rotate: Rotate): Promise<void> {
  // Two runs are never closer than one can take.
  world.now += 20 * 60_000;
  try {
    const { state, faults = [] } = await rotate(simulatedJob(world, options));
    // A destination that did not take the new one holds what has died.
    if (state === 'rotated' && faults.length === 0) world.broken = false;
  } catch (error) {
    if (error instanceof Violation) throw error;
    if (!(error instanceof Killed) && !(error instanceof Failure)) throw error;
  }
}

async function calm(world: World, readable: boolean, rotate: Rotate): Promise<void> {
  let state: string;
  let runs = 0;
  do {
    if (runs > 9) throw new Violation('undisturbed runs come to no end');
    world.now += runs === 0 ? 20 * 60_000 : SCHEDULE.keepOld + 60 * 60_000;
    state = await undisturbed(world, readable, rotate);
    world.broken = false;
    runs += 1;
    // A rotation that falls due leaves the one that it replaces for another period; so does a crowd.
    // A run that puts destinations in order deletes nothing.
  } while (
    runs < 2 ||
    state === 'rotated' ||
    state === 'crowded' ||
    (runs < 4 && ours(world).length > 1)
  );
  const texts = new Set(world.destinations.map(({ text }) => text));
  if (texts.size !== 1) throw new Violation('the destinations hold different credentials');
  if ([...texts].some((text) => isDocument(text) !== (world.storeAs === 'json'))) {
    throw new Violation('what is stored has the wrong form');
  }
  const left = ours(world).length;
  if (left !== 1) throw new Violation(`${left} credentials of ours are left`);
}

async function undisturbed(world: World, readable: boolean, rotate: Rotate): Promise<string> {
  // A secret alone is read by nobody who expects JSON, until somebody forces a rotation.
  const foreignForm =
    world.storeAs === 'json' && !isDocument(world.destinations.at(-1)?.text ?? '');
  const mode = foreignForm ? 'force' : 'when-due';
  try {
    const job = simulatedJob(world, { mode, troubles: new Map(), readable });
    return (await rotate(job)).state;
  } catch (error) {
    // Too many live because somebody forced too many rotations within one grace period.
    if (error instanceof Failure && error.message.startsWith('There are')) return 'crowded';
    throw error;
  }
}

const DUE = { kind: 'run', mode: 'when-due', confirm: undefined, previousAtWork: false } as const;
const LATE = { ...DUE, troubles: [] as [], skew: 0, early: true } as const;
const JOB = { kind: 'job', destination: 0, days: 0.5 } as const;

/**
 * Two runs come late without knowing it: the first could store again what was replaced, and a run that
 * knows when it began would delete that while a job holds it. Chance finds this in one of 25,000.
 */
export const STORED_AGAIN_LATE: History = {
  ...{ destinations: 2, readable: false, storeAs: 'json', startUnknown: true },
  events: [
    { ...LATE, early: false, skew: 2_400_000 },
    { ...LATE, mode: 'force' },
    LATE,
    { kind: 'wait', days: 29 },
    JOB,
    LATE,
    JOB,
  ],
};
