import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createServer as createTlsServer } from 'node:tls';
import { fileURLToPath } from 'node:url';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { AttemptLimits, HttpRequest, Transport } from '../../src/http/http.ts';
import { connectionPool } from '../../src/http/pool.ts';
import { proxiesFrom } from '../../src/http/proxy.ts';
import { type SocketTransportOptions, transport } from '../../src/http/transport.ts';
import { startConnectProxy } from '../servers/connect-proxy.ts';
import { listen } from '../servers/https-server.ts';
import { createPki, type KeyPair } from '../servers/pki.ts';
import { type RawRequest, startRawTlsServer } from '../servers/raw-tls-server.ts';

const pki = await createPki();
const LIMITS: AttemptLimits = { connect: 5000, firstByte: 5000, total: 10_000 };

async function serve(answer: (request: RawRequest) => void) {
  const server = await startRawTlsServer(answer, { pki, clientCertificates: true });
  onTestFinished(() => server.close());
  return server;
}

function keeping(options: SocketTransportOptions = {}): Transport {
  return transport({ caCertificate: pki.ca, pool: connectionPool(), ...options });
}

function post(url: string, body: string, pair?: KeyPair): HttpRequest {
  const headers = { 'content-length': String(body.length) };
  const request = { method: 'POST', url: new URL(url), headers, body } as const;
  return pair === undefined ? request : { ...request, clientCertificate: pair };
}

/** Sends the bodies one after the other; their answers, or the codes of the failures. */
async function inTurn(send: Transport, url: string, bodies: readonly string[]): Promise<string[]> {
  const outcomes: string[] = [];
  for (const body of bodies) {
    outcomes.push(await outcomeOf(send(post(url, body), LIMITS)));
    // Whatever the server sent after its answer has its turn.
    await nextTurn();
  }
  return outcomes;
}

function outcomeOf(response: ReturnType<Transport>): Promise<string> {
  return response.then(
    ({ body }) => body.toString(),
    (error: { code: string }) => error.code,
  );
}

/** The body of the request comes back as the body of the answer. */
function echo({ text, socket }: RawRequest): void {
  socket.write(ok(text.slice(text.indexOf('\r\n\r\n') + 4)));
}

function ok(body: string, more = ''): string {
  return `HTTP/1.1 200 OK\r\n${more}content-length: ${body.length}\r\n\r\n${body}`;
}

