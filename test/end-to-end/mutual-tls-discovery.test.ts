import { afterAll, expect, test } from 'vitest';
import { startAuthorizationServer } from '../servers/authorization-server.ts';
import type { Answer, RecordedRequest } from '../servers/https-server.ts';
import { failedStep, goodStep } from './step.ts';
import {
  formOf,
  keyLines,
  opaqueToken,
  pki,
  serve,
  tokenAnswer,
  trusting,
  x509Client,
} from './world.ts';

const METADATA = '/.well-known/openid-configuration';
const pair = await pki.issue({ commonName: 'sb-x509!t1', client: true, rsa: true });

/** A key of type x509 of a server with host names of its own, that does not say `certurl`. */
function client(url: string) {
  const { key, secrets, clientId } = x509Client(url, pair);
  return { credentials: JSON.stringify({ ...key, certurl: undefined }), secrets, clientId };
}

/** A server that serves metadata on localhost, and tokens for certificates on 127.0.0.1. */
async function uaa(token: string, metadata: (port: number) => Answer) {
  const server = await serve(
    ({ path }: RecordedRequest) => (path === METADATA ? metadata(server.port) : tokenAnswer(token)),
    { clientCertificates: true },
  );
  return server;
}

const alias = (url: string): Answer => ({
  body: { issuer: 'https://other.example', mtls_endpoint_aliases: { token_endpoint: url } },
});

test('the metadata of the server say where it takes certificates', async () => {
  const token = opaqueToken();
  const server = await uaa(token, (port) => alias(`https://127.0.0.1:${port}/mtls/token`));
  const { credentials, ...others } = client(server.url);

  const run = await goodStep({
    inputs: { credentials, 'allowed-hosts': 'localhost 127.0.0.1' },
    env: trusting,
    ...others,
    secrets: [...others.secrets, token],
  });

  expect(server.requests).toHaveLength(2);
  expect(server.requests[0]).toMatchObject({
    method: 'GET',
    path: METADATA,
    host: `localhost:${server.port}`,
    body: '',
    clientCertificateSubject: undefined,
  });
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(server.requests[1]).toMatchObject({
    method: 'POST',
    path: '/mtls/token',
    host: `127.0.0.1:${server.port}`,
    clientCertificateSubject: 'CN=sb-x509!t1',
  });
  expect(formOf(server.requests[1])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', 'sb-x509!t1'],
  ]);
  expect(run.outputs).toMatchObject({
    'access-token': token,
    'token-url': `https://127.0.0.1:${server.port}/mtls/token`,
    'auth-method': 'tls_client_auth',
  });
});

test('a certified server is found by its metadata', async () => {
  const server = await startAuthorizationServer({ pki });
  afterAll(() => server.close());
  const { certurl: _certurl, ...x509 } = server.serviceKeys.x509;
  const run = await goodStep({
    inputs: { credentials: JSON.stringify(x509) },
    env: trusting,
    secrets: keyLines(x509.key),
  });
  expect(run.outputs['token-url']).toBe(`https://127.0.0.1:${server.port}/oauth/token`);
  expect(run.outputs['access-token']?.split('.')).toHaveLength(3);
});

test.each<[what: string, metadata: (port: number) => Answer]>([
  ['no aliases', () => ({ body: { token_endpoint: 'https://localhost:1/oauth/token' } })],
  ['no alias for tokens', () => ({ body: { mtls_endpoint_aliases: {} } })],
  ['aliases that are none', () => ({ body: { mtls_endpoint_aliases: ['https://localhost:1/'] } })],
  ['an alias that is no URL', () => alias('not a URL')],
  ['an alias without TLS', () => alias('http://uaa.example.com/oauth/token')],
  ['an alias without TLS on this machine', (port) => alias(`http://127.0.0.1:${port}/oauth/token`)],
  ['an alias with a password', (port) => alias(`https://a:b@127.0.0.1:${port}/oauth/token`)],
  ['a web page', () => ({ body: '<html>' })],
  ['404', () => ({ status: 404, body: 'no' })],
  ['a redirect', () => ({ status: 302, headers: { location: 'https://localhost:1/' } })],
])('%s in place of metadata: the step asks for token-url', async (_what, metadata) => {
  const server = await uaa(opaqueToken(), metadata);
  const { credentials, ...others } = client(server.url);
  const message = await failedStep('E_CERT_NO_URL', {
    inputs: { credentials },
    env: trusting,
    ...others,
  });
  expect(message).toContain('Give the input token-url.');
  expect(message).toContain(`localhost:${server.port}, 1 attempt`);
  expect(server.requests.map(({ path }) => path)).toEqual([METADATA]);
});

test('an alias on a host that is not allowed gets nothing', async () => {
  const server = await uaa(opaqueToken(), (port) => alias(`https://127.0.0.1:${port}/oauth/token`));
  const { credentials, ...others } = client(server.url);
  const message = await failedStep('E_HOST_NOT_ALLOWED', {
    inputs: { credentials, 'allowed-hosts': 'localhost' },
    env: trusting,
    ...others,
  });
  const host = `127.0.0.1:${server.port}`;
  expect(message).toBe(
    `The input allowed-hosts does not allow ${host}. Nothing was sent there. The metadata of localhost:${server.port} name it as the place for certificates; they were asked for without anything of the credential. If that host is right, add ${host} to allowed-hosts. If not, check token-url and the URL of the stored credential, and find out who has changed them.`,
  );
  expect(server.requests.map(({ path }) => path)).toEqual([METADATA]);
});

test('metadata on a host that is not allowed are not asked for', async () => {
  const server = await uaa(opaqueToken(), (port) => alias(`https://127.0.0.1:${port}/oauth/token`));
  const { credentials, ...others } = client(server.url);
  await failedStep('E_HOST_NOT_ALLOWED', {
    inputs: { credentials, 'allowed-hosts': '127.0.0.1' },
    env: trusting,
    ...others,
  });
  expect(server.requests).toEqual([]);
});

test('a server that has a problem once is asked for its metadata again', async () => {
  let asked = 0;
  const server = await uaa(opaqueToken(), (port) => {
    asked += 1;
    return asked === 1
      ? { status: 503, headers: { 'retry-after': '0' } }
      : alias(`https://127.0.0.1:${port}/oauth/token`);
  });
  const { credentials, ...others } = client(server.url);
  await goodStep({ inputs: { credentials }, env: trusting, ...others });
  expect(server.requests.map(({ path }) => path)).toEqual([METADATA, METADATA, '/oauth/token']);
});

test('the input token-url spares the question', async () => {
  const server = await uaa(opaqueToken(), () => ({ status: 500 }));
  const { credentials, ...others } = client(server.url);
  await goodStep({
    inputs: { credentials, 'token-url': server.url },
    env: trusting,
    ...others,
  });
  expect(server.requests.map(({ path }) => path)).toEqual(['/oauth/token']);
});
