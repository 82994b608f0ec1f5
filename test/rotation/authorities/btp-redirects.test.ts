import { describe, expect, onTestFinished, test } from 'vitest';
import { startBtpServer } from '../../servers/btp-server.ts';
import { startHttpServer, startHttpsServer } from '../../servers/https-server.ts';
import { createPki } from '../../servers/pki.ts';
import { authorityContext } from './authority-context.ts';
import { btpWorld, opened } from './btp-world.ts';

const NAME = 'calm-release-1';
const ID_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJqYW5lIn0.c2lnbmF0dXJlLW9mLXRoZS1pZC10b2tlbg';
const pki = await createPki();

/** Another CLI server, which takes every command. */
async function elsewhere(body: object | string = []) {
  const server = await startHttpsServer({
    pki,
    answer: () => ({ headers: { 'x-cpcli-backend-status': 200 }, body: JSON.stringify(body) }),
  });
  onTestFinished(() => server.close());
  return { ...server, host: new URL(server.url).host };
}

function redirect(status: number, location: string, more: object = {}) {
  return { status, headers: { location, ...more } };
}

describe('a redirect of a command', () => {
  test.each([302, 307, 308])(
    '(%i) is followed to another port of the same host',
    async (status) => {
      const other = await elsewhere([{ name: 'a' }]);
      const { authority, server, masked } = await btpWorld({
        server: { pki },
        client: { caCertificate: pki.ca },
        context: { allowedHosts: ['localhost'] },
      });
      server.inject(
        'list',
        redirect(status, `${other.url}/command/x?list`, {
          'x-cpcli-subdomain': 'acme-moved',
          'x-id-token': ID_TOKEN,
          'x-other': 'no',
        }),
      );
      expect(await authority.list()).toEqual([{ name: 'a', createdAt: undefined, usable: true }]);
      const [request] = other.requests;
      expect(request).toMatchObject({ method: 'POST', path: '/command/x?list' });
      expect(request?.body).toBe(server.requests.at(-1)?.body);
      expect(request?.headers).toMatchObject({
        'x-cpcli-sessionid': server.sessions()[0],
        'x-cpcli-subdomain': 'acme-moved',
        'x-id-token': ID_TOKEN,
        'x-correlationid': server.requests.at(-1)?.headers['x-correlationid'],
      });
      expect(request?.headers).not.toHaveProperty('x-other');
      expect(masked).toContain(ID_TOKEN);
    },
  );

  test('is followed on the same host without a list', async () => {
    const { authority, server } = await btpWorld();
    const path = '/command/v2.106.1/security/api-credential?list';
    server.inject('list', redirect(307, path));
    expect(await authority.list()).toEqual([]);
    expect(server.calls()).toEqual(['login', 'list', 'list']);
  });

  test('is followed three times', async () => {
    const { authority, server, failure } = await btpWorld();
    const path = '/command/v2.106.1/security/api-credential?list';
    const on = redirect(308, path);
    server.inject('list', on, on, on);
    expect(await authority.list()).toEqual([]);
    server.inject('list', on, on, on, on);
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'The BTP CLI server answered with more than 3 redirects; nothing was sent there (HOST, correlation id ID).',
    });
    expect(server.calls()).toHaveLength(9);
  });

  const SAP = 'cpcli.cf.eu10.hana.ondemand.com';

  test.each([
    [SAP, ['localhost'], 'which is not among the allowed-hosts'],
    ['anybody.cfapps.us10-001.hana.ondemand.com', undefined, 'which is no BTP CLI server of SAP'],
    ['cli.example.com', undefined, 'which is no BTP CLI server of SAP'],
    ['cpcli.cf.eu10.hana.ondemand.com.evil.test', undefined, 'which is no BTP CLI server of SAP'],
    ['cpcli.cf.eu10.hana.ondemand.com:8443', undefined, 'which is no BTP CLI server of SAP'],
  ])('is refused to %s, allowed or not', async (host, only, why) => {
    const context = { allowedHosts: only ?? ['localhost', host, '*.hana.ondemand.com'] };
    const { authority, server, failure } = await btpWorld({ context });
    server.inject('list', redirect(307, `https://${host}/command`));
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message: `The BTP CLI server answered with a redirect to ${host}, ${why}; nothing was sent there (HOST, correlation id ID).`,
    });
    expect(server.calls()).toEqual(['login', 'list']);
  });

  test.each([[undefined], [['cli.btp.cloud.sap', '*.hana.ondemand.com']]])(
    'is followed to a server of SAP that is in the list %j',
    async (allowedHosts) => {
      const asked: string[] = [];
      const answers: Readonly<Record<string, object>> = {
        '/login/v2.106.1': { 'x-cpcli-sessionid': 'session-of-jane-0' },
        '/command/x': { 'x-cpcli-backend-status': '200' },
      };
      const context = authorityContext({
        allowedHosts,
        transport: async ({ url }) => {
          asked.push(url.host);
          const headers = answers[url.pathname];
          const body = Buffer.from('[]');
          if (headers !== undefined) return { status: 200, headers: { ...headers }, body };
          return { status: 307, headers: { location: `https://${SAP}/command/x` }, body };
        },
      });
      const settings = { kind: 'btp', subdomain: 'acme-global', scope: { subaccount: 'id' } };
      const login = JSON.stringify({ userName: 'jane', password: 'Pw-of-jane' });
      expect(await opened(settings, login, context).list()).toEqual([]);
      expect(asked).toEqual(['cli.btp.cloud.sap', 'cli.btp.cloud.sap', SAP]);
    },
  );

  test.each([
    ['http://cli.example.com/', 'a redirect to cli.example.com, which is not reached by https'],
    ['ftp://cli.example.com/', 'a redirect to cli.example.com, which is not reached by https'],
    ['https://user:word@cli.example.com/', 'a redirect to cli.example.com, which is no BTP'],
    ['https://user:word@cli.btp.cloud.sap/', 'a redirect to cli.btp.cloud.sap, which is not'],
    ['https://', 'a redirect without a usable target'],
    ['', 'more than 3 redirects'],
  ])('to %j is refused', async (location, expected) => {
    const { authority, server, failure } = await btpWorld({
      context: { allowedHosts: ['localhost', 'cli.example.com'] },
    });
    server.inject('list', ...Array(4).fill(redirect(307, location)));
    const { code, message } = await failure(authority.list());
    expect(code).toBe('E_AUTHORITY');
    expect(message).toContain(`The BTP CLI server answered with ${expected}`);
  });

  test('does not show a host that repeats a secret', async () => {
    const { authority, server, failure } = await btpWorld({
      server: { password: 'hunter2hunter2' },
    });
    server.inject('list', redirect(307, 'https://hunter2hunter2.evil.test/'));
    expect((await failure(authority.list())).message).toContain(
      'a redirect to another host, which',
    );
  });
});

