import { describe, expect, onTestFinished, test } from 'vitest';
import { connectionPool } from '../../src/http/pool.ts';
import { requestText, transport } from '../../src/http/transport.ts';
import { createPki } from '../servers/pki.ts';
import { startRawTlsServer } from '../servers/raw-tls-server.ts';
import { describeTransport, LIMITS, type Stack, to } from './transport-contract.ts';
import { describeTunnels } from './tunnel-contract.ts';

const STACK: Stack = {
  make: transport,
  firstByteIs: 'the first byte',
  largestBody: [256 * 1024, '256 KiB'],
  unaskedContinue: 'skipped',
};

await describeTransport('the transport over sockets', STACK);
await describeTunnels('the transport over sockets', STACK);

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

  test('says the length of its body where the request does not', () => {
    expect(requestText({ ...request, headers: {}, body: '\u00e4' }, false)).toMatch(
      /\r\ncontent-length: 2\r\n\r\n\u00e4$/,
    );
  });

  test('says where it is the last one of its connection', () => {
    expect(requestText({ ...request, method: 'GET', headers: {}, body: '' }, true)).toBe(
      'GET /oauth/token?x=1%202 HTTP/1.1\r\nhost: a.example:8443\r\nconnection: close\r\n\r\n',
    );
  });
});

test('a request without a pool has a connection of its own, which is closed', async () => {
  const pki = await createPki();
  const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx';
  const server = await startRawTlsServer(({ socket }) => socket.write(answer), { pki });
  onTestFinished(() => server.close());
  const send = transport({ caCertificate: pki.ca });
  expect((await send(to(server.url), LIMITS)).body.toString()).toBe('x');
  await expect.poll(() => server.open()).toBe(0);
});

describe('allowed hosts', () => {
  test('are the only ones that get a request, over any connection', async () => {
    const pki = await createPki();
    const answer = 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\n\r\nx';
    const server = await startRawTlsServer(({ socket }) => socket.write(answer), { pki });
    onTestFinished(() => server.close());
    const common = { caCertificate: pki.ca, allowedHosts: ['127.0.0.1', '*.example.com'] };
    for (const send of [transport(common), transport({ ...common, pool: connectionPool() })]) {
      const { host } = new URL(server.url);
      await expect(send(to(server.url), LIMITS)).rejects.toMatchObject({
        code: 'E_HOST_NOT_ALLOWED',
        message: `The input allowed-hosts does not allow ${host}. Nothing was sent there. If that host is right, add ${host} to allowed-hosts. If not, check token-url and the URL of the stored credential, and find out who has changed them.`,
      });
    }
    expect(server.connections()).toBe(0);
    const url = server.url.replace('localhost', '127.0.0.1');
    expect((await transport(common)(to(url), LIMITS)).status).toBe(200);
    // The runner names its own URL itself.
    const runners = { ...to(server.url), namedByRunner: true } as const;
    expect((await transport(common)(runners, LIMITS)).status).toBe(200);
  });

  test('are asked before the proxy is', async () => {
    const send = transport({
      allowedHosts: [],
      proxyFor: () => {
        throw new Error('the proxy was asked');
      },
    });
    await expect(send(to('https://a.example'), LIMITS)).rejects.toMatchObject({
      code: 'E_HOST_NOT_ALLOWED',
    });
  });
});
