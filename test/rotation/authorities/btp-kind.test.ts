import { expect, onTestFinished, test } from 'vitest';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { openAuthority } from '../../../src/rotation/authorities/index.ts';
import { startBtpServer } from '../../servers/btp-server.ts';
import { authorityContext } from './authority-context.ts';

const SETTINGS = {
  kind: 'btp',
  scope: { subaccount: '0f3b8f0c-3c56-4f0e-9f59-6a4a5f4f2b11' },
  subdomain: 'acme-global',
};
const LOGIN = { userName: 'jane.doe@example.com', password: 'not-a-password' };

/** A context in which nothing is sent, and what it was told to mask. */
function silentContext(changes: Parameters<typeof authorityContext>[0] = {}) {
  const context = authorityContext(changes);
  return { context, masked: context.runner.masks };
}

async function opened(options: Parameters<typeof startBtpServer>[0], changes = {}) {
  const server = await startBtpServer(options);
  const client = undiciTransport({});
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  return { server, ...silentContext({ transport: client.transport, ...changes }) };
}

test.each([
  ['global-account', 'globalAccount', 'acme-global'],
  ['directory', 'directory', '5c1d0a7e-94a1-4c1b-8f57-0d5a9a3f6d21'],
  ['subaccount', 'subaccount', '0f3b8f0c-3c56-4f0e-9f59-6a4a5f4f2b11'],
])('An entry with the scope %s creates credentials there', async (member, parameter, id) => {
  const { server, context, masked } = await opened({ idp: 'acmetenant' });
  const settings = {
    ...SETTINGS,
    scope: { [member]: id },
    'cli-server': server.url,
    'read-only': true,
  };
  const { userName, password } = server;
  const login = JSON.stringify({ userName, password, idp: 'acmetenant' });
  const authority = openAuthority(settings, login, context);
  expect(masked).toContain(password);
  expect(await authority.create('calm-1')).toMatchObject({ name: 'calm-1' });
  expect(JSON.parse(server.requests[1]?.body ?? '').paramValues).toEqual({
    [parameter]: id,
    name: 'calm-1',
    readOnly: 'true',
  });
});

test('A user of the SAP ID service needs no idp', async () => {
  const { server, context } = await opened({});
  const { userName, password } = server;
  const settings = { ...SETTINGS, 'cli-server': server.url };
  await openAuthority(settings, JSON.stringify({ userName, password }), context).check();
  expect(JSON.parse(server.requests[0]?.body ?? '')).toMatchObject({ customIdp: '' });
});

test('A server that takes no other protocol version is spoken to in the one of the entry', async () => {
  const { server, context } = await opened({ versions: ['v2.200.0'] });
  const { userName, password } = server;
  const login = JSON.stringify({ userName, password });
  const settings = { ...SETTINGS, 'cli-server': server.url };
  await expect(openAuthority(settings, login, context).check()).rejects.toThrow('protocol-version');
  const other = { ...settings, 'protocol-version': 'v2.200.0' };
  await expect(openAuthority(other, login, context).check()).resolves.toBeUndefined();
});

test('With "oidc": true the job logs in with its own token, a new one for each login', async () => {
  const audiences: string[] = [];
  const { server, context, masked } = await opened(
    { idp: 'acmetenant', takesAssertion: (jwt) => jwt.startsWith('job-token-') },
    { oidcToken: async (audience: string) => `job-token-${audiences.push(audience)}` },
  );
  const settings = { ...SETTINGS, 'cli-server': server.url };
  const login = JSON.stringify({ oidc: true, idp: 'acmetenant', audience: 'acme-audience' });
  const authority = openAuthority(settings, login, context);
  expect(audiences).toEqual([]);
  await authority.check();
  server.inject('list', 'sessions end');
  await authority.check();
  expect(audiences).toEqual(['acme-audience', 'acme-audience']);
  expect(masked).toEqual(expect.arrayContaining(['job-token-1', 'job-token-2']));
});

