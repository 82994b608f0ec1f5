import { describe, expect, test } from 'vitest';
import type { Failure } from '../../src/base/failure.ts';
import { type Credential, secretOf } from '../../src/credentials/credential.ts';
import type { HttpResponse } from '../../src/http/http.ts';
import { refusal } from '../../src/token/refusal.ts';
import { testContext } from '../context.ts';
import { credential, jwt, response, SECRET } from './samples.ts';

const error = (code: string, description?: string) => ({
  error: code,
  error_description: description,
});

/** The secret of the client, and what else was sent, is kept as whoever sends it does. */
function refused(
  answer: HttpResponse,
  client: Credential = credential(),
  { attempts = 1, sent = [] as string[] } = {},
): Failure {
  const { secrets } = testContext();
  secrets.keep([secretOf(client.proof) ?? '', ...sent]);
  return refusal({ response: answer, attempts }, client, secrets, { assertion: sent.at(-1) });
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
    ['', 'points to another path on the same host;'],
  ])('a redirect to %s %s', (location, words) => {
    const headers = location === '' ? {} : { location };
    const { message } = refused(response(302, '', headers));
    expect(message).toContain(words);
    expect(message).toMatch(/\(tenant\.example\.com, 1 attempt\)\.$/);
  });
});

test('a token that comes along with the error is masked, and not shown', () => {
  const { secrets, runner } = testContext();
  const tokens = { access_token: 'first-token', refresh_token: 'second-token', id_token: 7 };
  const body = { ...error('invalid_scope', 'for second-token'), ...tokens };
  const answered = { response: response(400, body), attempts: 1 };
  expect(refusal(answered, credential(), secrets).happened).toMatch(/"invalid_scope", a reason/);
  expect(runner.masks).toEqual(['first-token', 'second-token']);
});

const withSecret = (clientSecret: string): Partial<Credential> => ({
  proof: { kind: 'secret', clientSecret },
});
const certificate: Partial<Credential> = {
  proof: { kind: 'certificate', certificate: '', privateKey: '', expiresAt: new Date(0) },
};
const UUID = '0f0f0f0f-1111-4222-8333-444455556666';
const OWN = /Check that client id and secret belong together/;

test.each([
  [429, 'invalid_client', /Too many token requests/],
  [500, undefined, /The server has a problem/],
  [503, 'invalid_client', /The server has a problem/],
  [404, undefined, /no token endpoint/],
  [405, undefined, /no token endpoint/],
  [400, 'invalid_scope', /check the input scope/],
  [400, 'invalid_request', /check scope, audience, resource and parameters/],
  [400, 'unsupported_grant_type', /does not offer the client credentials grant/],
  [400, 'invalid_target', /inputs resource and audience/],
  [401, 'invalid_scope', OWN],
  [400, 'scope_invalid', /check the input scope/],
  [403, undefined, OWN],
  [403, undefined, /where no scope is asked for/],
  [400, 'invalid_client', OWN],
  [400, 'toString', OWN],
  [400, undefined, OWN],
])('status %i and error %s: %s', (status, error, expected) => {
  expect(refused(response(status, { error })).next).toMatch(expected);
});

const BACKSLASH = /without shell escapes/;
const PLACEHOLDER = /is a placeholder/;
const DOLLAR = /no single \$ after its first part/;
const CUT = /client id looks cut/;
const ALL = [
  /an invisible character/,
  BACKSLASH,
  PLACEHOLDER,
  DOLLAR,
  CUT,
  /certificate may not be bound/,
  OWN,
];

test.each<[string, Partial<Credential>, readonly RegExp[]]>([
  ['a sound secret', withSecret(`${UUID}$abc=`), [OWN]],
  ['a shell escape', withSecret('abc\\$def'), [BACKSLASH]],
  ['a backslash of its own', withSecret('abc\\def'), [OWN]],
  ['asterisks', withSecret('*****'), [PLACEHOLDER]],
  ['angle brackets', withSecret('<client-secret>'), [PLACEHOLDER]],
  ['redacted', withSecret('REDACTED'), [PLACEHOLDER]],
  ['a lost end', withSecret(UUID), [DOLLAR]],
  ['a replaced variable', withSecret(`${UUID}=`), [DOLLAR]],
  ['the same at another provider', { ...withSecret(UUID), provider: 'oauth2' }, [OWN]],
  ['an id with dots at its end', { clientId: 'sb-release...' }, [CUT]],
  ['an id without !', { clientId: 'sb-release' }, [CUT]],
  ['an id of another provider', { clientId: 'sb-release', provider: 'ias' }, [OWN]],
  ['two faults', { ...withSecret('<x>'), clientId: 'sb-x' }, [PLACEHOLDER, CUT]],
  ['a space', withSecret('abc def'), [/an invisible character/]],
  ['a certificate', certificate, [/certificate may not be bound/]],
])('%s', (_name, changes, expected) => {
  const text = refused(response(401, { error: 'invalid_client' }), credential(changes)).next;
  expect(ALL.filter((hint) => hint.test(text))).toEqual(expected);
  expect(text).toMatch(/ A deleted or rotated key, or a wrong tenant, gives the same answer\.$/);
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
