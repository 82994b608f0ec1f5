import { expect, test } from 'vitest';
import { bindingSecret } from '../servers/service-keys.ts';
import { formEncoded } from './leaks.ts';
import { goodStep, pinned } from './step.ts';
import {
  formOf,
  jwt,
  keyLines,
  opaqueToken,
  pki,
  serveEverywhere,
  tokenAnswer,
  x509Client,
} from './world.ts';

const TOKEN_URL = 'https://idp.example.com/realms/acme/token';
const CLIENT_ID = 'reports: daily';

function basic(id: string, secret: string): string {
  return Buffer.from(`${id}:${secret}`).toString('base64');
}

function names(secret: string, token: string) {
  return {
    secret,
    'form-encoded secret': formEncoded(secret),
    'basic pair': basic(CLIENT_ID, secret),
    'form-encoded basic pair': basic(formEncoded(CLIENT_ID), formEncoded(secret)),
    token,
  };
}

test('any OAuth 2.0 server gives a token for the parameters that were asked for', async () => {
  const [token, clientSecret] = [opaqueToken(), bindingSecret()];
  const server = await serveEverywhere(() => tokenAnswer(token, { expires_in: '300' }));

  const run = await goodStep({
    inputs: {
      'client-id': CLIENT_ID,
      'client-secret': clientSecret,
      'token-url': TOKEN_URL,
      'api-url': 'https://api.example.com/v1/',
      scope: 'read  write',
      audience: 'https://api.example.com',
      resource: 'urn:a urn:b',
      parameters: 'tenant=a&b=c\nflag=',
    },
    env: server.env,
    secrets: [clientSecret, token],
    clientId: CLIENT_ID,
  });

  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    path: '/realms/acme/token',
    host: 'idp.example.com',
  });
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(formOf(server.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', CLIENT_ID],
    ['client_secret', clientSecret],
    ['scope', 'read write'],
    ['audience', 'https://api.example.com'],
    ['resource', 'urn:a'],
    ['resource', 'urn:b'],
    ['tenant', 'a&b=c'],
    ['flag', ''],
  ]);
  expect(run.outputs).toEqual({
    'access-token': token,
    'token-type': 'bearer',
    scope: 'read write',
    'expires-in': '300',
    'expires-at': expect.any(String),
    'api-url': 'https://api.example.com/v1',
    endpoints: '{}',
    'token-url': TOKEN_URL,
    'client-id': CLIENT_ID,
    provider: 'oauth2',
    'auth-method': 'client_secret_post',
  });
  expect(pinned(run, names(clientSecret, token))).toMatchInlineSnapshot(`
    "::add-mask::<secret>
    ::add-mask::<form-encoded secret>
    ::add-mask::<basic pair>
    ::add-mask::<form-encoded basic pair>
    ::add-mask::<token>
    ::group::Access token for reports: daily
    client id       reports: daily
    provider        oauth2
    authentication  client_secret_post
    token URL       https://idp.example.com/realms/acme/token
    API URL         https://api.example.com/v1
    scopes          read write
    expires at      <time> (in 300 s)
    ::endgroup::
    "
  `);
});

test('with client_secret_basic id and secret go form-encoded into the header alone', async () => {
  const [token, clientSecret] = [opaqueToken(), bindingSecret()];
  const server = await serveEverywhere(() => tokenAnswer(token));

  const run = await goodStep({
    inputs: {
      'client-id': CLIENT_ID,
      'client-secret': clientSecret,
      'token-url': TOKEN_URL,
      'auth-method': 'client_secret_basic',
    },
    env: server.env,
    secrets: [clientSecret, token],
    clientId: CLIENT_ID,
  });

  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]?.headers).toMatchObject({
    authorization: `Basic ${basic(formEncoded(CLIENT_ID), formEncoded(clientSecret))}`,
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
  });
  expect(formOf(server.requests[0])).toEqual([['grant_type', 'client_credentials']]);
  expect(run.outputs).toMatchObject({
    'access-token': token,
    'auth-method': 'client_secret_basic',
    provider: 'oauth2',
  });
  expect(pinned(run, names(clientSecret, token))).toMatchInlineSnapshot(`
    "::add-mask::<secret>
    ::add-mask::<form-encoded secret>
    ::add-mask::<basic pair>
    ::add-mask::<form-encoded basic pair>
    ::add-mask::<token>
    ::group::Access token for reports: daily
    client id       reports: daily
    provider        oauth2
    authentication  client_secret_basic
    token URL       https://idp.example.com/realms/acme/token
    expires at      <time> (in 43199 s)
    ::endgroup::
    "
  `);
});

test('a key of type x509 proves itself by mutual TLS at its certurl', async () => {
  const token = jwt();
  const server = await serveEverywhere(() => tokenAnswer(token), { clientCertificates: true });
  const keyPair = await pki.issue({ commonName: 'sb-x509!t1', client: true, rsa: true });
  const client = x509Client('https://tenant.authentication.eu10.hana.ondemand.com', keyPair);

  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: server.env,
    secrets: [...client.secrets, token],
    clientId: client.clientId,
  });

  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    method: 'POST',
    path: '/oauth/token',
    host: 'tenant.authentication.cert.eu10.hana.ondemand.com',
    clientCertificateSubject: 'CN=sb-x509!t1',
  });
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(formOf(server.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', 'sb-x509!t1'],
  ]);
  expect(run.outputs).toMatchObject({
    'access-token': token,
    'token-url': 'https://tenant.authentication.cert.eu10.hana.ondemand.com/oauth/token',
    'auth-method': 'tls_client_auth',
    provider: 'xsuaa',
    'certificate-expires-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  });
  // Masks first, each line of the key among them; then the result.
  const masked = run.stdout.split('\n').filter((line) => line.startsWith('::add-mask::'));
  expect(run.stdout.split('\n').slice(0, masked.length)).toEqual(masked);
  const values = masked.map((line) => line.slice('::add-mask::'.length));
  expect(values).toEqual(expect.arrayContaining([...keyLines(client.key.key), token]));
  expect(values.some((value) => value.includes('BEGIN'))).toBe(false);
  expect(
    pinned({ ...run, stdout: run.stdout.split('\n').slice(masked.length).join('\n') }, {}),
  ).toMatchInlineSnapshot(`
      "::group::Access token for sb-x509!t1
      client id       sb-x509!t1
      provider        xsuaa
      authentication  tls_client_auth
      token URL       https://tenant.authentication.cert.eu10.hana.ondemand.com/oauth/token
      API URL         https://tenant.authentication.eu10.hana.ondemand.com
      expires at      <time> (in 43199 s)
      ::endgroup::
      "
    `);
});
