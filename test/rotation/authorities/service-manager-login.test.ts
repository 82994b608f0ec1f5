import { describe, expect, test } from 'vitest';
import { openAuthority } from '../../../src/rotation/authorities/index.ts';
import type { ClientAccess } from '../../../src/rotation/types.ts';
import { keyMasks } from '../../../src/secrets/ledger.ts';
import { samples, sampleText } from '../../fixtures/credentials/samples.ts';
import { createPki } from '../../servers/pki.ts';
import { START, smWorld } from './service-manager-world.ts';

const SECRET = 'Fake/0Qm7pWx2+Fake=';
const REFUSED = { status: 401, body: { error: 'Unauthorized', description: 'not authenticated' } };
/** Reads a login without any request: whatever asks for a token shows that it was read. */
const noToken = () => Promise.reject(new Error('A token was asked for.'));

describe('a login', () => {
  test.each<[string, (binding: string) => string]>([
    ['as JSON', (binding) => binding],
    ['in its envelope', (binding) => JSON.stringify({ credentials: JSON.parse(binding) })],
    ['in base64', (binding) => Buffer.from(binding).toString('base64')],
    [
      'as a secret of Kubernetes',
      (binding) =>
        [
          'apiVersion: v1',
          'kind: Secret',
          'stringData:',
          ...Object.entries(JSON.parse(binding)).map(([name, value]) => `  ${name}: "${value}"`),
        ].join('\n'),
    ],
    [
      'as variables',
      (binding) =>
        Object.entries(JSON.parse(binding))
          .map(([name, value]) => `${name}='${value}'`)
          .join('\n'),
    ],
  ])('%s opens Service Manager', async (_what, form) => {
    const { server, another, masked } = await smWorld();
    const { clientid, clientsecret } = JSON.parse(server.login);
    const authority = another({}, form(server.login));
    await authority.check();
    expect(authority.loginClientId).toBe(clientid);
    expect(masked[0]).toBe(clientsecret);
  });

  test('is masked before a token is asked for, and the token before it is sent', async () => {
    const { authority, server, masked } = await smWorld();
    await authority.check();
    expect(masked).toEqual([JSON.parse(server.login).clientsecret, server.secrets.at(-1)]);
  });

  test('without sm_url is no binding of Service Manager', async () => {
    const { server, another, failure } = await smWorld();
    const { sm_url: _left, ...rest } = JSON.parse(server.login);
    expect(await failure(another({}, JSON.stringify(rest)).check())).toEqual({
      code: 'E_AUTHORITY_LOGIN',
      message:
        'The input authority-login holds a client, but no sm_url: it is no binding of SAP Service Manager. Create an instance of the service service-manager with the plan subaccount-admin, and store a binding of it.',
    });
    expect(server.requests).toEqual([]);
  });

  test.each([
    ['that cannot be read', 'not-a-binding'],
    ['without a client', '{"sm_url":"https://sm.example.com"}'],
    [
      'without a secret',
      '{"clientid":"sb-a!b1","url":"https://a.example.com","sm_url":"https://b"}',
    ],
    [
      'that would be sent unencrypted',
      '{"clientid":"sb-a!b1","clientsecret":"Fake/0Qm7pWx2+Fake=","url":"https://a.example.com","sm_url":"http://b.example.com"}',
    ],
  ])('%s is refused before anything is sent', async (_what, login) => {
    const { server, another, failure } = await smWorld({ context: { accessToken: noToken } });
    const { code, message } = await failure(another({}, login).check());
    expect(code).toBe('E_AUTHORITY_LOGIN');
    expect(message).toMatch(
      /^The input authority-login opens nothing at SAP Service Manager\. [A-Z].{20,}\.$/,
    );
    expect(message).not.toMatch(/not-a-binding|Fake/);
    expect(server.requests).toEqual([]);
  });

  test.each([[undefined], [''], ['  ']])('that is missing (%j) is asked for', async (login) => {
    const { context } = await smWorld();
    const settings = { kind: 'service-manager', instance: 'calm-api' };
    expect(() => openAuthority(settings, login, context)).toThrow(
      expect.objectContaining({ code: 'E_INPUT_MISSING' }),
    );
  });

  test('with a wrong secret is refused, once', async () => {
    const { server, another, failure } = await smWorld();
    const wrong = { ...JSON.parse(server.login), clientsecret: 'not-the-secret-of-this-client' };
    const { code, message } = await failure(another({}, JSON.stringify(wrong)).check());
    expect(code).toBe('E_AUTHORITY_LOGIN');
    expect(message).toContain('The server answered 401');
    expect(server.calls()).toEqual(['token']);
  });

  test('whose token server answers nothing is no refused login', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('token', 'cut', 'cut', 'cut', 'cut');
    const { code, message } = await failure(authority.check());
    expect(code).toBe('E_AUTHORITY');
    expect(message).toMatch(/^The token server of authority-login gave no token\. /);
    expect(new Set(server.calls())).toEqual(new Set(['token']));
  });
});