describe('a redirect of create', () => {
  test.each([307, 308])('(%i) is followed: nothing was done before', async (status) => {
    const { authority, server } = await btpWorld();
    const path = '/command/v2.106.1/security/api-credential?create';
    server.inject('create', redirect(status, path));
    expect(await authority.create(NAME)).toMatchObject({ name: NAME });
    expect(server.names()).toEqual([NAME]);
  });

  test('to a host that is not allowed has created nothing', async () => {
    const { authority, server, failure } = await btpWorld();
    server.inject('create', redirect(307, 'https://cli.example.com/'));
    expect(await failure(authority.create(NAME))).toMatchObject({ code: 'E_AUTHORITY' });
  });
});

describe('a redirect of the login', () => {
  test('is followed on the same server', async () => {
    const { authority, server } = await btpWorld();
    server.inject('login', redirect(307, '/login/v2.106.1'));
    await authority.check();
    expect(server.calls()).toEqual(['login', 'login', 'list']);
  });

  test.each([302, 307, 308])('(%i) to another one is refused, allowed or not', async (status) => {
    const other = await startBtpServer();
    onTestFinished(() => other.close());
    const { authority, server, failure } = await btpWorld({
      context: { allowedHosts: ['localhost'] },
    });
    server.inject('login', redirect(status, `${other.url}/login/v2.106.1`));
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY',
      message: `The BTP CLI server answered with a redirect of the login to ${new URL(other.url).host}, which would get the password, too; nothing was sent there (HOST, correlation id ID).`,
    });
    expect(other.requests).toEqual([]);
    expect(server.calls()).toEqual(['login']);
  });

  test.each([301, 303, 300, 399])('with %i is not followed', async (status) => {
    const other = await startHttpServer({ answer: () => ({}) });
    onTestFinished(() => other.close());
    const { authority, server, failure } = await btpWorld();
    server.inject('login', redirect(status, other.url));
    expect(await failure(authority.check())).toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    expect(other.requests).toEqual([]);
  });
});
