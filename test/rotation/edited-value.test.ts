import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { currentCredential } from '../../src/rotation/stored-value.ts';
import { DAY, pasteByHand, type RunOptions, SCHEDULE, type World } from './simulated-world.ts';
import { job, managedWorld, stored } from './step-world.ts';

const NOON = '2026-11-23T12:00:00.000Z';

/** A run after somebody has written this beside the stored credential. */
async function afterEditing(rotation: unknown) {
  const world = await managedWorld();
  for (const destination of world.destinations) {
    destination.text = JSON.stringify({ ...JSON.parse(destination.text), rotation });
  }
  world.now += DAY;
  return rotate(job(world));
}

describe('what somebody wrote into a stored value by hand', () => {
  test.each([
    ['two lines', 'a\nb'],
    ['a workflow command', '::add-mask::a'],
    ['markup', '<img src=x>'],
    ['a long text', 'a'.repeat(256)],
    ['nothing', ''],
    ['a number', 5],
  ])('is no name where it is %s', (_what, name) => {
    const text = JSON.stringify({ clientid: 'a', rotation: { name, created: NOON } });
    expect(currentCredential(text)).toMatchObject({ name: undefined, createdAt: new Date(NOON) });
  });

  test.each([
    ['beyond what a date can be', '+275760-09-13T00:00:00.001Z'],
    ['beyond the year 9999', '+275760-09-13T00:00:00.000Z'],
    ['before the year 0', '-000001-01-01T00:00:00.000Z'],
    ['words', 'yesterday'],
    ['a day alone', '2026'],
  ])('is no time where it is %s', (_what, created) => {
    const text = JSON.stringify({ clientid: 'a', rotation: { name: 'a', created } });
    expect(currentCredential(text)).toMatchObject({ name: 'a', createdAt: undefined });
  });

  test('puts no rotation off for ever by a time in the future', async () => {
    const future = { name: 'of-somebody-else', created: '9999-01-01T00:00:00.000Z' };
    expect(await afterEditing(future)).toMatchObject({ state: 'rotated' });
  });

  test('is replaced where it tells no time', async () => {
    expect(await afterEditing({ name: 'a' })).toMatchObject({ state: 'rotated' });
  });

  test('counts where it tells of another rotation of the same credential', async () => {
    const world = await managedWorld();
    const created = new Date(world.now).toISOString();
    expect(await afterEditing({ name: 'of-another-repository', created })).toMatchObject({
      state: 'not-due',
      credentialName: 'of-another-repository',
    });
  });
});

describe('a name from the future', () => {
  /** What a clock that is wrong has made of a credential, or somebody has planted. */
  async function withFuture(days: number, isStored: boolean) {
    const world = await managedWorld();
    const [before] = structuredClone(world.destinations);
    const one = job(world, { mode: 'force' });
    const timing = { ...one.timing, now: () => world.now + days * DAY };
    const { credentialName: future = '' } = await rotate({ ...one, timing });
    for (const destination of isStored ? [] : world.destinations) {
      destination.text = before?.text ?? '';
    }
    world.now += DAY;
    return { world, future };
  }

  test.each([5, 72 * 365])('(%i days ahead) that is stored is replaced once', async (days) => {
    const { world } = await withFuture(days, true);
    const outcome = await rotate(job(world));
    expect(outcome).toMatchObject({ state: 'rotated', reason: 'unmanaged' });
    expect(Number(outcome.createdAt)).toBeLessThanOrEqual(world.now);
    world.now += DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'not-due' });
  });

  test('is neither followed nor deleted nor stored, and it is told', async () => {
    const { world, future } = await withFuture(72 * 365, false);
    for (const days of [0, 8, 31, 61]) {
      world.now += days * DAY;
      const outcome = await rotate(job(world, { readable: true }));
      expect(outcome.notes).toContainEqual(expect.stringContaining(future));
      expect(Number(outcome.nextRotationAt)).toBeLessThanOrEqual(world.now + SCHEDULE.rotateEvery);
      expect(outcome.credentialName).not.toBe(future);
      expect(Number(outcome.createdAt)).toBeLessThanOrEqual(world.now);
    }
    expect(world.credentials.get(future)?.alive).toBe(true);
  });
});

describe('a value that was pasted again without what stood beside it', () => {
  async function pasted(world: World, text: string) {
    for (const destination of world.destinations) destination.text = text;
    world.now += DAY;
  }

  test('is known by its secret where the authority shows it', async () => {
    const world = await managedWorld();
    const [name] = stored(world);
    const { rotation: _said, ...value } = JSON.parse(world.destinations[0]?.text ?? '');
    await pasted(world, JSON.stringify(value));
    expect(await rotate(job(world, { readable: true }))).toMatchObject({
      state: 'not-due',
      credentialName: name,
    });
  });

  test('is replaced where the authority shows nothing again', async () => {
    const world = await managedWorld();
    const { rotation: _said, ...value } = JSON.parse(world.destinations[0]?.text ?? '');
    await pasted(world, JSON.stringify(value));
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated', reason: 'unmanaged' });
  });

  test('with the note of another one is known by its secret', async () => {
    const world = await managedWorld();
    const [old] = stored(world);
    const first = JSON.parse(world.destinations[0]?.text ?? '');
    await rotate(job(world, { mode: 'force' }));
    const { rotation } = JSON.parse(world.destinations[0]?.text ?? '');
    await pasted(world, JSON.stringify({ ...first, rotation }));
    expect(await rotate(job(world, { readable: true }))).toMatchObject({ credentialName: old });
  });

  test('of somebody else, with our note, is not ours', async () => {
    const world = await managedWorld();
    const { rotation } = JSON.parse(world.destinations[0]?.text ?? '');
    pasteByHand(world);
    const foreign = JSON.parse(world.destinations.at(-1)?.text ?? '');
    await pasted(world, JSON.stringify({ ...foreign, rotation }));
    expect(await rotate(job(world, { readable: true }))).toMatchObject({
      state: 'rotated',
      reason: 'unmanaged',
      previousName: undefined,
    });
  });
});

describe('what a person has replaced on purpose', () => {
  test.each<[string, Partial<RunOptions>]>([
    ['daily', {}],
    ['by force', { mode: 'force' }],
  ])('is never stored again by a run (%s)', async (_how, options) => {
    const world = await managedWorld(2);
    const [leaked = ''] = stored(world);
    world.now += DAY;
    pasteByHand(world);
    world.now += 3_600_000;
    const outcome = await rotate(job(world, { ...options, readable: true }));
    expect(outcome.state).toBe('rotated');
    expect(stored(world)).toEqual([outcome.credentialName, outcome.credentialName]);
    expect(outcome.credentialName).not.toBe(leaked);
  });

  test('is deleted after its grace period where the one before was taken back', async () => {
    const world = await managedWorld(2);
    const texts = world.destinations.map(({ text }) => text);
    world.now += 31 * DAY;
    const { credentialName: second = '' } = await rotate(job(world));
    world.now += DAY / 12;
    const main = world.destinations.at(-1);
    Object.assign(main ?? {}, { text: texts.at(-1), updatedAt: world.now });
    world.now += DAY / 2;
    const outcome = await rotate(job(world, { readable: true }));
    expect(outcome).toMatchObject({ state: 'rotated', reason: 'age' });
    expect(stored(world)).not.toContain(second);
    world.now += 8 * DAY;
    const later = await rotate(job(world, { readable: true }));
    expect(later.retiredNames).toContain(second);
  });
});
