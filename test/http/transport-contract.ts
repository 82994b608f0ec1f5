import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { TransportFailure } from '../../src/http/errors.ts';
import { within } from '../../src/http/exchange.ts';
import type { HttpRequest, HttpResponse, Transport } from '../../src/http/http.ts';
import type { TransportOptions } from '../../src/http/transport.ts';
import { type Answer, startHttpServer } from '../servers/https-server.ts';
import { createPki, type Pki } from '../servers/pki.ts';
import { startRawTlsServer } from '../servers/raw-tls-server.ts';

/** One of the two stacks, and the differences between them that remain. */
export interface Stack {
  /** Closes its connections when the test is over. */
  readonly make: (options: TransportOptions) => Transport;
  /** What of an answer ends `firstByte`: undici tells nothing before the head is complete. */
  readonly firstByteIs: 'the first byte' | 'the end of the head';
  /** Bytes of the largest body that is read, and how the message calls them. */
  readonly largestBody: readonly [bytes: number, name: string];
  /** A 100 that nobody asked for: skipped like other interim answers, or no HTTP for this client. */
  readonly unaskedContinue: 'skipped' | 'refused';
}

export const LIMITS = within(3000);

/** Part of each request, and never of a message. */
export const SECRET = 'a-secret-that-was-sent';

const OK = 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx';

export function to(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  const headers = { 'x-secret': SECRET };
  return { method: 'POST', url: new URL(url), headers, body: SECRET, ...more };
}

/** What an attempt fails with; it says nothing of what was sent. */
export async function failureOf(attempt: Promise<unknown>): Promise<TransportFailure> {
  const error = await attempt.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(TransportFailure);
  expect(error).toBeInstanceOf(Failure);
  expect((error as Error).message).not.toContain(SECRET);
  return error as TransportFailure;
}

/** Listens on 127.0.0.1 until the test is over. */
export async function port(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => sockets.add(socket.on('error', () => {})));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A port of 127.0.0.1 on which nobody listens. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port: free } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return free;
}

/** Writes these bytes as an answer, whatever is asked. @returns its URL. */
async function plain(answer: string | ((socket: Socket) => void)): Promise<string> {
  const at = await port(
    createServer((socket) =>
      socket.once('data', () => (typeof answer === 'string' ? socket.end(answer) : answer(socket))),
    ),
  );
  return `http://localhost:${at}/`;
}

async function scripted(answer: Answer) {
  const server = await startHttpServer({ answer: () => answer });
  onTestFinished(() => server.close());
  return server;
}

function textOf(answer: Promise<HttpResponse>): Promise<string> {
  return answer.then(({ body }) => body.toString());
}

/** What every `Transport` does, whatever it is made of. */
export async function describeTransport(name: string, stack: Stack): Promise<void> {
  const pki = await createPki();
  describe(name, () => {
    describeExchange(stack);
    describeFailures(stack);
    describeLimits(stack, pki);
  });
  await describeTls(name, stack, pki);
}