test.each([
  ['no JSON', 'jane.doe@example.com:hunter2-hunter2', 'It is no JSON object'],
  ['JSON that is no object', '["userName", "password"]', 'It is no JSON object'],
  [
    'half a user',
    JSON.stringify({ userName: LOGIN.userName }),
    'Its member password is missing, empty or no text',
  ],
  [
    'a password that is a number',
    JSON.stringify({ ...LOGIN, password: 12345678 }),
    'Its member password is missing, empty or no text',
  ],
  [
    'an idp that is null',
    JSON.stringify({ ...LOGIN, idp: null }),
    'Its member idp is missing, empty or no text',
  ],
  [
    'a member more',
    JSON.stringify({ ...LOGIN, mfa: 'hunter2-hunter2' }),
    'It has other members than userName, password, idp',
  ],
  [
    'a token and a user',
    JSON.stringify({ ...LOGIN, oidc: true }),
    'It has other members than oidc, idp, audience',
  ],
  [
    'a token and a member more',
    JSON.stringify({ oidc: true, idp: 'a', audience: 'b', origin: 'c' }),
    'It has other members than oidc, idp, audience',
  ],
])('A login with %s is refused, and nothing of it is told', (_what, login, fault) => {
  const { context } = silentContext();
  expect(() => openAuthority(SETTINGS, login, context)).toThrow(
    expect.objectContaining({
      code: 'E_AUTHORITY_LOGIN',
      message: `The input authority-login cannot be used for btp. ${fault}. Expected {"userName": "...", "password": "..."}, with "idp": "..." for a user of another identity provider than the default one, or {"oidc": true, "idp": "...", "audience": "..."}.`,
    }),
  );
});

test.each([
  ['false', { oidc: false, idp: 'a', audience: 'b' }, 'oidc is not true'],
  ['a text', { oidc: 'true', idp: 'a', audience: 'b' }, 'oidc is not true'],
  ['without an idp', { oidc: true, audience: 'b' }, 'idp is missing, empty or no text'],
  ['for the SAP ID service', { oidc: true, idp: '', audience: 'b' }, 'idp is missing, empty'],
  ['without an audience', { oidc: true, idp: 'a' }, 'audience is missing, empty or no text'],
  ['for any audience', { oidc: true, idp: 'a', audience: ' ' }, 'audience is missing, empty'],
  ['for several', { oidc: true, idp: 'a', audience: ['b'] }, 'audience is missing, empty'],
])('A login by the token of the job (%s) is refused with its fault', (_what, login, fault) => {
  const { context } = silentContext();
  expect(() => openAuthority(SETTINGS, JSON.stringify(login), context)).toThrow(
    expect.objectContaining({
      code: 'E_AUTHORITY_LOGIN',
      message: expect.stringContaining(`cannot be used for btp. Its member ${fault}`),
    }),
  );
});

test('A login that is refused has been masked before', () => {
  const { context, masked } = silentContext();
  const login = JSON.stringify({ ...LOGIN, Password: 'another-password', idp: 7 });
  expect(() => openAuthority(SETTINGS, login, context)).toThrow();
  expect(masked).toEqual(['not-a-password', 'another-password']);
});

test.each([[undefined], [''], [' \n']])('A login that is missing (%j) is asked for', (login) => {
  const { context } = silentContext();
  expect(() => openAuthority(SETTINGS, login, context)).toThrow(
    expect.objectContaining({
      code: 'E_INPUT_MISSING',
      message:
        'There is no login for the authority btp: give the input authority-login. A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
    }),
  );
});

test('Only allowed hosts are spoken to', () => {
  const { context } = silentContext({ allowedHosts: ['cli.example.com'] });
  expect(() => openAuthority(SETTINGS, JSON.stringify(LOGIN), context)).toThrow(
    expect.objectContaining({ code: 'E_HOST_NOT_ALLOWED' }),
  );
});

test.each([['manual'], ['vault'], ['constructor'], [undefined]])(
  'A kind that creates nothing (%s) is a fault of the inventory',
  (kind) => {
    const { context } = silentContext();
    expect(() => openAuthority({ ...SETTINGS, kind }, JSON.stringify(LOGIN), context)).toThrow(
      expect.objectContaining({
        code: 'E_CONFIG',
        message: expect.stringMatching(
          `^No credential can be created at an authority of the kind ${kind}\\. The kinds that create credentials are btp`,
        ),
      }),
    );
  },
);
