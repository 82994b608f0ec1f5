import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/base/failure.ts';
import { type Credential, secretOf } from '../../src/credentials/credential.ts';
import type { HttpResponse } from '../../src/http/http.ts';
import { answerOf, RULES, refusal } from '../../src/token/refusal.ts';
import { parsedBody } from '../../src/token/response.ts';
import { testContext } from '../context.ts';
import { credential, jwt, OPAQUE, response, SECRET } from './samples.ts';

const error = (code: string, description?: string) => ({
  error: code,
  error_description: description,
});

/** The secret of the client, and what else was sent, is kept as whoever sends it does. */
function refused(
  answer: HttpResponse,
  client: Credential = credential(),
  { attempts = 1, sent = [] as string[], scope = undefined as string | undefined } = {},
): Failure {
  const { secrets } = testContext();
  secrets.keep([secretOf(client.proof) ?? '', ...sent]);
  return refusal({ response: answer, attempts }, client, secrets, {
    assertion: sent.at(-1),
    scope,
  });
}

function said(status: number, body: unknown): string {
  return refused(response(status, body)).message;
}

test.each([
  [401, error('invalid_client'), 'E_UNAUTHORIZED'],
  [401, '', 'E_UNAUTHORIZED'],
  [403, '<html>', 'E_UNAUTHORIZED'],
  [400, error('invalid_client'), 'E_UNAUTHORIZED'],
  [400, error('unauthorized_client'), 'E_UNAUTHORIZED'],
  [400, error('access_denied'), 'E_UNAUTHORIZED'],
  [200, error('unauthorized'), 'E_UNAUTHORIZED'],
  [400, error('invalid_scope'), 'E_HTTP'],
  [200, error('invalid_request'), 'E_HTTP'],
  [404, '', 'E_HTTP'],
  [500, error('server_error'), 'E_HTTP'],
  [429, error('slow_down'), 'E_RATE_LIMITED'],
  [302, error('invalid_client'), 'E_REDIRECT'],
  [308, '', 'E_REDIRECT'],
  [400, [error('invalid_client')], 'E_HTTP'],
  [400, { error: 7 }, 'E_HTTP'],
])('status %i with %j is %s', (status, body, code) => {
  expect(refused(response(status, body)).code).toBe(code);
});

describe('what happened', () => {
  test.each([
    ['alone', OPAQUE],
    ['between words', `take ${OPAQUE} now`],
    ['in a URL', `https://host.example/?token=${OPAQUE}`],
    ['before a line break', `${OPAQUE}\n`],
  ])('is not said with a token that is in the same answer: %s', (_where, value) => {
    expect(said(200, { ...error(OPAQUE), access_token: value })).not.toContain(OPAQUE);
  });

  test('is said with reason, host, attempts and correlation id', () => {
    const headers = { 'x-vcap-request-id': 'c0ffee00-1111', 'x-correlationid': 'other-id' };
    const answer = response(401, error('invalid_client', 'Bad credentials'), headers);
    expect(refused(answer, credential(), { attempts: 3 }).message).toMatch(
      /^The server answered 401: "invalid_client", "Bad credentials" \(tenant\.example\.com, 3 attempts, correlation id c0ffee00-1111\)\. \S/,
    );
  });

  test('is one harmless line, whatever the server writes', () => {
    const message = said(400, error('a\n::error::b', '\x1b[31m##[group]\u202e\r\nc'));
    expect(message).not.toMatch(/[\p{C}\n]|::|##\[/u);
  });

  test.each([`no ${SECRET}`, Buffer.from(SECRET).toString('hex'), encodeURIComponent(SECRET)])(
    'is withheld where it repeats the secret: %s',
    (echo) => {
      expect(said(401, error('invalid_client', echo))).toContain(
        '"invalid_client", a reason that repeats a part of the secret and is not shown',
      );
      expect(said(401, error(echo, 'plain reason'))).toContain('is not shown, "plain reason"');
    },
  );

  test('a byte order mark before the JSON changes nothing', () => {
    expect(said(401, `\ufeff ${JSON.stringify(error('invalid_client'))}`)).toContain(
      '"invalid_client"',
    );
  });

  test.each<[HttpResponse['headers'], string | undefined]>([
    [{ 'x-correlationid': 'abc-1' }, 'abc-1'],
    [{ 'x-correlation-id': 'abc-2' }, 'abc-2'],
    [{ 'x-vcap-request-id': 'a b c d', 'x-correlationid': 'abc-3' }, 'abc-3'],
    [{ 'x-vcap-request-id': ['abc-4', 'abc-5'] }, undefined],
    [{ 'x-vcap-request-id': 'x'.repeat(65) }, undefined],
    [{ 'x-vcap-request-id': SECRET.slice(0, 36) }, undefined],
  ])('of the headers %j the id is %s', (headers, id) => {
    const message = refused(response(401, '', headers)).message;
    expect(/correlation id ([^),]*)/.exec(message)?.[1]).toBe(id);
  });

  test.each([
    ['https://login.example.org/start?x=1', 'points to login.example.org;'],
    ['/login', 'points to another path on the same host;'],
    ['https://user:word@other.example/', 'points to other.example;'],
    [`https://${SECRET.slice(0, 36)}.example/`, 'points to another place;'],
    ['http://[', 'points to another place;'],
    ['', 'points to no place;'],
    ['/oauth/token', 'points to the same URL;'],
  ])('a redirect to %s %s', (location, words) => {
    const headers = location === '' ? {} : { location };
    const { message } = refused(response(302, '', headers));
    expect(message).toContain(words);
    expect(message).toMatch(/\(tenant\.example\.com, 1 attempt\)\. \S.*the input token-url/);
  });
});

