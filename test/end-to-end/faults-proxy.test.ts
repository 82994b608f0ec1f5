import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createPki } from '../servers/pki.ts';
import { freePort, startProgram } from '../servers/program.ts';
import { file, listening, succeeds } from './faults.ts';
import { failedStep, goodStep } from './step.ts';
import {
  opaqueToken,
  pki,
  serveEverywhere,
  tokenAnswer,
  trusting,
  x509Client,
  xsuaaClient,
} from './world.ts';

// Node's own server closes the connection without an alert.
test.each(['-tls1_2', '-tls1_3'])(
  'a client certificate that OpenSSL rejects (%s) is told as such, once',
  async (version) => {
    const stranger = await (await createPki('Another CA')).issue({
      commonName: 'sb-x509!t1',
      client: true,
      rsa: true,
    });
    const own = await pki.issue({ commonName: 'localhost', hosts: ['localhost'] });
    const port = await freePort();
    const server = await startProgram(
      [
        ...['openssl', 's_server', '-accept', `127.0.0.1:${port}`, version, '-quiet'],
        ...['-cert', file(own.certificate), '-key', file(own.privateKey), '-CAfile', file(pki.ca)],
        ...['-Verify', '2', '-verify_return_error'],
      ],
      port,
    );
    onTestFinished(() => server.stop());
    const { key, secrets, clientId } = x509Client(`https://localhost:${port}`, stranger);
    const message = await failedStep('E_MTLS_REJECTED', {
      inputs: { credentials: JSON.stringify({ ...key, certurl: `https://localhost:${port}` }) },
      env: trusting,
      secrets,
      clientId,
    });
    expect(message).toMatch(/1 attempt\)\. Was its key or binding deleted, or has it expired\?$/);
  },
);

test.each(['https_proxy', 'HTTPS_PROXY'])('%s is used without further ado', async (name) => {
  const token = opaqueToken();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const client = xsuaaClient('https://uaa.example.com');
  await goodStep({
    inputs: { credentials: client.credentials },
    env: { ...trusting, [name]: server.env.HTTPS_PROXY },
    secrets: [client.clientSecret, token],
  });
  expect(server.connects).toEqual(['uaa.example.com:443']);
});

// Decision 0003.
test('http_proxy is for plain HTTP alone, which goes to this machine', async () => {
  await succeeds(() => ({
    env: { http_proxy: 'http://127.0.0.1:1', HTTP_PROXY: 'http://127.0.0.1:1' },
  }));
});

test.each([
  ['*', 'localhost', true],
  ['localhost', 'localhost', true],
  ['.localhost', 'localhost', true],
  ['localhost:PORT', 'localhost', true],
  ['localhost:1', 'localhost', false],
  ['host', 'localhost', false],
  ['127.0.0.0/8', '127.0.0.1', true],
  ['10.0.0.0/8,192.168.0.0/16', '127.0.0.1', false],
  ['127.0.0.1', '127.0.0.1', true],
])('with %s in no_proxy, is %s reached directly? %s', async (list, host, direct) => {
  const token = opaqueToken();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const client = xsuaaClient(server.url.replace('localhost', host));
  await goodStep({
    inputs: { credentials: client.credentials },
    env: { ...server.env, no_proxy: list.replace('PORT', String(server.port)) },
    secrets: [client.clientSecret, token],
  });
  expect(server.connects.length === 0).toBe(direct);
});

test.each([
  ['407 Proxy Authentication Required', 'E_PROXY_AUTH'],
  ['403 Forbidden', 'E_PROXY'],
])('a proxy that answers %s is named, and its password is not', async (status, code) => {
  const server = createServer((socket) => {
    socket.on('error', () => {}).once('data', () => socket.end(`HTTP/1.1 ${status}\r\n\r\n`));
  });
  const port = await listening(server, '127.0.0.1');
  const password = opaqueToken();
  const client = xsuaaClient('https://uaa.example.com');
  const message = await failedStep(code, {
    inputs: { credentials: client.credentials },
    env: { HTTPS_PROXY: `http://ci:${password}@127.0.0.1:${port}` },
    secrets: [client.clientSecret, password],
    clientId: 'ci',
  });
  expect(message).toContain(`127.0.0.1:${port}`);
});

test('a certificate that a proxy has put in place is a matter of the CA, says the message', async () => {
  const server = await serveEverywhere(() => tokenAnswer(opaqueToken()));
  const client = xsuaaClient('https://uaa.example.com');
  const message = await failedStep('E_TLS_UNTRUSTED', {
    inputs: { credentials: client.credentials },
    env: { HTTPS_PROXY: server.env.HTTPS_PROXY },
    secrets: client.secrets,
  });
  expect(message).toMatch(/If a proxy inspects TLS.*ca-certificate/);
  expect(server.requests).toEqual([]);
});
