import type { JsonObject } from '../../src/base/json.ts';
import { rotate } from '../../src/rotation/engine.ts';
import { currentCredential } from '../../src/rotation/stored-value.ts';
import type { RotationJob, StoreAs } from '../../src/rotation/types.ts';
import {
  newWorld,
  type RunOptions,
  simulatedJob,
  type Trouble,
  type World,
} from './simulated-world.ts';

const CALM: RunOptions = { mode: 'when-due', troubles: new Map(), readable: false };

/** The job of a run in which nothing goes wrong, but for what is given. */
export function job(
  world: World,
  options: Partial<RunOptions> = {},
  changes: Partial<RotationJob> = {},
): RotationJob {
  return { ...simulatedJob(world, { ...CALM, ...options }), ...changes };
}

/** A world in which ours is stored, and the one that was made by hand is gone. */
export async function managedWorld(
  destinations: number = 2,
  storeAs: StoreAs = 'json',
  options: Partial<RunOptions> = {},
): Promise<World> {
  const world = newWorld(destinations, storeAs);
  await rotate(job(world, options));
  const byHand = world.credentials.get('calm-key-by-hand');
  if (byHand !== undefined) byHand.alive = false;
  return world;
}

/** The names that the JSON in the destinations tells. */
export function stored(world: World): (string | undefined)[] {
  return world.destinations.map(({ text }) => currentCredential(text).name);
}

export function at(operation: number, trouble: Trouble): ReadonlyMap<number, Trouble> {
  return new Map([[operation, trouble]]);
}

/** The job, with something added to all that its authority creates. */
export function creating(one: RotationJob, members: JsonObject): RotationJob {
  const create = async (name: string) => {
    const { value } = await one.authority.create(name);
    return { name, value: { ...value, ...members } };
  };
  return { ...one, authority: { ...one.authority, create } };
}
