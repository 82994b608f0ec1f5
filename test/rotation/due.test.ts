import { expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { currentCredential } from '../../src/rotation/stored-value.ts';
import { DAY, newWorld } from './simulated-world.ts';
import { job, managedWorld } from './step-world.ts';

test('the stored value tells when it is due', async () => {
  const world = await managedWorld();
  const { nextRotationAt } = await rotate(job(world));
  const text = world.destinations[0]?.text ?? '';
  expect(JSON.parse(text).rotation).toEqual({
    name: currentCredential(text).name,
    created: expect.stringMatching(/Z$/),
    due: nextRotationAt?.toISOString(),
  });
});

test.each([
  ['at the top', { 'credential-type': 'instance-secret' }],
  ['of uaa', { uaa: { 'credential-type': 'instance-secret' } }],
])('a plan says that a secret of an instance (%s) cannot be rotated', async (_where, members) => {
  const world = newWorld(1);
  const main = world.destinations[0];
  if (main !== undefined) main.text = JSON.stringify({ ...JSON.parse(main.text), ...members });
  world.now += DAY;
  const { warnings } = await rotate(job(world, { mode: 'plan' }));
  expect(warnings).toEqual([expect.stringContaining('cannot be rotated')]);
});
