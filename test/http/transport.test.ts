import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { AttemptLimits, HttpRequest, HttpResponse } from '../../src/http/http.ts';
import { requestText, transport } from '../../src/http/transport.ts';
import { createPki } from '../servers/pki.ts';
import { startRawTlsServer } from '../servers/raw-tls-server.ts';

const pki = await createPki();
const pair = await pki.issue({ commonName: 'localhost', hosts: ['localhost', '127.0.0.1'] });
const client = await pki.issue({ commonName: 'client', client: true });
const LIMITS: AttemptLimits = { connect: 3000, firstByte: 3000, total: 3000 };
const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx';
const trusting = transport({ caCertificate: pki.ca });

/** Listens on 127.0.0.1 until the test is over. */
async function port(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

function secure(
  options: tls.TlsOptions,
  answer: (socket: tls.TLSSocket) => void = (socket) => socket.end(OK),
): Promise<number> {
  const server = tls.createServer(
    { cert: pair.certificate, key: pair.privateKey, ...options },
    (socket) => {
      socket.on('error', () => {});
      socket.once('data', () => answer(socket));
    },
  );
  return port(server.on('tlsClientError', () => {}));
}

function plain(answer: (socket: Socket) => void): Promise<number> {
  return port(createServer((socket) => socket.once('data', () => answer(socket))));
}

function to(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', url: new URL(url), headers: {}, body: '', ...more };
}

function bodyOf(answer: Promise<HttpResponse>): Promise<string> {
  return answer.then(({ body }) => body.toString());
}

describe('the text of a request', () => {
  const request = to('https://a.example:8443/oauth/token?x=1%202', {
    headers: { accept: 'application/json', 'content-length': '3' },
    body: 'a=b',
  });

  test('has its head, an empty line and its body', () => {
    expect(requestText(request, false)).toBe(
      'POST /oauth/token?x=1%202 HTTP/1.1\r\nhost: a.example:8443\r\naccept: application/json\r\ncontent-length: 3\r\n\r\na=b',
    );
  });

  test('says where it is the last one of its connection', () => {
    expect(requestText({ ...request, method: 'GET', headers: {}, body: '' }, true)).toBe(
      'GET /oauth/token?x=1%202 HTTP/1.1\r\nhost: a.example:8443\r\nconnection: close\r\n\r\n',
    );
  });
});

describe('a server is trusted', () => {
  test('by the name or the address in its certificate', async () => {
    const names: unknown[] = [];
    const at = await secure({ ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
      names.push([socket.servername, socket.alpnProtocol]);
      socket.end(OK);
    });
    expect(await bodyOf(trusting(to(`https://localhost:${at}`), LIMITS))).toBe('x');
    expect(await bodyOf(trusting(to(`https://127.0.0.1:${at}`), LIMITS))).toBe('x');
    // RFC 6066 3: no address is a server name.
    expect(names).toEqual([
      ['localhost', 'http/1.1'],
      [false, 'http/1.1'],
    ]);
  });

  test.each([
    ['localhost', '127.0.0.1'],
    ['127.0.0.1', 'localhost'],
  ])('for %s not by a certificate for %s', async (host, certified) => {
    const { certificate, privateKey } = await pki.issue({ commonName: 'name', hosts: [certified] });
    const at = await secure({ cert: certificate, key: privateKey });
    await expect(trusting(to(`https://${host}:${at}`), LIMITS)).rejects.toMatchObject({
      code: 'E_TLS_UNTRUSTED',
      message: expect.stringContaining('(ERR_TLS_CERT_ALTNAME_INVALID)'),
    });
  });

  test.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }])(
    'not without its root, whatever the environment says: %j',
    async (environment) => {
      for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
      onTestFinished(() => {
        vi.unstubAllEnvs();
      });
      const received: string[] = [];
      const at = await secure({}, () => received.push('a request'));
      await expect(transport({})(to(`https://localhost:${at}`), LIMITS)).rejects.toMatchObject({
        code: 'E_TLS_UNTRUSTED',
      });
      expect(received).toEqual([]);
    },
  );

  test('by the default roots as well as by the given ones', () => {
    const connect = vi.spyOn(tls, 'getCACertificates');
    onTestFinished(() => connect.mockRestore());
    transport({ caCertificate: pki.ca });
    expect(connect).toHaveBeenCalledExactlyOnceWith('default');
  });
});

