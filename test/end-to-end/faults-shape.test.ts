import { createPrivateKey } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Arranged, failsUnsent, succeeds } from './faults.ts';
import { failedStep, goodStep, warnings } from './step.ts';
import {
  formOf,
  jwt,
  keyLines,
  opaqueToken,
  pki,
  serve,
  serveEverywhere,
  tokenAnswer,
  trusting,
  x509Client,
  xsuaaClient,
} from './world.ts';

const DAY = 86_400_000;
const TENANT = 'https://tenant.authentication.eu10.hana.ondemand.com';

const issue = (from: number, to: number) =>
  pki.issue({
    commonName: 'sb-x509!t1',
    client: true,
    rsa: true,
    notBefore: new Date(Date.now() + from),
    notAfter: new Date(Date.now() + to),
  });
const good = await issue(-DAY, 30 * DAY);
const other = await issue(-DAY, 30 * DAY);

/** A document around the key of a client. */
const around = (wrap: (key: Arranged['client']['key']) => unknown) => (world: Arranged) => ({
  inputs: { credentials: JSON.stringify(wrap(world.client.key)) },
});

test('a flat key of XSUAA gets its token from url + /oauth/token', async () => {
  const { server } = await succeeds(
    around(({ clientid, clientsecret, url }) => ({ clientid, clientsecret, url })),
  );
  expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/oauth/token' });
});

test('a key with its client under uaa works', async () => {
  const { run } = await succeeds(around((uaa) => ({ uaa, endpoints: { Api: `${TENANT}/api` } })));
  expect(run.outputs['api-url']).toBe(`${TENANT}/api`);
});

test('a key of Process Integration has its token URL under oauth, which is taken as it is', async () => {
  const { server, run } = await succeeds(({ client, server: { url } }) => {
    const { clientid, clientsecret } = client.key;
    const oauth = { clientid, clientsecret, tokenurl: `${url}/my/token`, url: TENANT };
    return { inputs: { credentials: JSON.stringify({ oauth }) } };
  });
  expect(server.requests[0]?.path).toBe('/my/token');
  expect(run.outputs['api-url']).toBe(TENANT);
});

test('the envelope of Cloud Foundry and the first line of cf service-key are taken off', async () => {
  await succeeds(around((credentials) => ({ credentials })));
  for (const indent of [undefined, 2]) {
    const { run } = await succeeds(({ client }) => ({
      inputs: {
        credentials: `Getting key k for service instance i as u...\n\n${JSON.stringify({ credentials: client.key }, undefined, indent)}\n`,
      },
    }));
    expect(warnings(run).length).toBeGreaterThan(0);
  }
});

test('of VCAP_SERVICES the only binding is taken; of two none, and their names are told', async () => {
  const binding = (name: string, credentials: unknown) => ({ name, label: 'xsuaa', credentials });
  await succeeds(around((key) => ({ xsuaa: [binding('one', key)] })));
  const message = await failsUnsent(
    'E_CREDENTIAL_AMBIGUOUS',
    around((key) => ({
      xsuaa: [binding('one', key), binding('two', { ...key, clientid: 'sb-two!t2' })],
    })),
  );
  expect(message).toMatch(/one.*two/);
});

test('an x509 key proves itself by its certificate at certurl, and sends no secret', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token), { clientCertificates: true });
  const { key, secrets, clientId } = x509Client(TENANT, good);
  await goodStep({
    inputs: { credentials: JSON.stringify({ ...key, certurl: server.url }) },
    env: trusting,
    secrets: [...secrets, token],
  });
  expect(server.requests[0]?.clientCertificateSubject).toBe(`CN=${clientId}`);
  expect(formOf(server.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', clientId],
  ]);
});

test('without certurl the certificate goes to the cert host of the region, or nowhere', async () => {
  const token = opaqueToken();
  const server = await serveEverywhere(() => tokenAnswer(token), { clientCertificates: true });
  const { key, secrets } = x509Client(TENANT, good);
  const without = (url: string | undefined) => JSON.stringify({ ...key, certurl: undefined, url });
  await goodStep({
    inputs: { credentials: without(TENANT) },
    env: server.env,
    secrets: [...secrets, token],
  });
  expect(server.connects).toEqual(['tenant.authentication.cert.eu10.hana.ondemand.com:443']);
  await failedStep('E_CERT_NO_URL', { inputs: { credentials: without(undefined) }, secrets });
});

const encrypted = createPrivateKey(good.privateKey)
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'passphrase' })
  .toString();

test.each([
  ['has expired', 'E_CERT_EXPIRED', await issue(-2 * DAY, -DAY)],
  ['is not valid yet', 'E_CERT_NOT_YET_VALID', await issue(DAY, 2 * DAY)],
  ['fits another key', 'E_CERT_KEY_MISMATCH', { ...good, privateKey: other.privateKey }],
])('a certificate that %s is told before anything is sent', async (_what, code, pair) => {
  const message = await failsUnsent(code, ({ server }) => ({
    inputs: {
      credentials: JSON.stringify({ ...x509Client(TENANT, pair).key, certurl: server.url }),
    },
    secrets: keyLines(pair.privateKey),
  }));
  if (code !== 'E_CERT_KEY_MISMATCH') expect(message).toMatch(/\d{4}-\d\d-\d\dT/);
});

test('an encrypted key is told before anything is sent', async () => {
  await failsUnsent('E_PEM_ENCRYPTED', ({ server }) => ({
    inputs: {
      credentials: JSON.stringify({
        ...x509Client(TENANT, good).key,
        key: encrypted,
        certurl: server.url,
      }),
    },
    secrets: keyLines(encrypted),
  }));
});

test('a certificate that ends in two days works, with a warning and its end as an output', async () => {
  const pair = await issue(-DAY, 2 * DAY);
  const { run } = await succeeds(({ server }) => ({
    inputs: {
      credentials: JSON.stringify({ ...x509Client(TENANT, pair).key, certurl: server.url }),
    },
    secrets: keyLines(pair.privateKey),
  }));
  const end = Date.parse(run.outputs['certificate-expires-at'] ?? '');
  expect(Math.abs(end - Date.now() - 2 * DAY)).toBeLessThan(60_000);
  expect(warnings(run)).toEqual([expect.stringContaining('certificate expires at')]);
});

test('an id and a secret of eTrusted are enough', async () => {
  const token = jwt();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const { clientSecret } = xsuaaClient(TENANT);
  await goodStep({
    inputs: { provider: 'etrusted', 'client-id': 'demo', 'client-secret': clientSecret },
    env: server.env,
    secrets: [clientSecret, token],
  });
  expect(server.connects).toEqual(['login.etrusted.com:443']);
  expect(server.requests[0]).toMatchObject({ method: 'POST', path: '/oauth/token' });
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(formOf(server.requests[0])).toContainEqual(['audience', 'https://api.etrusted.com']);
  expect(formOf(server.requests[0])).toContainEqual(['client_secret', clientSecret]);
});
