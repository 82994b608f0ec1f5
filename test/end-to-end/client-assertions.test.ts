import { createPrivateKey, createPublicKey, generateKeyPairSync, randomUUID } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterAll, expect, test } from 'vitest';
import { startAuthorizationServer } from '../servers/authorization-server.ts';
import type { SigningClient } from '../servers/service-keys.ts';
import { failedStep, goodStep, pinned } from './step.ts';
import { formOf, jwt, keyLines, opaqueToken, pki, serve, tokenAnswer, trusting } from './world.ts';

const server = await startAuthorizationServer({ pki });
afterAll(() => server.close());

const { rsa, ec, ed25519 } = server.signingClients;
const TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** The client as a stored credential. */
function stored({ clientId, privateKey, keyId }: SigningClient, changes: object = {}): string {
  const key = { clientid: clientId, key: privateKey, kid: keyId, url: server.url };
  return JSON.stringify({ ...key, ...changes });
}

test.each([
  ['RSA', rsa, 'RS256'],
  ['EC', ec, 'ES384'],
  ['Ed25519', ed25519, 'EdDSA'],
])('a stored key of %s gives a token of a certified server', async (_name, client, alg) => {
  const before = server.requests.length;
  const run = await goodStep({
    inputs: { credentials: stored(client), 'auth-method': 'private_key_jwt' },
    env: trusting,
    secrets: keyLines(client.privateKey),
    clientId: client.clientId,
  });

  expect(server.requests).toHaveLength(before + 1);
  const { form, parameters, headers } = server.requests.at(-1) ?? {};
  expect(parameters).toEqual([
    'grant_type',
    'client_id',
    'client_assertion_type',
    'client_assertion',
  ]);
  expect(headers).not.toHaveProperty('authorization');
  const assertion = String(form?.['client_assertion']);
  const { protectedHeader } = await jwtVerify(assertion, createPublicKey(client.privateKey), {
    issuer: client.clientId,
    subject: client.clientId,
    audience: `${server.url}/oauth/token`,
  });
  expect(protectedHeader).toEqual({ alg, typ: 'JWT', kid: client.keyId });
  // Masked before it was sent, and never printed.
  expect(run.stdout).toContain(`::add-mask::${assertion}\n`);
  expect(run.stdout.split(assertion)).toHaveLength(2);
  expect(run.outputs).toMatchObject({
    'client-id': client.clientId,
    'auth-method': 'private_key_jwt',
    'token-url': `${server.url}/oauth/token`,
  });
  expect(run.outputs['access-token']?.split('.')).toHaveLength(3);
  expect(run.outputs).not.toHaveProperty('certificate-expires-at');
});

test('the private key may stand in an input of its own', async () => {
  const run = await goodStep({
    inputs: {
      'auth-method': 'private_key_jwt',
      'client-id': ec.clientId,
      'token-url': `${server.url}/oauth/token`,
      'private-key': createPrivateKey(ec.privateKey)
        .export({ type: 'sec1', format: 'pem' })
        .toString()
        .replaceAll('\n', '\\n'),
    },
    env: trusting,
    secrets: keyLines(ec.privateKey),
  });
  expect(run.outputs['access-token']?.split('.')).toHaveLength(3);
});

test('the log tells what a person wants to see, and the masks come first', async () => {
  const token = jwt();
  const scripted = await serve(() => tokenAnswer(token, { scope: 'tasks.read' }));
  const { privateKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const run = await goodStep({
    inputs: {
      'auth-method': 'private_key_jwt',
      'client-id': 'demo',
      'token-url': `${scripted.url}/token?zone=a`,
      'private-key': pem,
    },
    env: trusting,
    secrets: [...keyLines(pem), token],
  });
  const form = new URLSearchParams(scripted.requests[0]?.body);
  const assertion = form.get('client_assertion') ?? '';
  expect(formOf(scripted.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', 'demo'],
    ['client_assertion_type', TYPE],
    ['client_assertion', assertion],
  ]);
  const claims = JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString());
  expect(claims.aud).toBe(`${scripted.url}/token`);
  const names = {
    key: keyLines(pem)[0] ?? '',
    assertion,
    'signature of the assertion': assertion.split('.')[2] ?? '',
    token,
    'signature of the token': token.split('.')[2] ?? '',
    host: `localhost:${scripted.port}`,
  };
  expect(pinned(run, names)).toMatchInlineSnapshot(`
    "::add-mask::<key>
    ::add-mask::<assertion>
    ::add-mask::<signature of the assertion>
    ::add-mask::<token>
    ::add-mask::<signature of the token>
    ::group::Access token for demo
    client id       demo
    provider        oauth2
    authentication  private_key_jwt
    token URL       https://<host>/token
    scopes          tasks.read
    expires at      <time> (in 43199 s)
    ::endgroup::
    "
  `);
});

