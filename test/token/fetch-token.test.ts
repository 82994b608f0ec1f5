import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { HttpResponse } from '../../src/http/http.ts';
import { fetchToken } from '../../src/token/fetch-token.ts';
import { testContext } from '../context.ts';
import { credential, jwt, OPAQUE, response, SECRET, SIGNATURE } from './samples.ts';

const TOKEN = { access_token: OPAQUE, token_type: 'bearer', expires_in: 60 };

async function fetchWith(answer: HttpResponse) {
  const context = testContext({ transport: async () => answer });
  // As whoever has made the credential does.
  context.secrets.keep([SECRET]);
  return fetchToken(credential(), { resource: [], others: [] }, context);
}

test('a token comes back', async () => {
  expect(await fetchWith(response(200, TOKEN))).toMatchObject({ value: OPAQUE, expiresIn: 60 });
});

test.each([
  [undefined, 'stored.read'],
  ['asked.read', 'asked.read'],
])('where the server names no scope, it is what was asked for: %s', async (scope, expected) => {
  const context = testContext({ transport: async () => response(200, TOKEN) });
  const client = credential({ parameters: { scope: 'stored.read' } });
  const token = await fetchToken(client, { scope, resource: [], others: [] }, context);
  expect(token.scope).toBe(expected);
});

test.each([
  ['status 201', response(201, TOKEN)],
  ['status 203', response(203, TOKEN)],
  ['an empty error beside it', response(200, { ...TOKEN, error: '' })],
  ['null for an error beside it', response(200, { ...TOKEN, error: null })],
  ['another type of content', response(200, TOKEN, { 'content-type': 'text/html' })],
])('a token with %s is taken', async (_name, answer) => {
  expect(await fetchWith(answer)).toMatchObject({ value: OPAQUE });
});

test.each([
  ['an error with status 200', response(200, { error: 'invalid_client' }), 'E_UNAUTHORIZED'],
  ['an error beside a token', response(200, { ...TOKEN, error: 'invalid_scope' }), 'E_HTTP'],
  ['an error beside a token with status 201', response(201, { ...TOKEN, error: 'x' }), 'E_HTTP'],
  ['no token with status 201', response(201, { token_type: 'bearer' }), 'E_HTTP'],
  ['a word with status 201', response(201, { ...TOKEN, access_token: 'no' }), 'E_TOKEN_MISSING'],
  ['nothing with status 204', response(204, ''), 'E_HTTP'],
  ['a token with status 302', response(302, TOKEN), 'E_REDIRECT'],
  ['a token with status 400', response(400, TOKEN), 'E_HTTP'],
  ['no JSON', response(200, '<html>'), 'E_TOKEN_NOT_JSON'],
  ['no token', response(200, { token_type: 'bearer' }), 'E_TOKEN_MISSING'],
])('%s: the failure names host and attempts', async (_name, answer, code) => {
  await expect(fetchWith(answer)).rejects.toMatchObject({
    code,
    message: expect.stringContaining('(tenant.example.com, 1 attempt)'),
  });
});

const NOTHING_ELSE = { keyId: undefined, certificate: undefined, expiresAt: undefined };

const PIECE = SECRET.slice(9, 23);
const WHOLE = SECRET.slice(0, 36);

/** Wherever a server may echo what it was sent, the message repeats nothing of it. */
test.each([
  ['the error', response(401, { error: PIECE })],
  [
    'the description',
    response(401, { error: 'invalid_client', error_description: `no ${SECRET}` }),
  ],
  ['the body', response(200, SECRET)],
  ['the token type', response(200, { ...TOKEN, token_type: PIECE })],
  ['the content type', response(200, 'no JSON', { 'content-type': `text/${WHOLE}` })],
  ['the correlation id', response(401, '', { 'x-vcap-request-id': WHOLE })],
  ['the redirect', response(302, '', { location: `https://${WHOLE}.example/` })],
  ['the lifetime', response(200, { ...TOKEN, expires_in: SECRET })],
  ['the scope', response(200, { ...TOKEN, scope: `"${SECRET}` })],
])('an echo of the secret in %s stays out of the message', async (_name, answer) => {
  const { message } = await fetchWith(answer).then(
    () => expect.unreachable('a token came'),
    (error: Error) => error,
  );
  for (let at = 0; at + 8 <= SECRET.length; at++) {
    expect(message.toLowerCase()).not.toContain(SECRET.slice(at, at + 8).toLowerCase());
  }
});

