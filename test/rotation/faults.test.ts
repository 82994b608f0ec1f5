import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { rotate } from '../../src/rotation/engine.ts';
import type { Destination, RotationJob } from '../../src/rotation/types.ts';
import {
  breakCurrent,
  DAY,
  living,
  mainName,
  type RunOptions,
  type World,
} from './simulated-world.ts';
import { job, managedWorld, stored } from './step-world.ts';

const QUICK = { rotateEvery: 5 * DAY, keepOld: DAY };

function ours(world: World): string[] {
  return living(world).filter((name) => name.startsWith('calm-release-'));
}

/** The job, whose authority never deletes that one. */
function keeping(one: RotationJob, stuck: string | undefined): RotationJob {
  const remove = async (name: string) => {
    if (name === stuck) throw new Failure('E_AUTHORITY', 'The broker refuses.');
    await one.authority.delete(name);
  };
  return { ...one, authority: { ...one.authority, delete: remove } };
}

type Fault = 'gone' | 'read only';

/** The job, whose first destination cannot be read, or not be written. */
function losing(world: World, one: RotationJob, fault: Fault): RotationJob {
  for (const destination of world.destinations.slice(0, 1)) destination.refused = true;
  const [lost, ...others] = one.others;
  const refusing = async () => {
    throw new Failure('E_DESTINATION', 'destination 0 is not there.');
  };
  const { label, check } = lost as Destination;
  const gone = { label, check: fault === 'gone' ? refusing : check, store: refusing };
  return { ...one, others: [gone, ...others] };
}

describe('a credential that cannot be deleted', () => {
  test('keeps no other from being deleted, and no due rotation from taking place', async () => {
    const world = await managedWorld();
    const [stuck = ''] = stored(world);
    const rotations: string[] = [];
    for (let day = 0; day < 26; day++) {
      world.now += DAY;
      const outcome = await rotate(keeping(job(world, {}, QUICK), stuck));
      if (outcome.state === 'rotated') rotations.push(outcome.credentialName ?? '');
      expect(ours(world).length).toBeLessThanOrEqual(3);
      const told = outcome.faults?.map(({ message }) => message) ?? [];
      const due = mainName(world) !== stuck && day > 6;
      if (due) expect(told).toEqual([expect.stringContaining(`${stuck} could not be deleted`)]);
    }
    expect(rotations).toHaveLength(5);
    expect(ours(world)).toEqual([stuck, mainName(world)]);
  });

  test('is deleted by the next run that can, and told no more', async () => {
    const world = await managedWorld();
    const [stuck = ''] = stored(world);
    await rotate(job(world, { mode: 'force' }));
    world.now += 8 * DAY;
    const failing = await rotate(keeping(job(world), stuck));
    expect(failing).toMatchObject({ state: 'not-due', retirePending: [{ name: stuck }] });
    world.now += 3_600_000;
    expect(await rotate(job(world))).toMatchObject({ retiredNames: [stuck], faults: [] });
  });

  test('is no reason to create nothing, where too many live', async () => {
    const world = await managedWorld();
    const names = stored(world).slice(0, 1);
    for (let count = 0; count < 4; count++) {
      names.push((await rotate(job(world, { mode: 'force' }))).credentialName);
    }
    world.now += 31 * DAY;
    const one = job(world);
    const remove = async () => {
      throw new Failure('E_AUTHORITY', 'The broker refuses.');
    };
    const outcome = await rotate({ ...one, authority: { ...one.authority, delete: remove } });
    expect(outcome.state).toBe('rotated');
    expect(outcome.faults).toHaveLength(names.length - 1);
  });

  test('that has leaked is told, after the new one was stored', async () => {
    const world = await managedWorld();
    const [old = ''] = stored(world);
    const outcome = await rotate(keeping(job(world, { mode: 'revoke-now', confirm: old }), old));
    expect(outcome).toMatchObject({
      state: 'rotated',
      retiredNames: [],
      retirePending: [{ name: old }],
      faults: [{ code: 'E_AUTHORITY' }],
      notes: [],
    });
    expect(mainName(world)).not.toBe(old);
  });
});

