import { describe, expect, onTestFinished, test } from 'vitest';
import { within } from '../../../src/http/exchange.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import type { BtpFault } from '../../servers/btp-server.ts';
import { btpWorld } from './btp-world.ts';

const NAME = 'calm-release-1';

/** The backend's status, in a 200 of the CLI server. */
function backend(status: number | string, body: object | string = '', message?: string): BtpFault {
  return {
    headers: {
      'x-cpcli-backend-status': status,
      ...(message === undefined ? {} : { 'x-cpcli-backend-message': message }),
    },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  };
}

function refusedBy(server: number, message?: string): BtpFault {
  return {
    status: server,
    headers: message === undefined ? {} : { 'x-cpcli-server-message': message },
  };
}

describe('errors name the reason and the place', () => {
  test.each<[string, BtpFault, string]>([
    [
      'an error',
      backend(409, { error: 'Busy.' }),
      'The backend of the BTP CLI server answered 409: "Busy."',
    ],
    ['ErrorMessage', backend(404 + 5, { ErrorMessage: 'Busy.' }), 'answered 409: "Busy."'],
    [
      'error and description',
      backend(422, { error: 'Invalid', description: 'no such thing' }),
      'answered 422: "Invalid", "no such thing"',
    ],
    [
      'a broker error',
      backend(422, {
        error: 'BrokerError',
        description: 'it failed',
        broker_error: {
          StatusCode: 422,
          ErrorMessage: null,
          Description: 'quota',
          ResponseError: null,
        },
      }),
      'answered 422: "BrokerError", "it failed", "quota"',
    ],
    [
      'an error object',
      backend(410, { error: { code: 1, message: 'gone' } }),
      'answered 410: "gone"',
    ],
    [
      'the header of the backend',
      backend(403, '', 'You are not authorized to use this command.'),
      'answered 403: "You are not authorized to use this command." (HOST, correlation id ID). Check the scope of the authority, and give the user the role of an administrator there.',
    ],
    [
      'the header of the server',
      refusedBy(
        403,
        "Subaccount 'x' does not exist and thus did not entitle you to execute the command.",
      ),
      'The BTP CLI server answered 403: "Subaccount \'x\' does not exist and thus did not entitle you to execute the command."',
    ],
    [
      'nothing',
      refusedBy(400),
      'The BTP CLI server answered 400 (HOST, correlation id ID). Check the scope',
    ],
    [
      'no status of the backend',
      { body: '<html>a proxy</html>' },
      'The BTP CLI server answered 200 without the status of the backend (HOST, correlation id ID). Is cli-server right, or is there a proxy between that answers itself?',
    ],
    ['a status that is none', backend('fine'), 'answered 200 without the status of the backend'],
    ['plain text', backend(409, 'https://plain text'), 'answered 409 (HOST'],
  ])('from %s', async (_what, fault, expected) => {
    const { authority, server, failure } = await btpWorld();
    server.inject('delete', fault);
    const { code, message } = await failure(authority.delete(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(expected);
    expect(message).toContain('The command security/api-credential?delete failed. ');
    expect(server.calls()).toEqual(['login', 'delete']);
  });

  test('of a viewer and of a wrong scope, as recorded', async () => {
    const viewer = await btpWorld({ server: { role: 'viewer' } });
    expect((await viewer.failure(viewer.authority.create(NAME))).message).toContain(
      '403: "You are not authorized to use this command."',
    );
    const scope = { directory: 'b7c0f0f8-0000-4000-8000-000000000000' };
    const wrong = await btpWorld({ settings: { scope } });
    expect((await wrong.failure(wrong.authority.create(NAME))).message).toContain(
      `403: "Directory '${scope.directory}' does not exist and thus`,
    );
  });

  test('but never what repeats a created secret', async () => {
    const { authority, server, failure } = await btpWorld();
    await authority.create(NAME);
    const [secret = ''] = server.secrets;
    server.inject('delete', backend(409, { error: `${NAME} has ${secret}`, description: NAME }));
    const { message } = await failure(authority.delete(NAME));
    expect(message).toContain(
      `answered 409: a reason that repeats a part of the secret and is not shown, "${NAME}"`,
    );
  });
});

describe('list, get and delete are repeated', () => {
  const limited = {
    error: {
      code: 11006,
      message: 'Request rate limit exceeded.',
      details: [
        { code: 11007, message: 'Maximum request rate limit is 10 requests in 20 seconds' },
      ],
    },
  };
  test.each<[string, BtpFault, number]>([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '3' }, body: limited }, 3500],
    ['429 with the window in its body', { status: 429, body: limited }, 20_500],
    ['429 of the backend', backend(429, limited), 20_500],
    ['429 without more', { status: 429 }, 500],
    ['503', refusedBy(503), 500],
    ['504', refusedBy(504, 'Command timed out'), 150],
    ['502 of the backend', backend(502, { error: 'BrokerError' }), 150],
    ['a cut connection', 'cut', 150],
  ])('after %s', async (_what, fault, wait) => {
    const { authority, server, sleeps } = await btpWorld();
    server.inject('list', fault);
    expect(await authority.list()).toEqual([]);
    expect(sleeps).toEqual([wait]);
  });

  test('at most three times', async () => {
    const { authority, server, failure } = await btpWorld();
    server.inject('get', ...Array(5).fill({ status: 429, body: limited }));
    expect(await failure(authority.describe(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message:
        'The command security/api-credential?get failed. The BTP CLI server answered 429: "Request rate limit exceeded.", "Maximum request rate limit is 10 requests in 20 seconds" (HOST, correlation id ID). Too many requests were sent for this user. Run the job later.',
    });
    expect(server.calls()).toEqual(['login', 'get', 'get', 'get', 'get']);
  });

  test('only before the deadline', async () => {
    const { authority, server, failure, sleeps } = await btpWorld({ timeout: 20_000 });
    server.inject('list', { status: 429, body: limited });
    expect(await failure(authority.list())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(sleeps).toEqual([]);
  });

  test('while the account is locked', async () => {
    const { authority, server, sleeps } = await btpWorld();
    await authority.create(NAME);
    const locked = { error: 'Account is locked by another operation. [Error: 30004/400]' };
    server.inject('delete', { status: 400, body: locked }, backend(400, locked));
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(sleeps).toEqual([500, 1500]);
  });

  test('also when a deletion took place and its answer was lost', async () => {
    const { authority, server } = await btpWorld();
    await authority.create(NAME);
    server.inject('delete', 'lost answer');
    await authority.delete(NAME);
    expect(server.names()).toEqual([]);
    expect(server.calls()).toEqual(['login', 'create', 'delete', 'delete']);
  });

  test('but not after a refusal', async () => {
    const { authority, server, failure } = await btpWorld();
    server.inject('delete', backend(400, { error: 'wrong' }));
    await failure(authority.delete(NAME));
    server.inject('delete', refusedBy(404));
    expect((await failure(authority.delete(NAME))).message).toContain(
      'so that no credential can be deleted',
    );
    expect(server.calls()).toEqual(['login', 'delete', 'delete']);
  });
});

describe('create is repeated', () => {
  test.each<[string, BtpFault, number]>([
    ['429', { status: 429, headers: { 'retry-after': '1' } }, 1500],
    ['429 without a time', { status: 429 }, 500],
    ['429 of the backend', backend(429), 500],
    ['a lock', backend(400, { error: '[Error: 30004/400]' }), 500],
  ])('after %s, since nothing was done', async (_what, fault, wait) => {
    const { authority, server, sleeps } = await btpWorld();
    server.inject('create', fault);
    expect(await authority.create(NAME)).toMatchObject({ name: NAME });
    expect(server.calls()).toEqual(['login', 'create', 'create']);
    expect([server.names(), sleeps]).toEqual([[NAME], [wait]]);
  });

  test('each minute while there is time', async () => {
    const { authority, server, sleeps, failure } = await btpWorld({ timeout: 100_000 });
    server.inject('create', ...Array<BtpFault>(9).fill({ status: 429 }));
    expect((await failure(authority.create(NAME))).message).toContain(
      'Too many requests were sent for this user. Run the job later.',
    );
    expect(sleeps).toEqual([500, 60_500]);
    expect(server.names()).toEqual([]);
  });

  test('not with seconds left', async () => {
    const { authority, server, failure } = await btpWorld({ timeout: 4_000 });
    await authority.check();
    expect((await failure(authority.create(NAME))).message).toContain('nothing was begun');
    expect(server.calls()).not.toContain('create');
  });
});

describe('create is never repeated', () => {
  test.each<[string, BtpFault]>([
    ['400', backend(400, { error: 'The certificate is not valid PEM format.' })],
    ['403', refusedBy(403)],
    ['404', refusedBy(404)],
    ['409', backend(409)],
  ])('after %s, and nothing was created', async (_what, fault) => {
    const { authority, server, failure, sleeps } = await btpWorld();
    server.inject('create', fault);
    expect(await failure(authority.create(NAME))).toMatchObject({ code: 'E_AUTHORITY' });
    expect(server.calls()).toEqual(['login', 'create']);
    expect(sleeps).toEqual([]);
  });

  test.each<[string, BtpFault, string]>([
    [
      'a lost answer',
      'lost answer',
      'A credential was asked for. The BTP CLI server gave no answer. The connection was closed before the answer was complete (HOST, correlation id ID).',
    ],
    ['a cut connection', 'cut', 'The connection was closed'],
    [
      '504',
      refusedBy(504, 'Command timed out'),
      'A credential was asked for. The BTP CLI server answered 504: "Command timed out", which does not tell whether it was created (HOST, correlation id ID).',
    ],
    ['500 of the backend', backend(500), 'answered 500, which'],
    ['408 of the backend', backend(408), 'answered 408, which'],
    ['a 302', { status: 302, headers: { location: '/elsewhere' } }, 'answered 302, which'],
    ['a 303', { status: 303, headers: { location: '/elsewhere' } }, 'answered 303, which'],
    ['200 without the status of the backend', {}, 'answered 200 without the status'],
    ['a success that is no JSON', backend(200, '{"clientid":'), 'a success, cannot be read'],
    ['a success that is a list', backend(201, '[]'), 'a success, cannot be read'],
    ['an answer without end', { body: 'x'.repeat(1024 * 1024 + 1) }, 'larger than 1 MiB'],
  ])('after %s, and the outcome is unknown', async (_what, fault, expected) => {
    const { authority, server, failure, sleeps } = await btpWorld();
    server.inject('create', fault);
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('UnknownOutcome');
    expect(message).toContain(expected);
    expect(server.calls()).toEqual(['login', 'create']);
    expect(sleeps).toEqual([]);
  });

  test('after silence until the deadline', async () => {
    const client = undiciTransport({});
    onTestFinished(() => client.close());
    const { authority, server, failure } = await btpWorld({
      context: {
        transport: (request, { total }) => client.transport(request, within(Math.min(total, 300))),
      },
    });
    await authority.check();
    server.inject('create', 'silence');
    expect(await failure(authority.create(NAME))).toMatchObject({ code: 'UnknownOutcome' });
  });

  test('where no connection was made, and nothing was created', async () => {
    const { authority, server, failure } = await btpWorld();
    await authority.check();
    await server.close();
    // Notices that the connection is gone.
    expect(await failure(authority.describe(NAME))).toMatchObject({ code: 'E_AUTHORITY' });
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message:
        'The command security/api-credential?create failed. The BTP CLI server gave no answer. The connection was refused (HOST, correlation id ID). Check host and port of the URL, and the firewall of the runner. Raise the input timeout if the server is slow.',
    });
  });

  test('and a lost answer leaves a credential that the list shows', async () => {
    const { authority, server, failure } = await btpWorld();
    server.inject('create', 'lost answer');
    await failure(authority.create(NAME));
    expect(await authority.list()).toEqual([{ name: NAME, createdAt: undefined, usable: true }]);
  });
});