test('a token that comes along with the error is masked, and not shown', () => {
  const { secrets, runner } = testContext();
  const tokens = { access_token: OPAQUE, refresh_token: jwt({ a: 1 }), id_token: 7 };
  const body = { ...error('invalid_scope', `for ${OPAQUE}`), ...tokens };
  const answered = { response: response(400, body), attempts: 1 };
  expect(refusal(answered, credential(), secrets).happened).toMatch(/"invalid_scope", a reason/);
  expect(runner.masks).toEqual([OPAQUE, tokens.refresh_token]);
});

test('words where tokens belong become no masks', () => {
  const { secrets, runner } = testContext();
  const body = { error: 'x', access_token: 'none', refresh_token: 'not-issued', id_token: 'true' };
  refusal({ response: response(400, body), attempts: 1 }, credential(), secrets);
  expect(runner.masks).toEqual([]);
});

const withSecret = (clientSecret: string): Partial<Credential> => ({
  proof: { kind: 'secret', clientSecret },
});
const certificate: Partial<Credential> = {
  proof: { kind: 'certificate', certificate: '', privateKey: '', expiresAt: new Date(0) },
};
const UUID = '0f0f0f0f-1111-4222-8333-444455556666';
const OWN = /Check that client id and secret belong together/;
const DELETED = /A deleted or rotated key/;

const plain = credential({
  provider: 'oauth2',
  clientId: 'release',
  tokenUrl: new URL('https://login.example.com/oauth2/token'),
  ...withSecret('0f1e2d3c-aaaa-4bbb-8ccc-ddddeeeeffff'),
});
const at = (url: string, changes: Partial<Credential> = {}) =>
  credential({ tokenUrl: new URL(url), ...changes });
const tenant = at('https://nobody.authentication.eu10.hana.ondemand.com/oauth/token');
const basic = (changes: Partial<Credential>) =>
  credential({ ...plain, authMethod: 'client_secret_basic', ...changes });
const CSRF = 'Could not verify the provided CSRF token because your session was not found.';
const HYDRA =
  "Client authentication failed (e.g., unknown client, no client authentication included, or unsupported authentication method). The OAuth 2.0 Client supports client authentication method 'client_secret_basic', but method 'client_secret_post' was requested.";

const OKTA_METHOD =
  "The 'token_endpoint_auth_method' must be 'private_key_jwt' to request service scopes.";
const PING_METHOD = 'Request denied: Unsupported authentication method';
const AUTH0_METHOD = 'Client authentication methods is not allowed';
const OKTA_SCOPE =
  'The authorization server has no default scopes configured. You must provide scopes.';
const OKTA_ID = "Invalid value for 'client_id' parameter.";
const OKTA_SECRET = 'The client secret supplied for a confidential client is invalid.';
const ENTRA_SCOPE = "AADSTS900144: The request body must contain the following parameter: 'scope'.";
const ENTRA_POLICY =
  'AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.';
