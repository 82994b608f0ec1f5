import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import type { RotationJob } from '../../src/rotation/job.ts';
import { currentCredential } from '../../src/rotation/stored-value.ts';
import {
  breakCurrent,
  DAY,
  living,
  newWorld,
  type RunOptions,
  SCHEDULE,
  simulatedJob,
  type Trouble,
  type World,
} from './simulated-world.ts';

const CALM: RunOptions = { mode: 'when-due', troubles: new Map(), readable: false };
const job = (
  world: World,
  options: Partial<RunOptions> = {},
  changes: Partial<RotationJob> = {},
) => ({
  ...simulatedJob(world, { ...CALM, ...options }),
  ...changes,
});

/** A world in which ours is stored, and the one that was made by hand is gone. */
async function managedWorld(destinations = 2): Promise<World> {
  const world = newWorld(destinations);
  await rotate(job(world));
  const byHand = world.credentials.get('calm-key-by-hand');
  if (byHand !== undefined) byHand.alive = false;
  return world;
}
const stored = (world: World) => world.destinations.map(({ text }) => currentCredential(text).name);
const at = (operation: number, trouble: Trouble) => new Map([[operation, trouble]]);

describe('a run', () => {
  test('takes a credential that nobody manages for due, and keeps it', async () => {
    const world = newWorld(2);
    const outcome = await rotate(job(world));
    expect(outcome).toMatchObject({ state: 'rotated', retirePending: [] });
    expect(stored(world)).toEqual([outcome.credentialName, outcome.credentialName]);
    expect(living(world)).toContain('calm-key-by-hand');
    expect(outcome.destinations).toEqual([
      { label: 'destination 0', state: 'written' },
      { label: 'destination 1', state: 'written' },
    ]);
  });

  test('does nothing before the day', async () => {
    const world = await managedWorld();
    world.now += 20 * DAY;
    const before = structuredClone(world.destinations);
    expect(await rotate(job(world))).toMatchObject({ state: 'not-due', retirePending: [] });
    expect(world.destinations).toEqual(before);
  });

  test('replaces on the day, keeps the old one for the grace period, then deletes it', async () => {
    const world = await managedWorld();
    const [old] = stored(world);
    world.now += 31 * DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated', retirePending: [old] });
    world.now += SCHEDULE.keepOld - DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'not-due', retirePending: [old] });
    expect(living(world)).toContain(old);
    world.now += 2 * DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'retired', retirePending: [] });
    expect(living(world)).not.toContain(old);
  });

  test('tells when the next rotation is, a little earlier than the interval', async () => {
    const world = newWorld(1);
    const { createdAt, nextRotationAt } = await rotate(job(world));
    const days = (Number(nextRotationAt) - Number(createdAt)) / DAY;
    expect(days).toBeGreaterThan(27);
    expect(days).toBeLessThanOrEqual(30);
  });

  test('that plans reads only', async () => {
    const world = newWorld(2);
    const before = structuredClone(world);
    const outcome = await rotate(job(world, { mode: 'plan' }));
    expect(outcome).toMatchObject({ state: 'planned', notes: [expect.stringMatching(/^Due/)] });
    expect(world.destinations).toEqual(before.destinations);
    expect(world.credentials).toEqual(before.credentials);
  });

  test('that only retires creates nothing', async () => {
    const world = newWorld(1);
    expect(await rotate(job(world, { mode: 'retire' }))).toMatchObject({ state: 'not-due' });
    expect(living(world)).toHaveLength(2);
  });

  test('whose value is older than what is stored stops', async () => {
    const world = await managedWorld();
    const late = job(world, {}, { run: { id: '9', startedAt: new Date(world.now - DAY) } });
    expect(await rotate(late)).toMatchObject({ state: 'stale-snapshot' });
  });

  test('after a leak deletes the old one at once', async () => {
    const world = await managedWorld();
    const [old] = stored(world);
    const outcome = await rotate(job(world, { mode: 'revoke-now' }));
    expect(outcome).toMatchObject({ state: 'rotated', notes: [expect.stringContaining(`${old}`)] });
    expect(living(world)).not.toContain(old);
  });

  test('ends an outage that somebody made by deleting the stored credential', async () => {
    const world = await managedWorld();
    breakCurrent(world);
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated' });
    expect(living(world)).toEqual(expect.arrayContaining(stored(world) as string[]));
  });

  test('ends an outage although too many live for a rotation', async () => {
    const world = await managedWorld();
    for (let count = 0; count < 4; count++) await rotate(job(world, { mode: 'force' }));
    breakCurrent(world);
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated' });
  });

  test('deletes what is old enough before it creates, where too many live', async () => {
    const world = await managedWorld();
    for (let count = 0; count < 4; count++) await rotate(job(world, { mode: 'force' }));
    world.now += 31 * DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated' });
    expect(living(world)).toHaveLength(3);
  });

  test('fills a destination that was added to the inventory', async () => {
    const world = await managedWorld(1);
    world.destinations.unshift({ text: world.destinations[0]?.text ?? '', updatedAt: 0 });
    world.now += DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'not-due' });
    expect(world.destinations[0]?.updatedAt).toBeGreaterThan(0);
  });
});

