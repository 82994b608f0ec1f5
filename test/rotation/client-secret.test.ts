import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { secretsLedger } from '../../src/secrets/ledger.ts';
import {
  breakCurrent,
  DAY,
  living,
  mainName,
  newWorld,
  pasteByHand,
  SCHEDULE,
} from './simulated-world.ts';
import { at, creating, job, managedWorld } from './step-world.ts';

const AUTHORITIES: [string, boolean][] = [
  ['shows secrets again', true],
  ['shows each secret once', false],
];

describe.each(AUTHORITIES)('a secret alone, at an authority that %s', (_which, readable) => {
  test('is all that is stored', async () => {
    const world = newWorld(2, 'client-secret');
    const { credentialName, currentText } = await rotate(job(world, { readable }));
    const { secret } = world.credentials.get(credentialName ?? '') ?? {};
    expect(world.destinations.map(({ text }) => text)).toEqual([secret, secret]);
    expect(currentText).toBe(secret);
  });

  test('is told from the others, so that nothing happens before the day', async () => {
    const world = await managedWorld(2, 'client-secret', { readable });
    world.now += 20 * DAY;
    expect(await rotate(job(world, { readable }))).toMatchObject({
      state: 'not-due',
      credentialName: mainName(world),
      previousName: mainName(world),
    });
  });

  test('is replaced on the day, and the old one deleted after the grace period', async () => {
    const world = await managedWorld(1, 'client-secret', { readable });
    const old = mainName(world);
    world.now += 31 * DAY;
    expect(await rotate(job(world, { readable }))).toMatchObject({
      state: 'rotated',
      previousName: old,
    });
    world.now += SCHEDULE.keepOld + DAY;
    expect(await rotate(job(world, { readable }))).toMatchObject({
      state: 'retired',
      retiredNames: [old],
      credentialName: mainName(world),
    });
  });

  test('is told from what runs have left that died', async () => {
    const world = await managedWorld(1, 'client-secret', { readable });
    const current = mainName(world);
    // Check, check, list, look, verify, store, create.
    const troubles = at(6, 'killed after');
    for (const _run of readable ? [1] : [1, 2]) {
      await expect(rotate(job(world, { mode: 'force', troubles, readable }))).rejects.toThrow();
      world.now += 60_000;
    }
    expect(living(world)).toHaveLength(readable ? 3 : 4);
    expect(mainName(world)).toBe(current);
    expect(await rotate(job(world, { mode: 'plan', readable }))).toMatchObject({
      credentialName: current,
    });
    world.now += 8 * DAY;
    await rotate(job(world, { readable }));
    expect(living(world)).toContain(current);
  });

  test('that somebody has deleted is replaced', async () => {
    const world = await managedWorld(1, 'client-secret', { readable });
    breakCurrent(world);
    expect(await rotate(job(world, { readable }))).toMatchObject({ state: 'rotated' });
    expect(living(world)).toContain(mainName(world));
  });

  test('of an instance in which all keys have the same is refused', async () => {
    const world = newWorld(1, 'client-secret');
    const same = creating(job(world, { readable }), { clientsecret: 'secret-0' });
    await expect(rotate(same)).rejects.toMatchObject({ code: 'E_NOT_ROTATABLE' });
    expect(world.destinations[0]?.text).toBe('secret-0');
  });

  test('takes the place of JSON when the inventory says so', async () => {
    const world = await managedWorld(2, 'json', { readable });
    world.storeAs = 'client-secret';
    expect(await rotate(job(world, { readable }))).toMatchObject({ state: 'rotated' });
    const { secret } = world.credentials.get(mainName(world) ?? '') ?? {};
    expect(world.destinations.map(({ text }) => text)).toEqual([secret, secret]);
    world.now += DAY;
    expect(await rotate(job(world, { readable }))).toMatchObject({ state: 'not-due' });
  });

  test('is masked before the authority is asked', async () => {
    const world = await managedWorld(1, 'client-secret', { readable });
    const masked: string[] = [];
    const secrets = secretsLedger((values) => masked.push(...values));
    const one = job(world, { readable }, { secrets });
    const check = async () => {
      expect(masked).toEqual([world.destinations[0]?.text]);
    };
    await rotate({ ...one, authority: { ...one.authority, check } });
    expect(masked).not.toEqual([]);
  });
});