describe('a session that has expired', () => {
  test.each(['list', 'get', 'delete', 'create'] as const)(
    'is renewed once for %s',
    async (call) => {
      const { authority, server, shown } = await btpWorld();
      await authority.check();
      server.inject(call, 'sessions end');
      const method = call === 'get' ? 'describe' : call;
      await (method === 'list' ? authority.list() : authority[method](NAME));
      expect(server.calls()).toEqual(['login', 'list', call, 'login', call]);
      expect(shown).toEqual(['The session has expired; logging in again.']);
      expect(server.names()).toEqual(call === 'create' ? [NAME] : []);
    },
  );

  test('is also told by the backend', async () => {
    const { authority, server } = await btpWorld();
    server.inject('list', backend(401));
    await authority.list();
    expect(server.calls()).toEqual(['login', 'list', 'login', 'list']);
  });

  test('is not renewed twice', async () => {
    const { authority, server, failure } = await btpWorld();
    server.inject('list', refusedBy(401), refusedBy(401));
    expect((await failure(authority.list())).message).toContain(
      'answered 401 (HOST, correlation id ID). The session is not accepted, not even a new one.',
    );
    expect(server.calls()).toEqual(['login', 'list', 'login', 'list']);
  });

  test('does not use up the repetitions', async () => {
    const { authority, server } = await btpWorld();
    server.inject('list', refusedBy(503), 'sessions end', refusedBy(503), refusedBy(503), 'none');
    await authority.list();
    expect(server.calls().filter((call) => call === 'list')).toHaveLength(5);
  });

  test('and a login that then fails is told as such', async () => {
    const { authority, server, failure } = await btpWorld();
    await authority.check();
    server.inject('create', refusedBy(401));
    server.inject('login', refusedBy(401));
    expect(await failure(authority.create(NAME))).toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    expect(server.names()).toEqual([]);
  });
});
