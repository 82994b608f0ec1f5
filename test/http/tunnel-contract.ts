import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import tls from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { proxiesFrom } from '../../src/http/proxy.ts';
import { createPki } from '../servers/pki.ts';
import { type RawRequest, startRawTlsServer } from '../servers/raw-tls-server.ts';
import { hasTinyproxy, NEEDS_TINYPROXY, startTinyproxy } from '../servers/tinyproxy.ts';
import { failureOf, LIMITS, type Stack, to } from './transport-contract.ts';

const pki = await createPki();
const pair = await pki.issue({ commonName: 'proxy', hosts: ['localhost'] });
const client = await pki.issue({ commonName: 'client', client: true });
const TUNNEL = 'HTTP/1.1 200 Connection Established\r\n\r\n';

interface Proxy {
  /** `localhost:PORT` */
  readonly host: string;
  /** Heads of the requests. */
  readonly heads: string[];
  readonly sockets: Socket[];
}

/** A proxy that says what the caller wants, over TLS where `secure` is set. */
async function proxy(answer: (socket: Socket) => void, secure = false): Promise<Proxy> {
  const heads: string[] = [];
  const sockets: Socket[] = [];
  const serve = (socket: Socket) => {
    sockets.push(socket.on('error', () => {}));
    socket.once('data', (bytes: Buffer) => {
      heads.push(bytes.toString());
      answer(socket);
    });
  };
  const options = { cert: pair.certificate, key: pair.privateKey, ca: pki.ca, requestCert: true };
  const server: Server = secure
    ? tls.createServer({ ...options, rejectUnauthorized: false }, serve)
    : createServer(serve);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return { host: `localhost:${(server.address() as AddressInfo).port}`, heads, sockets };
}

async function target(): Promise<{ port: number; requests: readonly RawRequest[] }> {
  const server = await startRawTlsServer(
    ({ socket }) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx'),
    { pki, clientCertificates: true },
  );
  onTestFinished(() => server.close());
  return server;
}

function tunnelTo(port: number, head = TUNNEL): (socket: Socket) => void {
  return (socket) => {
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
  };
}

