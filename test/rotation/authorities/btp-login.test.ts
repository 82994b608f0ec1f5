import { expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { transport } from '../../../src/http/transport.ts';
import { githubOidcToken, oidcAccess } from '../../../src/token/github-oidc.ts';
import { LOGIN_TIMEOUT } from '../../servers/btp-server.ts';
import { startGitHubOidc } from '../../servers/github-oidc.ts';
import { jwt } from '../../token/samples.ts';
import { btpWorld, START } from './btp-world.ts';

const AUDIENCE = 'https://acmetenant.accounts.ondemand.com';
const SHORT = 'repo:acme/portal:environment:rotation';
const LONG = 'repo:acme@17/portal@4711:environment:rotation';

/** The job logs in by these tokens of its own. */
function jobWorld(oidcToken: () => Promise<string>) {
  return btpWorld({
    login: { oidc: true, idp: 'acme', audience: AUDIENCE },
    context: { oidcToken },
  });
}

test.each([
  [
    401,
    { password: 'right' },
    { login: { userName: 'jane.doe@example.com', password: 'the-wrong-one' } },
    'Check userName, password and idp in authority-login. An SAP Universal ID cannot log in here; best is a technical user of your own SAP Cloud Identity Services tenant (idp).',
  ],
  [
    403,
    { role: 'outside' },
    {},
    'The user has no access to this global account. Give it a role in the global account, or in a directory or subaccount of it.',
  ],
  [
    404,
    {},
    { settings: { subdomain: 'another' } },
    'There is no global account with this subdomain. The subdomain of the authority is that of the global account, also where the scope is a directory or a subaccount.',
  ],
  [
    412,
    { versions: ['v9.0.0'] },
    {},
    'The server does not speak protocol version v2.106.1 any more. Use a newer version of this action, or set protocol-version of the authority.',
  ],
] as const)('%i is final, and says what to do', async (status, server, changes, next) => {
  const world = await btpWorld({ server, ...changes });
  expect(await world.failure(world.authority.check())).toEqual({
    code: 'E_AUTHORITY_LOGIN',
    message: `The login was refused. The BTP CLI server answered ${status} (HOST, correlation id ID, 1 attempt). ${next}`,
  });
  // A second attempt could lock the user.
  await expect(world.authority.list()).rejects.toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
  expect(world.server.calls()).toEqual(['login']);
  expect(world.sleeps).toEqual([]);
});

test('504 is tried again, with a new correlation id', async () => {
  const { authority, server, sleeps, shown } = await btpWorld();
  server.inject('login', LOGIN_TIMEOUT, LOGIN_TIMEOUT);
  await authority.check();
  expect(server.calls()).toEqual(['login', 'login', 'login', 'list']);
  expect(sleeps).toEqual([150, 300]);
  expect(shown).toEqual([
    'The login is sent again in 1 s (status 504).',
    'The login is sent again in 1 s (status 504).',
  ]);
  expect(new Set(server.requests.map(({ headers }) => headers['x-correlationid'])).size).toBe(4);
});

test('504 three times is enough', async () => {
  const { authority, server, failure } = await btpWorld();
  server.inject('login', ...Array(4).fill(LOGIN_TIMEOUT));
  expect(await failure(authority.check())).toEqual({
    code: 'E_AUTHORITY_LOGIN',
    message:
      'The login was refused. The BTP CLI server answered 504: "A timeout was reached while preparing the command execution. The command execution request was not sent to the backend." (HOST, correlation id ID, 3 attempts). The server did not finish the login in its own time, which happens now and then. Run the job again.',
  });
  expect(server.calls()).toEqual(['login', 'login', 'login']);
});

test('a connection that is cut is tried again', async () => {
  const { authority, server, sleeps } = await btpWorld();
  server.inject('login', 'cut', 'lost answer');
  await authority.check();
  expect(server.calls()).toEqual(['login', 'login', 'login', 'list']);
  expect(sleeps).toEqual([150, 300]);
});

test('a server that is not there is named', async () => {
  const { authority, server, failure } = await btpWorld();
  await server.close();
  expect(await failure(authority.check())).toEqual({
    code: 'E_AUTHORITY',
    message:
      'The login did not get through. The BTP CLI server gave no answer. The connection was refused (HOST, correlation id ID, 3 attempts). Check host and port of the URL, and the firewall of the runner. Raise the input timeout if the server is slow.',
  });
});

test('a rate limit is waited for', async () => {
  const { authority, server, sleeps } = await btpWorld();
  server.inject('login', { status: 429, headers: { 'retry-after': '7' } });
  await authority.check();
  expect(sleeps).toEqual([7500]);
});

test.each([[undefined], [''], ['two words'], ['a'.repeat(5000)]])(
  '200 with the session %s is no login',
  async (session) => {
    const { authority, server, failure } = await btpWorld();
    const headers = session === undefined ? {} : { 'x-cpcli-sessionid': session };
    server.inject('login', {
      headers,
      body: { issuer: 'accounts.sap.com', mail: 'j@example.com' },
    });
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY_LOGIN',
      message:
        'The BTP CLI server answered the login with 200, but without a session (HOST, correlation id ID, 1 attempt). The user was not accepted. Check idp in authority-login, and cli-server: is there a proxy between that answers itself?',
    });
    expect(server.calls()).toEqual(['login']);
  },
);

test('a login that says nothing is given up with the deadline', async () => {
  const { authority, server, failure } = await btpWorld({ timeout: 60 });
  server.inject('login', 'silence', 'silence', 'silence');
  expect(await failure(authority.check())).toEqual({
    code: 'E_AUTHORITY',
    message:
      'The login did not get through. The BTP CLI server gave no answer. There was no answer within 0.1 s (HOST, correlation id ID, 1 attempt). Raise the input timeout if the server is slow.',
  });
  expect(server.calls()).toEqual(['login']);
});

