import { expect, test } from 'vitest';
import { startConnectProxy } from '../servers/connect-proxy.ts';
import { type Arranged, failsUnsent, succeeds } from './faults.ts';
import { goodStep, warnings } from './step.ts';
import {
  opaqueToken,
  serve,
  serveEverywhere,
  tokenAnswer,
  trusting,
  xsuaaClient,
} from './world.ts';

/** The client in separate inputs, with this token URL. */
const typed = (tokenUrl: (url: string, world: Arranged) => string) => (world: Arranged) => ({
  inputs: {
    'client-id': world.client.clientId,
    'client-secret': world.client.clientSecret,
    'token-url': tokenUrl(world.server.url, world),
  },
});

test.each([
  ['', '/oauth/token'],
  ['/', '/oauth/token'],
  ['/oauth/token', '/oauth/token'],
  ['/other/token', '/other/token'],
])('the token URL HOST%s leads to %s', async (path, requested) => {
  const { server } = await succeeds(typed((url) => `${url}${path}`));
  expect(server.requests[0]?.path).toBe(requested);
});

test('a doubled token path is refused where it was typed, and mended in a key', async () => {
  await failsUnsent(
    'E_URL_DOUBLED',
    typed((url) => `${url}/oauth/token/oauth/token`),
  );
  const { server, run } = await succeeds(({ client, server: { url } }) => ({
    inputs: {
      credentials: JSON.stringify({ ...client.key, tokenurl: `${url}/oauth/token/oauth/token` }),
    },
  }));
  expect(server.requests[0]?.path).toBe('/oauth/token');
  expect(warnings(run)).toEqual([expect.stringContaining('twice')]);
});

test.each(['http://example.com', 'http://10.0.0.1/oauth/token'])(
  'the token URL %s gets nothing: it is neither https nor on this machine',
  async (url) => {
    await failsUnsent(
      'E_URL_INSECURE',
      typed(() => url),
    );
  },
);

test('a password in the URL is refused, and masked first', async () => {
  const password = opaqueToken();
  await failsUnsent('E_URL_USERINFO', (world) => ({
    ...typed((url) => url.replace('//', `//user:${password}@`))(world),
    secrets: [password],
  }));
});

test('a URL without a scheme is https, with a warning; spaces around it are nothing', async () => {
  const { run } = await succeeds(typed((url) => url.replace('https://', '')));
  expect(warnings(run)).toEqual([expect.stringContaining('has no scheme')]);
  const spaced = await succeeds(typed((url) => `  ${url} \n`));
  expect(warnings(spaced.run)).toEqual([]);
});

test.each(['https://b\u00fccher.example', 'https://xn--bcher-kva.example'])(
  'the international name %s is one host',
  async (url) => {
    const token = opaqueToken();
    const server = await serveEverywhere(() => tokenAnswer(token));
    const client = xsuaaClient(url);
    await goodStep({
      inputs: { credentials: client.credentials },
      env: server.env,
      secrets: [client.clientSecret, token],
    });
    expect(server.connects).toEqual(['xn--bcher-kva.example:443']);
  },
);

test('an IPv6 address is a host', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(`https://[::1]:${server.port}`);
  // The server listens on IPv4; the proxy leads there.
  const proxy = await startConnectProxy({ port: server.port });
  await goodStep({
    inputs: { credentials: client.credentials },
    env: { ...trusting, HTTPS_PROXY: proxy.url },
    secrets: [client.clientSecret, token],
  }).finally(() => proxy.close());
  expect(proxy.connects).toEqual([`[::1]:${server.port}`]);
});

test.each([
  'https://localhost:0',
  'https://a b.example',
  'https://',
  'https://[::1',
  'ftp://x.example',
])('the token URL %j is no URL', async (url) => {
  await failsUnsent(
    'E_URL_INVALID',
    typed(() => url),
  );
});
