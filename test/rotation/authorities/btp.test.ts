import { describe, expect, test } from 'vitest';
import { authorityContext } from './authority-context.ts';
import { btpWorld, opened } from './btp-world.ts';

const LOGIN = { userName: 'u', password: 'passw0rd' };
const NAME = 'calm-release-1';

describe('API credentials', () => {
  test('are created, listed, looked up and deleted in one session', async () => {
    const { authority, server, masked } = await btpWorld();
    expect(authority).toMatchObject({ kind: 'btp', loginClientId: undefined });
    await authority.check();

    const { name, value } = await authority.create(NAME);
    expect(name).toBe(NAME);
    expect(value).toMatchObject({
      name: NAME,
      clientsecret: server.secrets[0],
      'read-only': false,
    });
    expect(value['clientid']).toMatch(/^sb-full-access!a\d+$/);

    const issued = { name: NAME, createdAt: undefined, usable: true };
    expect(await authority.list()).toEqual([issued]);
    expect(await authority.describe(NAME)).toMatchObject({ name: NAME });
    await authority.delete(NAME);
    expect(await authority.describe(NAME)).toBeUndefined();
    expect(server.names()).toEqual([]);

    expect(server.calls()).toEqual(['login', 'list', 'create', 'list', 'get', 'delete', 'get']);
    const [secret = ''] = server.secrets;
    const bare = secret.slice(NAME.length + 1);
    expect(masked).toEqual([server.password, server.sessions()[0], secret, bare]);
  });

  test('are asked for as the CLI does', async () => {
    const { authority, server, correlationIds } = await btpWorld({ server: { idp: 'acmetenant' } });
    await authority.create(NAME);
    const [login, create] = server.requests;
    expect(login).toMatchObject({ method: 'POST', path: '/login/v2.106.1' });
    expect(JSON.parse(login?.body ?? '')).toEqual({
      customIdp: 'acmetenant',
      subdomain: 'acme-global',
      userName: server.userName,
      password: server.password,
    });
    expect(login?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-cpcli-format': 'json',
      'x-correlationid': correlationIds[0],
    });
    expect(create?.path).toBe('/command/v2.106.1/security/api-credential?create');
    expect(JSON.parse(create?.body ?? '')).toEqual({
      paramValues: { subaccount: server.subaccount, name: NAME, readOnly: 'false' },
    });
    expect(create?.headers).toMatchObject({
      'x-cpcli-sessionid': server.sessions()[0],
      'x-cpcli-subdomain': 'acme-global',
      'x-cpcli-customidp': 'acmetenant',
      'x-correlationid': correlationIds[1],
    });
    expect(new Set(correlationIds).size).toBe(2);
  });

  test('of a subaccount whose id is written in capitals are found', async () => {
    const id = '0F3B8F0C-3C56-4F0E-9F59-6A4A5F4F2B11';
    const { authority, server } = await btpWorld({ settings: { scope: { subaccount: id } } });
    await authority.create(NAME);
    expect(server.names()).toEqual([NAME]);
  });

  test.each([
    ['global-account', 'globalAccount', 'acme-global'],
    ['directory', 'directory', '5c1d0a7e-94a1-4c1b-8f57-0d5a9a3f6d21'],
    ['subaccount', 'subaccount', '0f3b8f0c-3c56-4f0e-9f59-6a4a5f4f2b11'],
  ])('of a %s are read only on demand', async (kind, parameter, id) => {
    const settings = { scope: { [kind]: id }, 'read-only': true };
    const { authority, server } = await btpWorld({ settings });
    const { value } = await authority.create(NAME);
    expect(value).toMatchObject({ 'read-only': true });
    expect(JSON.parse(server.requests[1]?.body ?? '').paramValues).toEqual({
      [parameter]: id,
      name: NAME,
      readOnly: 'true',
    });
    expect(await authority.list()).toHaveLength(1);
  });

  test('share the client id and differ in their secrets', async () => {
    const { authority } = await btpWorld();
    const [first, second] = [await authority.create('a-1'), await authority.create('a-2')];
    expect(first.value['clientid']).toBe(second.value['clientid']);
    expect(first.value['clientsecret']).not.toBe(second.value['clientsecret']);
  });

  test('are listed in either form', async () => {
    const { authority } = await btpWorld({ server: { list: 'value' } });
    expect(await authority.list()).toEqual([]);
    await authority.create(NAME);
    expect(await authority.list()).toEqual([{ name: NAME, createdAt: undefined, usable: true }]);
  });

  test('that are missing count as deleted', async () => {
    const { authority } = await btpWorld();
    await expect(authority.delete('never-there')).resolves.toBeUndefined();
  });

  test('that existed before have no secret to give', async () => {
    const { authority, server, failure } = await btpWorld();
    await authority.create(NAME);
    expect(await failure(authority.create(NAME))).toEqual({
      code: 'E_AUTHORITY',
      message:
        'The answer to security/api-credential?create has no clientsecret (HOST, correlation id ID). A credential of this name existed before, and its secret was shown when it was created and never again. Delete it if nothing uses it, and run the job again.',
    });
    expect(server.names()).toEqual([NAME]);
  });

  test('without a name are not touched', async () => {
    const { authority, server, failure } = await btpWorld();
    for (const call of [authority.create(''), authority.describe(''), authority.delete('')]) {
      expect(await failure(call)).toMatchObject({ code: 'E_AUTHORITY' });
    }
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['of somebody else', () => 'other-name'],
    ['of two lines', () => 'calm\n::error::release'],
    ['that repeats the password in hex', (pass: string) => Buffer.from(pass).toString('hex')],
    ['that is the password backwards', (pass: string) => [...pass].reverse().join('')],
    ['that is no text', () => ({ toString: 'x' })],
  ])('have the name that was asked for, whatever name the answer gives (%s)', async (_w, told) => {
    const { authority, server, masked, shown } = await btpWorld();
    const issued = server.issue(NAME);
    const name = told(server.password);
    server.inject('create', {
      headers: { 'x-cpcli-backend-status': 200 },
      body: { ...issued, name, key: 'MIIEvQIBADANBgkqhkiG9w0' },
    });
    expect(await authority.create(NAME)).toEqual({
      name: NAME,
      value: { ...issued, key: 'MIIEvQIBADANBgkqhkiG9w0' },
    });
    expect(shown).toEqual([]);
    expect(masked.slice(2)).toEqual([
      issued.clientsecret,
      issued.clientsecret.slice(NAME.length + 1),
      'MIIEvQIBADANBgkqhkiG9w0',
    ]);
  });

  test('that are not there under the name that was asked for are not believed at all', async () => {
    const { authority, server, failure } = await btpWorld();
    const issued = server.issue('somebody-elses');
    server.inject('create', { headers: { 'x-cpcli-backend-status': 200 }, body: { ...issued } });
    const { code, message } = await failure(authority.create(NAME));
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(
      `The credential ${NAME} was asked for, and the answer gives another name, which is not used. There is none with the name that was asked for (HOST`,
    );
    expect(message).not.toContain('somebody');
    expect(server.names()).toEqual(['somebody-elses']);
    expect(server.calls()).toEqual(['login', 'create', 'get']);
  });
});