describe('a token', () => {
  test('is used until a minute before its end', async () => {
    const { authority, server, pass } = await smWorld({
      server: { expiresIn: 600 },
      timeout: 3_600_000,
    });
    await authority.check();
    pass(539_000);
    await authority.check();
    expect(server.calls().filter((call) => call === 'token')).toHaveLength(1);
    pass(2_000);
    await authority.check();
    expect(server.calls().filter((call) => call === 'token')).toHaveLength(2);
  });

  test('that does not say when it ends is used until it is refused', async () => {
    let tokens = 0;
    const { authority, pass } = await smWorld({
      context: {
        accessToken: async (): Promise<ClientAccess> => {
          tokens += 1;
          return {
            clientId: 'a',
            accessToken: `fake-token-number-${tokens}`,
            expiresAt: undefined,
          };
        },
        transport: async () => answerOf({ items: [{ id: 'a', name: 'calm-api' }] }),
      },
      timeout: 100 * 3_600_000,
    });
    await authority.check();
    pass(99 * 3_600_000);
    await authority.check();
    expect(tokens).toBe(1);
  });

  test('that has ended early is renewed, once for each request', async () => {
    const { authority, server, shown } = await smWorld();
    await authority.check();
    server.inject('list', 'tokens end');
    await authority.check();
    expect(server.calls().slice(3)).toEqual(['list', 'token', 'list']);
    expect(shown).toEqual(['The token is not accepted any more; logging in again.']);
  });

  test('that has ended before a creation does not make two', async () => {
    const { authority, server } = await smWorld();
    await authority.check();
    server.inject('create', 'tokens end');
    await authority.create('calm-release-1');
    expect(server.calls().slice(3, 6)).toEqual(['create', 'token', 'create']);
    expect(server.living()).toEqual(['calm-release-1']);
    expect(server.names()).toEqual(['calm-release-1']);
  });

  test('that is not accepted even when it is new ends the run', async () => {
    const { authority, server, failure } = await smWorld();
    server.inject('instances', REFUSED, REFUSED, REFUSED);
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY_LOGIN',
      message:
        'SAP Service Manager does not accept the token of authority-login, not even a new one. SAP Service Manager answered 401: "Unauthorized", "not authenticated" (HOST, correlation id ID). Is the binding in authority-login one of this region and subaccount?',
    });
    expect(server.calls()).toEqual(['token', 'instances', 'token', 'instances']);
  });
});