function describeExchange({ make, largestBody: [largest, called], ...stack }: Stack): void {
  describe('an exchange', () => {
    test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
      'by %s sends path, query, headers and body, and reads status, headers and body',
      async (method) => {
        const server = await scripted({
          status: 418,
          headers: { 'x-twice': ['a', 'b'], 'x-once': 'c' },
          body: 'short and stout',
        });
        const request = to(`${server.url}/a/b?c=d%20e`, { method });
        const answer = await make({})(request, LIMITS);
        expect(answer.status).toBe(418);
        expect(answer.headers).toMatchObject({ 'x-twice': ['a', 'b'], 'x-once': 'c' });
        expect(answer.body.toString()).toBe('short and stout');
        expect(server.requests).toMatchObject([{ method, path: '/a/b?c=d%20e', body: SECRET }]);
        expect(server.requests[0]?.headers).toMatchObject({
          'x-secret': SECRET,
          'content-length': String(SECRET.length),
          host: `localhost:${server.port}`,
        });
      },
    );

    test('counts a body in bytes, also where the request says its length itself', async () => {
      const server = await scripted({});
      const send = make({});
      const body = 'gr\u00f6\u00dfer';
      await send(to(server.url, { body }), LIMITS);
      await send(to(server.url, { body, headers: { 'content-length': '8' } }), LIMITS);
      expect(server.requests.map((each) => [each.body, each.headers['content-length']])).toEqual([
        [body, '8'],
        [body, '8'],
      ]);
    });

    test('without a body has none', async () => {
      const server = await scripted({});
      const send = make({});
      await send({ method: 'GET', url: new URL(server.url), headers: {} }, LIMITS);
      await send(to(server.url, { method: 'GET', body: '' }), LIMITS);
      expect(server.requests).toMatchObject([
        { method: 'GET', body: '' },
        { method: 'GET', body: '' },
      ]);
      for (const { headers } of server.requests) {
        expect(headers['content-length']).toBeUndefined();
        expect(headers['transfer-encoding']).toBeUndefined();
      }
    });

    test.each([301, 302, 303, 307, 308])('does not follow %i', async (status) => {
      const server = await scripted({ status, headers: { location: '/again' } });
      expect((await make({})(to(server.url), LIMITS)).status).toBe(status);
      expect(server.requests).toHaveLength(1);
    });

    test.each([408, 425, 429, 500, 502, 503, 504])('does not repeat after %i', async (status) => {
      const server = await scripted({ status, headers: { 'retry-after': '0' } });
      expect((await make({})(to(server.url), LIMITS)).status).toBe(status);
      expect(server.requests).toHaveLength(1);
    });

    test.each([
      ['that is counted', OK, 'x'],
      ['in chunks', `${chunked}3;x=y\r\nabc\r\n2\r\nde\r\n0\r\ntrailer: z\r\n\r\n`, 'abcde'],
      ['until the connection ends', 'HTTP/1.1 200 OK\r\n\r\nall of it', 'all of it'],
      ['of HTTP/1.0', 'HTTP/1.0 200 OK\r\n\r\nold', 'old'],
      ['after an interim answer', `HTTP/1.1 103 Early\r\nlink: x\r\n\r\n${OK}`, 'x'],
      ['that is empty', 'HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n', ''],
    ])('reads a body %s', async (_what, answer, body) => {
      expect(await textOf(make({})(to(await plain(answer)), LIMITS))).toBe(body);
    });

    test('has no body by 204', async () => {
      const answer = await make({})(to((await scripted({ status: 204 })).url), LIMITS);
      expect(answer).toMatchObject({ status: 204, body: Buffer.alloc(0) });
    });

    test(`takes a body of ${called}, and none that is larger`, async () => {
      const fits = await scripted({ body: 'x'.repeat(largest) });
      expect((await make({})(to(fits.url), LIMITS)).body).toHaveLength(largest);
      const server = await scripted({ body: 'x'.repeat(largest + 1) });
      expect(await failureOf(make({})(to(server.url), LIMITS))).toMatchObject({
        code: 'E_RESPONSE_TOO_LARGE',
        message: expect.stringMatching(`^The answer is larger than ${called}\\.`),
        sent: true,
        retries: 0,
      });
    });

    test('takes no larger one in chunks or without a length either', async () => {
      const size = largest + 1;
      const answers = [
        `${chunked}${size.toString(16)}\r\n${'x'.repeat(size)}\r\n0\r\n\r\n`,
        `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(size)}`,
      ];
      for (const answer of answers) {
        const url = await plain(answer);
        expect(await failureOf(make({})(to(url), LIMITS))).toMatchObject({
          code: 'E_RESPONSE_TOO_LARGE',
          sent: true,
        });
      }
    });

    test.each(['gzip', 'br', 'Deflate'])('refuses a body compressed by %s', async (encoding) => {
      const headers = { 'content-encoding': encoding };
      const server = await scripted({ headers, body: 'not really' });
      expect(await failureOf(make({})(to(server.url), LIMITS))).toMatchObject({
        code: 'E_ENCODING',
        sent: true,
        retries: 0,
      });
      const failed = await scripted({ status: 500, headers, body: 'not really' });
      expect((await make({})(to(failed.url), LIMITS)).status).toBe(500);
    });

    test(`has a 100 that nobody asked for ${stack.unaskedContinue}`, async () => {
      const url = await plain(`HTTP/1.1 100 Continue\r\n\r\n${OK}`);
      const attempt = make({})(to(url), LIMITS);
      if (stack.unaskedContinue === 'skipped') expect(await textOf(attempt)).toBe('x');
      else expect(await failureOf(attempt)).toMatchObject({ code: 'E_CONNECT', sent: true });
    });
  });
}

