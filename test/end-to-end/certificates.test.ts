import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { failedStep, goodStep, warnings } from './step.ts';
import { keyLines, opaqueToken, pki, serve, tokenAnswer, trusting, x509Client } from './world.ts';

const UAA = 'https://uaa.example.com';
const DAY = 86_400_000;
const issue = (notBefore: number, notAfter: number) =>
  pki.issue({
    commonName: 'sb-x509!t1',
    client: true,
    rsa: true,
    notBefore: new Date(Date.now() + notBefore),
    notAfter: new Date(Date.now() + notAfter),
  });
const good = await issue(-DAY, 30 * DAY);
const other = await issue(-DAY, 30 * DAY);
const expired = await issue(-2 * DAY, -DAY);
const early = await issue(DAY, 2 * DAY);
const ending = await issue(-DAY, 2 * DAY);
const encrypted = createPrivateKey(good.privateKey)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'passphrase' })
  .toString();

test.each([
  ['has expired', 'E_CERT_EXPIRED', { ...x509Client(UAA, expired).key }],
  ['is not valid yet', 'E_CERT_NOT_YET_VALID', { ...x509Client(UAA, early).key }],
  ['does not fit', 'E_CERT_KEY_MISMATCH', { ...x509Client(UAA, good).key, key: other.privateKey }],
  ['is encrypted', 'E_PEM_ENCRYPTED', { ...x509Client(UAA, good).key, key: encrypted }],
  [
    'is cut',
    'E_PEM',
    { ...x509Client(UAA, good).key, key: good.privateKey.slice(0, good.privateKey.length / 2) },
  ],
  [
    'lacks its last lines',
    'E_PEM',
    { ...x509Client(UAA, good).key, key: good.privateKey.replace(/(?:.+\n){3}(?=-----END)/, '') },
  ],
  [
    'comes with a chain that is no certificate',
    'E_PEM',
    {
      ...x509Client(UAA, good).key,
      certificate: `${good.certificate}-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n`,
    },
  ],
  ['is no PEM', 'E_PEM', { ...x509Client(UAA, good).key, key: opaqueToken() }],
  ['is not there', 'E_CREDENTIAL_NO_SECRET', { ...x509Client(UAA, good).key, key: undefined }],
])('a client key that %s fails with %s before any request', async (_what, code, key) => {
  const server = await serve(() => tokenAnswer(opaqueToken()), { clientCertificates: true });
  const credentials = JSON.stringify({ ...key, url: server.url, certurl: server.url });
  await failedStep(code, {
    inputs: { credentials },
    env: trusting,
    secrets: keyLines(key.key ?? ''),
    clientId: 'sb-x509!t1',
  });
  expect(server.requests).toEqual([]);
});

test('an x509 key that says no host for it fails', async () => {
  const { key, secrets } = x509Client(UAA, good);
  const credentials = JSON.stringify({ ...key, certurl: undefined, url: undefined });
  await failedStep('E_CERT_NO_URL', { inputs: { credentials }, secrets });
});

test('a certificate that ends in two days works and warns', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token), { clientCertificates: true });
  const { key, secrets } = x509Client(server.url, ending);

  const run = await goodStep({
    inputs: { credentials: JSON.stringify({ ...key, certurl: server.url }) },
    env: trusting,
    secrets: [...secrets, token],
  });

  const end = run.outputs['certificate-expires-at'] ?? '';
  expect(Math.abs(Date.parse(end) - Date.now() - 2 * DAY)).toBeLessThan(600_000);
  expect(warnings(run)).toEqual([
    expect.stringContaining(`expires at ${new Date(end).toISOString()}`),
  ]);
});

test('certificate and key may stand in inputs of their own', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token), { clientCertificates: true });

  const run = await goodStep({
    inputs: {
      'client-id': 'sb-x509!t1',
      certificate: good.certificate,
      'private-key': good.privateKey.replaceAll('\n', '\\n'),
      'token-url': server.url,
    },
    env: trusting,
    secrets: [...keyLines(good.privateKey), token],
  });

  expect(server.requests[0]?.clientCertificateSubject).toBe('CN=sb-x509!t1');
  expect(server.requests[0]?.body).toBe('grant_type=client_credentials&client_id=sb-x509%21t1');
  expect(run.outputs['auth-method']).toBe('tls_client_auth');
});

test('a certificate that the server does not know is told, without the key', async () => {
  const { key, secrets, clientId } = x509Client(UAA, good);
  const body = { error: 'invalid_client', error_description: key.key };
  const server = await serve(() => ({ status: 401, body }), { clientCertificates: true });

  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: { credentials: JSON.stringify({ ...key, url: server.url, certurl: server.url }) },
    env: trusting,
    secrets,
    clientId,
  });

  expect(message).toContain('certificate');
});
