import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { currentCredential } from '../../src/rotation/stored-value.ts';
import { DAY } from './simulated-world.ts';
import { job, managedWorld } from './step-world.ts';

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

test('a time in the future that the clock of a runner has caused is no reason to rotate daily', async () => {
  const world = await managedWorld();
  await rotate(job(world, { mode: 'force', skew: 5 * DAY }));
  world.now += DAY;
  expect(await rotate(job(world))).toMatchObject({ state: 'not-due' });
});
