import { createServer, type Server } from 'node:http';
import { createServer as createTcpServer, type Socket } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { TransportFailure } from '../../src/http/errors.ts';
import { proxiesFrom } from '../../src/http/proxy.ts';
import {
  type ApiRequest,
  type HttpClientOptions,
  httpClient,
  NoResponse,
  noResponse,
} from '../../src/http/undici-transport.ts';
import { startConnectProxy } from '../servers/connect-proxy.ts';
import {
  type Answer,
  close,
  listen,
  startHttpServer,
  startHttpsServer,
} from '../servers/https-server.ts';
import { createPki } from '../servers/pki.ts';
import { hasTinyproxy, NEEDS_TINYPROXY, startTinyproxy } from '../servers/tinyproxy.ts';

const SECRET = 'a-secret-that-was-sent';
const pki = await createPki();

async function plainServer(answer: Answer) {
  const server = await startHttpServer({ answer: () => answer });
  onTestFinished(() => server.close());
  return server;
}

async function tlsServer(settings: { readonly pki?: typeof pki } = {}) {
  const server = await startHttpsServer({
    pki: settings.pki ?? pki,
    answer: () => ({ body: { ok: true } }),
  });
  onTestFinished(() => server.close());
  return server;
}

async function sendTo(
  url: string,
  options: HttpClientOptions = {},
  { milliseconds = 5000, ...more }: Partial<ApiRequest> & { milliseconds?: number } = {},
) {
  const client = httpClient(options);
  onTestFinished(() => client.close());
  return client.send(
    { method: 'POST', url: new URL(url), headers: { 'x-secret': SECRET }, body: SECRET, ...more },
    milliseconds,
  );
}

async function failureOf(call: Promise<unknown>): Promise<NoResponse> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(NoResponse);
  expect((error as Error).message).not.toContain(SECRET);
  return error as NoResponse;
}

/** Writes these bytes as an answer, whatever is asked. */
async function rawServer(answer: string | ((socket: Socket) => void)): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    socket.once('data', () => (typeof answer === 'string' ? socket.end(answer) : answer(socket)));
  });
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await close(server as unknown as Server).catch(() => {});
  });
  return `http://127.0.0.1:${await listen(server as unknown as Server)}/`;
}