/** What every `Transport` does where a proxy is configured. */
export async function describeTunnels(name: string, { make }: Stack): Promise<void> {
  function send(proxyUrl: string, url = 'https://tenant.example.com/oauth/token', limits = LIMITS) {
    const request = { method: 'POST', url: new URL(url), headers: {}, body: '' } as const;
    const through = make({
      caCertificate: pki.ca,
      proxyFor: proxiesFrom({ HTTPS_PROXY: proxyUrl }),
    });
    return through({ ...request, clientCertificate: client }, limits);
  }

  describe(`${name}: proxies`, () => {
    describe('a tunnel', () => {
      test('is asked for by name and port, and carries the request', async () => {
        const server = await target();
        const { host, heads } = await proxy(tunnelTo(server.port));
        expect((await send(host)).status).toBe(200);
        expect(heads).toEqual([
          'CONNECT tenant.example.com:443 HTTP/1.1\r\nhost: tenant.example.com:443\r\n\r\n',
        ]);
        const [request] = server.requests;
        expect(request?.text).toMatch(
          /^POST \/oauth\/token HTTP\/1\.1\r\nhost: tenant\.example\.com\r\n/,
        );
        expect(request?.socket.getPeerX509Certificate()?.subject).toBe('CN=client');
      });

      test('is asked for with the password of the proxy', async () => {
        const server = await target();
        const { host, heads } = await proxy(tunnelTo(server.port));
        await send(`http://user:word@${host}`, 'https://tenant.example.com:8443/');
        expect(heads).toEqual([
          `CONNECT tenant.example.com:8443 HTTP/1.1\r\nhost: tenant.example.com:8443\r\nproxy-authorization: Basic ${btoa('user:word')}\r\n\r\n`,
        ]);
        expect(server.requests[0]?.text).not.toMatch(/proxy-authorization/i);
      });

      test('goes through TLS to a proxy that wants it, which sees no client certificate', async () => {
        const server = await target();
        const { host, sockets } = await proxy(tunnelTo(server.port), true);
        expect((await send(`https://${host}`)).status).toBe(200);
        const [toProxy] = sockets as tls.TLSSocket[];
        expect(toProxy?.getPeerX509Certificate()).toBeUndefined();
        expect(server.requests[0]?.socket.getPeerX509Certificate()?.subject).toBe('CN=client');
      });

      test('leads to a host whose name has numbers in it, by that name', async () => {
        const server = await target();
        const { host } = await proxy(tunnelTo(server.port));
        expect((await send(host, 'https://tenant.2b.example.com/')).status).toBe(200);
        expect(server.requests[0]?.socket.servername).toBe('tenant.2b.example.com');
      });

      test('is open after any success, however its head is cut', async () => {
        const server = await target();
        const { host } = await proxy((socket) => {
          socket.write('HTTP/1.1 299 Fi');
          setTimeout(tunnelTo(server.port, 'ne\r\nvia: proxy\r\n\r\n'), 20, socket);
        });
        expect((await send(host)).status).toBe(200);
      });

      test('is closed with the attempt', async () => {
        const { host, sockets } = await proxy(() => {});
        const limits = { ...LIMITS, connect: 200 };
        await expect(send(host, undefined, limits)).rejects.toMatchObject({ code: 'E_TIMEOUT' });
        await expect.poll(() => sockets[0]?.destroyed).toBe(true);
      });
    });

    describe('a proxy that opens no tunnel', () => {
      const refusals: [status: number, code: string, message: string, retries: number][] = [
        [101, 'E_PROXY', 'refused to connect to the host (status 101). Allow the host there', 0],
        [199, 'E_PROXY', 'refused to connect to the host (status 199)', 0],
        [300, 'E_PROXY', 'refused to connect to the host (status 300)', 0],
        [401, 'E_PROXY_AUTH', 'wants a valid user name and password (status 401). Put them', 0],
        [403, 'E_PROXY', 'refused to connect to the host (status 403). Allow the host there', 0],
        [407, 'E_PROXY_AUTH', 'wants a valid user name and password (status 407)', 0],
        [499, 'E_PROXY', 'refused to connect to the host (status 499)', 0],
        [500, 'E_PROXY', 'could not reach the host (status 500). Is the URL right', 1],
        [502, 'E_PROXY', 'could not reach the host (status 502)', 1],
      ];
      test.each(refusals)('status %i is %s: it %s', async (status, code, message, retries) => {
        const { host } = await proxy((socket) =>
          socket.end(`HTTP/1.1 ${status} hidden words\r\n\r\n`),
        );
        const failure = await send(host).catch((error: unknown) => error);
        expect(failure).toMatchObject({
          code,
          message: expect.stringContaining(`The proxy ${host} ${message}`),
          retries,
          sent: false,
        });
        expect(String(failure)).not.toContain('hidden');
      });

      const logins: [what: string, lines: string, offered: string][] = [
        ['NTLM', 'Proxy-Authenticate: NTLM', 'NTLM'],
        ['Negotiate and NTLM', 'Proxy-Authenticate: Negotiate, NTLM', 'NTLM and Negotiate'],
        [
          'NTLM and Negotiate, a line each',
          'Proxy-Authenticate: negotiate\r\nproxy-authenticate: ntlm TlRMTVNTUAAB',
          'NTLM and Negotiate',
        ],
        ['Digest', 'Proxy-Authenticate: Digest realm="Basic, NTLM", nonce="a"', 'Digest'],
        [
          'Basic beside NTLM',
          'Proxy-Authenticate: NTLM\r\nproxy-authenticate: Basic realm="a"',
          '',
        ],
        ['a scheme of its own', 'Proxy-Authenticate: hidden', ''],
      ];
      test.each(logins)('since it offers %s', async (_what, lines, offered) => {
        const { host } = await proxy((socket) =>
          socket.end(`HTTP/1.1 407 Hidden\r\n${lines}\r\ncontent-length: 0\r\n\r\n`),
        );
        const message =
          offered === ''
            ? `The proxy ${host} wants a valid user name and password (status 407). Put them into the URL of the proxy variable.`
            : `The proxy ${host} offers a login by ${offered}, and only Basic is possible here (status 407). Have the proxy let the host through without a login, or with Basic; or run a proxy on the runner that logs in to that one, and name it in the proxy variable.`;
        await expect(send(host)).rejects.toMatchObject({ code: 'E_PROXY_AUTH', message });
      });

      test('but closes the connection', async () => {
        const { host } = await proxy((socket) => socket.end());
        await expect(send(host)).rejects.toMatchObject({
          code: 'E_PROXY',
          message: expect.stringContaining(
            `The proxy ${host} closed the connection without an answer.`,
          ),
          retries: 1,
          sent: false,
        });
      });

      test('but speaks before the server can is none', async () => {
        const { host } = await proxy((socket) => socket.write(`${TUNNEL}more`));
        await expect(send(host)).rejects.toMatchObject({
          code: 'E_PROXY',
          message: expect.stringContaining('(status 200)'),
        });
      });

      test.each([
        ['speaks another protocol', 'SSH-2.0-OpenSSH_9.6\r\n\r\n', 'is not an HTTP/1.1 response.'],
        [
          'never ends its head',
          `HTTP/1.1 200 OK\r\nx: ${'y'.repeat(17_000)}`,
          'larger than 16 KiB',
        ],
      ])('but %s', async (_what, answer, message) => {
        const { host } = await proxy((socket) => socket.write(answer));
        await expect(send(host)).rejects.toMatchObject({
          code: 'E_PROXY',
          message: expect.stringMatching(`^The proxy ${host} cannot be used\\. .*${message}`),
          retries: 0,
          sent: false,
        });
      });

      test('since it does not exist', async () => {
        const server = createServer();
        await once(server.listen(0, '127.0.0.1'), 'listening');
        const { port } = server.address() as AddressInfo;
        await once(server.close(), 'close');
        await expect(send(`http://127.0.0.1:${port}`)).rejects.toMatchObject({
          code: 'E_PROXY',
          message: expect.stringContaining(
            `The proxy 127.0.0.1:${port} cannot be used. The connection was refused.`,
          ),
          retries: 3,
          sent: false,
        });
      });

      test('since it speaks no TLS', async () => {
        const { host } = await proxy((socket) => socket.end('HTTP/1.1 400 Bad\r\n\r\n'));
        await expect(send(`https://${host}`)).rejects.toMatchObject({
          code: 'E_PROXY',
          message: expect.stringContaining('The server does not speak TLS on this port.'),
        });
      });
    });

    test('of another kind is refused, not gone past', async () => {
      await expect(send('socks5://127.0.0.1:1')).rejects.toMatchObject({ code: 'E_PROXY' });
    });

    test('is not used for hosts that NO_PROXY names', async () => {
      const server = await target();
      const { host, heads } = await proxy(tunnelTo(server.port));
      const direct = make({
        caCertificate: pki.ca,
        proxyFor: proxiesFrom({ HTTPS_PROXY: host, NO_PROXY: 'localhost' }),
      });
      expect((await direct(to(`https://localhost:${server.port}/`), LIMITS)).status).toBe(200);
      expect((await direct(to('https://tenant.example.com/'), LIMITS)).status).toBe(200);
      expect(heads).toEqual([expect.stringMatching(/^CONNECT tenant\.example\.com:443 /)]);
    });

    test.skipIf(!hasTinyproxy)(`may want a password (${NEEDS_TINYPROXY})`, async () => {
      const server = await target();
      const login = { user: 'ci', password: 'Pass-w.rd_1' };
      const program = await startTinyproxy({ ports: [server.port], login });
      onTestFinished(() => program.close());
      const through = (user: string) =>
        send(`http://${user}127.0.0.1:${program.port}`, `https://localhost:${server.port}/`);
      expect((await through(`ci:${login.password}@`)).status).toBe(200);
      const refused = await failureOf(through(''));
      expect(refused).toMatchObject({ code: 'E_PROXY_AUTH', sent: false });
    });

    test('what goes wrong behind an open tunnel is no fault of the proxy', async () => {
      const stranger = await startRawTlsServer(() => {}, { pki: await createPki() });
      onTestFinished(() => stranger.close());
      const untrusted = await proxy(tunnelTo(stranger.port));
      await expect(send(untrusted.host)).rejects.toMatchObject({ code: 'E_TLS_UNTRUSTED' });

      const closing = await proxy((socket) => {
        socket.write(TUNNEL);
        socket.once('data', () => socket.end());
      });
      await expect(send(closing.host)).rejects.toMatchObject({
        code: 'E_CONNECT',
        message: expect.stringMatching(
          /^The connection was closed before the answer was complete\./,
        ),
      });

      const resetting = await proxy((socket) => {
        socket.write(TUNNEL);
        socket.once('data', () => socket.resetAndDestroy());
      });
      await expect(send(resetting.host)).rejects.toMatchObject({ code: 'E_CONNECT' });
    });
  });
}
