import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Answer } from '../servers/https-server.ts';
import { arrange, failsOn } from './faults.ts';
import { failedStep, goodStep, warnings } from './step.ts';
import {
  opaqueToken,
  serve,
  serveEverywhere,
  tokenAnswer,
  trusting,
  xsuaaClient,
} from './world.ts';

test.each([
  ['invalid_request', 'E_HTTP', /check scope, audience, resource and parameters/],
  ['unsupported_grant_type', 'E_HTTP', /check token-url/],
  ['invalid_scope', 'E_HTTP', /check the input scope/],
  ['unauthorized_client', 'E_UNAUTHORIZED', /allow the grant type client_credentials/],
])(
  'a 400 %s fails after one request, with its reason and what to do',
  async (error, code, says) => {
    const body = { error, error_description: 'No\r\n::error::way' };
    const message = await failsOn(code, () => ({ status: 400, body }));
    expect(message).toContain(`"${error}", "No : :error: :way"`);
    expect(message).toMatch(says);
  },
);

// A rotation asks again for a while, since a credential that it has just created may not work yet.
test('a 401 is final: nothing here has just created the credential', async () => {
  await failsOn('E_UNAUTHORIZED', () => ({ status: 401, body: { error: 'unauthorized' } }));
});

/** An answer, then a token, for one step. */
async function overcome(first: Answer, inputs: Readonly<Record<string, string>> = {}) {
  const token = opaqueToken();
  const server = await serve((_request, index) => (index === 0 ? first : tokenAnswer(token)));
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials, ...inputs },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
  expect(server.requests).toHaveLength(2);
}

test.each([408, 425, 500, 502, 503, 504])(
  'status %i is tried again, four times in all',
  async (status) => {
    const answer = { status, headers: { 'retry-after': '0' } };
    await overcome(answer);
    expect(await failsOn('E_HTTP', () => answer, { requests: 4 })).toContain(`answered ${status}`);
  },
);

test.each([
  ['that has passed', 'Thu, 01 Jan 1970 00:00:00 GMT'],
  ['of now', '0'],
  ['in one second', '1'],
  ['that is no time', 'soon'],
  ['that is negative', '-5'],
])('a Retry-After %s is no reason to give up', async (_what, value) => {
  const started = Date.now();
  await overcome({ status: 429, headers: { 'retry-after': value } });
  if (value === '1') expect(Date.now() - started).toBeGreaterThanOrEqual(1000);
});

test.each([
  ['1000000000', '1000000000 s'],
  ['Fri, 31 Dec 9999 23:59:59 GMT', ' s, which'],
])('a Retry-After of %s is after the deadline, and told at once', async (value, says) => {
  const answer = { headers: { 'retry-after': value } };
  const limited = await failsOn('E_RATE_LIMITED', () => ({ status: 429, ...answer }));
  const busy = await failsOn('E_TIMEOUT', () => ({ status: 503, ...answer }));
  for (const message of [limited, busy]) expect(message).toContain(says);
});

test('a token URL on the host of an API is told as one', async () => {
  const hosts = ['calm.cfapps.eu10.hana.ondemand.com', 'eu10.alm.cloud.sap'];
  for (const host of hosts) {
    const server = await serveEverywhere(() => ({ status: 401, body: 'Unauthorized' }));
    const client = xsuaaClient(`https://${host}`);
    const message = await failedStep('E_UNAUTHORIZED', {
      inputs: { credentials: client.credentials },
      env: server.env,
      secrets: client.secrets,
    });
    expect(message).toMatch(/host of an API.*uaa\.url/);
  }
  const page = { headers: { 'content-type': 'text/html' }, body: '<html>' };
  expect(await failsOn('E_TOKEN_NOT_JSON', () => page)).toContain('Is this the token endpoint');
  const missing = await failsOn('E_HTTP', () => ({ status: 404, body: page.body }));
  expect(missing).toContain('no token endpoint');
});

test('a login page is told by its type and length, without a word of it', async () => {
  const body = '<html><title>Zqjx Sign-in</title></html>';
  const answer = { headers: { 'content-type': 'text/html; charset=utf-8' }, body };
  const message = await failsOn('E_TOKEN_NOT_JSON', () => answer);
  expect(message).toContain(`${body.length} bytes of text/html`);
  expect(message).not.toMatch(/zqjx|<html/i);
});

test.each([
  ['a token as text/plain is taken', { 'content-type': 'text/plain' }, ''],
  ['a token after a byte order mark is taken', {}, '\uFEFF'],
  ['a token after white space is taken', {}, ' \r\n\t'],
])('%s', async (_row, headers, before) => {
  const world = await arrange();
  const body = { access_token: opaqueToken(), token_type: 'bearer', expires_in: 60 };
  const server = await serve(() => ({ headers, body: before + JSON.stringify(body) }));
  const run = await goodStep(
    world.options({
      inputs: { credentials: JSON.stringify({ ...world.client.key, url: server.url }) },
      secrets: [body.access_token],
    }),
  );
  expect(run.outputs['access-token']).toBe(body.access_token);
  expect(warnings(run)).toEqual([]);
});

test('an error with status 200 is an error', async () => {
  const message = await failsOn('E_UNAUTHORIZED', () => ({ body: { error: 'invalid_client' } }));
  expect(message).toContain('"invalid_client"');
});

test('a compressed answer is refused before it is unpacked', async () => {
  const bomb = gzipSync(Buffer.alloc(50 * 1024 * 1024, ' '));
  const asked: unknown[] = [];
  const started = process.hrtime.bigint();
  await failsOn('E_ENCODING', ({ headers }) => {
    asked.push(headers['accept-encoding']);
    return { headers: { 'content-encoding': 'gzip' }, body: bomb };
  });
  expect(asked).toEqual(['identity']);
  expect(Number(process.hrtime.bigint() - started) / 1e9).toBeLessThan(5);
});

test('an answer of any length is cut off at the limit', async () => {
  let sent = 0;
  await failsOn('E_RESPONSE_TOO_LARGE', () => (response) => {
    response.on('error', () => {});
    const more = () => {
      if (response.destroyed || response.socket?.destroyed !== false) return;
      sent += 16 * 1024;
      response.write(' '.repeat(16 * 1024), more);
    };
    more();
  });
  // What the sockets of both sides hold comes on top of 256 KiB.
  expect(sent).toBeLessThan(16 * 1024 * 1024);
});

test.each(['br', 'zstd', 'deflate', 'x-unknown'])(
  'an answer in the encoding %s is refused',
  async (encoding) => {
    await failsOn('E_ENCODING', () => ({ headers: { 'content-encoding': encoding }, body: '{}' }));
  },
);