describe('what is sent is kept before', () => {
  const PARAMETERS = { resource: [], others: [['api_key', 'another-secret'] as const] };

  test('parameters that are secrets by their names', async () => {
    const context = testContext({
      async transport() {
        expect(context.runner.masks).toEqual(['another-secret']);
        return response(400, { error: 'invalid_request', error_description: 'another-secret?' });
      },
    });
    await expect(fetchToken(credential(), PARAMETERS, context)).rejects.toMatchObject({
      happened:
        'The server answered 400: "invalid_request", a reason that repeats a part of the secret and is not shown.',
    });
  });

  test('each signed assertion, and its signature', async () => {
    const { privateKey: key } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const privateKey = key.export({ type: 'pkcs8', format: 'pem' }).toString();
    const proof = { kind: 'private-key', privateKey, ...NOTHING_ELSE } as const;
    const sent: string[] = [];
    const context = testContext({
      async transport({ body }) {
        const assertion = new URLSearchParams(body).get('client_assertion') ?? '';
        expect(context.runner.masks).toContain(assertion);
        expect(context.runner.masks).toContain(assertion.split('.')[2]);
        sent.push(assertion);
        return sent.length < 3 ? response(503, '') : response(401, { error: sent[0]?.slice(-20) });
      },
    });
    const client = credential({ authMethod: 'private_key_jwt', proof });
    await expect(fetchToken(client, { resource: [], others: [] }, context)).rejects.toMatchObject({
      happened: expect.stringMatching(/^The server answered 401: a reason that repeats/),
      facts: ['tenant.example.com', '3 attempts'],
    });
    expect(new Set(sent).size).toBe(3);
  });

  test("GitHub's token for the job, and the one that it is asked with", async () => {
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example/?x=1',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-request-token',
    };
    const assertion = jwt({ sub: 'repo:a/b' });
    const masked: string[][] = [];
    const context = testContext({
      env,
      async transport({ url }) {
        masked.push([...context.runner.masks]);
        return url.host === 'github.example'
          ? response(200, { value: assertion })
          : response(200, TOKEN);
      },
    });
    const client = credential({ authMethod: 'github_oidc', proof: { kind: 'github-oidc' } });
    const token = await fetchToken(client, { resource: [], others: [] }, context);
    expect(token).toMatchObject({ value: OPAQUE, subject: 'repo:a/b', otherSecrets: [] });
    expect(masked).toEqual([['the-request-token'], ['the-request-token', assertion, SIGNATURE]]);
  });

  test.each([
    [undefined, 'https://tenant.example.com'],
    ['https://login.example.com/realms/a b', 'https://login.example.com/realms/a b'],
  ])('with the assertion audience %s GitHub is asked for %s', async (assertionAudience, asked) => {
    const env = {
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://github.example/?x=1',
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'the-request-token',
    };
    const urls: URL[] = [];
    const bodies: string[] = [];
    const context = testContext({
      env,
      async transport({ url, body }) {
        urls.push(url);
        bodies.push(String(body));
        return url.host === 'github.example'
          ? response(200, { value: jwt({ aud: url.searchParams.get('audience') }) })
          : response(200, TOKEN);
      },
    });
    const client = credential({ authMethod: 'github_oidc', proof: { kind: 'github-oidc' } });
    await fetchToken(client, { resource: [], others: [], assertionAudience }, context);
    expect(urls[0]?.searchParams.get('audience')).toBe(asked);
    expect(bodies[1]).not.toContain('udience');
  });
});