describe.each<Fault>(['gone', 'read only'])('a destination that is %s', (fault) => {
  const run = (world: World, options: Partial<RunOptions> = {}) =>
    rotate(losing(world, job(world, options), fault));
  const told = [{ code: 'E_DESTINATION', message: expect.stringContaining('destination 0') }];

  test('keeps no dead credential from being replaced, and is told', async () => {
    const world = await managedWorld(3);
    breakCurrent(world);
    const outcome = await run(world);
    expect(outcome).toMatchObject({
      state: 'rotated',
      faults: told,
      warnings: [expect.stringContaining('did not work any more')],
    });
    expect(outcome.destinations.map(({ state }) => state)).toEqual([
      'failed',
      'written',
      'written',
    ]);
    expect(ours(world)).toContain(mainName(world));
  });

  test('keeps no leaked credential from being revoked', async () => {
    const world = await managedWorld(3);
    const [confirm = ''] = stored(world);
    const outcome = await run(world, { mode: 'revoke-now', confirm });
    expect(outcome).toMatchObject({ state: 'rotated', retiredNames: [confirm], faults: told });
    expect(ours(world)).toEqual([mainName(world)]);
  });

  test('keeps what an earlier run has replaced from being revoked neither', async () => {
    const world = await managedWorld(3);
    const [confirm = ''] = stored(world);
    await rotate(job(world, { mode: 'force' }));
    const outcome = await run(world, { mode: 'revoke-now', confirm });
    expect(outcome).toMatchObject({ state: 'retired', retiredNames: [confirm], faults: told });
  });

  test('is waited for where a rotation is due by age alone, and nothing is created', async () => {
    const world = await managedWorld(3);
    const before = ours(world);
    world.now += 31 * DAY;
    expect(await run(world)).toMatchObject({ state: 'failed', reason: 'age', faults: told });
    expect(ours(world)).toEqual(before);
    world.now += DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated', faults: [] });
  });

  test('gets what the others have when it is there again', async () => {
    const world = await managedWorld(3);
    breakCurrent(world);
    await run(world);
    world.now += DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'not-due', reason: 'diverged' });
    expect(new Set(stored(world)).size).toBe(1);
  });
});

test('a main destination that does not take the new credential fails the run', async () => {
  const world = await managedWorld(2);
  breakCurrent(world);
  const { main, ...one } = job(world);
  const store = async () => {
    throw new Failure('E_DESTINATION', 'not there');
  };
  await expect(rotate({ ...one, main: { ...main, store } })).rejects.toMatchObject({
    code: 'E_DESTINATION',
    message: expect.stringContaining('could not be stored in destination 1'),
  });
});

test('a creation that fails keeps no old credential from being deleted', async () => {
  const world = await managedWorld();
  const [old = ''] = stored(world);
  await rotate(job(world, { mode: 'force' }));
  world.now += 31 * DAY;
  const one = job(world);
  const create = async () => {
    throw new Failure('E_AUTHORITY', 'The quota is used up.');
  };
  const failing = rotate({ ...one, authority: { ...one.authority, create } });
  await expect(failing).rejects.toMatchObject({ message: expect.stringContaining('quota') });
  expect(ours(world)).not.toContain(old);
});

test('what an entry has made under its former name is deleted where it says so, else named', async () => {
  const world = await managedWorld();
  const [old = ''] = stored(world);
  await rotate(job(world, { mode: 'force' }));
  const renamed = { entry: 'calm-prod', repositoryId: '4711', entries: ['calm-prod'] };
  world.now += 8 * DAY;
  const told = await rotate(job(world, { mode: 'plan' }, { owner: renamed }));
  // Of what is stored nobody says that nothing stores it.
  expect(told.notes.filter((note) => note.includes('was made for the entry'))).toEqual([
    expect.stringContaining(old),
  ]);
  const owner = { ...renamed, was: ['calm-release'] };
  const outcome = await rotate(job(world, {}, { owner }));
  expect(outcome).toMatchObject({ state: 'retired', retiredNames: [old] });
});

test('whatever a run writes is told as written', async () => {
  const world = await managedWorld(2);
  const [main] = world.destinations.slice(-1);
  if (main !== undefined) main.updatedAt += DAY / 2;
  world.now += DAY;
  const { destinations, reason } = await rotate(job(world));
  expect(reason).toBe('diverged');
  expect(destinations.map(({ state }) => state)).toEqual(['written', 'written']);
  world.now += DAY;
  const quiet = await rotate(job(world));
  expect(quiet.destinations.map(({ state }) => state)).toEqual(['unchanged', 'unchanged']);
});