const ENTRA_REQUIRED =
  "AADSTS7000216: 'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.";
const SALESFORCE = 'no client credentials user enabled';
const SALESFORCE_DOMAIN = 'request not supported on this domain';
const WSO2 = 'A valid OAuth client could not be found for client_id: release';
const NGINX = '<html><title>400 No required SSL certificate was sent</title></html>';
const DOORKEEPER =
  'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.';
const WRONG_PAIR = 'The client_id and/or client_secret passed are incorrect.';

interface Case {
  readonly rule: string;
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: HttpResponse['headers'];
  readonly client?: Credential;
  readonly scope?: string;
  readonly says: RegExp;
  /** Is the general advice given, too? */
  readonly general?: true;
}

const CASES: readonly Case[] = [
  // What stands before a server.
  {
    rule: 'login page',
    status: 302,
    headers: { location: '/login' },
    says: /login page.*token-url/,
  },
  {
    rule: 'login page',
    status: 302,
    headers: { location: 'https://x.accounts.ondemand.com/saml2/idp/sso' },
    says: /login page.*token-url/,
  },
  { rule: 'redirect', status: 307, headers: { location: '/v2/token' }, says: /input token-url/ },
  { rule: 'redirect to nowhere', status: 301, headers: {}, says: /input token-url/ },
  { rule: 'redirect to nowhere', status: 304, says: /No token endpoint answers so/ },
  {
    rule: 'redirect to nowhere',
    status: 302,
    headers: { location: '/oauth/token' },
    says: /No token endpoint answers so/,
  },
  { rule: 'too many requests', status: 429, body: error('invalid_client'), says: /Too many token/ },
  { rule: 'too many requests', status: 400, body: error('slow_down'), says: /spread the jobs/ },
  {
    rule: 'too many requests',
    status: 429,
    body: error('too_many_attempts', 'Your account has been blocked after many attempts.'),
    says: /spread the jobs\. The server has locked the client: wait/,
  },
  { rule: 'not available', status: 503, body: '<html>busy</html>', says: /later.*token-url/ },
  { rule: 'not available', status: 502, body: error('invalid_client'), says: /gateway/ },
  { rule: 'not available', status: 400, body: error('temporarily_unavailable'), says: /later/ },
  { rule: 'fault of the server', status: 500, body: '', says: /The server has a problem; run/ },
  { rule: 'fault of the server', status: 400, body: error('server_error'), says: /later/ },
  // Where nothing of OAuth is.
  {
    rule: 'no application',
    status: 404,
    body: "404 Not Found: Requested route ('x.cfapps.eu10.hana.ondemand.com') does not exist.",
    headers: { 'x-cf-routererror': 'unknown_route' },
    says: /no application at that host/,
  },
  { rule: 'no realm', status: 404, body: { error: 'Realm does not exist' }, says: /realm/ },
  {
    rule: 'no tenant',
    status: 404,
    body: {},
    client: tenant,
    says: /no tenant nobody,.*subdomain/,
  },
  { rule: 'no tenant', status: 404, body: '', client: tenant, says: /no tenant nobody,/ },
  {
    rule: 'no tenant',
    status: 404,
    body: {},
    client: at('https://authentication.eu10.hana.ondemand.com/oauth/token'),
    says: /no tenant of that name/,
  },
  { rule: 'no tenant', status: 404, body: {}, says: /no tenant of that name/ },
  {
    rule: 'no tenant',
    status: 400,
    body: error('invalid_request', "AADSTS90002: Tenant 'acme' not found."),
    client: plain,
    says: /check the tenant/,
  },
  { rule: 'no token endpoint', status: 404, body: '', says: /no token endpoint.*token-url/ },
  { rule: 'no token endpoint', status: 404, body: {}, client: plain, says: /no token endpoint/ },
  { rule: 'no token endpoint', status: 405, body: {}, says: /no token endpoint/ },
  { rule: 'no token endpoint', status: 415, body: { message: 'x' }, says: /no token endpoint/ },
  { rule: 'no token endpoint', status: 501, body: '<html>', says: /no token endpoint/ },
  { rule: 'no token endpoint', status: 201, body: {}, says: /no token endpoint/ },
  { rule: 'no token endpoint', status: 403, body: { error: CSRF }, says: /token-url/ },
  {
    rule: 'no token endpoint',
    status: 403,
    body: { error: CSRF },
    client: at('https://t.authentication.eu10.hana.ondemand.com/oauth/tokens'),
    says: /have it at \/oauth\/token\./,
  },
  {
    rule: 'no token endpoint',
    status: 403,
    body: '<h1>Forbidden</h1><p>CSRF verification failed.',
    says: /no token endpoint/,
  },
  {
    rule: 'no token endpoint',
    status: 400,
    body: { error: 'Not a valid request' },
    says: /token-url/,
  },
  {
    rule: 'no token endpoint',
    status: 401,
    body: { timestamp: 1, status: 401, error: 'Unauthorized', path: '/api/tokn' },
    says: /no token endpoint/,
  },
  {
    rule: 'no token endpoint',
    status: 401,
    body: '',
    headers: { 'www-authenticate': 'Bearer realm="api"' },
    says: /host of an API/,
  },
  { rule: 'no token endpoint', status: 401, body: error('invalid_token'), says: /host of an API/ },
  {
    rule: 'page',
    status: 403,
    body: '<!doctype html><p>Denied',
    says: /page for people.*firewall/,
  },
  { rule: 'page', status: 401, body: '\n <html>', says: /page for people/ },
  // What the OAuth error says, in whatever language the words are.
  {
    rule: 'scope',
    status: 400,
    body: error('invalid_scope'),
    scope: 'a',
    says: /check the input scope\.$/,
  },
  {
    rule: 'scope',
    status: 401,
    body: error('invalid_scope', 'gesperrt'),
    scope: 'a',
    says: /input scope/,
  },
  { rule: 'scope', status: 400, body: error('scope_invalid'), scope: 'a', says: /input scope/ },
  { rule: 'scope', status: 400, body: error('invalid_scope'), says: /No scope was asked for/ },
  { rule: 'scope', status: 400, body: error('invalid_scope'), scope: 'a,b', says: /by spaces/ },
  {
    rule: 'scope',
    status: 400,
    body: { ...error('invalid_scope', 'Invalid scope: other'), scope: 'demo.read demo.write' },
    scope: 'other',
    says: /The client has the scopes demo\.read demo\.write\.$/,
  },
  {
    rule: 'audience',
    status: 400,
    body: error('invalid_resource', 'AADSTS500011: The resource principal named x was not found.'),
    says: /inputs resource/,
  },
  { rule: 'audience', status: 400, body: error('invalid_target'), says: /resource and audience/ },
  {
    rule: 'audience',
    status: 403,
    body: error('access_denied', 'Service not enabled within domain: https://api.example.com'),
    client: plain,
    says: /inputs resource and audience/,
  },
  {
    rule: 'grant at this URL',
    status: 400,
    body: error('unsupported_grant_type'),
    says: /token-url/,
  },
  {
    rule: 'grant at this URL',
    status: 401,
    body: error('unsupported_grant_type', 'nein'),
    says: /grant/,
  },
  {
    rule: 'lost form',
    status: 400,
    body: error('invalid_request', 'Missing grant type'),
    says: /body/,
  },
  {
    rule: 'request',
    status: 400,
    body: error('invalid_request'),
    says: /scope, audience, resource and/,
  },
  {
    rule: 'request',
    status: 400,
    body: error('invalid_request', 'client_id is missing'),
    client: basic({ clientId: 'a|b' }),
    says: /try auth-method: client_secret_post/,
  },
  {
    rule: 'grant of the client, by its words',
    status: 401,
    body: error('invalid_client', 'Unauthorized grant type: client_credentials'),
    says: /allow the grant type client_credentials/,
  },
  {
    rule: 'grant of the client, by its words',
    status: 401,
    body: error('unauthorized_client', 'Client not enabled to retrieve service account'),
    client: plain,
    says: /service account\)\.$/,
  },
  {
    rule: 'grant of the client, by its words',
    status: 403,
    body: error(
      'unauthorized_client',
      "Grant type 'client_credentials' not allowed for the client.",
    ),
    client: plain,
    says: /may not use the client credentials grant/,
  },
  {
    rule: 'grant of the client, by its code',
    status: 400,
    body: error('unauthorized_client'),
    client: plain,
    says: /allow the grant.*compare client id and secret/,
  },
  {
    rule: 'grant of the client, by its code',
    status: 400,
    body: error('unauthorized_client', 'Der Client darf das nicht.'),
    says: /allow the grant type client_credentials for it at the server \(in Keycloak its service account\)\.$/,
  },
  // States of a client.
  {
    rule: 'locked',
    status: 401,
    body: error(
      'invalid_client',
      'Your account has been locked because of too many failed attempts.',
    ),
    says: /wait until the lock is over.*unlock/,
  },
  {
    rule: 'locked',
    status: 401,
    body: error('unauthorized', 'Client ist gesperrt'),
    says: /unlock/,
  },
  { rule: 'locked', status: 401, body: { error: 'Account is locked' }, says: /unlock/ },
  { rule: 'locked', status: 423, body: '', says: /unlock/ },
  {
    rule: 'locked',
    status: 401,
    body: error('invalid_client', 'Client is locked'),
    client: credential({ provider: 'ias' }),
    says: /60 minutes/,
  },
  {
    rule: 'not yet active',
    status: 401,
    body: error('invalid_client', 'Key not yet valid'),
    says: /wait/,
  },
  {
    rule: 'not verified',
    status: 403,
    body: error('access_denied', 'Account not verified'),
    says: /approved/,
  },
  {
    rule: 'not verified',
    status: 401,
    body: { message: 'pending approval' },
    says: /verified or approved/,
  },
  {
    rule: 'expired',
    status: 401,
    body: error('invalid_client', 'AADSTS7000222: The provided client secret keys are expired.'),
    client: plain,
    says: /create a new one/,
  },
  {
    rule: 'expired',
    status: 401,
    body: error('invalid_client', 'Client-Secret abgelaufen'),
    says: /new one/,
  },
  {
    rule: 'disabled',
    status: 401,
    body: error('invalid_client', 'Client disabled'),
    says: /enable it/,
  },
  {
    rule: 'disabled',
    status: 400,
    body: error('unauthorized_client', 'AADSTS7000112: Application is disabled.'),
    client: plain,
    says: /enable it/,
  },
  // How a client proves itself.
  {
    rule: 'another method',
    status: 401,
    body: error('invalid_client', HYDRA),
    client: plain,
    says: /client_secret_basic\.$/,
  },
  {
    rule: 'another method',
    status: 401,
    body: error('invalid_client', 'Expected client_secret_post.'),
    client: basic({}),
    says: /auth-method: client_secret_post\.$/,
  },
  {
    rule: 'another method',
    status: 401,
    body: error('invalid_client', 'Use the Authorization header.'),
    client: plain,
    says: /auth-method: client_secret_basic\.$/,
  },
  {
    rule: 'no client seen',
    status: 401,
    body: error('unauthorized', 'Full authentication is required to access this resource'),
    client: plain,
    says: /token-url.*client_secret_basic/,
  },
  {
    rule: 'unknown client',
    status: 401,
    body: error('invalid_client', 'No client with requested id: release'),
    says: /check the client id/,
  },
  {
    rule: 'unknown client',
    status: 400,
    body: error(
      'unauthorized_client',
      "AADSTS700016: Application 'x' was not found in the directory.",
    ),
    client: plain,
    says: /check the client id/,
  },
  { rule: 'denied', status: 403, body: error('access_denied', 'nein'), says: /which role/ },
  {
    rule: 'disabled',
    status: 401,
    body: error('invalid_client', 'Client is not enabled'),
    says: /enable it/,
  },
  {
    rule: 'no token endpoint',
    status: 403,
    body: { message: 'Missing Authentication Token' },
    client: plain,
    says: /host of an API/,
  },
  // Nothing better is known.
  {
    rule: 'client',
    status: 401,
    body: error('access_denied', 'Unauthorized'),
    client: plain,
    says: OWN,
    general: true,
  },
  {
    rule: 'client',
    status: 401,
    body: error('invalid_client', 'Bad credentials'),
    says: OWN,
    general: true,
  },
  {
    rule: 'client',
    status: 401,
    body: error('unauthorized', 'Bad credentials'),
    says: OWN,
    general: true,
  },
  {
    rule: 'client',
    status: 401,
    body: error('invalid_client', 'Ung\u00fcltig'),
    says: OWN,
    general: true,
  },
  { rule: 'client', status: 401, body: { error: 'Invalid client' }, says: OWN, general: true },
  {
    rule: 'client',
    status: 401,
    body: { error: 'Wrong client secret' },
    says: /If that is no token/,
    general: true,
  },
  { rule: 'client', status: 401, body: '', says: OWN, general: true },
  { rule: 'client', status: 400, body: '', says: OWN, general: true },
  { rule: 'client', status: 400, body: error('toString'), says: OWN, general: true },
  { rule: 'client', status: 403, body: '', says: /where no scope is asked for/, general: true },
  {
    rule: 'client',
    status: 401,
    body: error('unauthorized_client', 'Invalid client or Invalid client credentials'),
    client: plain,
    says: /try auth-method: client_secret_basic/,
    general: true,
  },
  {
    rule: 'client',
    status: 401,
    body: error('invalid_client'),
    client: plain,
    says: /client_secret_basic/,
    general: true,
  },
  {
    rule: 'client',
    status: 401,
    body: error('invalid_client'),
    client: basic({ clientId: 'a!b|c' }),
    says: /try auth-method: client_secret_post/,
    general: true,
  },
  {
    rule: 'client',
    status: 401,
    body: error('invalid_client'),
    client: basic(withSecret('50%off-and-more-of-it')),
    says: /try auth-method: client_secret_post/,
    general: true,
  },
  // As servers word it.
  ...(
    [
      ['another method', 400, error('invalid_request', OKTA_METHOD), /private_key_jwt/],
      ['refused method', 401, error('invalid_client', PING_METHOD), /not take client_secret_post/],
      ['refused method', 401, error('invalid_client', AUTH0_METHOD), /client_secret_basic\.$/],
      ['no scope', 400, error('invalid_request', OKTA_SCOPE), /^No scope was asked for/],
      ['no scope', 400, error('invalid_request', ENTRA_SCOPE), /^No scope was asked for/],
      ['https', 403, error('invalid_request', 'HTTPS required'), /X-Forwarded-Proto/],
      ['denied', 400, error('access_denied', ENTRA_POLICY), /denies this client/],
      ['grant of the client, by its words', 400, error('invalid_grant', SALESFORCE), /grant type/],
      ['grant at this URL', 400, error('invalid_grant', SALESFORCE_DOMAIN), /token-url/],
      ['no client seen', 401, error('unauthorized', 'Missing credentials'), /no client in the/],
      ['no client seen', 401, { Error: 'Client identifier is required' }, /no client in the/],
      ['no client seen', 401, { message: 'Client credentials were not found' }, /no client in/],
      ['unknown client', 401, error('invalid_client', WSO2), /does not know the client/],
      ['unknown client', 400, error('invalid_client_id', 'client identifier invalid'), /client id/],
      ['unknown client', 401, { errorCode: 'invalid_client', errorSummary: OKTA_ID }, /client id/],
      ['unknown client', 401, { ErrorCode: 'invalid_client', Error: 'ClientId is Invalid' }, /id/],
      ['unknown client', 401, { fault: { faultstring: 'Invalid client identifier' } }, /client id/],
      ['client certificate', 400, NGINX, /client certificate in place of a secret/],
      [
        'client certificate',
        401,
        error('invalid_client', 'Client certificate is missing'),
        /X\.509/,
      ],
      ['client certificate', 400, error('invalid_request', 'Mutual TLS is required'), /X\.509/],
      ['no token endpoint', 405, error('invalid_request', 'Method not allowed'), /token-url/],
      ['no token endpoint', 415, error('invalid_request', 'Send JSON'), /token-url/],
    ] as const
  ).map(([rule, status, body, says]) => ({ rule, status, body, says, client: plain })),
  ...[
    error('invalid_client', DOORKEEPER),
    error('invalid_client', `${DOORKEEPER.replace('included,', 'included')}`),
    error('invalid_client', 'Client authentication failed'),
    error('invalid_client', ENTRA_REQUIRED),
    error('invalid_client', 'Invalid or missing credentials'),
    // ServiceNow.
    error('server_error', 'access_denied'),
  ].map((body) => ({
    rule: 'client',
    status: 401,
    body,
    client: plain,
    says: /try auth-method: client_secret_basic/,
    general: true as const,
  })),
  ...[
    [401, error('invalid_client', 'AADSTS7000215: Invalid client secret provided.')],
    [401, error('invalid_client', OKTA_SECRET)],
    [403, { status: 403, message: 'invalid client secret' }],
    [200, error('incorrect_client_credentials', WRONG_PAIR)],
  ].map(([status, body]) => ({
    rule: 'client',
    status: Number(status),
    body,
    client: plain,
    // Who says that the secret is wrong has read it.
    says: /^(?!.*auth-method)/,
    general: true as const,
  })),
];

