import { expect, test } from 'vitest';
import { failedStep, goodStep } from './step.ts';
import { jwt, opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

type Change = (token: string) => Record<string, unknown>;

test.each<[string, string, Change]>([
  ['without access_token', 'E_TOKEN_MISSING', () => ({ access_token: undefined })],
  ['with a number for a token', 'E_TOKEN_MISSING', () => ({ access_token: 17 })],
  ['with null for a token', 'E_TOKEN_MISSING', () => ({ access_token: null })],
  ['with an object for a token', 'E_TOKEN_MISSING', (value) => ({ access_token: { value } })],
  ['with an empty token', 'E_TOKEN_MISSING', () => ({ access_token: '' })],
  ['with a space in the token', 'E_TOKEN_CHARSET', (token) => ({ access_token: `${token} x` })],
  ['with a line feed in the token', 'E_TOKEN_CHARSET', (token) => ({ access_token: `${token}\n` })],
  [
    'with a command in the token',
    'E_TOKEN_CHARSET',
    (token) => ({ access_token: `a\n::set-output name=access-token::${token}` }),
  ],
  ['with a token of 101 KB', 'E_TOKEN_SIZE', (token) => ({ access_token: token.repeat(3200) })],
  ['without token_type', 'E_TOKEN_TYPE', () => ({ token_type: undefined })],
  ['with the token type mac', 'E_TOKEN_TYPE', () => ({ token_type: 'mac' })],
  ['with the token type DPoP', 'E_TOKEN_TYPE', () => ({ token_type: 'DPoP' })],
  ['with a long text for token type', 'E_TOKEN_TYPE', (token) => ({ token_type: token })],
  ['with expires_in -5', 'E_TOKEN_EXPIRES', () => ({ expires_in: -5 })],
  ['with expires_in 0', 'E_TOKEN_EXPIRES', () => ({ expires_in: 0 })],
  ['with expires_in "abc"', 'E_TOKEN_EXPIRES', () => ({ expires_in: 'abc' })],
  ['with expires_in 1e308', 'E_TOKEN_EXPIRES', () => ({ expires_in: 1e308 })],
  ['with a number for scope', 'E_TOKEN_CHARSET', () => ({ scope: 5 })],
])('an answer %s fails with %s after one request', async (_what, code, change) => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token, change(token)));
  const client = xsuaaClient(server.url);

  const message = await failedStep(code, {
    inputs: { credentials: client.credentials, 'env-prefix': 'CALM' },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });

  expect(server.requests).toHaveLength(1);
  expect(message).toMatch(new RegExp(`\\(localhost:${server.port}, 1 attempt\\)`));
});

test('a token that its own claims call expired fails', async () => {
  const token = jwt({ exp: Math.floor(Date.now() / 1000) - 60 });
  const server = await serve(() => tokenAnswer(token, { expires_in: undefined }));
  const client = xsuaaClient(server.url);

  await failedStep('E_TOKEN_EXPIRES', {
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
});

test('a required scope that the token lacks fails the step, and nothing is handed over', async () => {
  const token = jwt({ scope: ['demo!t1.Read'] });
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);

  const message = await failedStep('E_SCOPE_MISSING', {
    inputs: {
      credentials: client.credentials,
      'require-scopes': 'Read Write demo!t1.Delete',
      'env-prefix': 'CALM',
    },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });

  expect(message).toContain(
    `The token of localhost:${server.port} lacks the required scopes Write and demo!t1.Delete.`,
  );
  expect(server.requests).toHaveLength(1);
});

test('required scopes are found by their full name and by their name in the application', async () => {
  const token = jwt({ scope: ['demo!t1.Read', 'uaa.resource'] });
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);

  const run = await goodStep({
    inputs: {
      credentials: client.credentials,
      'require-scopes': 'Read demo!t1.Read uaa.resource',
    },
    env: trusting,
    secrets: [client.clientSecret, token],
  });

  expect(run.outputs['access-token']).toBe(token);
});
