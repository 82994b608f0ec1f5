import { beforeAll, describe, expect, test } from 'vitest';
import type { CredentialOptions, Overrides } from '../../src/credentials/complete.ts';
import { createPki, type KeyPair } from '../servers/pki.ts';
import { complete, HOST, KEY } from './complete-document.ts';

const CERT_HOST = 'https://t.authentication.cert.eu10.hana.ondemand.com';
let pair: KeyPair;

beforeAll(async () => {
  pair = await (await createPki()).issue({ commonName: 'client', client: true });
});

test('a service key is complete in itself', async () => {
  expect(await complete({ uaa: KEY, endpoints: { Api: 'https://api' } })).toEqual({
    provider: 'xsuaa',
    clientId: 'sb-a!b1',
    authMethod: 'client_secret_post',
    proof: { kind: 'secret', clientSecret: 'stored' },
    tokenUrl: new URL(`${HOST}/oauth/token`),
    apiUrl: 'https://api',
    endpoints: { Api: 'https://api' },
    parameters: {},
  });
});

test.each<[Overrides, object]>([
  [{ clientId: 'typed' }, { clientId: 'typed', provider: 'xsuaa' }],
  [{ clientSecret: 'typed' }, { proof: { kind: 'secret', clientSecret: 'typed' } }],
  [{ tokenUrl: 'https://x.example' }, { tokenUrl: new URL('https://x.example/oauth/token') }],
  [{ tokenUrl: 'https://x.example/t?y=1' }, { tokenUrl: new URL('https://x.example/t?y=1') }],
  [{ apiUrl: 'https://api.example/' }, { apiUrl: 'https://api.example' }],
  [{ apiUrl: 'https://api.example/v1/' }, { apiUrl: 'https://api.example/v1' }],
])('%j overrides what is stored', async (parts, expected) => {
  expect(await complete(KEY, parts)).toMatchObject(expected);
});

test('parts alone are a credential', async () => {
  const parts = { clientId: 'a', clientSecret: 'b', tokenUrl: 'https://x.example/token' };
  expect(await complete(undefined, parts)).toMatchObject({
    provider: 'oauth2',
    tokenUrl: new URL('https://x.example/token'),
    authMethod: 'client_secret_post',
  });
});

describe('the proof', () => {
  const x509 = () => ({
    clientid: 'sb-a!b1',
    certificate: pair.certificate,
    key: pair.privateKey,
    certurl: CERT_HOST,
  });
  const typed = () => ({ certificate: pair.certificate, privateKey: pair.privateKey });
  test.each<[string, () => object, () => Overrides, Partial<CredentialOptions>, string]>([
    ['a stored certificate', x509, () => ({}), {}, 'tls_client_auth'],
    ['a typed certificate over a stored secret', () => KEY, typed, {}, 'tls_client_auth'],
    [
      'a typed secret over a stored certificate',
      () => ({ ...x509(), url: HOST }),
      () => ({ clientSecret: 'b' }),
      {},
      'client_secret_post',
    ],
    [
      'a stored secret beside a certificate',
      () => ({ ...KEY, ...x509() }),
      () => ({}),
      {},
      'client_secret_post',
    ],
    [
      'what the credential type says',
      () => ({ ...KEY, ...x509(), 'credential-type': 'x509' }),
      () => ({}),
      {},
      'tls_client_auth',
    ],
    [
      'the chosen certificate',
      () => ({ ...KEY, ...x509() }),
      () => ({}),
      { authMethod: 'tls_client_auth' },
      'tls_client_auth',
    ],
    [
      'the chosen Basic',
      () => KEY,
      () => ({}),
      { authMethod: 'client_secret_basic' },
      'client_secret_basic',
    ],
    [
      'the chosen one of both that are typed',
      () => KEY,
      () => ({ ...typed(), clientSecret: 'b' }),
      { authMethod: 'client_secret_post' },
      'client_secret_post',
    ],
  ])('is %s', async (_name, document, parts, choices, method) => {
    const credential = await complete(document(), parts(), choices);
    expect(credential.authMethod).toBe(method);
    expect(credential.proof.kind).toBe(method === 'tls_client_auth' ? 'certificate' : 'secret');
    expect(credential.tokenUrl.href).toBe(
      `${method === 'tls_client_auth' ? CERT_HOST : HOST}/oauth/token`,
    );
  });
});

