import { expect, onTestFinished, test } from 'vitest';
import { cloudFoundryIssuer } from './cloud-foundry-issuer.ts';
import { DAY, type Platform, startPlatform } from './platform.ts';
import { checked } from './rotation-step.ts';

/** How many connections each origin has seen. */
function connections({ github, issuer, tokenServer }: Platform): Record<string, number> {
  return {
    ...issuer.connections?.(),
    github: github.connections(),
    tokens: tokenServer.connections?.() ?? Number.NaN,
  };
}

test('a run on a day when nothing is due makes one connection to each origin', async () => {
  const world = await startPlatform({ startIssuer: cloudFoundryIssuer });
  onTestFinished(() => world.close());
  await world.setUpByHand();
  expect(checked(await world.rotate(), world).outputs['state']).toBe('rotated');
  world.wait(DAY);

  const before = connections(world);
  const requests = world.github.exchanges.length;
  expect(checked(await world.rotate(), world).outputs['state']).toBe('not-due');
  const made = Object.entries(connections(world)).map(([origin, count]) => [
    origin,
    count - (before[origin] ?? 0),
  ]);
  // The stored credential is tried out by one request, as a job would.
  expect(Object.fromEntries(made)).toEqual({ api: 1, uaa: 1, github: 1, tokens: 1 });
  expect(world.github.exchanges.length - requests).toBeGreaterThan(8);
});