describe('one connection after the other', () => {
  test('requests to one origin share a connection, and do not ask to close it', async () => {
    const server = await serve(echo);
    expect(await inTurn(keeping(), server.url, ['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
    expect(server.connections()).toBe(1);
    expect(server.requests.map(({ text }) => /connection/i.test(text))).toEqual([
      false,
      false,
      false,
    ]);
  });

  test('chunked answers leave a connection that can be used again', async () => {
    const server = await serve(({ socket }) =>
      socket.write(
        'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nx\r\n0\r\ntrailer: 1\r\n\r\n',
      ),
    );
    expect(await inTurn(keeping(), server.url, ['a', 'b'])).toEqual(['x', 'x']);
    expect(server.connections()).toBe(1);
  });

  test('an answer that refuses leaves one, too', async () => {
    const server = await serve(({ socket }) =>
      socket.write('HTTP/1.1 401 No\r\ncontent-length: 1\r\n\r\nx'),
    );
    expect(await inTurn(keeping(), server.url, ['a', 'b'])).toEqual(['x', 'x']);
    expect(server.connections()).toBe(1);
  });

  test('without a store each request has its own and says so', async () => {
    const server = await serve(echo);
    const send = transport({ caCertificate: pki.ca });
    expect(await inTurn(send, server.url, ['a', 'b'])).toEqual(['a', 'b']);
    expect(server.connections()).toBe(2);
    for (const { text } of server.requests) expect(text).toContain('\r\nconnection: close\r\n');
  });
});

describe('an answer after which a connection is not used again', () => {
  test.each([
    ['says close', ok('x', 'Connection: keep-alive, Close\r\n'), false],
    ['says nothing but close', ok('x', 'connection: close\r\n'), false],
    ['says close first', ok('x', 'connection: close, x\r\n'), false],
    ['is HTTP/1.0', ok('x').replace('HTTP/1.1', 'HTTP/1.0'), false],
    ['has something after it', `${ok('x')}HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\ny`, false],
    ['has something after its chunks', chunks('x', 'y'), false],
    ['has a line break after it, later', ok('x'), '\r\n'],
    ['is followed by words, later', ok('x'), 'HTTP/1.1 408 Too Late\r\n\r\n'],
    ['ends with its connection', 'HTTP/1.1 200 OK\r\n\r\nx', 'end'],
  ] as const)('%s', async (_, answer, then) => {
    const server = await serve(({ socket }) => {
      if (then === 'end') socket.end(answer);
      else socket.write(answer, () => then !== false && setImmediate(() => socket.write(then)));
    });
    const send = keeping();
    expect(await outcomeOf(send(post(server.url, 'a'), LIMITS))).toBe('x');
    await expect.poll(() => server.open()).toBe(0);
    expect(await outcomeOf(send(post(server.url, 'b'), LIMITS))).toBe('x');
    expect(server.connections()).toBe(2);
  });

  test.each([
    ['a second answer', ok('FOREIGN')],
    ['a second answer that refuses', 'HTTP/1.1 401 No\r\ncontent-length: 0\r\n\r\n'],
    ['an interim response', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['the letter with which answers begin', 'H'],
    ['a line break', '\r\n'],
  ])('is followed by %s, while another request waits for the connection', async (_, surplus) => {
    const server = await serve((request) => {
      request.socket.setNoDelay();
      echo(request);
      request.socket.write(surplus);
    });
    const url = await arrivingTogether(server.port);
    const send = transport({ caCertificate: pki.ca, pool: connectionPool(1) });
    const bodies = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(
      bodies.map((body) => outcomeOf(send(post(url, body), LIMITS))),
    );
    expect(answers).toEqual(bodies);
    expect(server.connections()).toBe(4);
    expect(server.requests.every(({ index }) => index === 0)).toBe(true);
  });

  test('comes before all of the request was taken', async () => {
    const { certificate, privateKey } = await pki.issue({
      commonName: 'localhost',
      hosts: ['localhost'],
    });
    let connections = 0;
    const server = createTlsServer({ cert: certificate, key: privateKey }, (socket) => {
      connections += 1;
      socket.on('error', () => {});
      socket.once('data', () => socket.pause().write(ok('x')));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onTestFinished(() => void server.close());
    const url = `https://localhost:${(server.address() as AddressInfo).port}`;
    const more = 'a'.repeat(16 * 1024 * 1024);
    expect(await inTurn(keeping(), url, [more, 'b'])).toEqual(['x', 'x']);
    expect(connections).toBe(2);
  });

  /**
   * A way to a server on which all that it sends within a moment arrives at once: each write is a TLS
   * record, and the first ends with the answer before the next one is looked at.
   */
  async function arrivingTogether(port: number): Promise<string> {
    const way = createTcpServer((near) => {
      const far = connect(port, '127.0.0.1');
      let held: Buffer[] = [];
      let timer: NodeJS.Timeout | undefined;
      far.on('data', (bytes) => {
        held.push(bytes);
        clearTimeout(timer);
        timer = setTimeout(() => {
          near.write(Buffer.concat(held));
          held = [];
        }, 20);
      });
      near.pipe(far);
      for (const socket of [near, far]) socket.on('error', () => far.destroy());
      far.on('close', () => near.destroy());
    });
    way.listen(0, '127.0.0.1');
    onTestFinished(() => void way.close());
    await once(way, 'listening');
    return `https://localhost:${(way.address() as AddressInfo).port}`;
  }

  function chunks(body: string, surplus: string): string {
    return `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\n${body}\r\n0\r\n\r\n${surplus}`;
  }
});

describe('a server that closes', () => {
  test('after every answer, without a word', async () => {
    const server = await serve((request) => {
      echo(request);
      request.socket.end();
    });
    const bodies = ['a', 'b', 'c', 'd'];
    expect(await inTurn(keeping(), server.url, bodies)).toEqual(bodies);
    expect(server.connections()).toBe(4);
  });

  test('when the next request comes: a new connection takes its place in the same attempt', async () => {
    const server = await serve((request) => {
      if (request.index === 2) request.socket.destroy();
      else echo(request);
    });
    const bodies = ['a', 'b', 'c', 'd', 'e'];
    expect(await inTurn(keeping(), server.url, bodies)).toEqual(bodies);
    expect(server.connections()).toBe(3);
    expect(server.requests).toHaveLength(7);
  });

  test('now and then, in every way, under load: each request gets its own answer', async () => {
    const server = await serve((request) => {
      const { connection, index, socket } = request;
      const kept = index > 0;
      if (kept && (connection + index) % 5 === 0) socket.destroy();
      else if (kept && (connection + index) % 7 === 0) socket.end();
      else if (index % 4 === 3) socket.end(ok(request.text.split('\r\n\r\n')[1] ?? ''));
      else setTimeout(echo, index % 3, request);
    });
    const send = keeping();
    const bodies = Array.from({ length: 300 }, (_, index) => `request ${index}`);
    const answers = await Promise.all(
      bodies.map((body) => outcomeOf(send(post(server.url, body), LIMITS))),
    );
    expect(answers).toEqual(bodies);
    expect(server.connections()).toBeGreaterThan(50);
  });

  test('or says something else before the answer: a new connection takes its place as well', async () => {
    const server = await serve((request) => {
      if (request.index === 1) request.socket.write('junk');
      else echo(request);
    });
    expect(await inTurn(keeping(), server.url, ['a', 'b'])).toEqual(['a', 'b']);
    expect(server.connections()).toBe(2);
  });

  test('that place is taken once: a new connection that is closed is a failure', async () => {
    const server = await serve((request) => {
      if (request.index === 0 && request.connection === 0) echo(request);
      else request.socket.destroy();
    });
    expect(await inTurn(keeping(), server.url, ['a', 'b'])).toEqual(['a', 'E_CONNECT']);
    expect(server.connections()).toBe(2);
  });

  test('in the middle of an answer: that is a failure, and nothing is sent again', async () => {
    const server = await serve((request) => {
      if (request.index === 0) echo(request);
      else request.socket.end('HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf');
    });
    expect(await inTurn(keeping(), server.url, ['a', 'b', 'c'])).toEqual(['a', 'E_CONNECT', 'c']);
    expect(server.requests).toHaveLength(3);
  });

  test('never, but does not answer either: the attempt ends by its limit', async () => {
    const server = await serve((request) => {
      if (request.index === 0) echo(request);
    });
    const send = keeping();
    await send(post(server.url, 'a'), LIMITS);
    const limits = { ...LIMITS, firstByte: 100 };
    await expect(send(post(server.url, 'b'), limits)).rejects.toMatchObject({
      code: 'E_TIMEOUT',
      message: 'There was no answer within 0.1 s.',
    });
    expect(server.requests).toHaveLength(2);
    expect(await outcomeOf(send(post(server.url, 'c'), LIMITS))).toBe('c');
    expect(server.connections()).toBe(2);
  });
});

describe('at most eight connections', () => {
  test('many requests at once wait for one of them', async () => {
    const server = await serve((request) => setTimeout(echo, 2, request));
    const send = keeping();
    const bodies = Array.from({ length: 60 }, (_, index) => `request ${index}`);
    const answers = await Promise.all(
      bodies.map((body) => outcomeOf(send(post(server.url, body), LIMITS))),
    );
    expect(answers).toEqual(bodies);
    expect(server.connections()).toBe(8);
    expect(server.mostOpen()).toBe(8);
  });

  test('who waits too long gets none, and does not take one away', async () => {
    const held: RawRequest[] = [];
    const server = await serve((request) => held.push(request));
    const send = transport({ caCertificate: pki.ca, pool: connectionPool(1) });
    const first = send(post(server.url, 'a'), LIMITS);
    await expect.poll(() => held.length).toBe(1);
    await expect(send(post(server.url, 'b'), { ...LIMITS, total: 100 })).rejects.toMatchObject({
      code: 'E_TIMEOUT',
    });
    const third = send(post(server.url, 'c'), LIMITS);
    echo(held[0] as RawRequest);
    expect(await outcomeOf(first)).toBe('a');
    await expect.poll(() => held.length).toBe(2);
    echo(held[1] as RawRequest);
    expect(await outcomeOf(third)).toBe('c');
    expect(server.connections()).toBe(1);
  });

  test('certificates do not share connections, and an idle one makes room for another', async () => {
    const subjects: string[] = [];
    const server = await serve((request) => {
      subjects.push(String(request.socket.getPeerX509Certificate()?.subject));
      echo(request);
    });
    const clients = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        pki.issue({ commonName: `client-${index}`, client: true }),
      ),
    );
    const send = keeping();
    const order = [...clients.keys(), 9, 0];
    for (const index of order) {
      await send(post(server.url, 'a', clients[index] as KeyPair), LIMITS);
    }
    expect(subjects).toEqual(order.map((index) => `CN=client-${index}`));
    // The ninth and the tenth closed those that had been idle longest, so the first came anew.
    expect(server.connections()).toBe(11);
    // The server may hear of a new one before it hears of the end of an old one.
    expect(server.mostOpen()).toBeLessThanOrEqual(9);
    expect(server.requests.map(({ connection }) => connection).slice(-2)).toEqual([9, 10]);
  });

  test('trusted roots do not share connections', async () => {
    const server = await serve(echo);
    const pool = connectionPool();
    await inTurn(keeping({ pool }), server.url, ['a']);
    const untrusting = transport({ pool });
    await expect(untrusting(post(server.url, 'b'), LIMITS)).rejects.toMatchObject({
      code: 'E_TLS_UNTRUSTED',
    });
  });
});

test('a tunnel through a proxy is kept as well', async () => {
  const server = await serve(echo);
  const proxy = await startConnectProxy({ port: server.port });
  onTestFinished(() => proxy.close());
  const send = keeping({ proxyFor: proxiesFrom({ HTTPS_PROXY: proxy.url }) });
  const url = 'https://tenant.example.com/oauth/token';
  expect(await inTurn(send, url, ['a', 'b'])).toEqual(['a', 'b']);
  expect(proxy.connects).toEqual(['tenant.example.com:443']);
});

test('proxies, their users and the direct way do not share connections', async () => {
  const server = await serve(echo);
  const [one, other] = [
    await startConnectProxy({ port: server.port }),
    await startConnectProxy({ port: server.port }),
  ];
  onTestFinished(async () => {
    await one.close();
    await other.close();
  });
  let way = '';
  const send = keeping({ proxyFor: (url) => proxiesFrom({ HTTPS_PROXY: way })(url) });
  const ways = [one.url, other.url, one.url.replace('//', '//user:word@'), ''];
  for (way of [...ways, ...ways]) {
    expect(await outcomeOf(send(post(server.url, 'a'), LIMITS))).toBe('a');
    await nextTurn();
  }
  expect(server.requests.map(({ connection }) => connection)).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  expect([one.connects.length, other.connects.length]).toEqual([2, 1]);
});

test('a client certificate that OpenSSL does not take is a failure of its attempt', async () => {
  const server = await serve(echo);
  const send = keeping();
  const { certificate } = await pki.issue({ commonName: 'client', client: true });
  const broken = post(server.url, 'a', { certificate, privateKey: 'no key' });
  expect(await outcomeOf(send(broken, LIMITS))).toBe('E_TLS');
  expect(await outcomeOf(send(post(server.url, 'b'), LIMITS))).toBe('b');
});

test('plain HTTP connections are kept as well', async () => {
  let connections = 0;
  const server = createServer((_, response) => response.end('x'));
  server.on('connection', () => {
    connections += 1;
  });
  const port = await listen(server);
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  expect(await inTurn(keeping(), `http://127.0.0.1:${port}/`, ['a', 'b'])).toEqual(['x', 'x']);
  expect(connections).toBe(1);
});

test('an idle connection does not keep the process alive', async () => {
  const server = await serve(echo);
  const module = (name: string) =>
    JSON.stringify(fileURLToPath(new URL(`../../src/http/${name}.ts`, import.meta.url)));
  const program = `
    const { transport } = await import(${module('transport')});
    const { connectionPool } = await import(${module('pool')});
    const send = transport({ caCertificate: process.env.CA, pool: connectionPool() });
    const url = new URL(${JSON.stringify(server.url)});
    for (const body of ['a', 'b']) {
      await send({ method: 'POST', url, headers: { 'content-length': '1' }, body }, ${JSON.stringify(LIMITS)});
    }
    console.log('done');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
    env: { CA: pki.ca },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const output: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  const timer = setTimeout(() => child.kill(), 20_000);
  const [exitCode] = await once(child, 'close');
  clearTimeout(timer);
  expect({ exitCode, output: output.join('') }).toEqual({ exitCode: 0, output: 'done\n' });
  expect(server.connections()).toBe(1);
});
