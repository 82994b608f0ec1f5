import { describe, expect, test } from 'vitest';
import { TransportFailure } from '../../../src/http/errors.ts';
import { json, type SmFault, UNKNOWN_ROUTE } from '../../servers/service-manager-faults.ts';
import { fakeToken, OURS, smWorld } from './service-manager-world.ts';

const NAME = 'calm-release-1';

async function worldWithBinding(options: Parameters<typeof smWorld>[0] = {}) {
  const world = await smWorld(options);
  const binding = world.server.store.add(NAME, world.server.instance, OURS);
  return { ...world, binding };
}

describe('a deletion', () => {
  test('of a binding that is gone already is none', async () => {
    const { authority, server } = await worldWithBinding();
    await authority.delete(NAME);
    await authority.delete(NAME);
    expect(server.calls().filter((call) => call === 'delete')).toHaveLength(1);
  });

  test('that goes on after its answer is followed to its end', async () => {
    const { authority, server } = await worldWithBinding();
    server.inject('delete', { work: { questions: 2 } });
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(server.calls().slice(3)).toEqual(['delete', 'operation', 'operation', 'operation']);
  });

  test.each<[string, SmFault]>([
    ['somebody else was faster', json(404, { error: 'NotFound', description: 'none' })],
    ['it is gone for good', json(410, { error: 'Gone', description: 'gone' })],
  ])('counts as done where %s', async (_what, answer) => {
    const { authority, server } = await worldWithBinding();
    server.inject('delete', answer);
    await expect(authority.delete(NAME)).resolves.toBeUndefined();
  });

  test.each<[string, SmFault, string]>([
    [
      'the router does not know the service',
      UNKNOWN_ROUTE,
      `The request to delete ${NAME} failed. The router before SAP Service Manager answered 404 (unknown_route) (HOST, correlation id ID). Is sm_url in authority-login right? If it is, run the job again later.`,
    ],
    [
      'the router says so in the words of the service',
      json(404, { error: 'NotFound' }, { 'x-cf-routererror': 'unknown_route' }),
      'The router before SAP Service Manager answered 404 (unknown_route)',
    ],
    [
      'something in between answers 404',
      { status: 404, body: '<html>' },
      'SAP Service Manager answered 404 (HOST',
    ],
    [
      'it is forbidden',
      json(403, { error: 'Forbidden', description: 'no' }),
      'answered 403: "Forbidden", "no" (HOST',
    ],
  ])('does not count as done where %s', async (_what, answer, text) => {
    const { authority, server, failure } = await worldWithBinding();
    server.inject('delete', answer);
    const { code, message } = await failure(authority.delete(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(text);
    expect(server.names()).toEqual([NAME]);
  });

  test.each<[string, SmFault]>([
    ['whose answer is lost', 'lost answer'],
    ['without an answer', 'cut'],
    ['that the router does not let through', { status: 503, body: 'no_endpoints' }],
    ['that no gateway lets through', { status: 502 }],
    ['that takes too long', { status: 504 }],
    ['that the server gives up', { status: 408 }],
    ['that comes too early', { status: 429 }],
    ['that the server is too busy for', json(503, { error: 'ServiceUnavailable' })],
  ])('%s is repeated, since that does no harm', async (_what, fault) => {
    const { authority, server } = await worldWithBinding();
    server.inject('delete', fault);
    await authority.delete(NAME);
    expect([server.names(), server.living()]).toEqual([[], []]);
    expect(server.calls().slice(3, 5)).toEqual(['delete', 'delete']);
  });

  test('whose end nobody tells is looked up', async () => {
    const { authority, server, failure } = await worldWithBinding();
    server.inject('delete', json(202, {}));
    expect(await failure(authority.delete(NAME))).toMatchObject({ code: 'E_AUTHORITY' });
    expect(server.calls().slice(3)).toEqual(['delete', 'get']);
  });

  test.each<[string, SmFault, string]>([
    ['without an answer', 'cut', 'SAP Service Manager gave no answer.'],
    ['after an error of the server', { status: 503, body: 'busy' }, 'answered 503 (HOST'],
    ['after a request that took too long', { status: 408 }, 'answered 408 (HOST'],
    [
      'after a refusal of the broker',
      { work: { error: 'Status: 500' } },
      'SAP Service Manager has not deleted calm-release-1: "BrokerError", "Failed unbind request',
    ],
  ])('%s of a binding that is still there has failed', async (_what, fault, text) => {
    const { authority, server, failure } = await worldWithBinding();
    server.inject('delete', ...Array.from({ length: 4 }, () => fault));
    const { code, message } = await failure(authority.delete(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(text);
    expect(server.names()).toEqual([NAME]);
    const calls = server.calls().slice(3);
    expect(calls).toEqual(
      typeof fault === 'object' && 'work' in fault
        ? ['delete', 'operation']
        : ['delete', 'delete', 'delete', 'delete', 'get'],
    );
  });

  test('for which no connection stood is not looked up', async () => {
    const asked: string[] = [];
    const { another, failure } = await smWorld({
      context: {
        accessToken: fakeToken,
        transport: async ({ method, url }) => {
          asked.push(`${method} ${url.pathname}`);
          if (method === 'DELETE') {
            throw new TransportFailure('E_CONNECT', 'The connection was refused.', '', {
              retries: 3,
            });
          }
          const name = url.pathname.endsWith('instances') ? 'calm-api' : NAME;
          const body = { items: [{ id: 'a', name, labels: OURS }] };
          return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
        },
      },
    });
    expect(await failure(another({}).delete(NAME))).toMatchObject({ code: 'E_AUTHORITY' });
    expect(asked.at(-1)).toBe('DELETE /v1/service_bindings/a');
  });

  test('that fails later tells the reason', async () => {
    const { authority, server, failure } = await worldWithBinding();
    server.inject('delete', { work: { questions: 1, error: 'Status: 500; still in use' } });
    expect((await failure(authority.delete(NAME))).message).toMatch(
      /^SAP Service Manager has not deleted calm-release-1: "BrokerError", "Failed unbind request .*: Status: 500; still in use"\. Run the job again later, or delete it by hand\.$/,
    );
  });

  test('that is lost while it goes on is awaited', async () => {
    const { authority, server, binding } = await worldWithBinding();
    server.inject('delete', 'cut', 'cut', 'cut', 'cut');
    const last = { type: 'delete', state: 'in progress' };
    const state = json(200, { id: binding.id, ready: true, last_operation: last });
    server.inject('get', state, state, json(404, { error: 'NotFound' }));
    await authority.delete(NAME);
    expect(server.calls().slice(7)).toEqual(['get', 'get', 'get']);
  });

  test('takes no longer than the deadline', async () => {
    const { authority, server, failure, sleeps } = await worldWithBinding({ timeout: 20_000 });
    server.inject('delete', { work: { questions: 1000 } });
    expect(await failure(authority.delete(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The broker of the service is slow: SAP Service Manager is still deleting ${NAME}, and no time is left to wait for its end. Raise the input timeout; the next run deletes what is still there.`,
    });
    expect(sleeps.reduce((sum, sleep) => sum + sleep, 0)).toBeLessThan(20_000);
  });

  test('waits while another operation works on the binding', async () => {
    const { authority, server, sleeps } = await worldWithBinding();
    const busy = json(422, { error: 'ConcurrentOperationInProgress', description: 'Another one' });
    server.inject('delete', busy, busy);
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(sleeps).toEqual([500, 1500, 1000]);
  });
});

test('A deletion while the creation goes on ends both', async () => {
  const { authority, server } = await smWorld();
  const wanted = { name: NAME, service_instance_id: server.instance.id, labels: OURS };
  server.store.create(wanted, { takes: 60_000 }, { async: true });
  await authority.delete(NAME);
  expect([server.names(), server.living()]).toEqual([[], []]);
});

test.each([
  [undefined],
  [{}],
  [{ managed_by: [] }],
  [{ managed_by: ['somebody'], rotation_owner: OURS.rotation_owner }],
  [{ managed_by: OURS.managed_by }],
  [{ ...OURS, rotation_owner: ['api.github.com/4711/calm-release-2'] }],
  [{ ...OURS, rotation_owner: ['github.acme.com/4711/calm-release'] }],
  ['managed_by'],
])('A binding with other labels (%j) is not deleted', async (labels) => {
  const { authority, server, failure } = await smWorld();
  const item = { id: 'a', name: NAME, ready: true, labels };
  server.inject('list', json(200, { items: [item] }));
  const { code, message } = await failure(authority.delete(NAME));
  expect(code).toBe('E_AUTHORITY');
  expect(message).toContain(
    'has not the labels managed_by=api-client-credentials and rotation_owner of this entry',
  );
  expect(server.calls()).not.toContain('delete');
});
