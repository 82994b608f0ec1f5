import { describe, expect, test } from 'vitest';
import { TransportFailure } from '../../../src/http/errors.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { json, type SmFault, UNKNOWN_ROUTE } from '../../servers/service-manager-faults.ts';
import { fakeToken, smWorld } from './service-manager-world.ts';

const NAME = 'calm-release-1';
const slow = (questions: number, error?: string): SmFault => ({
  work: { questions, ...(error === undefined ? {} : { error }) },
});

describe('a creation that goes on after its answer', () => {
  test('is followed to its end, and its credentials are read then', async () => {
    const { authority, server, sleeps, masked, shown } = await smWorld();
    server.inject('create', slow(4));
    const { name, value } = await authority.create(NAME);
    expect(name).toBe(NAME);
    expect(value).toEqual(server.store.bindings().at(-1)?.credentials);
    const { clientsecret } = value['uaa'] as { readonly clientsecret: string };
    expect(masked).toContain(clientsecret);
    expect(server.calls().slice(2)).toEqual([
      'create',
      ...Array.from({ length: 5 }, () => 'operation'),
      'get',
    ]);
    expect(sleeps).toEqual([1000, 2000, 4000, 8000, 8000]);
    expect(shown[0]).toBe(`Waiting 1 s for the request to create ${NAME} to end.`);
  });

  test('is asked about at the same server, wherever the answer points', async () => {
    const { authority, server } = await smWorld();
    await authority.check();
    const created = server.store.add(NAME, server.instance);
    const operation = `/v1/service_bindings/${created.id}/operations/${created.operation.id}`;
    server.inject('create', json(202, {}, { location: `https://evil.test${operation}` }));
    expect((await authority.create(NAME)).value).toEqual(created.credentials);
    expect(server.requests.at(-2)?.path).toBe(operation);
  });

  test('and fails tells the reason of the broker, and what is left is deleted', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', slow(1, 'Status: 400; ErrorMessage: validity is too long'));
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `SAP Service Manager could not create ${NAME}: "BrokerError", "Status: 400; ErrorMessage: validity is too long". The broker of the service has refused. Nothing of it is left (HOST, correlation id ID). Check the parameters of the authority, and whether the instance is in order.`,
    });
    expect(server.names()).toEqual([]);
    expect(server.calls().slice(-2)).toEqual(['list', 'delete']);
  });

  test('tells a list of reasons, too', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', slow(0));
    server.inject(
      'operation',
      json(200, { state: 'failed', errors: [{ error: 'One', description: 'two' }] }),
    );
    const { message } = await failure(authority.create(NAME));
    expect(message).toContain(`could not create ${NAME}: "One", "two". `);
  });

  test('and fails leaves what cannot be deleted to a later run', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', slow(0, 'no'));
    server.inject('delete', json(403, { error: 'Forbidden', description: 'no' }));
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain('What is left of it could not be deleted; a later run will (HOST');
    expect(server.names()).toEqual([NAME]);
  });

  test.each<[string, SmFault]>([
    ['is not known any more', json(410, { error: 'Gone', description: 'gone' })],
    ['is not known at all', json(404, { error: 'NotFound', description: 'none' })],
  ])('and %s is judged by the binding', async (_what, answer) => {
    const { authority, server } = await smWorld();
    server.inject('create', slow(1));
    server.inject('operation', 'none', 'none', answer);
    expect((await authority.create(NAME)).name).toBe(NAME);

    server.inject('create', slow(0));
    server.inject('operation', answer);
    // The binding is not ready then: nobody knows what becomes of it.
    await expect(authority.create('calm-release-2')).rejects.toMatchObject({
      name: 'UnknownOutcome',
    });
  });

  test('and cannot be read for an error of the server is judged by the binding', async () => {
    const { authority, server } = await smWorld();
    server.inject('create', slow(0));
    const broken = json(500, { error: 'InternalServerError', description: 'no' });
    server.inject('operation', broken, broken, broken, broken);
    await expect(authority.create(NAME)).rejects.toMatchObject({ name: 'UnknownOutcome' });
    expect(server.calls().slice(-2)).toEqual(['operation', 'get']);
  });

  test('takes no longer than the deadline', async () => {
    const { authority, server, failure, sleeps } = await smWorld({ timeout: 30_000 });
    server.inject('create', slow(1000));
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'UnknownOutcome',
      message: `The binding ${NAME} was asked for. Its creation did not end in time. No time is left.`,
    });
    expect(sleeps.reduce((sum, sleep) => sum + sleep, 0)).toBeLessThan(30_000);
    expect(server.calls().filter((call) => call === 'create')).toHaveLength(1);
  });

  test.each<[string, SmFault, string]>([
    ['is in no known state', json(200, { state: 'dancing' }), 'answered 200 (HOST'],
    ['is no JSON', { status: 200, body: 'no JSON' }, 'answered 200 (HOST'],
    ['belongs to others', json(403, { error: 'Forbidden', description: 'no' }), 'answered 403'],
    ['is hidden by the router', UNKNOWN_ROUTE, 'answered 404 (unknown_route)'],
  ])('and %s has an unknown outcome', async (_what, answer, text) => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', slow(3));
    server.inject('operation', answer);
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('UnknownOutcome');
    expect(message).toContain(text);
  });
});

