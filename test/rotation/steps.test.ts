import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { breakCurrent, DAY, living, newWorld, pasteByHand, SCHEDULE } from './simulated-world.ts';
import { at, job, managedWorld, stored } from './step-world.ts';

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
    expect(await rotate(job(world))).toMatchObject({
      state: 'rotated',
      retirePending: [{ name: old }],
    });
    world.now += SCHEDULE.keepOld - DAY;
    expect(await rotate(job(world))).toMatchObject({
      state: 'not-due',
      retirePending: [{ name: old }],
    });
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

  test('whose value is older than what is stored stops, and says nothing of what is stored', async () => {
    const world = await managedWorld();
    const outcome = await rotate(job(world, { early: true }));
    expect(outcome).toMatchObject({
      state: 'stale-snapshot',
      credentialName: undefined,
      currentText: undefined,
      retirePending: [],
      notes: [expect.stringContaining('the next run goes on')],
    });
  });

  test('that cannot know when it began says so, and deletes nothing that is newer', async () => {
    const world = await managedWorld();
    await rotate(job(world, { mode: 'force', troubles: at(7, 'killed after') })).catch(() => {});
    const [, orphan] = living(world).filter((name) => name.startsWith('calm-release-'));
    world.now += 10 * DAY;
    const outcome = await rotate(job(world, { startUnknown: true }));
    expect(outcome).toMatchObject({
      state: 'not-due',
      retirePending: [{ name: orphan, after: undefined }],
      notes: [expect.stringContaining('actions: read')],
    });
    expect(await rotate(job(world))).toMatchObject({ state: 'retired', retiredNames: [orphan] });
  });

  test('tells what was stored before, what is now, and when the old one may go', async () => {
    const world = await managedWorld();
    const [old = ''] = stored(world);
    const outcome = await rotate(job(world, { mode: 'force' }));
    expect(outcome).toMatchObject({
      previousName: old,
      credentialName: stored(world)[0],
      currentText: world.destinations[1]?.text,
      retiredNames: [],
    });
    const [pending] = outcome.retirePending;
    world.now = Number(pending?.after) - 60_000;
    expect(await rotate(job(world))).toMatchObject({
      state: 'not-due',
      retirePending: [{ name: old }],
    });
    world.now = Number(pending?.after);
    expect(await rotate(job(world))).toMatchObject({
      state: 'retired',
      previousName: outcome.credentialName,
      retiredNames: [old],
      retirePending: [],
    });
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

  test('replaces what was pasted by hand although too many live for a rotation', async () => {
    const world = await managedWorld();
    for (let count = 0; count < 4; count++) await rotate(job(world, { mode: 'force' }));
    pasteByHand(world);
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated' });
  });

  test('deletes what is old enough before it creates, where too many live', async () => {
    const world = await managedWorld();
    for (let count = 0; count < 4; count++) await rotate(job(world, { mode: 'force' }));
    world.now += 31 * DAY;
    let stores = 0;
    const { main, ...one } = job(world);
    const store = (text: string) => {
      stores += 1;
      return main.store(text);
    };
    expect(await rotate({ ...one, main: { ...main, store } })).toMatchObject({ state: 'rotated' });
    expect(living(world)).toHaveLength(3);
    // The current one before all that is deleted and created, then the new one.
    expect(stores).toBe(2);
  });

  test('fills a destination that was added to the inventory', async () => {
    const world = await managedWorld(1);
    world.destinations.unshift({ text: world.destinations[0]?.text ?? '', updatedAt: 0 });
    world.now += DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'not-due' });
    expect(world.destinations[0]?.updatedAt).toBeGreaterThan(0);
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
    expect(outcome.credentialName).toMatch(readable ? /-1-f\w{5}$/ : /-2-f\w{5}$/);
    expect(living(world)).toHaveLength(3);
  });

  test.each([true, false])(
    'is never stored by a later run, and deleted after its grace period (readable: %s)',
    async (readable) => {
      const world = newWorld(1);
      await rotate(job(world, { troubles: at(CREATE, 'killed after') })).catch(() => undefined);
      const [orphan] = living(world).filter((name) => name.startsWith('calm-release-'));
      world.now += DAY;
      const outcome = await rotate(job(world, { readable }));
      expect(outcome).toMatchObject({ state: 'rotated', retirePending: [{ name: orphan }] });
      expect(stored(world)).not.toContain(orphan);
      world.now += SCHEDULE.keepOld + DAY;
      expect(await rotate(job(world, { readable }))).toMatchObject({ retiredNames: [orphan] });
    },
  );
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

test('a destination that keeps the new credential is seen by the next run', async () => {
  const world = await managedWorld(2);
  // Two checks more, list, verify, two stores, create, verify; then the main one, and putting back.
  const troubles = new Map([
    [10, 'refused' as const],
    [11, 'refused' as const],
  ]);
  const failed = rotate(job(world, { mode: 'force', troubles }));
  await expect(failed).rejects.toMatchObject({
    message: expect.stringContaining('destination 0 and destination 1 may hold the new'),
  });
  expect(stored(world)[0]).not.toBe(stored(world)[1]);
  world.now += 10 * DAY;
  expect(await rotate(job(world))).toMatchObject({
    state: 'not-due',
    retiredNames: [],
    notes: [expect.stringContaining('out of order')],
  });
  expect(stored(world)[0]).toBe(stored(world)[1]);
});