test('nothing is sent after the deadline', async () => {
  const { authority, server, failure } = await btpWorld({ timeout: 0 });
  expect(await failure(authority.check())).toMatchObject({
    code: 'E_AUTHORITY',
    message: expect.stringMatching(/^No time is left for another request \(HOST\)\. Raise/),
  });
  expect(server.requests).toEqual([]);
});

test('a reason that repeats the password is withheld', async () => {
  const { authority, server, failure } = await btpWorld();
  server.inject('login', {
    status: 401,
    headers: { 'x-cpcli-server-message': `Not ${Buffer.from(server.password).toString('base64')}` },
    body: { error: `No user with ${server.password}`, description: 'Locked\u202e\n::error::x' },
  });
  const { message } = await failure(authority.check());
  expect(message).toContain(
    'answered 401: a reason that repeats a part of the secret and is not shown, "Locked : :error: :x" (HOST',
  );
});

test('a JWT assertion logs in through the identity provider, a new one each time', async () => {
  const github = await startGitHubOidc();
  const access = oidcAccess(github.env);
  const timing = { now: () => START, random: () => 0, sleep: async () => {} };
  const options = { transport: transport({}), timing, deadline: START + 60_000 };
  const { authority, server, masked } = await btpWorld({
    server: {
      idp: 'acmetenant',
      takesAssertion: async (token) => {
        await github.verify(token, { audience: AUDIENCE });
        return true;
      },
    },
    login: { oidc: true, idp: 'acmetenant', audience: AUDIENCE },
    context: { oidcToken: (audience) => githubOidcToken(access, audience, options) },
  });
  await authority.check();
  server.inject('list', 'sessions end');
  await authority.list();
  await github.close();

  const logins = server.requests.filter(({ path }) => path.startsWith('/login/'));
  expect(logins.map(({ body }) => JSON.parse(body))).toEqual(
    github.tokens.map((token) => ({
      customIdp: 'acmetenant',
      subdomain: 'acme-global',
      userName: '',
      password: '',
      jwt: token,
    })),
  );
  expect(github.tokens).toHaveLength(2);
  expect(masked).toEqual(expect.arrayContaining([...github.tokens]));
  expect(server.requests.at(-1)?.headers['x-cpcli-customidp']).toBe('acmetenant');
});

test('a JWT assertion that is refused says what the tenant needs', async () => {
  const { authority, server, failure } = await jobWorld(
    async () => 'head.payload-of-the-assertion.signature',
  );
  const { code, message } = await failure(authority.check());
  expect(code).toBe('E_AUTHORITY_LOGIN');
  expect(message).toMatch(/answered 401 .* the tenant must trust the issuer of the JWT/);
  expect(server.calls()).toEqual(['login']);
});

test.each([
  [400, SHORT],
  [401, SHORT],
  [401, LONG],
  [403, LONG],
])(
  'a JWT that is refused with %i is told by its claims, and by nothing else (%s)',
  async (status, sub) => {
    const token = jwt({
      iss: 'https://issuer.example.com',
      sub,
      aud: AUDIENCE,
      jti: 'not-to-be-told',
    });
    const { authority, server, failure } = await jobWorld(async () => token);
    const answer = { 'x-cpcli-server-message': `No user for ${token.split('.')[1]}` };
    server.inject('login', { status, headers: answer });
    const { code, message } = await failure(authority.check());
    expect(code).toBe('E_AUTHORITY_LOGIN');
    expect(message).toContain(
      `The OIDC token of this job has iss https://issuer.example.com, sub ${sub}, aud ${AUDIENCE}. Compare them with the configured trust, character by character.`,
    );
    expect(message).toContain('repo:OWNER/REPO:environment:NAME, and repo:OWNER@ID/REPO@ID:');
    for (const part of [...token.split('.'), 'not-to-be-told']) expect(message).not.toContain(part);
  },
);

test.each([404, 412, 504])(
  'what has nothing to do with the JWT (%i) is not told by it',
  async (status) => {
    const { authority, server, failure } = await jobWorld(async () => jwt({ sub: SHORT }));
    server.inject('login', { status }, { status }, { status });
    expect((await failure(authority.check())).message).not.toContain('OIDC');
  },
);

test('an assertion is masked before anything else, even one that cannot be sent', async () => {
  const two = 'head.payload-of-the-assertion.signature\nand more';
  const { authority, server, masked, failure } = await jobWorld(async () => two);
  expect(await failure(authority.check())).toMatchObject({ code: 'E_INPUT_CHARSET' });
  expect(masked).toEqual(two.split('\n'));
  expect(server.requests).toEqual([]);
});

test('an assertion that cannot be had is the failure of the login', async () => {
  const failed = new Failure('E_OIDC_PERMISSION', 'GitHub offers no OIDC token to this job');
  const { authority, server } = await jobWorld(() => Promise.reject(failed));
  await expect(authority.check()).rejects.toBe(failed);
  expect(server.requests).toEqual([]);
});

test('calls at the same time share one login, and one renewal', async () => {
  const { authority, server } = await btpWorld();
  await Promise.all([authority.list(), authority.list(), authority.describe('a')]);
  expect(server.calls().filter((call) => call === 'login')).toHaveLength(1);
  server.inject('list', 'sessions end');
  await Promise.all([authority.list(), authority.list(), authority.list()]);
  expect(server.calls().filter((call) => call === 'login')).toHaveLength(2);
});
