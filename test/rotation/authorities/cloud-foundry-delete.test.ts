import { describe, expect, test } from 'vitest';
import { failing, rateLimited, unprocessable } from '../../servers/cloud-foundry-answers.ts';
import type { CloudFoundryFault } from '../../servers/cloud-foundry-server.ts';
import { cfWorld, OURS } from './cloud-foundry-world.ts';

const NAME = 'calm-release-k3f9qa-20261123t000000z-7kd0x2p1-1';
const MANAGED = 'api-client-credentials.github.io/managed-by';
const LABELS = OURS.labels;
const OWNER = 'api-client-credentials.github.io/owner';

async function worldWithKey(options: Parameters<typeof cfWorld>[0] = {}) {
  const world = await cfWorld(options);
  world.server.addKey({ name: NAME, instance: world.server.instance.guid, ...OURS });
  return world;
}

describe('a deletion', () => {
  test('waits until the key is gone', async () => {
    const { authority, server, sleeps } = await worldWithKey({ server: { looks: 2 } });
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(sleeps).toEqual([1000, 2000, 4000]);
  });

  test('of a key that was never there is done', async () => {
    const { authority, server } = await cfWorld();
    await authority.delete(NAME);
    expect(server.calls).not.toContain('delete');
  });

  test('of a key that goes in between is done', async () => {
    const { authority, server } = await worldWithKey();
    const gone = failing(404, 10010, 'Service credential binding not found');
    server.inject('delete', gone as CloudFoundryFault);
    await expect(authority.delete(NAME)).resolves.toBeUndefined();
  });

  test('is not done because a router says 404', async () => {
    const { authority, server, failure } = await worldWithKey();
    const headers = { 'x-cf-routererror': 'unknown_route' };
    const body = "404 Not Found: Requested route ('api.cf.example.com') does not exist.";
    server.inject('delete', { status: 404, headers, body });
    expect((await failure(authority.delete(NAME))).message).toContain('answered 404 (HOST');
    expect(server.names()).toEqual([NAME]);
  });

  test('that takes place at once is done', async () => {
    const { authority, server, sleeps } = await worldWithKey();
    server.inject('delete', { status: 204 });
    await authority.delete(NAME);
    expect(sleeps).toEqual([]);
  });

  test('that the broker refuses says why, and can be tried again', async () => {
    const { authority, server, failure } = await worldWithKey();
    server.broker({ fails: 'The key is in use.' });
    expect(await failure(authority.delete(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service key ${NAME} was not deleted, its service refused it: "The key is in use." (HOST). Its credentials may still work. The next run tries it again.`,
    });
    expect(await authority.list()).toMatchObject([{ name: NAME, usable: false }]);
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
  });

  test('that is not over before the deadline goes on', async () => {
    const { authority, failure } = await worldWithKey({ server: { looks: 9 }, timeout: 9000 });
    expect(await failure(authority.delete(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service broker is slow: the deletion of the service key ${NAME} has begun and did not end in time (HOST). It goes on there. Raise the input timeout if the broker is always so slow.`,
    });
  });

  test('without an answer is looked up before anything else', async () => {
    const { authority, server } = await worldWithKey();
    server.inject('delete', 'lost answer');
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(server.calls.filter((call) => call === 'delete')).toHaveLength(1);
  });

  test('whose answer was lost and that still goes on is waited for', async () => {
    const { authority, server, sleeps } = await worldWithKey({ server: { looks: 3 } });
    await authority.check();
    server.inject('delete', 'lost answer');
    await authority.delete(NAME);
    expect(server.calls.filter((call) => call === 'delete')).toHaveLength(1);
    expect(sleeps).toEqual([1000, 2000]);
  });

  test.each<[string, CloudFoundryFault]>([
    ['that never arrived', 'cut'],
    ['that a router did not let through', { status: 503, body: 'no_endpoints' }],
    ['that no gateway let through', { status: 502 }],
    ['that took too long', { status: 504 }],
    ['that met a fault of the server', { status: 500 }],
  ])('%s is sent again', async (_what, fault) => {
    const { authority, server, sleeps } = await worldWithKey();
    server.inject('delete', fault, fault);
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(server.calls.slice(3, 8)).toEqual(['list', 'delete', 'list', 'delete', 'list']);
    expect(sleeps).toEqual([1000, 2000, 1000]);
  });

  test('that never arrives is sent four times', async () => {
    const { authority, server, failure } = await worldWithKey();
    server.inject('delete', 'cut', 'cut', 'cut', 'cut');
    expect(await failure(authority.delete(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `Cloud Foundry could not delete the service key ${NAME}. The Cloud Foundry API gave no answer. The connection was closed before the answer was complete (HOST, 1 attempt). Run the job again. Raise the input timeout if the server is slow.`,
    });
    expect(server.names()).toEqual([NAME]);
  });

  test('whose answer makes no sense is not sent again', async () => {
    const { authority, server, failure } = await worldWithKey();
    server.inject('delete', { body: 'x'.repeat(1024 * 1024 + 1) });
    expect((await failure(authority.delete(NAME))).message).toContain(
      'The answer is larger than 1 MiB (HOST, 1 attempt)',
    );
    expect(server.calls.filter((call) => call === 'delete')).toHaveLength(1);
  });

  test.each([
    ['without an operation', null],
    ['that is still created', { type: 'create', state: 'in progress', description: null }],
  ] as const)('takes a key %s', async (_what, operation) => {
    const { authority, server } = await cfWorld();
    server.addKey({ name: NAME, instance: server.instance.guid, ...OURS, operation });
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(server.calls.filter((call) => call === 'delete')).toHaveLength(1);
  });

  test('whose job cannot be asked says so', async () => {
    const { authority, server, failure } = await worldWithKey();
    server.inject('job', ...Array(4).fill({ status: 500 }));
    expect((await failure(authority.delete(NAME))).message).toContain(
      `could not tell what became of the deletion of ${NAME}. The Cloud Foundry API answered 500`,
    );
  });

  test('whose job nobody remembers is looked up', async () => {
    const { authority, server } = await worldWithKey();
    server.inject('job', failing(404, 10010, 'Job not found') as CloudFoundryFault);
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
  });

  test.each<[string, CloudFoundryFault, number]>([
    ['a rate limit', rateLimited(2) as CloudFoundryFault, 2500],
    [
      'an operation of the key',
      unprocessable(
        'There is an operation in progress for the service binding.',
      ) as CloudFoundryFault,
      500,
    ],
  ])('is sent again after %s', async (_what, fault, wait) => {
    const { authority, server, sleeps } = await worldWithKey();
    server.inject('delete', fault);
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(sleeps).toEqual([wait, 1000]);
  });
});

describe('a key of somebody else is not deleted', () => {
  test.each([
    ['without labels', {}],
    ['with the owner of another entry', LABELS, 'api.github.com/4711/calm-release-2'],
    ['with the owner of another repository', LABELS, 'api.github.com/47110/calm-release'],
    ['with the owner of another server', LABELS, 'github.acme.com/4711/calm-release'],
    ['without an owner', LABELS, ''],
    ['with another manager', { [MANAGED]: 'terraform' }],
    ['with the label of a deployment', { ...LABELS, mta_id: 'com.acme.app' }],
    ['with the namespace of a deployment', { ...LABELS, mta_namespace: 'blue' }],
    ['with the space of a deployment', { ...LABELS, space_guid: 'abc' }],
    ['with the label of an operator', { ...LABELS, 'service-operator.cf.cs.sap.com/owner': 'uid' }],
  ])('%s', async (_what, labels, owner = OURS.annotations[OWNER]) => {
    const { authority, server, failure } = await cfWorld();
    const name = 'CALM_100_001';
    const annotations = owner === '' ? {} : { [OWNER]: owner };
    server.addKey({ name, instance: server.instance.guid, labels, annotations });
    expect(await authority.list()).toMatchObject([{ name, ours: false }]);
    expect(await failure(authority.delete(name))).toEqual({
      code: 'E_AUTHORITY',
      message: `The service key ${name} does not have the label and the annotation of a key that the rotation of this entry has created, or belongs to a deployment as well, so it was not deleted. Delete it by hand if nothing uses it.`,
    });
    expect(server.calls).not.toContain('delete');
    expect(server.names()).toEqual([name]);
  });
});
