import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Answer } from '../servers/https-server.ts';
import { failedStep, goodStep } from './step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

/** Runs against a server that always answers so, and expects that many requests. */
async function refused(code: string, answer: Answer, requests: number, token = opaqueToken()) {
  const server = await serve(() => answer);
  const client = xsuaaClient(server.url);
  const message = await failedStep(code, {
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });
  expect(server.requests).toHaveLength(requests);
  expect(message).toContain(`localhost:${server.port}`);
  expect(message).toContain(requests === 1 ? '1 attempt' : `${requests} attempts`);
  return message;
}

test('a 401 of XSUAA is told with host, reason and request id, after one request', async () => {
  const id = '5d8b7a0e-2c63-4f0c-6b4e-0d7f3a4d5c11';
  const message = await refused(
    'E_UNAUTHORIZED',
    {
      status: 401,
      headers: { 'x-vcap-request-id': id, 'www-authenticate': 'Basic realm="UAA/client"' },
      body: { error: 'unauthorized', error_description: 'Bad credentials' },
    },
    1,
  );
  expect(message.replace(/localhost:\d+/, 'HOST')).toMatchInlineSnapshot(
    `"The server answered 401: "unauthorized", "Bad credentials" (HOST, 1 attempt, correlation id 5d8b7a0e-2c63-4f0c-6b4e-0d7f3a4d5c11). Check that client id and secret belong together and are stored exactly as they were handed out. A deleted or rotated key, or a wrong tenant, gives the same answer."`,
  );
});

test.each([
  [400, 'invalid_scope', 'E_HTTP', /invalid_scope.*"No scope b".*input scope/],
  [400, 'invalid_client', 'E_UNAUTHORIZED', /invalid_client/],
  [400, 'unauthorized_client', 'E_UNAUTHORIZED', /unauthorized_client/],
  [400, 'unsupported_grant_type', 'E_HTTP', /token-url/],
  [403, 'access_denied', 'E_UNAUTHORIZED', /access_denied/],
  [200, 'invalid_client', 'E_UNAUTHORIZED', /invalid_client/],
  [200, 'server_error', 'E_HTTP', /server_error/],
])('status %i with the error %s fails after one request', async (status, error, code, says) => {
  const body = { error, error_description: 'No scope b' };
  expect(await refused(code, { status, body }, 1)).toMatch(says);
});

test.each([301, 302, 303, 307, 308])('a redirect %i is not followed', async (status) => {
  const target = await serve(() => tokenAnswer(opaqueToken()));
  const headers = { location: `${target.url}/oauth/token` };
  const message = await refused('E_REDIRECT', { status, headers }, 1);
  expect(target.requests).toEqual([]);
  expect(message).toContain(`localhost:${target.port}`);
});

test('a redirect to the same host is not followed either', async () => {
  await refused('E_REDIRECT', { status: 307, headers: { location: '/login' } }, 1);
});

test.each([
  [404, /no token endpoint/],
  [405, /no token endpoint/],
  [418, /418/],
])('status %i is final', async (status, says) => {
  expect(await refused('E_HTTP', { status, body: '<h1>No</h1>' }, 1)).toMatch(says);
});

test('a 429 whose Retry-After is beyond the deadline fails at once', async () => {
  const answer = { status: 429, headers: { 'retry-after': '3600' } };
  expect(await refused('E_RATE_LIMITED', answer, 1)).toContain('3600 s');
});

test('a 503 whose Retry-After is beyond the deadline fails at once', async () => {
  const retryAfter = 'Fri, 31 Dec 9999 23:59:59 GMT';
  await refused('E_TIMEOUT', { status: 503, headers: { 'retry-after': retryAfter } }, 1);
});

test.each([
  [429, 'E_RATE_LIMITED'],
  [500, 'E_HTTP'],
  [503, 'E_HTTP'],
])('status %i, repeated, fails after four requests', async (status, code) => {
  await refused(code, { status, headers: { 'retry-after': '0' } }, 4);
});

test('status 502 without Retry-After is tried four times', async () => {
  expect(await refused('E_HTTP', { status: 502, body: '<html>Bad gateway</html>' }, 4)).toContain(
    'answered 502',
  );
});

test.each(['500', '502', '503', '504', '408', '425', '429'])(
  'one status %s is overcome',
  async (status) => {
    const token = opaqueToken();
    const busy = { status: Number(status), headers: { 'retry-after': '0' } };
    const server = await serve((_request, index) => (index === 0 ? busy : tokenAnswer(token)));
    const client = xsuaaClient(server.url);

    const run = await goodStep({
      inputs: { credentials: client.credentials },
      env: trusting,
      secrets: [client.clientSecret, token],
      clientId: client.clientId,
    });

    expect(server.requests.map(({ body }) => body)).toEqual(
      Array(2).fill(server.requests[0]?.body),
    );
    expect(run.outputs['access-token']).toBe(token);
    expect(run.stdout).toContain(`::debug::another attempt after: status ${status}\n`);
  },
);

test.each<[string, string, Answer]>([
  [
    'a login page',
    'E_TOKEN_NOT_JSON',
    { headers: { 'content-type': 'text/html' }, body: '<html>' },
  ],
  ['half a JSON document', 'E_TOKEN_NOT_JSON', { body: '{"access_token":"' }],
  ['a JSON array', 'E_TOKEN_NOT_JSON', { body: '[]' }],
  ['nothing', 'E_TOKEN_EMPTY', {}],
  ['white space', 'E_TOKEN_EMPTY', { body: ' \r\n' }],
  ['a body of 300 KiB', 'E_RESPONSE_TOO_LARGE', { body: { filler: 'x'.repeat(300 * 1024) } }],
  [
    'a body of 300 KiB in chunks',
    'E_RESPONSE_TOO_LARGE',
    (response) => {
      response.write('x'.repeat(150 * 1024));
      response.end('x'.repeat(150 * 1024));
    },
  ],
  [
    'a compressed body',
    'E_ENCODING',
    { headers: { 'content-encoding': 'gzip' }, body: gzipSync('{}') },
  ],
  ['large headers', 'E_HEADERS_TOO_LARGE', { headers: { 'x-filler': 'x'.repeat(17 * 1024) } }],
  ['status 204', 'E_HTTP', { status: 204 }],
  ['another protocol', 'E_PROTOCOL', (response) => response.socket?.end('SSH-2.0-OpenSSH_9\r\n')],
])('an answer with %s fails with %s', async (_what, code, answer) => {
  await refused(code, answer, 1);
});
