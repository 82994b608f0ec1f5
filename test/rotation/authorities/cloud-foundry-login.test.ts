import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { transport } from '../../../src/http/transport.ts';
import { cloudFoundry } from '../../../src/rotation/authorities/cloud-foundry/index.ts';
import { githubOidcToken, oidcAccess } from '../../../src/token/github-oidc.ts';
import { rateLimited } from '../../servers/cloud-foundry-answers.ts';
import { startGitHubOidc } from '../../servers/github-oidc.ts';
import { jwt } from '../../token/samples.ts';
import { authorityContext } from './authority-context.ts';
import { cfWorld, START } from './cloud-foundry-world.ts';

const AUDIENCE = 'https://acmetenant.accounts.ondemand.com';
const UNKNOWN_ORIGIN =
  'The origin provided in the login_hint does not match an active Identity Provider, that supports password grant.';
const SHORT = 'repo:acme/portal:environment:rotation';
const LONG = 'repo:acme@17/portal@4711:environment:rotation';
const PASSWORD_ADVICE =
  'Check username, password and origin in authority-login: a user of a custom identity provider needs the origin key of that provider, and one with a second factor cannot log in here.';
const OIDC_ADVICE =
  'Check origin and audience in authority-login: the identity provider of that origin key must trust the issuer of the OIDC token, accept its audience, and find a user by its subject.';

describe('a login by password', () => {
  test('names the identity provider where there is one', async () => {
    const { authority, server } = await cfWorld({ server: { origin: 'acme-platform' } });
    await authority.check();
    expect(server.login.requests.map(({ path }) => path)).toEqual([
      '/oauth/token?login_hint=%7B%22origin%22%3A%22acme-platform%22%7D',
    ]);
  });

  test('that is refused is final, and says what to do', async () => {
    const world = await cfWorld({ login: { username: 'jane', password: 'the-wrong-one' } });
    expect(await world.failure(world.authority.check())).toEqual({
      code: 'E_AUTHORITY_LOGIN',
      message: `The login was refused. The UAA server answered 401: "unauthorized", "Bad credentials" (UAA, 1 attempt, request id ID). ${PASSWORD_ADVICE}`,
    });
    // A second attempt could lock the user.
    await expect(world.authority.list()).rejects.toMatchObject({ code: 'E_AUTHORITY_LOGIN' });
    expect(world.server.calls).toEqual(['discovery', 'login']);
    expect(world.sleeps).toEqual([]);
  });

  test('of a locked user says so', async () => {
    const { authority, server, failure } = await cfWorld();
    const error_description =
      'Your account has been locked because of too many failed attempts to login.';
    server.inject('login', { status: 401, body: { error: 'unauthorized', error_description } });
    expect((await failure(authority.check())).message).toContain(
      'attempts to login." (UAA, 1 attempt). The user is locked after too many failed logins.',
    );
  });

  test.each([
    [403, 'access_denied', 'Account not verified', 'Verify the account of this user first'],
    [401, 'unauthorized', 'User password needs to be changed', 'has to be changed first'],
    [401, 'invalid_client', UNKNOWN_ORIGIN, 'Check origin in authority-login: no active'],
    [400, 'invalid_request', 'mfaCode is required', 'This user needs a second factor'],
    [401, 'invalid_client', 'Unauthorized grant type', 'does not let the client cf log in so'],
    [401, 'unauthorized', 'Bad credentials', PASSWORD_ADVICE],
  ])('that is refused with %i (%s, %s) says what to do about it', async (...given) => {
    const [status, error, error_description, next] = given;
    const { authority, server, failure } = await cfWorld();
    server.inject('login', { status, body: { error, error_description } });
    const { code, message } = await failure(authority.check());
    expect(code).toBe('E_AUTHORITY_LOGIN');
    expect(message).toContain(`answered ${status}: "${error}", "${error_description}"`);
    expect(message).toContain(next);
    expect(server.calls).toEqual(['discovery', 'login']);
  });

  test('with an origin that no identity provider has is told by that', async () => {
    const { authority, server, failure } = await cfWorld({
      login: { username: 'jane.doe@example.com', password: 'Pw-of-jane', origin: 'nowhere' },
    });
    expect((await failure(authority.check())).message).toContain(
      `"${UNKNOWN_ORIGIN}" (UAA, 1 attempt, request id ID). Check origin in authority-login`,
    );
    expect(server.calls).toEqual(['discovery', 'login']);
  });

  test.each([
    ['503', { status: 503 }, 500],
    ['504', { status: 504 }, 150],
    ['a rate limit', rateLimited(7) as object, 7500],
    ['a cut connection', 'cut' as const, 150],
    ['a lost answer', 'lost answer' as const, 150],
  ])('is tried again after %s', async (_what, fault, wait) => {
    const { authority, server, sleeps, shown } = await cfWorld();
    server.inject('login', fault);
    await authority.check();
    expect(server.calls).toEqual(['discovery', 'login', 'login', 'instance']);
    expect(sleeps).toEqual([wait]);
    expect(shown[0]).toMatch(/^The login is sent again in \d s \((?:status \d{3}|E_CONNECT)\)\.$/);
  });

  test('is tried three times', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('login', ...Array(4).fill({ status: 503 }));
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY_LOGIN',
      message:
        'The login was refused. The UAA server answered 503 (UAA, 3 attempts). Is api of the authority right? If it is, run the job again later.',
    });
    expect(server.calls).toEqual(['discovery', 'login', 'login', 'login']);
  });

  test('without any answer is told as such', async () => {
    const { authority, server, failure } = await cfWorld();
    server.inject('login', 'cut', 'cut', 'cut');
    expect(await failure(authority.check())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'The login did not get through. The UAA server gave no answer. The connection was closed before the answer was complete (UAA, 3 attempts). Run the job again. Raise the input timeout if the server is slow.',
    });
  });

  test.each([
    [{}],
    [{ access_token: '', token_type: 'bearer' }],
    [{ access_token: 'two words', token_type: 'bearer' }],
    [{ access_token: 7, token_type: 'bearer' }],
    [{ access_token: 'a.b.c', token_type: 'mac' }],
    ['no JSON'],
  ])('is none with %j', async (body) => {
    const { authority, server, failure } = await cfWorld();
    server.inject('login', { body });
    const { code, message } = await failure(authority.check());
    expect(code).toBe('E_AUTHORITY_LOGIN');
    expect(message).toContain(
      'answered 200, which is no bearer token by RFC 6749 5.1 (UAA, 1 attempt).',
    );
    expect(server.calls).toEqual(['discovery', 'login']);
  });

  test('shows no reason that repeats the password', async () => {
    const { authority, server, failure } = await cfWorld();
    const error = Buffer.from(server.password).toString('base64');
    server.inject('login', {
      status: 401,
      body: { error, error_description: 'No\u202e::error::x' },
    });
    expect((await failure(authority.check())).message).toContain(
      '401: a reason that repeats a part of the secret and is not shown, "No : :error: :x" (UAA',
    );
  });

  test('masks every token that comes with it', async () => {
    const { authority, server, masked } = await cfWorld();
    await authority.check();
    const [request] = server.login.requests;
    expect(new URLSearchParams(request?.body).get('password')).toBe(masked[0]);
    expect(masked.slice(1).toSorted()).toEqual(server.uaa.secrets.toSorted());
  });
});

