import { describe, expect, test } from 'vitest';
import { rotate } from '../../../src/rotation/engine.ts';
import type { RotationJob } from '../../../src/rotation/types.ts';
import { RECORDED } from '../../fixtures/answers/btp.ts';
import { DAY, newWorld } from '../simulated-world.ts';
import { job } from '../step-world.ts';
import { type BtpWorld, btpWorld } from './btp-world.ts';

const NAME = 'calm-release-1';

describe('what the CLI server tells of an API credential', () => {
  test('is its client, without the secret', async () => {
    const { authority } = await btpWorld();
    const { value } = await authority.create(NAME);
    expect(await authority.describe(NAME)).toEqual({
      name: NAME,
      clientId: value['clientid'],
      tokenurl: value['tokenurl'],
      apiurl: value['apiurl'],
      'credential-type': 'secret',
      'read-only': false,
    });
  });

  test('is nothing where there is none', async () => {
    const { authority } = await btpWorld();
    expect(await authority.describe(NAME)).toBeUndefined();
  });

  test('has no member that is not known, and none of another kind', async () => {
    const { authority, server } = await btpWorld();
    const body = { clientId: 'sb-a!1', clientsecret: 'x'.repeat(20), key: 'y', apiurl: { a: 'b' } };
    server.inject('get', { headers: { 'x-cpcli-backend-status': 200 }, body });
    expect(await authority.describe(NAME)).toEqual({ clientId: 'sb-a!1' });
  });

  test.each(['[]', '', '{}', '{"clientId": 7}', '"sb-a!1"'])(
    'is a failure where it is %j',
    async (body) => {
      const { authority, server, failure } = await btpWorld();
      server.inject('get', { headers: { 'x-cpcli-backend-status': 200 }, body });
      expect(await failure(authority.describe(NAME))).toMatchObject({
        code: 'E_AUTHORITY',
        message: expect.stringContaining('in a form that is not known (HOST, correlation id ID)'),
      });
    },
  );

  test('is a failure where the server refuses', async () => {
    const { authority, server, failure } = await btpWorld();
    server.inject('get', { status: 403 });
    expect(await failure(authority.describe(NAME))).toMatchObject({ code: 'E_AUTHORITY' });
  });

  test('is all of what was recorded', async () => {
    const gets = RECORDED.filter(({ path }) => path.endsWith('api-credential?get'));
    expect(gets.length).toBeGreaterThan(1);
    for (const { responseHeaders, responseBody } of gets) {
      const { authority, server } = await btpWorld();
      server.inject('get', { headers: { ...responseHeaders }, body: responseBody });
      expect(await authority.describe(NAME)).toEqual(JSON.parse(responseBody));
    }
  });
});

describe('secrets of API credentials that are stored alone', () => {
  /** A run over the server; what it stores, and its clock, are those of the simulated world. */
  function run(world: ReturnType<typeof newWorld>, { authority, server }: BtpWorld): RotationJob {
    const verify: RotationJob['verify'] = async ({ value }) => {
      expect(value).toHaveProperty('tokenurl');
      const [name = ''] = String(value?.['clientsecret']).split('$');
      return server.names().includes(name) ? 'accepted' : 'refused';
    };
    return job(world, {}, { authority, verify });
  }

  test('are told apart by the names, replaced and retired', async () => {
    const btp = await btpWorld();
    const world = newWorld(2, 'client-secret');
    // Its own authority takes no part, so what it knows of living credentials does not count.
    world.broken = true;
    const first = await rotate(run(world, btp));
    expect(first).toMatchObject({ state: 'rotated', currentText: btp.server.secrets[0] });
    world.now += 31 * DAY;
    const second = await rotate(run(world, btp));
    expect(second).toMatchObject({ state: 'rotated', previousName: first.credentialName });
    expect(second.credentialName).toMatch(/-f[0-9a-z]{5}$/);
    world.now += 8 * DAY;
    expect(await rotate(run(world, btp))).toMatchObject({
      state: 'retired',
      credentialName: second.credentialName,
      retiredNames: [first.credentialName],
    });
    expect(btp.server.names()).toEqual([second.credentialName]);
    expect(new Set(world.destinations.map(({ text }) => text))).toEqual(
      new Set([btp.server.secrets[1]]),
    );
  });
});
