import { describe, expect, test } from 'vitest';
import type { Around } from '../../servers/https-server.ts';
import { DAY } from './platform.ts';
import { failureOf, platform, rotateStep } from './rotation-step.ts';

const HOUR = 3_600_000;

/** A switch that makes all requests whose path holds a text fail with that status. */
function refusing(part: RegExp, status: number) {
  const state = { on: false };
  const around: Around = async (request, happen) => {
    if (!state.on || !part.test(request.path)) return happen();
    return (response) =>
      void response
        .writeHead(status, { 'content-type': 'application/json' })
        .end('{"message":"Not Found"}');
  };
  return { state, around };
}

describe('a destination that is gone', () => {
  test.each(['dead', 'leaked'])(
    'keeps no credential that is %s from being replaced',
    async (why) => {
      const { state, around } = refusing(/\/repos\/acme\/other\//, 404);
      const world = await platform({ around });
      const { outputs: first } = await rotateStep(world);
      const name = first['credential-name'] ?? '';
      world.wait(DAY);
      if (why === 'dead') await world.issuer.deleteByHand(name);
      state.on = true;
      const run = await rotateStep(
        world,
        why === 'leaked' ? { mode: 'revoke-now', confirm: name } : {},
      );
      const [code, message] = failureOf(run);
      expect([code, message]).toEqual(['E_DESTINATION', expect.stringContaining('acme/other')]);
      expect(run.outputs).toMatchObject({ state: 'rotated', reason: why });
      const states = JSON.parse(run.outputs['destinations'] ?? '').map(
        ({ state: each }: { state: string }) => each,
      );
      expect(states).toEqual(['failed', 'written', 'written', 'written']);
      expect([...world.issuer.living().keys()]).toEqual([run.outputs['credential-name']]);
      expect(run.summary).toContain('E_DESTINATION');
      expect(world.stored()).toContain(run.outputs['credential-name']);
    },
  );
});

test('a credential that cannot be deleted fails the run after all else was done', async () => {
  const { state, around } = refusing(/\?delete$/, 400);
  const world = await platform({ around });
  const { outputs: first } = await rotateStep(world);
  world.wait(61 * DAY);
  await rotateStep(world);
  world.wait(8 * DAY);
  state.on = true;
  const run = await rotateStep(world);
  expect(failureOf(run)[1]).toContain(`${first['credential-name']} could not be deleted`);
  expect(run.outputs).toMatchObject({
    state: 'not-due',
    'retire-pending': JSON.stringify([first['credential-name']]),
  });
  state.on = false;
  world.wait(HOUR);
  expect((await rotateStep(world)).outputs).toMatchObject({ state: 'retired' });
});

test.each([1, -1, 3650])('a clock that is %i days ahead changes nothing', async (days) => {
  const world = await platform({ entry: { 'keep-old': '1d', 'rotate-every': '5d' } });
  const wrong = () => ({ CLOCK_AHEAD: String(world.now() - Date.now() + days * DAY) });
  const { outputs: first } = await rotateStep(world, {}, wrong());
  const created = Date.parse(first['created-at'] ?? '');
  expect(Math.abs(created - world.now())).toBeLessThan(HOUR);
  world.wait(HOUR);
  const { outputs: second } = await rotateStep(world, { mode: 'force' }, wrong());
  world.wait(HOUR);
  expect((await rotateStep(world, {}, wrong())).outputs).toMatchObject({
    state: 'not-due',
    'retire-pending': JSON.stringify([first['credential-name']]),
  });
  world.wait(DAY);
  const { outputs: later } = await rotateStep(world, {}, wrong());
  expect(later).toMatchObject({ state: 'retired', 'credential-name': second['credential-name'] });
  const due = Date.parse(later['next-rotation-at'] ?? '');
  expect(due - world.now()).toBeLessThanOrEqual(5 * DAY);
});