describe('a login by the OIDC token of the job', () => {
  test('takes a new one each time', async () => {
    const github = await startGitHubOidc();
    const access = oidcAccess(github.env);
    const timing = { now: () => START, random: () => 0, sleep: async () => {} };
    const options = { transport: transport({}), timing, deadline: START + 60_000 };
    const { authority, server, masked } = await cfWorld({
      server: {
        origin: 'acme-platform',
        takesAssertion: async (token) => {
          await github.verify(token, { audience: AUDIENCE });
          return true;
        },
      },
      login: { oidc: true, origin: 'acme-platform', audience: AUDIENCE },
      context: { oidcToken: (audience) => githubOidcToken(access, audience, options) },
    });
    await authority.check();
    server.inject('list', 'tokens end');
    await authority.list();
    await github.close();
    expect(github.tokens).toHaveLength(2);
    const forms = server.login.requests.map(({ body }) => new URLSearchParams(body));
    expect(forms.map((form) => form.get('assertion'))).toEqual(github.tokens);
    expect(masked).toEqual(expect.arrayContaining([...github.tokens]));
  });

  const LOGIN = { oidc: true, origin: 'acme-platform', audience: AUDIENCE };

  test('that is refused says what the identity provider needs', async () => {
    const { authority, server, failure } = await cfWorld({
      login: LOGIN,
      context: { oidcToken: async () => 'head.payload-of-the-assertion.signature' },
    });
    const { code, message } = await failure(authority.check());
    expect(code).toBe('E_AUTHORITY_LOGIN');
    expect(message).toContain(OIDC_ADVICE);
    expect(server.calls).toEqual(['discovery', 'login']);
  });

  test.each([
    [400, SHORT],
    [401, SHORT],
    [401, LONG],
    [403, LONG],
  ])(
    'that is refused with %i is told by its claims, and by nothing else (%s)',
    async (status, sub) => {
      const claims = {
        iss: 'https://issuer.example.com',
        sub,
        aud: AUDIENCE,
        jti: 'not-to-be-told',
      };
      const token = jwt(claims);
      const context = { oidcToken: async () => token };
      const { authority, server, failure } = await cfWorld({ login: LOGIN, context });
      const error_description = `No user for ${token.split('.')[1]}`;
      server.inject('login', { status, body: { error: 'invalid_grant', error_description } });
      const { code, message } = await failure(authority.check());
      expect(code).toBe('E_AUTHORITY_LOGIN');
      expect(message).toContain(
        `${OIDC_ADVICE} The OIDC token of this job has iss ${claims.iss}, sub ${sub}, aud ${AUDIENCE}. Compare them with the configured trust, character by character.`,
      );
      expect(message).toContain('repo:OWNER/REPO:environment:NAME, and repo:OWNER@ID/REPO@ID:');
      for (const part of [...token.split('.'), 'not-to-be-told'])
        expect(message).not.toContain(part);
    },
  );

  test.each([
    [
      'Unable to map issuer, https://token.actions.githubusercontent.com , to a single registered provider',
      'No identity provider of this UAA server has the issuer of the OIDC token.',
    ],
    [
      'Some parameters values are not valid: aud',
      'does not accept the audience of the OIDC token. Compare audience',
    ],
    [
      'The user account must be pre-created. Please contact your system administrator.',
      'Create this user in the UAA server first',
    ],
  ])('that is refused since %s says what to do about it', async (error_description, next) => {
    const context = { oidcToken: async () => jwt({ sub: SHORT }) };
    const { authority, server, failure } = await cfWorld({ login: LOGIN, context });
    server.inject('login', { status: 401, body: { error: 'unauthorized', error_description } });
    const { message } = await failure(authority.check());
    expect(message).toContain(next);
    expect(message).toContain(
      `The OIDC token of this job has iss absent, sub ${SHORT}, aud absent. Compare`,
    );
  });

  test('proves the public client, which is wanted before the assertion is looked at', async () => {
    const { authority, server } = await cfWorld({
      server: { takesAssertion: () => true },
      login: LOGIN,
      context: { oidcToken: async () => 'head.payload-of-the-assertion.signature' },
    });
    await authority.check();
    expect(server.login.requests.map(({ headers }) => headers.authorization)).toEqual([
      'Basic Y2Y6',
    ]);
  });

  test.each([429, 500])('that meets %i is not told by its claims', async (status) => {
    const context = { oidcToken: async () => jwt({ sub: SHORT }) };
    const { authority, server, failure } = await cfWorld({ login: LOGIN, context });
    server.inject('login', ...Array(4).fill({ status }));
    expect((await failure(authority.check())).message).not.toContain('OIDC');
  });

  test('sends no token that has two lines, and masks it', async () => {
    const two = 'head.payload-of-the-assertion.signature\nand more';
    const context = { oidcToken: async () => two };
    const { authority, server, masked, failure } = await cfWorld({ login: LOGIN, context });
    expect(await failure(authority.check())).toMatchObject({ code: 'E_INPUT_CHARSET' });
    expect(masked).toEqual(two.split('\n'));
    expect(server.calls).toEqual(['discovery']);
  });

  test('fails as GitHub fails', async () => {
    const failed = new Failure('E_OIDC_PERMISSION', 'GitHub offers no OIDC token to this job');
    const context = { oidcToken: () => Promise.reject(failed) };
    const { authority } = await cfWorld({ login: LOGIN, context });
    await expect(authority.check()).rejects.toBe(failed);
  });
});

