import { expect, test } from 'vitest';
import type { Answer } from '../servers/https-server.ts';
import { arrange, failsOn } from './faults.ts';
import { failedStep, goodStep, warnings } from './step.ts';
import { jwt, opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

/** A step that gets this token. */
async function given(
  token: string,
  answer: Answer,
  inputs: Readonly<Record<string, string>> = {},
  secrets: readonly string[] = [],
) {
  const server = await serve(() => answer);
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials, ...inputs },
    env: trusting,
    secrets: [client.clientSecret, token, ...secrets],
  });
  expect(run.outputs['access-token']).toBe(token);
  return run;
}

test.each([undefined, null, 17, {}, ''])('the access_token %j is no token', async (value) => {
  const message = await failsOn('E_TOKEN_MISSING', () => tokenAnswer('', { access_token: value }));
  expect(message).not.toMatch(/null|undefined/);
});

test('a token of 20 KB is a warning, one of more than 100 KB an error', async () => {
  const long = opaqueToken().repeat(640);
  const run = await given(long, tokenAnswer(long), { 'env-prefix': 'CALM' });
  expect(warnings(run)).toEqual([expect.stringContaining('headers of 16 KB')]);
  const larger = opaqueToken().repeat(6400);
  await failsOn('E_TOKEN_SIZE', () => tokenAnswer(larger), { secrets: [larger.slice(0, 64)] });
});

test.each([undefined, null, '', 'mac', 'dpop', 'PoP', 'N_A', 'bearers'])(
  'the token_type %j fails, and the token is not shown',
  async (type) => {
    const token = opaqueToken();
    await failsOn('E_TOKEN_TYPE', () => tokenAnswer(token, { token_type: type }), {
      secrets: [token],
    });
  },
);

test.each(['bearer', 'Bearer', 'BEARER', 'BearerToken', 'Bearer '])(
  'the token_type %s is a bearer token',
  async (type) => {
    const token = opaqueToken();
    const run = await given(token, tokenAnswer(token, { token_type: type }));
    expect(run.outputs['token-type']).toBe(type);
  },
);

test.each(['43199', '"43199"'])('the expires_in %s is a lifetime', async (text) => {
  const token = opaqueToken();
  const body = `{"access_token":"${token}","token_type":"bearer","expires_in":${text}}`;
  const run = await given(token, { body });
  expect(run.outputs['expires-in']).toBe('43199');
});

test.each(['-5', '0', '1e308', '1e999', '"NaN"', '"soon"', '400000000', 'true', '[60]'])(
  'the expires_in %s fails',
  async (text) => {
    const token = opaqueToken();
    const body = `{"access_token":"${token}","token_type":"bearer","expires_in":${text}}`;
    const message = await failsOn('E_TOKEN_EXPIRES', () => ({ body }), { secrets: [token] });
    if (text === '0') expect(message).toContain('already expired');
  },
);

test('an answer with the expires_in NaN is no JSON', async () => {
  await failsOn('E_TOKEN_NOT_JSON', () => ({
    body: '{"access_token":"a","token_type":"bearer","expires_in":NaN}',
  }));
});

test('without expires_in the token says when it ends, or nobody does', async () => {
  const exp = Math.floor(Date.now() / 1000) + 1800;
  const [signed, opaque] = [jwt({ exp }), opaqueToken()];
  const told = await given(signed, tokenAnswer(signed, { expires_in: undefined }));
  expect(Math.abs(Date.parse(told.outputs['expires-at'] ?? '') / 1000 - exp)).toBeLessThan(2);
  const untold = await given(opaque, tokenAnswer(opaque, { expires_in: undefined }));
  expect(untold.outputs).not.toHaveProperty('expires-at');
  expect(untold.stdout).toContain('unknown: the server does not say');
});

test.each([-600, 600])('where this clock is %d s off, the server is right', async (skew) => {
  const serverTime = Math.floor(Date.now() / 1000) + skew;
  // By the clock of this machine it has expired, or is not valid yet.
  const token = jwt({ nbf: serverTime - 1, exp: serverTime + 300 });
  const { outputs, stdout } = await given(token, {
    headers: { date: new Date(serverTime * 1000).toUTCString() },
    body: { access_token: token, token_type: 'bearer' },
  });
  expect(Date.parse(outputs['expires-at'] ?? '') / 1000).toBe(serverTime + 300);
  expect(stdout).toMatch(/::warning title=W_CLOCK::The clock of this runner is (?:599|600|601) s/);
});

test('a scope that was not granted is a warning, or an error where it is required', async () => {
  const token = opaqueToken();
  const run = await given(token, tokenAnswer(token, { scope: 'a' }), { scope: 'a b' });
  expect(warnings(run)).toEqual([expect.stringContaining('did not grant the requested scopes b')]);
  const world = await arrange(() => tokenAnswer(token, { scope: 'a' }));
  const inputs = { credentials: world.client.credentials, 'require-scopes': 'a b' };
  const message = await failedStep('E_SCOPE_MISSING', world.options({ inputs, secrets: [token] }));
  expect(message).toContain('lacks the required scopes b');
});

test('other tokens in the answer are masked, and no output', async () => {
  const token = opaqueToken();
  const others = { refresh_token: opaqueToken(), id_token: jwt() };
  const run = await given(token, tokenAnswer(token, others), {}, Object.values(others));
  for (const other of Object.values(others)) {
    expect(run.stdout).toContain(`::add-mask::${other}\n`);
    expect(run.files.output).not.toContain(other);
  }
});

test('expires-at is by the clock of the server, for jobs that outlive a token', async () => {
  const token = opaqueToken();
  const serverTime = Date.UTC(2030, 0, 1);
  const { outputs } = await given(token, {
    headers: { date: new Date(serverTime).toUTCString() },
    body: { access_token: token, token_type: 'bearer', expires_in: 43199 },
  });
  expect(outputs).toMatchObject({ 'expires-in': '43199', 'expires-at': '2030-01-01T11:59:59Z' });
});