describe('an exchange', () => {
  test('sends method, path, headers and body, and reads status, headers and body', async () => {
    const server = await plainServer({
      status: 418,
      headers: { 'x-twice': ['a', 'b'], 'x-once': 'c' },
      body: 'short and stout',
    });
    const answer = await sendTo(`${server.url}/a/b?c=d%20e`, {}, { method: 'PATCH' });
    expect(answer.status).toBe(418);
    expect(answer.headers).toMatchObject({ 'x-twice': ['a', 'b'], 'x-once': 'c' });
    expect(answer.body.toString()).toBe('short and stout');
    expect(server.requests).toMatchObject([
      { method: 'PATCH', path: '/a/b?c=d%20e', body: SECRET },
    ]);
    expect(server.requests[0]?.headers).toMatchObject({
      'x-secret': SECRET,
      'accept-encoding': 'identity',
      'content-length': String(SECRET.length),
    });
  });

  test('without a body has none', async () => {
    const server = await plainServer({});
    const client = httpClient({});
    onTestFinished(() => client.close());
    await client.send({ method: 'GET', url: new URL(server.url), headers: {} }, 5000);
    expect(server.requests).toMatchObject([{ method: 'GET', body: '' }]);
  });

  test.each([301, 302, 303, 307, 308])('does not follow %i', async (status) => {
    const server = await plainServer({ status, headers: { location: '/again' } });
    expect((await sendTo(server.url)).status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test.each([429, 500, 503])('does not repeat after %i', async (status) => {
    const server = await plainServer({ status });
    expect((await sendTo(server.url)).status).toBe(status);
    expect(server.requests).toHaveLength(1);
  });

  test('keeps connections for the next ones', async () => {
    let connections = 0;
    const server = createServer((_request, response) => response.end('ok'));
    server.on('connection', () => {
      connections += 1;
    });
    const port = await listen(server);
    onTestFinished(() => close(server));
    const client = httpClient({});
    onTestFinished(() => client.close());
    const request: ApiRequest = {
      method: 'GET',
      url: new URL(`http://localhost:${port}/`),
      headers: {},
    };
    for (let count = 0; count < 6; count++) await client.send(request, 5000);
    // The second one may be sent before the first connection is free again.
    expect(connections).toBeLessThan(3);
  });

  test('takes a body of 1 MiB', async () => {
    const server = await plainServer({ body: 'x'.repeat(1024 * 1024) });
    expect((await sendTo(server.url)).body).toHaveLength(1024 * 1024);
  });
});

describe('no answer', () => {
  test('from a body that is too large', async () => {
    const server = await plainServer({ body: 'x'.repeat(1024 * 1024 + 1) });
    expect(await failureOf(sendTo(server.url))).toMatchObject({
      code: 'E_RESPONSE_TOO_LARGE',
      sent: true,
      retries: 0,
    });
  });

  test('from a server that is not there: nothing was sent', async () => {
    const server = await startHttpServer({ answer: () => ({}) });
    await server.close();
    expect(await failureOf(sendTo(server.url))).toMatchObject({
      code: 'E_CONNECT',
      message:
        'The connection was refused. Check host and port of the URL, and the firewall of the runner.',
      sent: false,
      retries: 3,
    });
  });

  test('from a host without address: nothing was sent', async () => {
    expect(await failureOf(sendTo('https://no-such-host.invalid/'))).toMatchObject({
      code: 'E_DNS',
      sent: false,
    });
  });

  test.each<[string, string | ((socket: Socket) => void), string]>([
    ['that closes', (socket) => socket.end(), 'E_CONNECT'],
    ['that resets', (socket) => socket.resetAndDestroy(), 'E_CONNECT'],
    ['that stops half way', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf', 'E_'],
    ['that speaks something else', `SSH-2.0 ${SECRET}\r\n`, 'E_PROTOCOL'],
    [
      'with a header that is too long',
      `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`,
      'E_HEADERS_TOO_LARGE',
    ],
  ])('from a server %s, which got the request', async (_what, answer, code) => {
    const failure = await failureOf(sendTo(await rawServer(answer)));
    expect(failure.code).toContain(code);
    expect(failure.sent).toBe(true);
  });

  test('in time, after the request was sent', async () => {
    const url = await rawServer(() => {});
    expect(await failureOf(sendTo(url, {}, { milliseconds: 50 }))).toMatchObject({
      code: 'E_TIMEOUT',
      message: 'There was no complete answer within 0.1 s.',
      sent: true,
    });
  });

  test('in time, half way through the answer', async () => {
    const url = await rawServer((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf');
    });
    expect(await failureOf(sendTo(url, {}, { milliseconds: 50 }))).toMatchObject({
      code: 'E_TIMEOUT',
      sent: true,
    });
  });

  test('in time, before a connection stood: it is never sent later', async () => {
    // TLS to a server that says nothing: the connection never stands.
    const received: Buffer[] = [];
    const url = await rawServer((socket) => socket.on('data', (bytes) => received.push(bytes)));
    const secure = url.replace('http:', 'https:');
    expect(await failureOf(sendTo(secure, {}, { milliseconds: 50 }))).toMatchObject({
      code: 'E_TIMEOUT',
      sent: false,
    });
    expect(Buffer.concat(received).toString()).not.toContain(SECRET);
  });

  test('for a header that cannot be sent', async () => {
    const server = await plainServer({});
    const headers = { 'x-secret': `${SECRET}\r\nx-injected: 1` };
    expect(await failureOf(sendTo(server.url, {}, { headers }))).toMatchObject({ sent: false });
    expect(server.requests).toEqual([]);
  });

  test('is a failure that other parts know', () => {
    const failure = noResponse(new Error(`quotes ${SECRET}`), false);
    expect(failure).toBeInstanceOf(Failure);
    expect(failure).toBeInstanceOf(TransportFailure);
    expect(new TransportFailure('E_DNS', '', 0)).not.toBeInstanceOf(NoResponse);
    expect(failure).toMatchObject({
      code: 'E_CONNECT',
      message: expect.stringContaining('The connection failed (no code).'),
    });
    expect(noResponse(SECRET, true).message).not.toContain(SECRET);
  });

  test.each([
    ['Proxy response (407) !== 200 when HTTP Tunneling', 'E_PROXY_AUTH', 0],
    ['Proxy response (503) !== 200 when HTTP Tunneling', 'E_PROXY', 3],
    ['Proxy response (403) !== 200 when HTTP Tunneling', 'E_PROXY', 0],
  ])('because of %s', (message, code, retries) => {
    const error = Object.assign(new Error(message), { code: 'UND_ERR_ABORTED' });
    expect(noResponse(error, false)).toMatchObject({ code, retries });
  });
});

describe('TLS', () => {
  test('is needed, except on this machine', async () => {
    const failed = sendTo('http://cli.example.com/');
    await expect(failed).rejects.toMatchObject({ code: 'E_URL_INSECURE' });
  });

  test('trusts no unknown CA, and sends nothing', async () => {
    const server = await tlsServer();
    expect(await failureOf(sendTo(server.url))).toMatchObject({
      code: 'E_TLS_UNTRUSTED',
      sent: false,
      retries: 0,
    });
    expect(server.requests).toEqual([]);
  });

  test('trusts the CA that is given', async () => {
    const server = await tlsServer();
    expect((await sendTo(server.url, { caCertificate: pki.ca })).status).toBe(200);
    const other = await tlsServer({ pki: await createPki('Another CA') });
    expect(await failureOf(sendTo(other.url, { caCertificate: pki.ca }))).toMatchObject({
      code: 'E_TLS_UNTRUSTED',
    });
  });

  test('wants the right host', async () => {
    const server = await startHttpsServer({
      pki,
      hosts: ['other.example.com'],
      answer: () => ({}),
    });
    onTestFinished(() => server.close());
    expect(await failureOf(sendTo(server.url, { caCertificate: pki.ca }))).toMatchObject({
      code: 'E_TLS_UNTRUSTED',
      sent: false,
    });
  });
});

describe('a proxy', () => {
  test('is used for every host that NO_PROXY does not name, and sees no request', async () => {
    const server = await tlsServer();
    const proxy = await startConnectProxy({ port: server.port });
    onTestFinished(() => proxy.close());
    const proxyFor = proxiesFrom({ HTTPS_PROXY: proxy.url, NO_PROXY: 'localhost' });
    const options = { caCertificate: pki.ca, proxyFor };
    expect((await sendTo('https://cli.btp.cloud.sap/x', options)).status).toBe(200);
    expect((await sendTo(server.url, options)).status).toBe(200);
    expect(proxy.connects).toEqual(['cli.btp.cloud.sap:443']);
    expect(server.requests.map(({ host }) => host)).toEqual([
      'cli.btp.cloud.sap',
      `localhost:${server.port}`,
    ]);
  });

  test('that is not there means that nothing was sent', async () => {
    const proxyFor = proxiesFrom({ HTTPS_PROXY: 'http://127.0.0.1:1' });
    const failed = sendTo('https://cli.btp.cloud.sap/', { proxyFor });
    expect(await failureOf(failed)).toMatchObject({ sent: false });
  });

  test('of another kind is refused, not gone past', async () => {
    const proxyFor = proxiesFrom({ HTTPS_PROXY: 'socks5://127.0.0.1:1' });
    const failed = sendTo('https://cli.btp.cloud.sap/', { proxyFor });
    await expect(failed).rejects.toMatchObject({ code: 'E_PROXY' });
  });

  test.skipIf(!hasTinyproxy)(`may want a password (${NEEDS_TINYPROXY})`, async () => {
    const server = await tlsServer();
    const login = { user: 'ci', password: 'Pass-w.rd_1' };
    const proxy = await startTinyproxy({ ports: [server.port], login });
    onTestFinished(() => proxy.close());
    const through = (user: string) =>
      sendTo(server.url, {
        caCertificate: pki.ca,
        proxyFor: proxiesFrom({ HTTPS_PROXY: `http://${user}127.0.0.1:${proxy.port}` }),
      });
    expect((await through(`ci:${login.password}@`)).status).toBe(200);
    expect(await failureOf(through(''))).toMatchObject({ code: 'E_PROXY_AUTH', sent: false });
  });
});