describe('what to do next', () => {
  test.each(CASES)(
    '$status $body: $rule',
    ({ rule, status, body = '', headers, client = credential(), scope, says, general }) => {
      const answer = response(status, body, headers);
      const { secrets } = testContext();
      const read = answerOf(answer, parsedBody(answer), client, { scope }, secrets);
      expect(RULES.find(({ applies }) => applies(read))?.name).toBe(rule);
      const { next } = refused(answer, client, { ...(scope === undefined ? {} : { scope }) });
      expect(next).toMatch(says);
      expect([OWN.test(next), DELETED.test(next)]).toEqual([general === true, general === true]);
    },
  );

  test('has an answer for each rule', () => {
    expect(new Set(CASES.map(({ rule }) => rule))).toEqual(new Set(RULES.map(({ name }) => name)));
  });

  test.each([
    [basic({}), 401],
    [credential(), 401],
    [tenant, 401],
    [credential({ provider: 'ias' }), 401],
  ])('no other method is tried where nothing speaks for it', (client, status) => {
    expect(refused(response(status, error('invalid_client')), client).next).not.toContain(
      'auth-method',
    );
  });

  test('scopes of the client are shown one by one as far as they are names', () => {
    const has = (scope: unknown) =>
      refused(response(400, { error: 'invalid_scope', scope }), credential(), { scope: 'a' }).next;
    expect(has(['a.read', 'b!t1.Write', 7, 'x\n::error::y', '<b>'])).toContain(
      'has the scopes a.read b!t1.Write.',
    );
    expect(has('x::error::y')).toContain('has the scopes x: :error: :y.');
    for (const nothing of ['', [], {}, null, SECRET.slice(0, 23), `a ${SECRET.slice(4, 30)}`]) {
      expect(has(nothing)).toMatch(/check the input scope\.$/);
    }
    expect(has('a'.repeat(199).concat(' ').repeat(50)).length).toBeLessThan(900);
  });

  test('takes linear time, whatever the server writes', () => {
    const started = performance.now();
    for (const text of ['(', 'client ', 'tenant ', '<', 'grant ', '\\', 'a b']) {
      said(401, { error: text.repeat(60_000), error_description: text.repeat(60_000) });
      said(401, text.repeat(60_000));
    }
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

const BACKSLASH = /backslash before a special character/;
const PLACEHOLDER = /looks like a placeholder/;
const HIDDEN = /where it does not show a secret/;
const DOLLAR = /no single \$ after its first part/;
const CUT = /client id looks cut/;
const ALL = [/an invisible character/, BACKSLASH, PLACEHOLDER, HIDDEN, DOLLAR, CUT];
const BOUND = /certificate may not be bound/;

test.each<[string, Partial<Credential>, readonly RegExp[]]>([
  ['a sound secret', withSecret(`${UUID}$abc=`), [OWN]],
  ['a shell escape', withSecret('abc\\$def'), [BACKSLASH]],
  ['a backslash of its own', withSecret('abc\\def'), [OWN]],
  ['a line break that was written as its escape', withSecret('abcdef\\n'), [BACKSLASH]],
  ['asterisks', withSecret('*****'), [HIDDEN]],
  ['angle brackets', withSecret('<client-secret>'), [PLACEHOLDER]],
  ['a lost end', withSecret(UUID), [DOLLAR]],
  ['a replaced variable', withSecret(`${UUID}=`), [DOLLAR]],
  ['the same at another provider', { ...withSecret(UUID), provider: 'oauth2' }, [OWN]],
  ['an id without !', { clientId: 'sb-release' }, [CUT]],
  ['an id of another provider', { clientId: 'sb-release', provider: 'ias' }, [OWN]],
  ['two faults', { ...withSecret('<x>'), clientId: 'sb-x' }, [PLACEHOLDER, CUT]],
  ['a space', withSecret('abc def'), [/an invisible character/]],
  ['a certificate', certificate, [BOUND]],
  ['a certificate of a damaged id', { ...certificate, clientId: 'sb-x' }, [CUT]],
])('%s', (_name, changes, expected) => {
  const text = refused(response(401, { error: 'invalid_client' }), credential(changes)).next;
  expect([...ALL, BOUND, OWN].filter((hint) => hint.test(text))).toEqual(expected);
  expect(text).toMatch(/ A deleted or rotated key, or a wrong tenant, gives the same answer\.$/);
});

test.each([
  ['"in-quotes-0123456789"', false],
  ['cut-0123456789...', false],
  ['0123 4567 89ab', true],
])('with the secret %s another method is tried: %s', (clientSecret, isTried) => {
  const client = { ...plain, ...withSecret(clientSecret) };
  const { next } = refused(response(401, error('invalid_client')), client);
  expect(next.includes('auth-method')).toBe(isTried);
});

test('the host of an API is named in place of the general advice', () => {
  const client = at('https://eu10.alm.cloud.sap/oauth/token');
  const { next } = refused(response(401, error('invalid_client')), client);
  expect(next).toContain('That is the host of an API');
  expect(next).not.toMatch(OWN);
});

test.each([{ toString: 1 }, null, 17, ['invalid_scope']])(
  'an error that is no text: %j',
  (error) => {
    expect(refused(response(400, { error })).next).toBe(refused(response(400, '')).next);
  },
);

const GITHUB = credential({ authMethod: 'github_oidc', proof: { kind: 'github-oidc' } });
const ISSUER = 'https://token.actions.githubusercontent.com';
const CLAIMS = {
  iss: ISSUER,
  sub: 'repo:a/b:ref:refs/heads/main',
  aud: 'https://tenant.example.com',
};

const aboutTrust = (status: number, body: object, claims: object = CLAIMS) =>
  refused(response(status, body), GITHUB, { sent: [jwt({ sub: 'an earlier one' }), jwt(claims)] })
    .next;

describe('what the trust in an OIDC token depends on', () => {
  test.each([
    [401, 'invalid_client'],
    [403, ''],
    [400, 'invalid_client'],
    [400, 'invalid_grant'],
  ])('is shown where the answer is %d %s', (status, error) => {
    expect(aboutTrust(status, { error })).toContain(
      `The OIDC token of this job has iss ${ISSUER}, sub ${CLAIMS.sub}, aud ${CLAIMS.aud}. Compare`,
    );
    expect(aboutTrust(status, { error })).toContain('give that in the input assertion-audience.');
  });

  test.each([
    [400, 'invalid_scope'],
    [429, ''],
    [302, ''],
    [503, ''],
  ])('is not shown where the answer is %d %s', (status, error) => {
    expect(aboutTrust(status, { error })).not.toContain('OIDC');
  });

  test('may be a list, of another type, or absent', () => {
    const shown = aboutTrust(401, {}, { sub: { a: 1 }, aud: ['a', 'b'] });
    expect(shown).toContain('has iss absent, sub not a text, aud a b.');
  });

  test('is one harmless line', () => {
    const shown = aboutTrust(401, {}, { ...CLAIMS, sub: `x\n::error::${'y'.repeat(500)}` });
    expect(shown).toContain('sub x : :error: :yyy');
    expect(shown).not.toContain('\n');
    expect(shown.length).toBeLessThan(1500);
  });

  test('is not shown where it repeats the token', () => {
    const token = jwt(CLAIMS);
    const sent = [token.slice(5, 40), jwt({ ...CLAIMS, sub: token.slice(5, 40) })];
    expect(refused(response(401, {}), GITHUB, { sent }).next).toContain('sub not shown');
  });
});

test('a signed assertion is told by client, audience and key', () => {
  const proof = {
    kind: 'private-key',
    privateKey: '',
    certificate: undefined,
    expiresAt: undefined,
  } as const;
  const tokenUrl = new URL('https://tenant.example.com/oauth/token?a=b');
  const shown = (keyId: string | undefined) =>
    refused(response(401, {}), credential({ tokenUrl, proof: { ...proof, keyId } })).next;
  expect(shown('key-1')).toContain(
    'the audience https://tenant.example.com/oauth/token, with the kid key-1. Check',
  );
  expect(shown(undefined)).toContain('/oauth/token, without a kid. Check');
});