describe('a client certificate', () => {
  const demanding = { ca: pki.ca, requestCert: true, rejectUnauthorized: true } as const;

  test('is shown', async () => {
    const subjects: unknown[] = [];
    const at = await secure(demanding, (socket) => {
      subjects.push(socket.getPeerX509Certificate()?.subject);
      socket.end(OK);
    });
    const request = to(`https://localhost:${at}`, { clientCertificate: client });
    expect(await bodyOf(trusting(request, LIMITS))).toBe('x');
    expect(subjects).toEqual(['CN=client']);
  });

  // RFC 8446 6.2; OpenSSL has names of three forms for them.
  test.each([
    ['handshake_failure', 40],
    ['bad_certificate', 42],
    ['certificate_revoked', 44],
    ['certificate_expired', 45],
    ['certificate_unknown', 46],
    ['unknown_ca', 48],
    ['access_denied', 49],
    ['certificate_required', 116],
  ])('or none decides what the alert %s means', async (_name, alert) => {
    const at = await plain((socket) => socket.end(Buffer.from([0x15, 3, 3, 0, 2, 2, alert])));
    const url = `https://localhost:${at}`;
    await expect(trusting(to(url, { clientCertificate: client }), LIMITS)).rejects.toMatchObject({
      code: 'E_MTLS_REJECTED',
    });
    await expect(trusting(to(url), LIMITS)).rejects.toMatchObject({
      code: 'E_TLS',
      message: expect.stringMatching(/^The TLS handshake failed \(ERR_SSL_.*_ALERT_/),
    });
  });

  test('that OpenSSL does not take is a fault of TLS, and nothing is sent', async () => {
    const broken = { certificate: client.certificate, privateKey: 'no key' };
    const at = await secure(demanding);
    const request = to(`https://localhost:${at}`, { clientCertificate: broken });
    await expect(trusting(request, LIMITS)).rejects.toMatchObject({
      code: 'E_TLS',
      message: expect.stringMatching(/^The TLS handshake failed \([A-Z_]+\)\. The server must/),
    });
  });
});

describe('an attempt that takes too long', () => {
  const silent = () => port(createServer(() => {}));

  test('to connect', async () => {
    const url = `https://localhost:${await silent()}`;
    await expect(trusting(to(url), { ...LIMITS, connect: 120 })).rejects.toMatchObject({
      code: 'E_TIMEOUT',
      message: 'There was no connection within 0.1 s.',
      retries: 3,
    });
  });

  test('to answer', async () => {
    const url = `http://localhost:${await silent()}`;
    await expect(
      trusting(to(url), { ...LIMITS, connect: 2000, firstByte: 160 }),
    ).rejects.toMatchObject({
      code: 'E_TIMEOUT',
      message: 'There was no answer within 0.2 s.',
    });
  });

  test('to answer to the end', async () => {
    const at = await plain((socket) => socket.write(OK.slice(0, -1)));
    await expect(
      trusting(to(`http://localhost:${at}`), { ...LIMITS, total: 150 }),
    ).rejects.toMatchObject({
      code: 'E_TIMEOUT',
      message: 'There was no complete answer within 0.2 s.',
    });
  });

  test('closes its connection', async () => {
    const server = createServer();
    const closed = once(server, 'connection').then(([socket]) => once(socket.resume(), 'close'));
    const url = `https://localhost:${await port(server)}`;
    await expect(trusting(to(url), { ...LIMITS, connect: 50 })).rejects.toThrow();
    await closed;
  });
});

test('an answer that has begun in time may take longer than that', async () => {
  const at = await plain((socket) => {
    socket.write(OK.slice(0, 9));
    setTimeout(() => socket.write(OK.slice(9)), 250);
  });
  const limits = { connect: 200, firstByte: 200, total: 3000 };
  expect(await bodyOf(trusting(to(`http://localhost:${at}`), limits))).toBe('x');
});

test('each part has its own time: an answer may come later than a connection may', async () => {
  const at = await plain((socket) => setTimeout(() => socket.write(OK), 250));
  const limits = { connect: 200, firstByte: 1000, total: 3000 };
  expect(await bodyOf(trusting(to(`http://localhost:${at}`), limits))).toBe('x');
});

test('an attempt that is over leaves no connection and no timer behind', async () => {
  const server = await startRawTlsServer(({ socket }) => socket.write(OK), { pki });
  onTestFinished(() => server.close());
  const timers = vi.spyOn(globalThis, 'setTimeout');
  const cleared = vi.spyOn(globalThis, 'clearTimeout');
  onTestFinished(() => {
    vi.restoreAllMocks();
  });
  expect(await bodyOf(trusting(to(server.url), LIMITS))).toBe('x');
  const limits = timers.mock.results.filter((_, index) => timers.mock.calls[index]?.[1] === 3000);
  expect(limits).toHaveLength(3);
  for (const { value } of limits) expect(cleared).toHaveBeenCalledWith(value);
  timers.mockRestore();
  await expect.poll(() => server.open()).toBe(0);
});

describe('a connection that ends', () => {
  test('before an answer is a failure that deserves other attempts', async () => {
    const at = await plain((socket) => socket.end());
    await expect(trusting(to(`http://localhost:${at}`), LIMITS)).rejects.toMatchObject({
      code: 'E_CONNECT',
      message: expect.stringMatching(/^The connection was closed before the answer was complete\./),
      retries: 3,
    });
  });

  test('by a reset is one, too', async () => {
    const at = await plain((socket) => socket.resetAndDestroy());
    await expect(trusting(to(`http://localhost:${at}`), LIMITS)).rejects.toMatchObject({
      code: 'E_CONNECT',
    });
  });

  test('after an answer of unknown length ends the answer', async () => {
    const at = await plain((socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nall of it'));
    expect(await bodyOf(trusting(to(`http://localhost:${at}`), LIMITS))).toBe('all of it');
  });
});

test('nobody who listens is a refused connection', async () => {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port: free } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  await expect(trusting(to(`https://127.0.0.1:${free}`), LIMITS)).rejects.toMatchObject({
    code: 'E_CONNECT',
    message: expect.stringMatching(/^The connection was refused\./),
  });
});

test.each(['https', 'http'])('another protocol behind %s is named', async (scheme) => {
  const at = await plain((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
  await expect(trusting(to(`${scheme}://localhost:${at}`), LIMITS)).rejects.toMatchObject({
    code: 'E_PROTOCOL',
    retries: 0,
  });
});
