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
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toMatch(
      /^SAP Service Manager could not create calm-release-1: "BrokerError", "Failed bind request .* \.\.\. .*: Status: 400; ErrorMessage: validity is too long"\. The broker of the service has refused\. Nothing of it is left \(HOST, correlation id ID\)\. Check the parameters of the authority, and whether the instance is in order\.$/,
    );
    expect([server.names(), server.living()]).toEqual([[], []]);
    expect(server.calls().slice(-3)).toEqual(['list', 'delete', 'operation']);
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

    server.inject('create', { work: { takes: 9000 } });
    server.inject('operation', answer);
    expect((await authority.create('calm-release-2')).name).toBe('calm-release-2');
    expect(server.calls().slice(-6)).toEqual(['operation', 'get', 'get', 'get', 'get', 'get']);
  });

  test('and cannot be read for an error of the server is judged by the binding', async () => {
    const { authority, server } = await smWorld();
    server.inject('create', slow(0));
    const broken = json(500, { error: 'InternalServerError', description: 'no' });
    server.inject('operation', broken, broken, broken, broken);
    expect((await authority.create(NAME)).name).toBe(NAME);
    expect(server.calls().slice(-2)).toEqual(['operation', 'get']);
  });

  test('takes no longer than the deadline', async () => {
    const { authority, server, failure, sleeps } = await smWorld({ timeout: 30_000 });
    server.inject('create', slow(1000));
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The broker of the service is slow: the creation of the binding ${NAME} has begun and did not end in time (HOST, correlation id ID). It goes on there, and a later run deletes what comes of it. Raise the input timeout if the broker is always so slow.`,
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

  test('by the broker within the request tells its reason', async () => {
    const { authority, server, failure } = await smWorld();
    const description = `Failed bind request ${'{"context":"..."}'.repeat(40)}: Status: 400; ErrorMessage: no`;
    server.inject('create', json(502, { error: 'BrokerError', description }));
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toMatch(
      /answered 502: "BrokerError", "Failed bind request .*: Status: 400; ErrorMessage: no"/,
    );
    expect(message).toContain('The broker of the service has refused. Nothing of it is left (HOST');
    expect(server.names()).toEqual([]);
  });

  test('by the broker as SAP writes it tells its reason', async () => {
    const { authority, server, failure } = await smWorld();
    const brokerError = {
      StatusCode: 400,
      ErrorMessage: 'BadRequest',
      Description: 'the parameter credential-type is not allowed for this plan',
      ResponseError: null,
    };
    server.inject('create', { work: { error: 'Status: 400', brokerError } });
    const { message } = await failure(authority.create(NAME));
    expect(message).toContain('"the parameter credential-type is not allowed for this plan"');
    expect(message).toContain('The broker of the service has refused. Nothing of it is left (HOST');
  });

  test.each([
    ['Status: 500; ErrorMessage: <nil>', 'has failed. Nothing of it is left'],
    ['Status: 503; Description: try later', 'has failed. Nothing of it is left'],
    ['Post "https://broker.example.com": EOF', 'has not answered Service Manager. Nothing'],
    ['context deadline exceeded', 'has not answered Service Manager. Nothing of it is left'],
    ['Status: 422; Description: no quota of 500', 'has refused. Nothing of it is left'],
  ])('is told from a broker that did not refuse (%s)', async (error, text) => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', { work: { error } });
    expect((await failure(authority.create(NAME))).message).toContain(
      `The broker of the service ${text}`,
    );
    expect([server.names(), server.living()]).toEqual([[], []]);
  });

  test('by a broker that may have issued all the same, without a row, says so by name', async () => {
    const { authority, server, failure } = await smWorld();
    const description = 'Failed bind request {}: Post "https://broker.example.com": EOF';
    server.inject('create', json(502, { error: 'BrokerError', description }));
    expect((await failure(authority.create(NAME))).message).toContain(
      `No list shows it, but a credential with the name ${NAME} may live at the service: let its support look (HOST`,
    );
  });

  test('at once, where the broker has no credentials to give, is called that', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('create', { work: { empty: true } });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message: `The binding ${NAME} was created, and the broker of the service has given no credentials for it. Nothing of it is left (HOST, correlation id ID). Is this an instance of a service whose bindings hold credentials? Check instance and parameters of the authority.`,
    });
    expect([server.names(), server.living()]).toEqual([[], []]);
  });

  test.each([4_000, 1])('is not begun with %i ms left', async (left) => {
    const { authority, server, failure, pass } = await smWorld();
    await authority.check();
    pass(600_000 - left);
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message:
        'Too little time is left to begin the creation of a credential, so nothing was begun. Raise the input timeout if the server is slow.',
    });
    expect(server.calls()).not.toContain('create');
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
    ['that the server gives up', 'times out', [NAME]],
    ['that the server is too busy for', 'is busy', [NAME]],
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

  test('is waited for where the broker still works on it, and read then', async () => {
    const { authority, server, failure, sleeps } = await smWorld();
    server.inject('create', { work: { takes: 6000 } });
    const created = authority.create(NAME);
    expect((await created).name).toBe(NAME);
    server.inject('create', 'times out');
    await failure(authority.create('calm-release-2'));
    server.inject('list', json(200, { items: [] }));
    expect(await authority.read?.('calm-release-2')).toBeUndefined();
    expect((await authority.read?.('calm-release-2'))?.name).toBe('calm-release-2');
    expect(sleeps).toEqual([1000, 2000, 4000]);
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

test.each([
  { name: 'somebody-elses' },
  { name: 'two\nlines' },
  { name: 7 },
  { service_instance_id: '11111111-1111-4111-8111-111111111111' },
])('An answer about another binding (%j) is not believed', async (changes) => {
  for (const call of ['create', 'get'] as const) {
    const { authority, server, failure } = await smWorld();
    const foreign = server.store.add('somebody-elses', server.instance);
    const body = {
      id: foreign.id,
      name: NAME,
      ready: true,
      credentials: { clientsecret: 'Fake/0Q' },
    };
    server.inject(call, json(call === 'create' ? 201 : 200, { ...body, ...changes }));
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(
      `The answer to a request about the binding ${NAME} is about another one, so nothing of it was used (HOST`,
    );
    expect(message).not.toContain('somebody');
    expect(server.names()).toContain('somebody-elses');
    expect(server.calls()).not.toContain('delete');
  }
});
