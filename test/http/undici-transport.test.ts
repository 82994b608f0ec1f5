import { describe, expect, onTestFinished, test } from 'vitest';
import { TransportFailure } from '../../src/http/errors.ts';
import { within } from '../../src/http/exchange.ts';
import { proxiesFrom } from '../../src/http/proxy.ts';
import type { TransportOptions } from '../../src/http/transport.ts';
import { undiciTransport } from '../../src/http/undici-transport.ts';
import { startConnectProxy } from '../servers/connect-proxy.ts';
import { startHttpServer } from '../servers/https-server.ts';
import { createPki } from '../servers/pki.ts';
import { type RawRequest, startRawTlsServer } from '../servers/raw-tls-server.ts';
import {
  describeTransport,
  failureOf,
  LIMITS,
  SECRET,
  type Stack,
  to,
} from './transport-contract.ts';
import { describeTunnels } from './tunnel-contract.ts';

const pki = await createPki();

function make(options: TransportOptions = {}) {
  const { transport, close } = undiciTransport(options);
  onTestFinished(close);
  return transport;
}

const STACK: Stack = {
  make,
  firstByteIs: 'the end of the head',
  largestBody: [1024 * 1024, '1 MiB'],
  unaskedContinue: 'refused',
};

await describeTransport('the transport over undici', STACK);
await describeTunnels('the transport over undici', STACK);

async function serve(answer: (request: RawRequest) => void) {
  const server = await startRawTlsServer(answer, { pki });
  onTestFinished(() => server.close());
  return server;
}

async function proxy(port: number) {
  const started = await startConnectProxy({ port });
  onTestFinished(() => started.close());
  return started;
}

