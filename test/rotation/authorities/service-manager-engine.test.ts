import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { isJsonObject } from '../../../src/base/json.ts';
import { rotate } from '../../../src/rotation/engine.ts';
import { currentCredential } from '../../../src/rotation/stored-value.ts';
import type { Authority, RotationJob } from '../../../src/rotation/types.ts';
import { secretsLedger } from '../../../src/secrets/ledger.ts';
import { type SmWorld, START, smWorld } from './service-manager-world.ts';

const DAY = 86_400_000;
const OWNER = { entry: 'sm-login', repositoryId: '4711' };

/** The job of a run with one destination, which verifies by asking the token server itself. */
function jobFor(
  world: SmWorld,
  authority: Authority,
  stored: { text: string; at: number },
  run = '1',
) {
  const { timing } = world.context;
  const job: RotationJob = {
    rotateEvery: 30 * DAY,
    keepOld: 7 * DAY,
    mode: 'when-due',
    owner: OWNER,
    run: { id: run, startedAt: new Date(timing.now()) },
    current: stored.text,
    authority,
    main: {
      label: 'main',
      check: async () => ({ updatedAt: new Date(stored.at) }),
      store: async (text) => {
        stored.text = text;
        stored.at = timing.now();
      },
    },
    others: [],
    storeAs: 'json',
    confirm: undefined,
    verify: async ({ text }) => {
      try {
        await world.accessToken(text);
        return 'accepted';
      } catch (error) {
        if (error instanceof Failure && error.code === 'E_UNAUTHORIZED') return 'refused';
        throw error;
      }
    },
    runIsOver: async (id) => id !== run,
    timing,
    deadline: Number.POSITIVE_INFINITY,
    secrets: secretsLedger((values) => world.masked.push(...values)),
    runner: { progress: (what) => void world.shown.push(what) },
  };
  return job;
}

/** A binding that was made by hand is stored. */
async function worldWithStored(of: 'instance' | 'reserve' | 'admin') {
  const world = await smWorld({ timeout: 100 * DAY });
  const instance = world.server[of];
  const byHand = world.server.store.add('by-hand', instance);
  const stored = { text: JSON.stringify(byHand.credentials), at: START - DAY };
  const authority = world.another({ instance: instance.id });
  const run = (id: string) => rotate(jobFor(world, authority, stored, id));
  const alive = () => world.server.names(instance).filter((name) => name !== 'login');
  return { ...world, stored, authority, run, alive };
}

describe('the engine, over bindings of Service Manager', () => {
  test('replaces one on its day, keeps it for its time, and deletes it then', async () => {
    const { run, pass, alive, stored } = await worldWithStored('instance');
    const first = await run('1');
    expect(first.state).toBe('rotated');
    expect(alive()).toEqual(['by-hand', first.credentialName]);
    pass(31 * DAY);
    const second = await run('2');
    expect(second.state).toBe('rotated');
    expect(currentCredential(stored.text).name).toBe(second.credentialName);
    pass(8 * DAY);
    expect(await run('3')).toMatchObject({ state: 'retired' });
    expect(alive()).toEqual(['by-hand', second.credentialName]);
  });

  test('reads a binding again whose answer was lost, and stores it', async () => {
    const { run, server, alive, stored } = await worldWithStored('instance');
    server.inject('create', 'lost answer');
    const { state, credentialName } = await run('1');
    expect(state).toBe('rotated');
    expect(alive()).toEqual(['by-hand', credentialName]);
    expect(currentCredential(stored.text).name).toBe(credentialName);
  });

  test('stores nothing where the broker refuses, and leaves nothing', async () => {
    const { run, server, alive, stored } = await worldWithStored('instance');
    const before = stored.text;
    server.inject('create', { work: { questions: 2, error: 'Status: 400; no' } });
    await expect(run('1')).rejects.toMatchObject({ code: 'E_AUTHORITY' });
    expect(stored.text).toBe(before);
    expect(alive()).toEqual(['by-hand']);
  });

  test('refuses an instance whose bindings share one secret', async () => {
    const { run, server, alive, stored } = await worldWithStored('instance');
    const before = stored.text;
    const { credentials } = server.store.bindings().at(-1) ?? {};
    server.share(credentials);
    await expect(run('1')).rejects.toMatchObject({ code: 'E_NOT_ROTATABLE' });
    expect(stored.text).toBe(before);
    expect(alive()).toEqual(['by-hand']);
  });
});

describe('a credential of Service Manager itself', () => {
  test('rotates, where the login is a binding of another instance', async () => {
    const { run, pass, alive, stored, accessToken, another } = await worldWithStored('reserve');
    const first = await run('1');
    pass(31 * DAY);
    const second = await run('2');
    pass(8 * DAY);
    expect((await run('3')).state).toBe('retired');
    expect([first.state, second.state]).toEqual(['rotated', 'rotated']);
    expect(alive()).toEqual(['by-hand', second.credentialName]);
    // What is stored is a login itself.
    await expect(another({}, stored.text).check()).resolves.toBeUndefined();
    const value = currentCredential(stored.text).value ?? {};
    expect(isJsonObject(value['rotation'])).toBe(true);
    expect((await accessToken(stored.text)).clientId).toBe(value['clientid']);
  });

  test.each(['the same binding', 'another one of its instance'])(
    'does not rotate, where the login is %s',
    async (which) => {
      const { server, stored, failure, run, alive } = await worldWithStored('admin');
      if (which === 'the same binding') stored.text = server.login;
      expect(await failure(run('1'))).toEqual({
        code: 'E_AUTHORITY_LOGIN',
        message:
          'The login at the authority is the credential that is to be rotated. Log in with another one, or a credential that dies could never be replaced.',
      });
      expect(server.calls()).not.toContain('create');
      expect(alive()).toEqual(['by-hand']);
    },
  );
});