const chunked = 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n';

function describeFailures({ make }: Stack): void {
  describe('no answer', () => {
    test('from a port on which nobody listens: nothing was sent', async () => {
      const url = `https://127.0.0.1:${await freePort()}`;
      expect(await failureOf(make({})(to(url), LIMITS))).toMatchObject({
        code: 'E_CONNECT',
        message:
          'The connection was refused. Check host and port of the URL, and the firewall of the runner.',
        retries: 3,
        sent: false,
      });
    });

    test('from a host without address: nothing was sent', async () => {
      const attempt = make({})(to('https://no-such-host.invalid/'), LIMITS);
      expect(await failureOf(attempt)).toMatchObject({ code: 'E_DNS', sent: false });
    });

    const ended =
      /^The connection was closed before the answer was complete\. Run the job again\.$/;
    test.each<[string, string | ((socket: Socket) => void)]>([
      ['closes', (socket) => socket.end()],
      ['resets', (socket) => socket.resetAndDestroy()],
      ['stops in the head', 'HTTP/1.1 200 OK\r\ncontent-le'],
      ['stops in a counted body', 'HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\nhalf'],
    ])('from a server that %s, which got the request', async (_what, answer) => {
      expect(await failureOf(make({})(to(await plain(answer)), LIMITS))).toMatchObject({
        code: 'E_CONNECT',
        message: expect.stringMatching(ended),
        retries: 3,
        sent: true,
      });
    });

    test('from a server that stops within chunks', async () => {
      const url = await plain(`${chunked}9\r\nhalf`);
      expect(await failureOf(make({})(to(url), LIMITS))).toMatchObject({ sent: true });
    });

    test.each([
      ['another protocol', `SSH-2.0 ${SECRET}\r\n\r\n`],
      ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nx'],
      ['chunks that are none', `${chunked}word\r\n`],
      ['a header in two lines', 'HTTP/1.1 200 OK\r\nx: a\r\n b\r\ncontent-length: 1\r\n\r\nx'],
      ['a header without a name', 'HTTP/1.1 200 OK\r\n: x\r\ncontent-length: 1\r\n\r\nx'],
    ])('but %s', async (_what, answer) => {
      expect(await failureOf(make({})(to(await plain(answer)), LIMITS))).toMatchObject({
        code: 'E_PROTOCOL',
        message: 'The answer is not an HTTP/1.1 response. Check host and port of the URL.',
        retries: 0,
        sent: true,
      });
    });

    test('but headers without end', async () => {
      const url = await plain(`HTTP/1.1 200 OK\r\nx: ${'y'.repeat(20_000)}\r\n\r\n`);
      expect(await failureOf(make({})(to(url), LIMITS))).toMatchObject({
        code: 'E_HEADERS_TOO_LARGE',
        message: expect.stringMatching(/^The headers of the answer are larger than 16 KiB\./),
        retries: 0,
        sent: true,
      });
    });

    test('over TLS from a server that speaks none: nothing was sent', async () => {
      const url = (await plain('SSH-2.0-OpenSSH_9.6\r\n')).replace('http:', 'https:');
      expect(await failureOf(make({})(to(url), LIMITS))).toMatchObject({
        code: 'E_PROTOCOL',
        message: 'The server does not speak TLS on this port. Check the port of the URL.',
        retries: 0,
        sent: false,
      });
    });
  });
}