describe('a secret alone', () => {
  test('of which nobody can tell the client is replaced, and not stored again before', async () => {
    const world = newWorld(1, 'client-secret');
    let stores = 0;
    const { main, ...one } = job(world);
    const store = (text: string) => {
      stores += 1;
      return main.store(text);
    };
    expect(await rotate({ ...one, main: { ...main, store } })).toMatchObject({
      state: 'rotated',
      previousName: undefined,
    });
    expect(stores).toBe(1);
  });

  test('that was pasted by hand is kept, and harms nothing', async () => {
    const world = await managedWorld(2, 'client-secret');
    const ours = mainName(world) ?? '';
    pasteByHand(world);
    const pasted = mainName(world) ?? '';
    world.now += 8 * DAY;
    await rotate(job(world));
    expect(living(world)).toEqual(expect.arrayContaining([ours, pasted]));
    world.now += 31 * DAY;
    expect(await rotate(job(world))).toMatchObject({ state: 'rotated' });
    expect(living(world)).toContain(pasted);
  });

  test.each([
    ['was pasted by hand', true],
    ['is ours', false],
  ])('that %s and has leaked: a person hears whether it still works', async (_what, pasted) => {
    const world = await managedWorld(1, 'client-secret');
    const confirm = mainName(world);
    if (pasted) pasteByHand(world);
    const { notes } = await rotate(job(world, { mode: 'revoke-now', confirm }));
    expect(living(world)).not.toContain(confirm);
    const told = notes.filter((note) => note.includes('accepted still'));
    expect(told).toHaveLength(pasted ? 1 : 0);
  });

  test('needs the same client id in the new credential, which is deleted otherwise', async () => {
    const world = await managedWorld(1, 'client-secret', { readable: true });
    const [before, stored] = [living(world), world.destinations.map(({ text }) => text)];
    const one = job(world, { mode: 'force', readable: true });
    const authority = {
      ...one.authority,
      create: async (name: string) => {
        const { value } = await one.authority.create(name);
        return { name, value: { ...value, clientid: 'another' } };
      },
    };
    await expect(rotate({ ...one, authority })).rejects.toMatchObject({ code: 'E_NOT_ROTATABLE' });
    expect(living(world)).toEqual(before);
    expect(world.destinations.map(({ text }) => text)).toEqual(stored);
  });

  test('needs one in the new credential: what has a certificate instead is deleted', async () => {
    const world = await managedWorld(1, 'client-secret');
    const before = living(world);
    const one = creating(job(world, { mode: 'force' }), { clientsecret: undefined });
    await expect(rotate(one)).rejects.toMatchObject({ code: 'E_CONFIG' });
    expect(living(world)).toEqual(before);
  });

  test('needs an authority that shows something of a credential again', async () => {
    const one = job(newWorld(1, 'client-secret'));
    const { describe: _without, ...authority } = one.authority;
    await expect(rotate({ ...one, authority })).rejects.toMatchObject({
      code: 'E_CONFIG',
      message: expect.stringContaining('the kind simulated shows nothing'),
    });
  });

  test('that the names tell is not touched where nobody knows when the run began', async () => {
    const world = await managedWorld(1, 'client-secret');
    const before = structuredClone([world.destinations, world.credentials]);
    const unaware = job(world, { mode: 'force', startUnknown: true });
    await expect(rotate(unaware)).rejects.toMatchObject({
      code: 'E_STALE',
      message: expect.stringContaining('permission actions: read'),
    });
    expect([world.destinations, world.credentials]).toEqual(before);
    const plan = job(world, { mode: 'plan', startUnknown: true });
    expect(await rotate(plan)).toMatchObject({ state: 'planned' });
  });

  test('is verified with what the authority shows of its client', async () => {
    const world = await managedWorld(1, 'client-secret');
    const asked: unknown[] = [];
    const one = job(world);
    await rotate({
      ...one,
      verify: async (stored) => {
        asked.push(stored);
        return 'accepted';
      },
    });
    const text = world.destinations[0]?.text;
    const value = { name: mainName(world), clientId: 'client', clientsecret: text };
    expect(asked).toEqual([expect.objectContaining({ text, value })]);
  });
});