function echo({ text, socket }: RawRequest): void {
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  socket.write(`HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
}

describe('what is particular to undici', () => {
  test('TLS is needed, except on this machine', async () => {
    await expect(make()(to('http://cli.example.com/'), LIMITS)).rejects.toMatchObject({
      code: 'E_URL_INSECURE',
      message: 'A request to cli.example.com would go out unencrypted. Use https://.',
    });
  });

  test('the largest body may be another one', async () => {
    const server = await startHttpServer({ answer: () => ({ body: 'x'.repeat(2049) }) });
    onTestFinished(() => server.close());
    const { transport, close } = undiciTransport({ largestBody: 2048 });
    onTestFinished(close);
    expect(await failureOf(transport(to(server.url), LIMITS))).toMatchObject({
      code: 'E_RESPONSE_TOO_LARGE',
      message: expect.stringContaining('larger than 2 KiB.'),
    });
  });

  test('what is not asked to be compressed is asked for as it is', async () => {
    const server = await startHttpServer({ answer: () => ({}) });
    onTestFinished(() => server.close());
    await make()(to(server.url), LIMITS);
    expect(server.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  test('a header that cannot be sent is a failure, and nothing is sent', async () => {
    const server = await startHttpServer({ answer: () => ({}) });
    onTestFinished(() => server.close());
    const headers = { 'x-secret': `${SECRET}\r\nx-injected: 1` };
    expect(await failureOf(make()(to(server.url, { headers }), LIMITS))).toMatchObject({
      code: 'E_CONNECT',
      message: expect.stringContaining('The connection failed (UND_ERR_INVALID_ARG).'),
      sent: false,
    });
    expect(server.requests).toEqual([]);
  });
});

describe('a kept connection', () => {
  test('carries one request after the other, also those that come at once', async () => {
    const server = await serve(echo);
    const send = make({ caCertificate: pki.ca });
    for (const body of ['a', 'b', 'c']) {
      expect((await send(to(server.url, { body }), LIMITS)).body.toString()).toBe(body);
    }
    const bodies = Array.from({ length: 20 }, (_, index) => `request ${index}`);
    const answers = await Promise.all(bodies.map((body) => send(to(server.url, { body }), LIMITS)));
    expect(answers.map(({ body }) => body.toString())).toEqual(bodies);
    expect(server.connections()).toBe(1);
  });

  test('is one for each way and each client: what one of them is, no other uses', async () => {
    const server = await serve(echo);
    const proxies = [await proxy(server.port), await proxy(server.port)];
    const [first, second] = proxies.map(({ url }) => url);
    const ways = [undefined, first, second].map((url) => {
      return url === undefined ? undefined : proxiesFrom({ HTTPS_PROXY: url })(new URL(server.url));
    });
    // The same proxy with a password, and with another one.
    for (const password of ['a', 'b']) {
      const withLogin = String(first).replace('//', `//ci:${password}@`);
      ways.push(proxiesFrom({ HTTPS_PROXY: withLogin })(new URL(server.url)));
    }
    let way: (typeof ways)[number];
    const send = make({ caCertificate: pki.ca, proxyFor: () => way });
    for (way of [...ways, ...ways]) await send(to(server.url), LIMITS);
    expect(server.connections()).toBe(ways.length);
    expect(proxies.map(({ connects }) => connects.length)).toEqual([3, 1]);

    way = undefined;
    const issue = () => pki.issue({ commonName: 'client', client: true });
    const certificates = [await issue(), await issue()];
    for (const clientCertificate of [...certificates, ...certificates]) {
      await send({ ...to(server.url), clientCertificate }, LIMITS);
    }
    expect(server.connections()).toBe(ways.length + certificates.length);
  });

  test('that has ended while nobody used it is replaced by a new one', async () => {
    const server = await serve((request) => {
      echo(request);
      request.socket.end();
    });
    const send = make({ caCertificate: pki.ca });
    for (const body of ['a', 'b']) {
      expect((await send(to(server.url, { body }), LIMITS)).body.toString()).toBe(body);
      await expect.poll(() => server.open()).toBe(0);
    }
    expect(server.connections()).toBe(2);
  });

  test('that ends when the next request comes is a failure: it was sent, and is not sent again', async () => {
    const server = await serve((request) => {
      if (request.index === 1) request.socket.destroy();
      else echo(request);
    });
    const send = make({ caCertificate: pki.ca });
    await send(to(server.url), LIMITS);
    expect(await failureOf(send(to(server.url), LIMITS))).toMatchObject({
      code: 'E_CONNECT',
      retries: 3,
      sent: true,
    });
    expect(server.requests).toHaveLength(2);
    expect((await send(to(server.url), LIMITS)).status).toBe(200);
  });

  test('is closed with the transport, and so is one that is being made', async () => {
    const server = await serve(echo);
    const { transport, close } = undiciTransport({ caCertificate: pki.ca });
    await transport(to(server.url), LIMITS);
    expect(server.open()).toBe(1);
    const slow = await serve(() => {});
    const waiting = failureOf(transport(to(slow.url), LIMITS));
    await expect.poll(() => slow.requests.length).toBe(1);
    await close();
    expect(await waiting).toMatchObject({ code: 'E_CONNECT', sent: true });
    await expect.poll(() => server.open() + slow.open()).toBe(0);
  });

  test('is not waited for longer than the limits say, and carries no request that is over', async () => {
    const held: RawRequest[] = [];
    const server = await serve((request) => held.push(request));
    const send = make({ caCertificate: pki.ca });
    const first = send(to(server.url, { body: 'a' }), LIMITS);
    await expect.poll(() => held.length).toBe(1);
    const late = send(to(server.url, { body: SECRET }), { ...LIMITS, total: 100 });
    expect(await failureOf(late)).toMatchObject({ code: 'E_TIMEOUT', sent: false });
    const third = send(to(server.url, { body: 'c' }), LIMITS);
    echo(held[0] as RawRequest);
    expect((await first).body.toString()).toBe('a');
    await expect.poll(() => held.length).toBe(2);
    echo(held[1] as RawRequest);
    expect((await third).body.toString()).toBe('c');
    expect(server.requests.map(({ text }) => text.split('\r\n\r\n')[1])).toEqual(['a', 'c']);
  });

  test('whose limit has passed for one request serves the others that wait for it', async () => {
    const server = await serve(echo);
    const send = make({ caCertificate: pki.ca });
    const [short, long] = await Promise.all([
      failureOf(send(to(server.url), { ...LIMITS, connect: 0 })),
      send(to(server.url, { body: 'b' }), within(3000)),
    ]);
    expect(short).toMatchObject({ code: 'E_TIMEOUT', sent: false });
    expect(long.body.toString()).toBe('b');
    expect(server.requests).toHaveLength(1);
  });
});

test('a failure is what other parts know', () => {
  expect(new TransportFailure('E_DNS', '')).toMatchObject({ sent: false, retries: 0 });
});