test.each<[string, object | undefined, Overrides, Partial<CredentialOptions>, string]>([
  ['nothing at all', undefined, {}, {}, 'E_INPUT_MISSING'],
  [
    'no secret among the parts',
    undefined,
    { clientId: 'a', tokenUrl: 'https://a' },
    {},
    'E_INPUT_MISSING',
  ],
  ['no token URL', undefined, { clientId: 'a', clientSecret: 'b' }, {}, 'E_INPUT_MISSING'],
  ['no URL in the key', { clientid: 'a', clientsecret: 'b' }, {}, {}, 'E_INPUT_MISSING'],
  ['a nested client without id', { uaa: { clientsecret: 'b' } }, {}, {}, 'E_CREDENTIAL_SHAPE'],
  ['no secret in the key', { ...KEY, clientsecret: '<null>' }, {}, {}, 'E_CREDENTIAL_NO_SECRET'],
  [
    'a certificate without key',
    { clientid: 'a', certificate: 'b' },
    {},
    {},
    'E_CREDENTIAL_NO_SECRET',
  ],
  [
    'a chosen certificate that is not there',
    KEY,
    {},
    { authMethod: 'tls_client_auth' },
    'E_CREDENTIAL_NO_SECRET',
  ],
  ['a user token', { ...KEY, grant_type: 'user_token' }, {}, {}, 'E_CREDENTIAL_GRANT'],
  [
    'a secret and a certificate typed',
    KEY,
    { clientSecret: 'a', privateKey: 'b' },
    {},
    'E_INPUT_CONFLICT',
  ],
  ['a user in the URL', { ...KEY, url: 'https://u:p@a' }, {}, {}, 'E_URL_USERINFO'],
  ['plain HTTP', { ...KEY, url: 'http://a.example' }, {}, {}, 'E_URL_INSECURE'],
  ['plain HTTP typed', KEY, { apiUrl: 'http://a.example' }, {}, 'E_URL_INSECURE'],
  [
    'a doubled path typed',
    KEY,
    { tokenUrl: 'https://a/oauth/token/oauth/token' },
    {},
    'E_URL_DOUBLED',
  ],
  [
    'a certificate that is none',
    { ...KEY, certificate: 'a', key: 'b', 'credential-type': 'x509' },
    {},
    {},
    'E_PEM',
  ],
  ['an endpoint that is none', KEY, {}, { endpoint: 'a' }, 'E_INPUT_INVALID'],
  ['an id of two lines', { ...KEY, clientid: 'a\nb' }, {}, {}, 'E_INPUT_CHARSET'],
  ['a secret of two lines', { ...KEY, clientsecret: 'a\nb' }, {}, {}, 'E_INPUT_CHARSET'],
])('%s is refused', async (_name, document, parts, choices, code) => {
  await expect(complete(document, parts, choices)).rejects.toMatchObject({ name: 'Failure', code });
});

test.each(['client_credentials', 'clientCredentials', 'CLIENT_CREDENTIALS'])(
  'the grant type %s is ours',
  async (grantType) => {
    await expect(complete({ ...KEY, granttype: grantType })).resolves.toBeDefined();
  },
);

describe('a certificate that no host is stated for', () => {
  const document = () => ({
    clientid: 'a',
    certificate: pair.certificate,
    key: pair.privateKey,
  });

  test.each([
    ['https://uaa.example', 'https://uaa.example/oauth/token', 'https://uaa.example'],
    [
      'https://uaa.example/zone/',
      'https://uaa.example/zone/oauth/token',
      'https://uaa.example/zone',
    ],
    ['https://uaa.example/oauth/token', 'https://uaa.example/oauth/token', 'https://uaa.example'],
  ])('is to be asked for below %s', async (url, tokenUrl, issuer) => {
    const { metadataUrl, ...credential } = await complete({ ...document(), url });
    expect(credential.tokenUrl.href).toBe(tokenUrl);
    expect(metadataUrl?.href).toBe(`${issuer}/.well-known/openid-configuration`);
  });

  test.each([
    ['certurl', { certurl: 'https://uaa.example' }, {}],
    ['a URL of SAP BTP', { url: HOST }, {}],
    ['the input token-url', { url: 'https://uaa.example' }, { tokenUrl: 'https://uaa.example' }],
  ])('is not to be asked for where there is %s', async (_what, stated, parts) => {
    const credential = await complete({ ...document(), ...stated }, parts);
    expect(credential.metadataUrl).toBeUndefined();
  });

  test('is refused without a url', async () => {
    const stored = { ...document(), clientid: 'sb-a!b1' };
    await expect(complete(stored)).rejects.toMatchObject({ code: 'E_CERT_NO_URL' });
  });
});
