import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { DAY, living, newWorld } from './simulated-world.ts';
import { at, job, managedWorld, stored } from './step-world.ts';

describe('after a leak', () => {
  test('the credential that a person names is replaced and deleted at once', async () => {
    const world = await managedWorld();
    const [old = ''] = stored(world);
    const outcome = await rotate(job(world, { mode: 'revoke-now', confirm: old }));
    expect(outcome).toMatchObject({
      state: 'rotated',
      previousName: old,
      retiredNames: [old],
      retirePending: [],
      notes: [expect.stringContaining(`${old} was deleted at once`)],
    });
    expect(living(world)).not.toContain(old);
  });

  test('a run that died after it had stored the new one is finished, and nothing created', async () => {
    const world = await managedWorld();
    const [old = ''] = stored(world);
    // Three checks, list, verify, create, verify, two stores, verify, verify.
    const dying = { mode: 'revoke-now', confirm: old, troubles: at(11, 'killed before') } as const;
    await expect(rotate(job(world, dying))).rejects.toThrow();
    const [current] = stored(world);
    expect(current).not.toBe(old);
    expect(living(world)).toContain(old);

    world.now += DAY;
    const outcome = await rotate(job(world, { mode: 'revoke-now', confirm: old }));
    expect(outcome).toMatchObject({
      state: 'retired',
      credentialName: current,
      retiredNames: [old],
      retirePending: [],
    });
    expect(living(world).filter((name) => name.startsWith('calm-release-'))).toEqual([current]);
  });

  test('what a run has left that died is deleted where it is what has leaked', async () => {
    const world = await managedWorld(1);
    await rotate(job(world, { mode: 'force', troubles: at(5, 'killed after') })).catch(() => {});
    const orphan = living(world).at(-1);
    const [current = ''] = stored(world);
    const kept = world.credentials.get(current);
    if (kept !== undefined) kept.alive = false;
    world.broken = true;
    const revoking = { mode: 'revoke-now', confirm: orphan, readable: true } as const;
    const outcome = await rotate(job(world, revoking));
    expect(outcome).toMatchObject({ state: 'rotated', retiredNames: [orphan] });
    expect(living(world)).toContain(stored(world)[0]);
  });

  test('one that fails says so where what is stored does not work without the deleted one', async () => {
    const world = await managedWorld(1);
    await rotate(job(world, { mode: 'force' }));
    const [old] = living(world).filter((name) => name.startsWith('calm-release-'));
    const one = job(world, { mode: 'revoke-now', confirm: old });
    let deleted = false;
    const authority = {
      ...one.authority,
      delete: async () => {
        deleted = true;
      },
    };
    const verify = async () => (deleted ? ('refused' as const) : ('accepted' as const));
    await expect(rotate({ ...one, authority, verify })).rejects.toMatchObject({
      code: 'E_VERIFY',
      message: expect.stringContaining(`refused since ${old} was deleted`),
    });
  });
});

test('the one that is stored may be called current', async () => {
  const world = await managedWorld();
  const [old] = stored(world);
  const outcome = await rotate(job(world, { mode: 'revoke-now', confirm: 'current' }));
  expect(outcome).toMatchObject({ state: 'rotated', retiredNames: [old] });
});

describe('nothing is changed', () => {
  test('where nobody says what is to be deleted; the message names the current one', async () => {
    const world = await managedWorld();
    const before = structuredClone([world.destinations, world.credentials]);
    await expect(rotate(job(world, { mode: 'revoke-now' }))).rejects.toMatchObject({
      code: 'E_INPUT_MISSING',
      message: expect.stringContaining(`The current one is ${stored(world)[0]}.`),
    });
    expect([world.destinations, world.credentials]).toEqual(before);
  });

  test.each(['calm-key-by-hand', 'somebody-elses-key', ''])(
    'where %j is named, which is none of ours that are alive',
    async (confirm) => {
      const world = await managedWorld();
      const before = structuredClone([world.destinations, world.credentials]);
      await expect(rotate(job(world, { mode: 'revoke-now', confirm }))).rejects.toMatchObject({
        code: 'E_INPUT_INVALID',
        message: expect.stringContaining(`the current one is ${stored(world)[0]}`),
      });
      expect([world.destinations, world.credentials]).toEqual(before);
    },
  );

  test.each([undefined, 'calm-key-by-hand'])(
    '(confirm: %s) where the stored one was made by hand',
    async (confirm) => {
      const world = newWorld(1);
      await expect(rotate(job(world, { mode: 'revoke-now', confirm }))).rejects.toMatchObject({
        code: 'E_INPUT_INVALID',
        message: expect.stringContaining('with the mode force, then delete the old credential'),
      });
      expect(living(world)).toContain('calm-key-by-hand');
    },
  );

  test('where what this run holds is older than what is stored', async () => {
    const world = await managedWorld();
    const [confirm] = stored(world);
    const late = job(world, { mode: 'revoke-now', confirm, early: true });
    await expect(rotate(late)).rejects.toMatchObject({ code: 'E_STALE' });
    expect(living(world)).toContain(confirm);
  });

  test('by a plan, whatever it confirms', async () => {
    const world = await managedWorld();
    const [confirm] = stored(world);
    expect(await rotate(job(world, { mode: 'plan', confirm }))).toMatchObject({ state: 'planned' });
    expect(living(world)).toContain(confirm);
  });
});
