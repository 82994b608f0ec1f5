import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { connectionPool } from '../../src/http/pool.ts';
import { proxyServer } from '../../src/http/proxy.ts';
import { transport } from '../../src/http/transport.ts';
import { createPki } from '../servers/pki.ts';

const pki = await createPki();

/** A proxy that speaks TLS, asks who comes, and lets nobody through. */
async function startAskingProxy() {
  const { certificate, privateKey } = await pki.issue({
    commonName: 'proxy',
    hosts: ['localhost'],
  });
  const shown: string[] = [];
  const options = {
    cert: certificate,
    key: privateKey,
    requestCert: true,
    rejectUnauthorized: false,
  };
  const server = tls.createServer(options, (socket) => {
    const { subject } = socket.getPeerCertificate();
    shown.push(subject?.CN === undefined ? 'nothing' : String(subject.CN));
    socket.on('error', () => {});
    socket.once('data', () => socket.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => {
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`https://localhost:${port}`), shown };
}

test.each([
  ['one credential', undefined],
  ['many credentials', connectionPool()],
])('a proxy is not shown the client certificate of %s', async (_what, pool) => {
  const proxy = await startAskingProxy();
  const send = transport({
    caCertificate: pki.ca,
    proxyFor: () => proxyServer(proxy.url, undefined),
    pool,
  });
  const request = {
    method: 'POST',
    url: new URL('https://tokens.invalid/oauth/token'),
    headers: {},
    body: '',
    clientCertificate: await pki.issue({ commonName: 'client', client: true }),
  } as const;
  const limits = { connect: 5000, firstByte: 5000, total: 5000 };
  await expect(send(request, limits)).rejects.toMatchObject({ code: 'E_PROXY' });
  expect(proxy.shown).toEqual(['nothing']);
});