describe('allowed hosts', () => {
  const LOGIN = {
    clientid: 'sb-a!b1|service-manager!b2',
    clientsecret: SECRET,
    url: 'https://acme.authentication.eu10.example.com',
    sm_url: 'https://service-manager.cfapps.eu10.example.com',
  };
  const hosts = [new URL(LOGIN.url).host, new URL(LOGIN.sm_url).host] as const;

  test.each([
    ['none', [], hosts[1]],
    ['that of the token server alone', [hosts[0]], hosts[1]],
    ['that of the API alone', [hosts[1]], hosts[0]],
    ['others', ['*.example.org'], hosts[1]],
  ])('(%s) keep the login from being sent', async (_what, allowedHosts, missing) => {
    const { another, failure } = await smWorld({ context: { allowedHosts, accessToken: noToken } });
    expect(await failure(another({}, JSON.stringify(LOGIN)).check())).toEqual({
      code: 'E_HOST_NOT_ALLOWED',
      message: `The login at SAP Service Manager leads to ${missing}, which is not among the allowed-hosts. Nothing was sent.`,
    });
  });

  test.each([[undefined], [hosts], [['*.example.com']]])(
    '(%j) let it be sent to where it says',
    async (allowedHosts) => {
      const asked: string[] = [];
      const { another, failure, masked } = await smWorld({
        context: {
          allowedHosts,
          accessToken: async () => ({
            clientId: LOGIN.clientid,
            accessToken: 'not-a-token-at-all',
            expiresAt: undefined,
          }),
          transport: async ({ url }) => {
            asked.push(url.host);
            return { status: 403, headers: {}, body: Buffer.alloc(0) };
          },
        },
      });
      const { code } = await failure(another({}, JSON.stringify(LOGIN)).check());
      expect(code).toBe('E_AUTHORITY');
      expect(asked).toEqual([hosts[1]]);
      expect(masked).toEqual([SECRET, 'not-a-token-at-all']);
    },
  );

  test('are asked of the host for certificates, too', async () => {
    const { certificate, key } = await certificateOf();
    const { clientsecret: _none, url: _other, ...rest } = LOGIN;
    const login = {
      ...rest,
      certificate,
      key: key.replaceAll('\n', ' '),
      certurl: 'https://acme.authentication.cert.eu10.example.com',
    };
    const { another, failure, masked } = await smWorld({
      context: { allowedHosts: hosts, accessToken: noToken },
    });
    const { code, message } = await failure(another({}, JSON.stringify(login)).check());
    expect(code).toBe('E_HOST_NOT_ALLOWED');
    expect(message).toContain('acme.authentication.cert.eu10.example.com');
    // As it is stored on one line, and in every spelling.
    expect(masked).toEqual([...new Set([login.key, ...keyMasks(login.key)])]);
  });
});

function answerOf(body: object) {
  return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(body)) };
}

async function certificateOf() {
  const pki = await createPki();
  const pair = await pki.issue({
    commonName: 'sb-a!b1',
    notBefore: new Date(START - 1000),
    notAfter: new Date(START + 3_600_000),
  });
  return { certificate: pair.certificate.trim(), key: pair.privateKey.trim() };
}

const bindings = samples.flatMap((sample) => {
  const { expected } = sample;
  return 'clientId' in expected && expected.apiUrl?.startsWith('https://service-manager.')
    ? [{ name: sample.name, text: sampleText(sample), expected }]
    : [];
});

test('samples of bindings of Service Manager are there', () => {
  expect(bindings.length).toBeGreaterThan(2);
});

test.each(bindings)('$name is a login', async ({ text, expected: { clientId, apiUrl } }) => {
  const asked: string[] = [];
  const texts: string[] = [];
  const { another } = await smWorld({
    context: {
      accessToken: async (login) => {
        texts.push(login);
        return { clientId, accessToken: 'not-a-token-at-all', expiresAt: undefined };
      },
      transport: async ({ url }) => {
        asked.push(`${url.origin}${url.pathname}`);
        const body = url.pathname.endsWith('instances')
          ? { items: [{ id: 'a', name: 'calm-api' }] }
          : { items: [] };
        return answerOf(body);
      },
    },
  });
  const authority = another({}, text);
  await authority.check();
  expect(authority.loginClientId).toBe(clientId);
  expect(asked).toEqual([`${apiUrl}/v1/service_instances`, `${apiUrl}/v1/service_bindings`]);
  expect(texts).toEqual([text]);
});