describe('what is refused', () => {
  test('a secret that all keys of an instance share: the new key is deleted, nothing is stored', async () => {
    const world = await managedWorld();
    world.now += 31 * DAY;
    const before = stored(world);
    const simulated = job(world);
    const authority = {
      ...simulated.authority,
      create: async (name: string) => {
        const created = await simulated.authority.create(name);
        const same = currentCredential(world.destinations[0]?.text ?? '').value;
        return { ...created, value: { ...created.value, clientsecret: same?.['clientsecret'] } };
      },
    };
    await expect(rotate({ ...simulated, authority })).rejects.toMatchObject({
      code: 'E_NOT_ROTATABLE',
    });
    expect(stored(world)).toEqual(before);
    expect(living(world)).toHaveLength(2);
  });

  test('a new credential that no token server takes, after four requests', async () => {
    const world = await managedWorld();
    world.now += 31 * DAY;
    const before = stored(world);
    let asked = 0;
    const waits: number[] = [];
    const simulated = job(world);
    const refusing = {
      ...simulated,
      sleep: async (milliseconds: number) => {
        waits.push(milliseconds);
      },
      verify: async (text: string) => {
        if (text === simulated.current) return 'accepted' as const;
        asked += 1;
        return 'refused' as const;
      },
    };
    await expect(rotate(refusing)).rejects.toMatchObject({ code: 'E_VERIFY' });
    expect({ asked, waits }).toEqual({ asked: 4, waits: [2_000, 8_000, 30_000] });
    expect(stored(world)).toEqual(before);
    expect(living(world)).toHaveLength(2);
  });

  test('a login that is the credential itself', async () => {
    const world = await managedWorld();
    const simulated = job(world, { mode: 'force' });
    const authority = { ...simulated.authority, loginClientId: 'client' };
    await expect(rotate({ ...simulated, authority })).rejects.toMatchObject({
      code: 'E_AUTHORITY_LOGIN',
    });
  });

  test('a sixth living credential', async () => {
    const world = await managedWorld();
    for (let count = 0; count < 4; count++) await rotate(job(world, { mode: 'force' }));
    await expect(rotate(job(world, { mode: 'force' }))).rejects.toMatchObject({
      code: 'E_AUTHORITY',
      message: expect.stringContaining('There are 5 credentials'),
    });
  });
});

describe('a creation without an answer', () => {
  // Operations of a run with one destination: check, check, list, verify, store, create.
  const CREATE = 5;

  test.each([
    [false, 'is deleted, and another one made'],
    [true, 'is read again'],
  ])('(readable: %s) %s', async (readable) => {
    const world = newWorld(1);
    const troubles = at(CREATE, 'answer lost');
    const outcome = await rotate(job(world, { troubles, readable }));
    expect(outcome).toMatchObject({ state: 'rotated', retirePending: [] });
    expect(outcome.credentialName).toMatch(readable ? /-1$/ : /-2$/);
    expect(living(world)).toHaveLength(3);
  });

  test('is adopted by the next run where the secret can be read again', async () => {
    const world = newWorld(1);
    await rotate(job(world, { troubles: at(CREATE, 'killed after') })).catch(() => undefined);
    const [orphan] = living(world).filter((name) => name.startsWith('calm-release-'));
    world.now += DAY;
    const outcome = await rotate(job(world, { readable: true }));
    expect(outcome.credentialName).toBe(orphan);
  });
});

test('a destination that fails leaves the old credential everywhere', async () => {
  const world = await managedWorld(3);
  world.now += 31 * DAY;
  const before = stored(world);
  // check, three checks, list, verify, three stores, create, verify, store, store.
  const run = rotate(job(world, { troubles: at(12, 'refused') }));
  await expect(run).rejects.toMatchObject({ message: expect.stringContaining('old credential') });
  expect(stored(world)).toEqual(before);
});
