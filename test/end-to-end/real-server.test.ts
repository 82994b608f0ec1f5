import { createPrivateKey } from 'node:crypto';
import { afterAll, expect, test } from 'vitest';
import { startAuthorizationServer } from '../servers/authorization-server.ts';
import { bindingSecret } from '../servers/service-keys.ts';
import { failedStep, goodStep } from './step.ts';
import { keyLines, pki, trusting } from './world.ts';

const server = await startAuthorizationServer({ pki });
afterAll(() => server.close());

const { xsuaa, cloudAlm, advancedFinancialClosing, x509 } = server.serviceKeys;
const withSecret = [
  ['XSUAA', xsuaa, xsuaa],
  ['SAP Cloud ALM', cloudAlm, cloudAlm.uaa],
  ['SAP Advanced Financial Closing', advancedFinancialClosing, advancedFinancialClosing.uaa],
] as const;

test.each(withSecret)(
  'a key of %s gives a token of a certified server',
  async (_name, key, uaa) => {
    const before = server.requests.length;
    const run = await goodStep({
      inputs: { credentials: JSON.stringify(key) },
      env: trusting,
      secrets: [uaa.clientsecret],
      clientId: uaa.clientid,
    });
    expect(server.requests).toHaveLength(before + 1);
    expect(run.outputs).toMatchObject({
      'client-id': uaa.clientid,
      provider: 'xsuaa',
      'auth-method': 'client_secret_post',
      'token-url': `${server.url}/oauth/token`,
    });
    expect(run.outputs['access-token']?.split('.')).toHaveLength(3);
  },
);

test.each(withSecret)('a key of %s gives a token by Basic as well', async (_name, key, uaa) => {
  const run = await goodStep({
    inputs: { credentials: JSON.stringify(key), 'auth-method': 'client_secret_basic' },
    env: trusting,
    secrets: [uaa.clientsecret],
    clientId: uaa.clientid,
  });
  expect(run.outputs['access-token']?.split('.')).toHaveLength(3);
  expect(server.requests.at(-1)?.parameters).toEqual(['grant_type']);
});

test('a key of type x509 gives a token by its certificate alone', async () => {
  const run = await goodStep({
    inputs: { credentials: JSON.stringify(x509) },
    env: trusting,
    secrets: [
      ...keyLines(x509.key),
      ...keyLines(createPrivateKey(x509.key).export({ type: 'pkcs8', format: 'pem' }).toString()),
    ],
    clientId: x509.clientid,
  });
  expect(run.outputs['access-token']?.split('.')).toHaveLength(3);
  expect(run.outputs['auth-method']).toBe('tls_client_auth');
  expect(server.requests.at(-1)?.parameters).toEqual(['grant_type', 'client_id']);
});

test('the token of a Cloud ALM key opens the API', async () => {
  const run = await goodStep({
    inputs: { credentials: JSON.stringify(cloudAlm), 'require-scopes': 'calm-api.tasks.read' },
    env: trusting,
    secrets: [cloudAlm.uaa.clientsecret],
  });
  expect(run.outputs['api-url']).toBe(`${server.url}/api`);
  expect(run.stdout).toContain('calm-api.tasks.read');
});

test.each(withSecret)('a wrong secret for %s is refused at once', async (_name, key, uaa) => {
  const before = server.requests.length;
  const wrong = bindingSecret();
  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: { credentials: JSON.stringify(key), 'client-secret': wrong },
    env: trusting,
    secrets: [uaa.clientsecret, wrong],
    clientId: uaa.clientid,
  });
  expect(server.requests).toHaveLength(before + 1);
  expect(message).toMatch(/The server answered 401.*localhost:\d+, 1 attempt, correlation id /);
});

test('a certificate of another client is refused', async () => {
  const other = await pki.issue({ commonName: 'somebody else', client: true, rsa: true });
  await failedStep('E_UNAUTHORIZED', {
    inputs: {
      credentials: JSON.stringify({
        ...x509,
        certificate: other.certificate,
        key: other.privateKey,
      }),
    },
    env: trusting,
    secrets: keyLines(other.privateKey),
    clientId: x509.clientid,
  });
});
