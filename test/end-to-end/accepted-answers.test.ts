import { expect, test } from 'vitest';
import type { Answer } from '../servers/https-server.ts';
import { bindingSecret } from '../servers/service-keys.ts';
import { goodStep, warnings } from './step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

const json = (token: string, others: object = {}) =>
  JSON.stringify({ access_token: token, token_type: 'bearer', expires_in: 60, ...others });

/** What stands behind the status line and the headers of Node's own server. */
function raw(text: (body: string) => string): (token: string) => Answer {
  return (token) => (response) => response.socket?.end(text(json(token)));
}

test.each<[how: string, answer: (token: string) => Answer]>([
  ['with a byte order mark', (token) => ({ body: `\uFEFF${json(token)}` })],
  ['with white space around', (token) => ({ body: `\r\n ${json(token)}\n` })],
  ['as text/plain', (token) => ({ headers: { 'content-type': 'text/plain' }, body: json(token) })],
  ['with BEARER in capitals', (token) => ({ body: json(token, { token_type: 'BEARER' }) })],
  ['with a lifetime in quotes', (token) => ({ body: json(token, { expires_in: '60' }) })],
  [
    'that names its encoding identity',
    (token) => ({
      headers: { 'content-encoding': 'identity' },
      body: json(token),
    }),
  ],
  [
    'in chunks of one byte',
    (token) => (response) => {
      for (const character of json(token)) response.write(character);
      response.end();
    },
  ],
  [
    'after early hints',
    (token) => (response) => {
      response.writeEarlyHints({ link: '</style.css>; rel=preload' });
      response.end(json(token));
    },
  ],
  ['that ends with the connection', raw((body) => `HTTP/1.1 200 OK\r\n\r\n${body}`)],
  ['of HTTP/1.0', raw((body) => `HTTP/1.0 200 OK\r\nServer: old\r\n\r\n${body}`)],
  ['without a reason phrase', raw((body) => `HTTP/1.1 200\r\n\r\n${body}`)],
])('an answer %s is understood', async (_how, answer) => {
  const token = opaqueToken();
  const server = await serve(() => answer(token));
  const client = xsuaaClient(server.url);

  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });

  expect(server.requests).toHaveLength(1);
  expect(run.outputs).toMatchObject({ 'access-token': token, 'expires-in': '60' });
  expect(warnings(run)).toEqual([]);
});

test('an opaque token without a lifetime has no expiry', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token, { expires_in: undefined }));
  const client = xsuaaClient(server.url);

  const run = await goodStep({
    inputs: { credentials: client.credentials, 'env-prefix': 'UAA' },
    env: trusting,
    secrets: [client.clientSecret, token],
  });

  expect(run.outputs).not.toHaveProperty('expires-at');
  expect(run.outputs).not.toHaveProperty('expires-in');
  expect(run.exported).toEqual({ UAA_ACCESS_TOKEN: token, UAA_API_URL: server.url });
});

test('a token of 20 KB works and warns', async () => {
  const token = opaqueToken().repeat(640);
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);

  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });

  expect(run.outputs['access-token']).toBe(token);
  expect(warnings(run)).toEqual([expect.stringContaining(`${token.length} characters`)]);
});

const lowerEscapes = (text: string) => text.replace(/%../g, (code) => code.toLowerCase());

test.each([
  ['a password', (secret: string) => `https://ci:${secret}@api.example.com/v1`],
  ['an access token', (secret: string) => `https://api.example.com/v1?access_token=${secret}`],
])('%s in the URL of an API is not shown, whatever the case of its escapes', async (_what, url) => {
  const server = await serve(() => tokenAnswer(opaqueToken()));
  const client = xsuaaClient(server.url);
  const secret = `${bindingSecret()}/+`;
  const upper = url(encodeURIComponent(secret));
  const endpoints = { upper, lower: lowerEscapes(upper) };

  for (const endpoint of Object.keys(endpoints)) {
    await goodStep({
      inputs: { credentials: JSON.stringify({ uaa: client.key, endpoints }), endpoint },
      env: trusting,
      secrets: [client.clientSecret, secret],
    });
  }
});