function describeLimits({ make, firstByteIs }: Stack, pki: Pki): void {
  const silent = () => port(createServer(() => {}));
  const trusting = () => make({ caCertificate: pki.ca });

  describe('an attempt that takes too long', () => {
    test('to connect: the request is never sent', async () => {
      const received: Buffer[] = [];
      const server = createServer((socket) => socket.on('data', (bytes) => received.push(bytes)));
      const url = `https://localhost:${await port(server)}`;
      const limits = { ...LIMITS, connect: 120 };
      expect(await failureOf(trusting()(to(url), limits))).toMatchObject({
        code: 'E_TIMEOUT',
        message: 'There was no connection within 0.1 s.',
        retries: 3,
        sent: false,
      });
      expect(Buffer.concat(received).toString('latin1')).not.toContain(SECRET);
    });

    test('to answer', async () => {
      const url = `http://localhost:${await silent()}`;
      const limits = { ...LIMITS, connect: 2000, firstByte: 160 };
      expect(await failureOf(trusting()(to(url), limits))).toMatchObject({
        code: 'E_TIMEOUT',
        message: 'There was no answer within 0.2 s.',
        retries: 3,
        sent: true,
      });
    });

    test('to answer to the end', async () => {
      const url = await plain((socket) => socket.write(OK.slice(0, -1)));
      expect(await failureOf(trusting()(to(url), { ...LIMITS, total: 150 }))).toMatchObject({
        code: 'E_TIMEOUT',
        message: 'There was no complete answer within 0.2 s.',
        sent: true,
      });
    });

    test('closes its connection', async () => {
      const server = createServer();
      const closed = once(server, 'connection').then(([socket]) => once(socket.resume(), 'close'));
      const url = `https://localhost:${await port(server)}`;
      await failureOf(trusting()(to(url), { ...LIMITS, connect: 50 }));
      await closed;
    });
  });

  test(`an answer of which ${firstByteIs} has come in time may take longer`, async () => {
    const begun = firstByteIs === 'the first byte' ? 9 : OK.length - 1;
    const url = await plain((socket) => {
      socket.write(OK.slice(0, begun));
      setTimeout(() => socket.write(OK.slice(begun)), 250);
    });
    const limits = { connect: 200, firstByte: 200, total: 3000 };
    expect(await textOf(trusting()(to(url), limits))).toBe('x');
  });

  test('each part has its own time: an answer may come later than a connection may', async () => {
    const url = await plain((socket) => setTimeout(() => socket.write(OK), 250));
    const limits = { connect: 200, firstByte: 1000, total: 3000 };
    expect(await textOf(trusting()(to(url), limits))).toBe('x');
  });

  test('an attempt that is over leaves no timer behind', async () => {
    const server = await startRawTlsServer(({ socket }) => socket.write(OK), { pki });
    onTestFinished(() => server.close());
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const cleared = vi.spyOn(globalThis, 'clearTimeout');
    onTestFinished(() => {
      vi.restoreAllMocks();
    });
    expect(await textOf(trusting()(to(server.url), LIMITS))).toBe('x');
    const limits = timers.mock.results.filter((_, index) => timers.mock.calls[index]?.[1] === 3000);
    expect(limits).toHaveLength(3);
    for (const { value } of limits) expect(cleared).toHaveBeenCalledWith(value);
  });
}