describe('a creation that is refused', () => {
  test.each<[string, SmFault, string]>([
    [
      'for its name',
      json(409, {
        error: 'Conflict',
        description: 'binding with same name exists for instance with id 1111',
      }),
      'answered 409: "Conflict", "binding with same name exists for instance with id 1111" (HOST, correlation id ID). Something of this name exists already. Run the job again: the next name is another one.',
    ],
    [
      'for its instance',
      json(404, {
        error: 'NotFound',
        description: 'service instance not found or not accessible',
      }),
      'answered 404: "NotFound", "service instance not found or not accessible" (HOST, correlation id ID). Is sm_url in authority-login right?',
    ],
    [
      'for its parameters',
      json(400, { error: 'BadRequest', description: 'invalid parameters' }),
      'answered 400: "BadRequest", "invalid parameters" (HOST, correlation id ID). Check the parameters of the authority in the inventory.',
    ],
    [
      'for the plan of the login',
      json(403, { error: 'Forbidden' }),
      'answered 403: "Forbidden" (HOST, correlation id ID). The login may not do this: bindings of a whole subaccount need a binding of the plan subaccount-admin.',
    ],
    [
      'by the router',
      UNKNOWN_ROUTE,
      'The router before SAP Service Manager answered 404 (unknown_route) (HOST, correlation id ID).',
    ],
  ])('%s says so, and is not repeated', async (_what, answer, text) => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', answer);
    const { message } = await failure(authority.create(NAME));
    expect(message).toContain(text);
    expect(server.calls().filter((call) => call === 'create')).toHaveLength(1);
    expect(server.names()).toEqual([]);
  });

  test('by the broker tells its reason', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', { work: { error: 'Status: 400; ErrorMessage: no' } });
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(
      'answered 502: "BrokerError", "Failed bind request Status: 400; ErrorMessage: no"',
    );
    expect(message).toContain('The broker of the service has refused. Nothing of it is left (HOST');
    expect(server.names()).toEqual([]);
  });

  test('with words that repeat a secret does not show them', async () => {
    const { authority, server, failure } = await smWorld();
    const { clientsecret } = JSON.parse(server.login);
    server.inject('create', json(400, { error: 'No', description: `no ${clientsecret.slice(4)}` }));
    const { message } = await failure(authority.create(NAME));
    expect(message).toContain(
      'answered 400: "No", a reason that repeats a part of the secret and is not shown (HOST',
    );
    expect(findLeaks(message, [clientsecret])).toEqual([]);
  });
});

describe('a creation of which nobody knows whether it took place', () => {
  test.each<[string, SmFault, readonly string[]]>([
    ['whose answer is lost', 'lost answer', [NAME]],
    ['whose connection is cut', 'cut', []],
    ['that is answered 500', json(500, { error: 'InternalServerError' }), []],
    ['that is answered 503', json(503, { error: 'ServiceUnavailable' }), []],
    ['that is answered 504', { status: 504, body: 'Gateway Timeout' }, []],
    ['that is answered 502 by a gateway', { status: 502, body: 'Bad Gateway' }, []],
    ['that is answered 408', { status: 408 }, []],
    ['that is answered 302', { status: 302, headers: { location: 'https://evil.test/' } }, []],
    ['that succeeds without a word', { status: 201, body: 'no JSON' }, []],
    ['that goes on nobody knows where', json(202, {}), []],
  ])('(%s) is said to be so, and never repeated', async (_what, fault, names) => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', fault);
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('UnknownOutcome');
    expect(message).toMatch(/(?:A binding|The binding calm-release-1) was asked for\./);
    expect(server.calls().filter((call) => call === 'create')).toHaveLength(1);
    expect(server.names()).toEqual(names);
  });

  test('is read again where the answer was lost', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', 'lost answer');
    await failure(authority.create(NAME));
    const again = await authority.read?.(NAME);
    expect(again).toEqual({ name: NAME, value: server.store.bindings().at(-1)?.credentials });
  });

  test('is none where no connection stood', async () => {
    const { another, failure } = await smWorld({
      context: {
        accessToken: fakeToken,
        transport: async ({ method }) => {
          if (method === 'POST') {
            throw new TransportFailure('E_CONNECT', 'The connection was refused.', '', {
              retries: 3,
            });
          }
          const body = { items: [{ id: 'a', name: 'calm-api' }] };
          return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
        },
      },
    });
    expect(await failure(another({}).create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The request to create ${NAME} failed. SAP Service Manager gave no answer. The connection was refused (HOST, correlation id ID). Raise the input timeout if the server is slow.`,
    });
  });
});

test('A success without credentials is read once more', async () => {
  const { authority, server } = await smWorld();
  await authority.check();
  const created = server.store.add(NAME, server.instance);
  server.inject('create', json(201, { id: created.id, name: NAME }));
  expect((await authority.create(NAME)).value).toEqual(created.credentials);
});