describe('a token', () => {
  test('that is refused is renewed once in a run', async () => {
    const { authority, server, failure, shown } = await cfWorld();
    await authority.check();
    server.inject('create', 'tokens end');
    await authority.create('a-1');
    expect(server.names()).toEqual(['a-1']);
    expect(shown).toContain('The token is not accepted any more; logging in again.');
    server.inject('list', 'tokens end');
    expect(await failure(authority.list())).toEqual({
      code: 'E_AUTHORITY',
      message:
        'Cloud Foundry could not list the service keys. The Cloud Foundry API answered 401: "Invalid Auth Token" (CF-InvalidAuthToken) (HOST, 1 attempt, request id ID). The token is not accepted, not even a new one. Does the user belong to this Cloud Foundry?',
    });
    expect(server.calls.filter((call) => call === 'login')).toHaveLength(2);
  });

  test('that is the same again is not sent for ever', async () => {
    const { authority, server, failure } = await cfWorld();
    const body = { access_token: 'always.the-same.token', token_type: 'bearer' };
    server.inject('login', { body }, { body }, { body });
    expect(await failure(authority.check())).toMatchObject({ code: 'E_AUTHORITY' });
    expect(server.calls).toEqual(['discovery', 'login', 'instance', 'login', 'instance']);
  });

  test('is replaced before it expires, as often as it takes', async () => {
    const { authority, server, later } = await cfWorld({ timeout: 4 * 3_600_000 });
    for (let count = 0; count < 3; count++) {
      await authority.list();
      later(1_150_000);
    }
    expect(server.calls.filter((call) => call === 'login')).toHaveLength(3);
    expect(server.calls.filter((call) => call === 'discovery')).toHaveLength(1);
  });

  test('that lives for a moment only is used as long as it works', async () => {
    const { authority, server } = await cfWorld({ server: { lifetime: 30 } });
    await authority.list();
    await authority.list();
    expect(server.calls.filter((call) => call === 'login')).toHaveLength(1);
  });

  test('that is too old is replaced once for calls at the same time', async () => {
    const { authority, server, later } = await cfWorld({ timeout: 4 * 3_600_000 });
    await authority.check();
    later(1_150_000);
    await Promise.all([authority.list(), authority.list(), authority.list()]);
    expect(server.calls.filter((call) => call === 'login')).toHaveLength(2);
  });

  test('serves calls at the same time, and so does its successor', async () => {
    const { authority, server } = await cfWorld();
    await Promise.all([authority.check(), authority.check(), authority.check()]);
    expect(server.calls.filter((call) => call === 'login')).toHaveLength(1);
    server.inject('list', 'tokens end');
    await Promise.all([authority.list(), authority.list(), authority.list()]);
    expect(server.calls.filter((call) => call === 'login')).toHaveLength(2);
  });
});