describe('a list', () => {
  test('that the server does not know is named as such', async () => {
    const { authority, failure, server } = await btpWorld({ server: { list: 'unknown command' } });
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'The command security/api-credential?list failed. The BTP CLI server answered 404 (HOST, correlation id ID). The server does not know this command in protocol version v2.106.1, so that the credentials cannot be listed and none can be rotated. Use a newer version of this action, or set protocol-version of the authority.',
    });
    expect(server.calls()).toEqual(['login', 'list']);
  });

  test.each([
    ['null'],
    ['{}'],
    ['"names"'],
    ['[{}]'],
    ['[{"name":""}]'],
    ['[{"name":"a"},7]'],
    ['{"value":{}}'],
    ['no JSON'],
    [''],
  ])('in an unknown form (%s) is refused as a whole', async (body) => {
    const { authority, failure, server } = await btpWorld();
    server.inject('list', { headers: { 'x-cpcli-backend-status': 200 }, body });
    const { code, message } = await failure(authority.list());
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain('listed the API credentials in a form that is not known');
  });
});

describe('settings', () => {
  test('change server, protocol version and allowed hosts', async () => {
    const { server, authority } = await btpWorld({
      server: { versions: ['v3.1.0'] },
      settings: { 'protocol-version': 'v3.1.0' },
      context: { allowedHosts: ['localhost'] },
    });
    await authority.check();
    expect(server.requests.map(({ path }) => path)).toEqual([
      '/login/v3.1.0',
      '/command/v3.1.0/security/api-credential?list',
    ]);
  });

  const settings = { kind: 'btp', subdomain: 'acme-global', scope: { subaccount: 'id' } };

  test.each([
    ['a URL as idp', {}, { ...LOGIN, idp: 'https://acme.example.com' }, 'E_AUTHORITY'],
    ['no user', {}, { ...LOGIN, userName: '' }, 'E_AUTHORITY_LOGIN'],
    ['no password', {}, { ...LOGIN, password: '' }, 'E_AUTHORITY_LOGIN'],
    ['plain HTTP', { 'cli-server': 'http://cli.btp.cloud.sap' }, LOGIN, 'E_URL_INSECURE'],
    ['no URL', { 'cli-server': 'https://cli btp' }, LOGIN, 'E_URL_INVALID'],
  ])('with %s are refused', (_what, wrong, login, code) => {
    const given = { ...settings, ...wrong };
    expect(() => opened(given, JSON.stringify(login), authorityContext())).toThrow(
      expect.objectContaining({ code }),
    );
  });

  test.each([[[]], [['*.example.com']]])(
    'for a server that is not among %j are refused',
    (hosts) => {
      const context = authorityContext({ allowedHosts: hosts });
      expect(() => opened(settings, JSON.stringify(LOGIN), context)).toThrow(
        expect.objectContaining({ code: 'E_HOST_NOT_ALLOWED' }),
      );
    },
  );

  test('mask the password at once', () => {
    const context = authorityContext();
    opened(settings, JSON.stringify(LOGIN), context);
    expect(context.runner.masks).toEqual(['passw0rd']);
  });

  test('point to the server of SAP by default', async () => {
    const asked: string[] = [];
    const context = authorityContext({
      allowedHosts: ['cli.btp.cloud.sap'],
      transport: async ({ url }) => {
        asked.push(url.href);
        return { status: 401, headers: {}, body: Buffer.alloc(0) };
      },
    });
    const authority = opened(settings, JSON.stringify(LOGIN), context);
    await expect(authority.check()).rejects.toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    expect(asked).toEqual(['https://cli.btp.cloud.sap/login/v2.106.1']);
  });
});
