import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { ActionRun } from '../../runner/run-action.ts';
import { DAY, type Platform } from './platform.ts';
import { checked, failureOf, platform } from './rotation-step.ts';

/** The token action with `rotate`, as a workflow would have it. */
async function tokenStep(
  world: Platform,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const run = await world.inWorkflow({
    debug: true,
    inputs: {
      credentials: world.stored() ?? '',
      'allowed-hosts': 'localhost',
      rotate: 'when-due',
      rotation: stringify(world.entry),
      'authority-login': world.issuer.login,
      'github-token': world.github.token,
      ...inputs,
    },
  });
  return checked(run, world);
}

describe('the token action that looks after its credential', () => {
  test('gives a token of the new one in the run that rotates, and later of the stored one', async () => {
    const world = await platform();
    await world.setUpByHand();
    const first = await tokenStep(world);
    expect(first.outputs).toMatchObject({
      'access-token': expect.stringMatching(/^opaque-/),
      rotated: 'true',
      'rotation-state': 'rotated',
      'credential-name': expect.stringMatching(/^calm-release-/),
      'next-rotation-at': expect.any(String),
    });
    // The old one is dead, and still there is a token.
    await world.issuer.deleteByHand('calm-key-by-hand');
    world.wait(DAY);
    const second = await tokenStep(world);
    expect(second.outputs).toMatchObject({
      'access-token': expect.stringMatching(/^opaque-/),
      rotated: 'false',
      'rotation-state': 'not-due',
      'credential-name': first.outputs['credential-name'],
    });
  });

  test('always rotates where it is told to', async () => {
    const world = await platform();
    await world.setUpByHand();
    await tokenStep(world);
    world.wait(DAY);
    expect((await tokenStep(world, { rotate: 'always' })).outputs).toMatchObject({
      rotated: 'true',
    });
  });

  test('does not fail a release because the issuer is out of order', async () => {
    const world = await platform();
    await world.setUpByHand();
    world.github.fail({ on: /^PUT /, status: 403, times: 99 });
    const run = await tokenStep(world);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({
      'access-token': expect.stringMatching(/^opaque-/),
      rotated: 'false',
      'rotation-state': 'failed',
    });
    expect(run.stdout).toMatch(/^::warning title=E_DESTINATION::Not rotated: /m);

    const insisting = await tokenStep(world, { rotate: 'always' });
    expect(failureOf(insisting)[0]).toBe('E_DESTINATION');
    expect(insisting.outputs).toEqual({});
  });

  test.each([
    ['no settings', { rotation: '' }, 'E_INPUT_MISSING'],
    ['settings with a fault', { rotation: 'name: Calm' }, 'E_CONFIG'],
    ['no token for GitHub', { 'github-token': '' }, 'E_INPUT_MISSING'],
    ['no login', { 'authority-login': '' }, 'E_INPUT_MISSING'],
    ['an unknown choice', { rotate: 'sometimes' }, 'E_INPUT_INVALID'],
  ])('fails for %s', async (_what, inputs: Record<string, string>, code) => {
    const world = await platform();
    await world.setUpByHand();
    const run = await tokenStep(world, inputs);
    expect(failureOf(run)[0]).toBe(code);
    expect(run.outputs).toEqual({});
  });

  test('sets no output of a rotation where it does not rotate', async () => {
    const world = await platform();
    await world.setUpByHand();
    const run = await tokenStep(world, { rotate: 'never' });
    expect(run.outputs).toHaveProperty('access-token');
    expect(run.outputs).not.toHaveProperty('rotated');
    expect(world.github.exchanges).toEqual([]);
  });

  test('stores and uses a secret alone, beside the client id and the token URL', async () => {
    const world = await platform({ entry: { 'store-as': 'client-secret' } });
    const { clientid } = (await world.issuer.byHand('of-no-use')) as { clientid: string };
    const parts = {
      credentials: '',
      'client-id': clientid,
      'token-url': `${world.tokenServer.url}/oauth/token`,
    };
    const first = await tokenStep(world, parts);
    expect(first.outputs).toMatchObject({ rotated: 'true', 'client-id': clientid });
    world.wait(DAY);
    const second = await tokenStep(world, { ...parts, 'client-secret': world.stored() ?? '' });
    expect(second.outputs).toMatchObject({
      'access-token': expect.stringMatching(/^opaque-/),
      rotated: 'false',
      'rotation-state': 'not-due',
    });
  });
});