describe('the input authority-login', () => {
  const settings = {
    api: 'https://api.cf.example.com',
    organization: 'o',
    space: 's',
    instance: 'i',
  };
  function open(text: string | undefined) {
    const context = authorityContext();
    const call = () => cloudFoundry.open(settings, text, context);
    return { call, masked: context.runner.masks };
  }
  const json = JSON.stringify;

  test.each([
    ['no JSON', ' jane:Pw-in-no-json\n', ['jane:Pw-in-no-json']],
    ['null in it', '{"username":null}', []],
    ['endless nesting', `${'{"x":'.repeat(20_000)}"Pw"${'}'.repeat(20_000)}`, []],
    ['a list', '["Pw-in-a-list"]', ['["Pw-in-a-list"]']],
    ['a text', '"Pw-as-a-text"', ['"Pw-as-a-text"']],
    ['nothing in it', '{}', []],
    ['no username', json({ password: 'Pw-alone' }), ['Pw-alone']],
    ['no password', json({ username: 'jane' }), []],
    ['an empty password', json({ username: 'jane', password: '' }), []],
    ['a number', json({ username: 'jane', password: 7 }), []],
    [
      'an unknown member',
      json({ username: 'u', password: 'Passw-1', pasword: 'Passw-2' }),
      ['Passw-1', 'Passw-2'],
    ],
    ['a secret deep inside', json({ username: { password: ['Passw-deep'] } }), ['Passw-deep']],
    [
      'two lines',
      json({ username: 'u', password: 'Passw0rd\nand next' }),
      ['Passw0rd', 'and next'],
    ],
    [
      'half a character',
      json({ username: 'u', password: 'Passw-1', origin: '\ud800' }),
      ['Passw-1'],
    ],
    ['an empty origin', json({ username: 'u', password: 'Passw-1', origin: ' ' }), ['Passw-1']],
    ['oidc that is false', json({ oidc: false, origin: 'o', audience: 'a' }), []],
    ['oidc as a text', json({ oidc: 'true', origin: 'o', audience: 'a' }), []],
    ['oidc without origin', json({ oidc: true, audience: 'a' }), []],
    ['oidc without audience', json({ oidc: true, origin: 'o' }), []],
    ['both', json({ oidc: true, origin: 'o', audience: 'a', password: 'Passw-1' }), ['Passw-1']],
  ])('with %s says what is expected, and nothing of it', (_what, text, secrets) => {
    const { call, masked } = open(text);
    expect(call).toThrow(
      expect.objectContaining({
        code: 'E_AUTHORITY_LOGIN',
        message: expect.stringMatching(
          /^The input authority-login cannot be used for cloud-foundry\. (?:It|Its) [\w ,]+\. Expected \{"username"/,
        ),
      }),
    );
    expect(call).not.toThrow(/Pw/);
    expect(masked.slice(0, secrets.length)).toEqual(secrets);
  });

  test.each([[undefined], [''], [' \n']])('that is empty (%j) says when secrets are', (text) => {
    expect(open(text).call).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_MISSING',
        message: expect.stringContaining('There is no login for the authority cloud-foundry'),
      }),
    );
  });
});
