import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { close, listen } from '../servers/https-server.ts';
import { failedStep, goodStep } from './step.ts';
import {
  opaqueToken,
  pki,
  serve,
  serveEverywhere,
  tokenAnswer,
  trusting,
  xsuaaClient,
} from './world.ts';

/** Nothing listens on port 1. */
const NOBODY = 'https://127.0.0.1:1';

test('an answer that breaks off is asked for again', async () => {
  const token = opaqueToken();
  const server = await serve((_request, index) => {
    if (index > 0) return tokenAnswer(token);
    return (response) => {
      response.writeHead(200, { 'content-length': '100' });
      response.write(`{"access_token":"${token}"`, () => response.socket?.end());
    };
  });
  const client = xsuaaClient(server.url);

  const run = await goodStep({
    ...client,
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });

  expect(server.requests).toHaveLength(2);
  expect(run.outputs['access-token']).toBe(token);
  expect(run.stdout).toContain('::debug::another attempt after: E_CONNECT\n');
});

test('a connection that is refused fails after four attempts', async () => {
  const client = xsuaaClient(NOBODY);
  const message = await failedStep('E_CONNECT', {
    ...client,
    inputs: { credentials: client.credentials },
  });
  expect(message).toMatch(/refused \(127\.0\.0\.1:1, 4 attempts\)\. /);
});

test('a server that never answers costs no more than the timeout', async () => {
  const server = await serve(() => () => {});
  const client = xsuaaClient(server.url);
  const message = await failedStep('E_TIMEOUT', {
    ...client,
    inputs: { credentials: client.credentials, timeout: '1500ms' },
    env: trusting,
    killAfter: 5000,
  });
  expect(message).toContain(`localhost:${server.port}`);
  expect(server.requests.length).toBeGreaterThan(0);
});

test('a certificate of an unknown CA gets no request', async () => {
  const server = await serve(() => tokenAnswer(opaqueToken()));
  const client = xsuaaClient(server.url);
  const message = await failedStep('E_TLS_UNTRUSTED', {
    ...client,
    inputs: { credentials: client.credentials },
  });
  expect(server.requests).toEqual([]);
  expect(message).toMatch(/\(\w+, localhost:\d+, 1 attempt\)\. .*ca-certificate/);
});

test.each([
  ['for another host', { hosts: ['example.com'] }],
  [
    'that has expired',
    {
      certificate: await pki.issue({
        commonName: 'localhost',
        hosts: ['localhost'],
        notBefore: new Date(Date.now() - 7_200_000),
        notAfter: new Date(Date.now() - 3_600_000),
      }),
    },
  ],
])('a server certificate %s gets no request', async (_what, settings) => {
  const server = await serve(() => tokenAnswer(opaqueToken()), settings);
  const client = xsuaaClient(server.url);
  await failedStep('E_TLS_UNTRUSTED', {
    ...client,
    inputs: { credentials: client.credentials },
    env: trusting,
  });
  expect(server.requests).toEqual([]);
});

test('the input ca-certificate makes a private CA trusted', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials, 'ca-certificate': pki.ca },
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
});

test('a host on NO_PROXY is reached without the proxy', async () => {
  const token = opaqueToken();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: { ...server.env, NO_PROXY: 'example.com,localhost' },
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
  expect(server.connects).toEqual([]);
});

test('a host that is allowed by a wildcard gets its request', async () => {
  const token = opaqueToken();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const client = xsuaaClient('https://tenant.authentication.eu10.hana.ondemand.com');
  await goodStep({
    inputs: { credentials: client.credentials, 'allowed-hosts': '*.hana.ondemand.com' },
    env: server.env,
    secrets: [client.clientSecret, token],
  });
  expect(server.requests).toHaveLength(1);
});

test.each([
  ['double', '"', '"'],
  ['single', "'", "'"],
  ['typographic', '\u201c', '\u201d'],
])('a proxy variable in %s quotation marks is the proxy', async (_what, before, after) => {
  const token = opaqueToken();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const client = xsuaaClient('https://tenant.authentication.eu10.hana.ondemand.com');
  const { HTTPS_PROXY: proxy, ...env } = server.env as Record<string, string>;
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: { ...env, https_proxy: `${before}${proxy}${after}` },
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
  expect(server.connects).toHaveLength(1);
});

test('a weak key of the server is told to be one', async () => {
  const weak = { commonName: 'localhost', hosts: ['localhost'], weak: 'key' } as const;
  const { certificate, privateKey } = await pki.issue(weak);
  const server = createTlsServer({
    cert: certificate,
    key: privateKey,
    ciphers: 'DEFAULT@SECLEVEL=0',
  });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const client = xsuaaClient(`https://localhost:${(server.address() as AddressInfo).port}`);
  const message = await failedStep('E_TLS', {
    ...client,
    inputs: { credentials: client.credentials },
    env: trusting,
  });
  expect(message).toMatch(/key that is too short .*Tell the operator of the server: RSA keys need/);
});

/** A proxy that says no to every CONNECT. */
async function startRefusingProxy(status: string) {
  const server = createServer();
  const seen: (string | undefined)[] = [];
  server.on('connect', (request, socket: Socket) => {
    seen.push(request.headers['proxy-authorization']);
    socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
  });
  const port = await listen(server);
  onTestFinished(() => close(server));
  return { port, seen };
}

test('a proxy that wants another password is named, and its password is not', async () => {
  const proxy = await startRefusingProxy('407 Proxy Authentication Required');
  const client = xsuaaClient('https://uaa.example.com');
  const password = `p ss$/${opaqueToken()}`;

  const message = await failedStep('E_PROXY_AUTH', {
    inputs: { credentials: client.credentials },
    env: { HTTPS_PROXY: `http://ci:${encodeURIComponent(password)}@127.0.0.1:${proxy.port}` },
    secrets: [client.clientSecret, password],
    clientId: 'ci',
  });

  const header = `Basic ${Buffer.from(`ci:${password}`).toString('base64')}`;
  expect(proxy.seen).toEqual([header]);
  expect(message).toContain(`127.0.0.1:${proxy.port}`);
});

test('a proxy that forbids the host is named', async () => {
  const proxy = await startRefusingProxy('403 Forbidden');
  const client = xsuaaClient('https://uaa.example.com');
  const message = await failedStep('E_PROXY', {
    ...client,
    inputs: { credentials: client.credentials },
    env: { HTTPS_PROXY: `127.0.0.1:${proxy.port}` },
  });
  expect(proxy.seen).toHaveLength(1);
  expect(message).toMatch(/127\.0\.0\.1:\d+ .*\(status 403, uaa\.example\.com, 1 attempt\)\. /);
});

test('a proxy that is not there fails, and is not passed by', async () => {
  const server = await serve(() => tokenAnswer(opaqueToken()));
  const client = xsuaaClient(server.url);
  const message = await failedStep('E_PROXY', {
    ...client,
    inputs: { credentials: client.credentials },
    env: { ...trusting, HTTPS_PROXY: 'http://127.0.0.1:1' },
  });
  expect(server.requests).toEqual([]);
  expect(message).toContain('The proxy 127.0.0.1:1 cannot be used');
});