async function describeTls(name: string, { make }: Stack, pki: Pki): Promise<void> {
  const pair = await pki.issue({ commonName: 'localhost', hosts: ['localhost', '127.0.0.1'] });
  const client = await pki.issue({ commonName: 'client', client: true });
  const trusting = () => make({ caCertificate: pki.ca });

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

  describe(`${name}: a server is trusted`, () => {
    test('by the name or the address in its certificate', async () => {
      const names: unknown[] = [];
      const at = await secure({ ALPNProtocols: ['h2', 'http/1.1'] }, (socket) => {
        names.push([socket.servername, socket.alpnProtocol]);
        socket.end(OK);
      });
      const send = trusting();
      expect(await textOf(send(to(`https://localhost:${at}`), LIMITS))).toBe('x');
      expect(await textOf(send(to(`https://127.0.0.1:${at}`), LIMITS))).toBe('x');
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
      const other = await pki.issue({ commonName: 'name', hosts: [certified] });
      const at = await secure({ cert: other.certificate, key: other.privateKey });
      expect(await failureOf(trusting()(to(`https://${host}:${at}`), LIMITS))).toMatchObject({
        code: 'E_TLS_UNTRUSTED',
        message: expect.stringContaining('(ERR_TLS_CERT_ALTNAME_INVALID)'),
        retries: 0,
        sent: false,
      });
    });

    test.each([{}, { NODE_TLS_REJECT_UNAUTHORIZED: '0' }])(
      'not without its root, whatever the environment says: %j',
      async (environment) => {
        for (const [variable, value] of Object.entries(environment)) vi.stubEnv(variable, value);
        // Node warns of that variable, as it should, but not whoever runs the tests.
        const warning = vi.spyOn(process, 'emitWarning').mockReturnValue();
        onTestFinished(() => {
          warning.mockRestore();
          vi.unstubAllEnvs();
        });
        const received: string[] = [];
        const at = await secure({}, () => received.push('a request'));
        const another = await createPki('Another CA');
        for (const caCertificate of [undefined, another.ca]) {
          const attempt = make({ caCertificate })(to(`https://localhost:${at}`), LIMITS);
          expect(await failureOf(attempt)).toMatchObject({
            code: 'E_TLS_UNTRUSTED',
            retries: 0,
            sent: false,
          });
        }
        expect(received).toEqual([]);
      },
    );

    test('by the default roots as well as by the given ones', () => {
      const roots = vi.spyOn(tls, 'getCACertificates');
      onTestFinished(() => roots.mockRestore());
      trusting();
      expect(roots).toHaveBeenCalledExactlyOnceWith('default');
    });

    test('from TLS 1.2 on', async () => {
      const old = {
        minVersion: 'TLSv1',
        maxVersion: 'TLSv1.1',
        ciphers: 'ALL:@SECLEVEL=0',
      } as const;
      const at = await secure(old);
      expect(await failureOf(trusting()(to(`https://localhost:${at}`), LIMITS))).toMatchObject({
        code: 'E_TLS',
        sent: false,
      });
      const versions: unknown[] = [];
      const last = await secure({ maxVersion: 'TLSv1.2' }, (socket) => {
        versions.push(socket.getProtocol());
        socket.end(OK);
      });
      expect(await textOf(trusting()(to(`https://localhost:${last}`), LIMITS))).toBe('x');
      expect(versions).toEqual(['TLSv1.2']);
    });
  });

  describe(`${name}: a client certificate`, () => {
    const demanding = { ca: pki.ca, requestCert: true, rejectUnauthorized: true } as const;

    test('is shown with its own requests alone', async () => {
      const subjects: unknown[] = [];
      const at = await secure({ ...demanding, rejectUnauthorized: false }, (socket) => {
        subjects.push(socket.getPeerX509Certificate()?.subject);
        socket.write(OK);
      });
      const send = trusting();
      const url = `https://localhost:${at}`;
      expect(await textOf(send(to(url, { clientCertificate: client }), LIMITS))).toBe('x');
      expect(await textOf(send(to(url), LIMITS))).toBe('x');
      expect(subjects).toEqual(['CN=client', undefined]);
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
      const record = Buffer.from([0x15, 3, 3, 0, 2, 2, alert]);
      const url = (await plain((socket) => socket.end(record))).replace('http:', 'https:');
      const attempt = trusting()(to(url, { clientCertificate: client }), LIMITS);
      expect(await failureOf(attempt)).toMatchObject({ code: 'E_MTLS_REJECTED', sent: false });
      expect(await failureOf(trusting()(to(url), LIMITS))).toMatchObject({
        code: 'E_TLS',
        message: expect.stringMatching(/^The TLS handshake failed \(ERR_SSL_.*_ALERT_/),
      });
    });

    test('that OpenSSL does not take is a fault of TLS, and nothing is sent', async () => {
      const clientCertificate = { certificate: client.certificate, privateKey: 'no key' };
      const url = `https://localhost:${await secure(demanding)}`;
      expect(await failureOf(trusting()(to(url, { clientCertificate }), LIMITS))).toMatchObject({
        code: 'E_TLS',
        message: expect.stringMatching(/^The TLS handshake failed \([A-Z_]+\)\. The server must/),
        sent: false,
      });
    });
  });
}
