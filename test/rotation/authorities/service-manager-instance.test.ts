import { describe, expect, test } from 'vitest';
import { UNKNOWN_ROUTE } from '../../servers/service-manager-faults.ts';
import { smWorld } from './service-manager-world.ts';

const ID = '11111111-1111-4111-8111-111111111111';
const cloudFoundry = { id: ID, name: 'cf-instance', platform: '5c1d0a7e-94a1-4c1b-8f57' };

describe('an instance', () => {
  test('is found by its id', async () => {
    const { another, server } = await smWorld();
    const authority = another({ instance: server.instance.id });
    await authority.create('calm-release-1');
    expect(server.names()).toEqual(['calm-release-1']);
    expect(server.calls()).toEqual(['token', 'instance', 'create', 'operation', 'get']);
  });

  test('is found by its id in capitals', async () => {
    const { another, server } = await smWorld();
    const authority = another({ instance: server.instance.id.toUpperCase() });
    await authority.create('calm-release-1');
    expect(server.names()).toEqual(['calm-release-1']);
  });

  test.each(["Release's API, 100% & more", 'back\\slash', "both\\'"])(
    'is found by a name with quotes and signs (%s)',
    async (name) => {
      const { another, server } = await smWorld({
        server: { instances: [{ id: ID, name, platform: 'service-manager' }] },
      });
      await another({ instance: name }).create('calm-release-1');
      expect(server.names({ id: ID, name, platform: 'service-manager' })).toEqual([
        'calm-release-1',
      ]);
    },
  );

  test('of another name is left aside where a server ignores the query', async () => {
    const { authority, server } = await smWorld();
    const items = [server.reserve, server.instance].map(({ id, name }) => ({ id, name }));
    server.inject('instances', { body: { items } });
    await authority.create('calm-release-1');
    expect(server.names()).toEqual(['calm-release-1']);
  });

  test('is looked up once', async () => {
    const { authority, server } = await smWorld();
    await authority.check();
    await authority.list();
    expect(server.calls().filter((call) => call === 'instances')).toHaveLength(1);
  });

  test('is looked up again where that has failed', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('instances', { status: 403, body: '{}' });
    expect(await failure(authority.check())).toMatchObject({ code: 'E_AUTHORITY' });
    await expect(authority.check()).resolves.toBeUndefined();
  });

  test.each([['nowhere'], [ID]])(
    'that is not there (%s) is a fault of the inventory',
    async (instance) => {
      const { another, failure } = await smWorld();
      expect(await failure(another({ instance }).check())).toEqual({
        code: 'E_CONFIG',
        message: `There is no instance ${instance} that the login at SAP Service Manager can see. Compare its name or id, and whether authority-login is a binding of the same subaccount; one of the plan container sees its own instances only.`,
      });
    },
  );

  test('whose name has another one, too, must be named by its id', async () => {
    const twin = { id: ID, name: 'calm-api', platform: 'service-manager' };
    const { authority, failure } = await smWorld({ server: { instances: [twin] } });
    expect(await failure(authority.check())).toEqual({
      code: 'E_CONFIG',
      message:
        'There are 2 instances with the name calm-api. Give the id of the one that is meant in the inventory.',
    });
  });

  test.each([['cf-instance'], [ID]])(
    'of Cloud Foundry (%s) belongs to another authority',
    async (instance) => {
      const { another, failure } = await smWorld({ server: { instances: [cloudFoundry] } });
      expect(await failure(another({ instance }).check())).toEqual({
        code: 'E_CONFIG',
        message: `The instance ${instance} belongs to another platform, such as Cloud Foundry or Kubernetes, and only that one can bind it. Keys of instances in Cloud Foundry rotate at the authority cloud-foundry.`,
      });
    },
  );

  test('of Cloud Foundry with the same name is left aside', async () => {
    const namesake = { ...cloudFoundry, name: 'calm-api' };
    const { authority } = await smWorld({ server: { instances: [namesake] } });
    await expect(authority.list()).resolves.toEqual([]);
  });

  test.each([['calm-api'], [ID]])(
    '(%s) is not missing because the router says so',
    async (instance) => {
      const { another, server, failure } = await smWorld();
      server.inject('instances', UNKNOWN_ROUTE);
      server.inject('instance', UNKNOWN_ROUTE);
      const { code, message } = await failure(another({ instance }).check());
      expect(code).toBe('E_AUTHORITY');
      expect(message).toContain('answered 404 (unknown_route)');
    },
  );

  test('whose answer makes no sense is not guessed', async () => {
    const { another, server, failure } = await smWorld();
    server.inject('instance', { body: { id: '../../elsewhere' } });
    expect(await failure(another({ instance: ID }).check())).toMatchObject({ code: 'E_AUTHORITY' });
  });
});

test.each([[undefined], [''], [' '], [7]])(
  'An entry with the instance %j is refused',
  async (instance) => {
    const { another } = await smWorld();
    expect(() => another({ instance })).toThrow(
      expect.objectContaining({
        code: 'E_CONFIG',
        message:
          'The authority service-manager needs instance: the name or the id of the instance whose bindings rotate.',
      }),
    );
  },
);