test('a certificate that comes along is checked, and its end told', async () => {
  const { certificate, privateKey } = await pki.issue({ commonName: 'demo', client: true });
  const scripted = await serve(() => tokenAnswer(opaqueToken()), { clientCertificates: true });
  const run = await goodStep({
    inputs: {
      'auth-method': 'private_key_jwt',
      'client-id': 'demo',
      'token-url': scripted.url,
      'private-key': privateKey,
      certificate,
    },
    env: trusting,
    secrets: keyLines(privateKey),
  });
  expect(run.outputs['certificate-expires-at']).toMatch(/^20\d\d-/);
  expect(scripted.requests[0]?.clientCertificateSubject).toBeUndefined();
});

const other = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
const otherPem = other.export({ type: 'pkcs8', format: 'pem' }).toString();

test.each([
  ['another key', { key: otherPem }, otherPem],
  ['another kid', { kid: randomUUID() }, ec.privateKey],
])('%s is refused at once', async (_what, changes, privateKey) => {
  const before = server.requests.length;
  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: { credentials: stored(ec, changes), 'auth-method': 'private_key_jwt' },
    env: trusting,
    secrets: keyLines(privateKey),
    clientId: ec.clientId,
  });
  expect(server.requests).toHaveLength(before + 1);
  expect(message).toContain(
    `The client assertion named the client ${ec.clientId} and the audience ${server.url}/oauth/token, with the kid `,
  );
});

const encrypted = other
  .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'passphrase' })
  .toString();
const short = generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey;
const shortPem = short.export({ type: 'pkcs8', format: 'pem' }).toString();

test.each([
  ['is encrypted', 'E_PEM_ENCRYPTED', encrypted],
  ['is too short', 'E_PEM', shortPem],
  ['is no PEM', 'E_PEM', opaqueToken()],
  ['is not there', 'E_CREDENTIAL_NO_SECRET', undefined],
])('a key that %s fails with %s before any request', async (_what, code, key) => {
  const scripted = await serve(() => tokenAnswer(opaqueToken()));
  await failedStep(code, {
    inputs: {
      credentials: stored(ec, { key, url: scripted.url }),
      'auth-method': 'private_key_jwt',
    },
    env: trusting,
    secrets: key === undefined ? [] : [key, ...keyLines(key)],
  });
  expect(scripted.requests).toEqual([]);
});

test('each attempt sends an assertion of its own', async () => {
  const scripted = await serve((_request, index) =>
    index === 0 ? { status: 503, headers: { 'retry-after': '0' } } : tokenAnswer(opaqueToken()),
  );
  const run = await goodStep({
    inputs: {
      credentials: stored(ed25519, { url: scripted.url }),
      'auth-method': 'private_key_jwt',
    },
    env: trusting,
    secrets: keyLines(ed25519.privateKey),
  });
  const assertions = scripted.requests.map(
    ({ body }) => new URLSearchParams(body).get('client_assertion') ?? '',
  );
  const ids = await Promise.all(
    assertions.map(async (assertion) => {
      const { payload } = await jwtVerify(assertion, createPublicKey(ed25519.privateKey));
      return payload.jti;
    }),
  );
  expect(new Set(ids).size).toBe(2);
  for (const assertion of assertions) expect(run.stdout).toContain(`::add-mask::${assertion}\n`);
});

test.each([
  ['as it is', (assertion: string) => assertion],
  ['by its signature', (assertion: string) => assertion.split('.')[2] ?? ''],
  ['in hexadecimal', (assertion: string) => Buffer.from(assertion).toString('hex')],
])('an assertion that the server echoes %s is not shown', async (_how, echo) => {
  const sent: string[] = [];
  const scripted = await serve(({ body }) => {
    sent.push(new URLSearchParams(body).get('client_assertion') ?? '');
    const description = `bad: ${echo(sent[0] ?? '')}`;
    return { status: 401, body: { error: 'invalid_client', error_description: description } };
  });
  const message = await failedStep('E_UNAUTHORIZED', {
    inputs: {
      credentials: stored(ed25519, { url: scripted.url }),
      'auth-method': 'private_key_jwt',
    },
    env: trusting,
    secrets: keyLines(ed25519.privateKey),
  });
  expect(message).toContain('a reason that repeats a part of the secret and is not shown');
  expect(message).not.toContain(sent[0]?.split('.')[2]);
});

test('an assertion that comes back in a good answer is not shown', async () => {
  const scripted = await serve(({ body }) => {
    const assertion = new URLSearchParams(body).get('client_assertion') ?? '';
    return tokenAnswer(jwt({ iss: Buffer.from(assertion).toString('hex') }), { scope: assertion });
  });
  const run = await goodStep({
    inputs: {
      credentials: stored(ed25519, { url: scripted.url }),
      'auth-method': 'private_key_jwt',
    },
    env: trusting,
    secrets: keyLines(ed25519.privateKey),
  });
  expect(run.stdout).toContain('\nissuer          not shown');
  expect(run.stdout).toContain('\nscopes          not shown');
});
