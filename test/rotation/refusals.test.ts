import { describe, expect, test } from 'vitest';
import { rotate } from '../../src/rotation/engine.ts';
import { currentCredential } from '../../src/rotation/stored-value.ts';
import type { StoredCredential } from '../../src/rotation/types.ts';
import { DAY, living, newWorld } from './simulated-world.ts';
import { at, creating, job, managedWorld, stored } from './step-world.ts';

describe('what is refused', () => {
  test('a secret that all keys of an instance share: the new key is deleted, nothing is stored', async () => {
    const world = await managedWorld();
    world.now += 31 * DAY;
    const before = stored(world);
    const same = currentCredential(world.destinations[0]?.text ?? '').value;
    const shared = creating(job(world), { clientsecret: same?.['clientsecret'] });
    await expect(rotate(shared)).rejects.toMatchObject({ code: 'E_NOT_ROTATABLE' });
    expect(stored(world)).toEqual(before);
    expect(living(world)).toHaveLength(2);
  });

  test('a secret that all keys share, also where the current one is stored in another form', async () => {
    const world = await managedWorld();
    const [{ text = '' } = {}] = world.destinations;
    const shared = creating(job(world, { mode: 'force' }), {
      clientsecret: currentCredential(text).value?.['clientsecret'],
    });
    const encoded = { ...shared, current: Buffer.from(text).toString('base64') };
    // One that works would be stored again, and the simulated destinations know no other form.
    const verify = async () => 'refused' as const;
    await expect(rotate({ ...encoded, verify })).rejects.toMatchObject({ code: 'E_NOT_ROTATABLE' });
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
      timing: {
        ...simulated.timing,
        sleep: async (milliseconds: number) => {
          waits.push(milliseconds);
        },
      },
      verify: async ({ text }: StoredCredential) => {
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

  test('a credential that no secret can hold: it is deleted, nothing is stored', async () => {
    const world = await managedWorld();
    world.now += 31 * DAY;
    const before = stored(world);
    const large = creating(job(world), { certificates: 'A'.repeat(49_152) });
    await expect(rotate(large)).rejects.toMatchObject({
      code: 'E_DESTINATION',
      message: expect.stringContaining('takes 48 KB. It was deleted'),
    });
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

  test('a login that is the credential itself in another form', async () => {
    const world = await managedWorld();
    const simulated = job(world, { mode: 'force' });
    const authority = { ...simulated.authority, loginClientId: 'client' };
    const current = Buffer.from(simulated.current ?? '').toString('base64');
    await expect(rotate({ ...simulated, authority, current })).rejects.toMatchObject({
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

describe('a value that this run did not get', () => {
  test.each([undefined, '', ' \n'])('(%j) is no reason to create another one', async (current) => {
    const world = await managedWorld();
    const before = structuredClone(world.credentials);
    await expect(rotate(job(world, {}, { current }))).rejects.toMatchObject({
      code: 'E_INPUT_MISSING',
      message: expect.stringContaining('The destination 1 has a value'),
    });
    expect(world.credentials).toEqual(before);
  });

  test('is none where nothing is stored yet', async () => {
    const world = newWorld(1);
    const { main, ...one } = job(world, {}, { current: undefined });
    const empty = { ...main, check: async () => ({ updatedAt: undefined }) };
    expect(await rotate({ ...one, main: empty })).toMatchObject({ state: 'rotated' });
  });
});

describe('a run beside another one', () => {
  async function withOrphan() {
    const world = await managedWorld(1);
    await rotate(job(world, { mode: 'force', troubles: at(5, 'killed after') })).catch(() => {});
    return world;
  }

  test('that has created and is not over does not create', async () => {
    const world = await withOrphan();
    const before = structuredClone([world.destinations, world.credentials]);
    const beside = job(world, { mode: 'force', previousAtWork: true });
    await expect(rotate(beside)).rejects.toMatchObject({
      code: 'E_LOCKED',
      message: expect.stringContaining('The workflow run 2 is rotating'),
    });
    expect([world.destinations, world.credentials]).toEqual(before);
  });

  test.each<[string, boolean | undefined]>([
    ['that is over', true],
    ['of which nobody can say whether it is over', undefined],
  ])('%s creates', async (_what, over) => {
    const world = await withOrphan();
    const beside = job(world, { mode: 'force' }, { runIsOver: async () => over });
    expect(await rotate(beside)).toMatchObject({ state: 'rotated' });
  });

  test('that is itself, started again, creates', async () => {
    const world = await withOrphan();
    const { run, ...again } = job(world, { mode: 'force' });
    const same = { ...again, run: { ...run, id: '2' }, runIsOver: async () => false };
    expect(await rotate(same)).toMatchObject({ state: 'rotated' });
  });
});
