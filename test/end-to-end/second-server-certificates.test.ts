import { createHash, X509Certificate } from 'node:crypto';
import { decodeJwt } from 'jose';
import { describe, expect, test } from 'vitest';
import { hasGlewlwyd, NEEDS_GLEWLWYD } from '../servers/glewlwyd.ts';
import type { GlewlwydProof } from '../servers/glewlwyd-administration.ts';
import { createPki, type KeyPair } from '../servers/pki.ts';
import { secondServer } from './second-server.ts';
import { failedStep, goodStep } from './step.ts';
import { keyLines, pki } from './world.ts';

const REPORTS: GlewlwydProof = { methods: ['tls_client_auth'], subject: 'CN=reports' };
const HINT = 'The certificate may not be bound to this client: was its key or binding deleted?';

describe.skipIf(!hasGlewlwyd)(`a second server (${NEEDS_GLEWLWYD})`, () => {
  const server = secondServer();

  async function withCertificate({ certificate, privateKey }: KeyPair, proof = REPORTS) {
    const step = await server.register(proof);
    const inputs = { ...step.inputs, certificate, 'private-key': privateKey };
    return { ...step, inputs, secrets: keyLines(privateKey) };
  }

  test.each([
    ['RSA', true],
    ['ECDSA', false],
  ])('binds a token to a client certificate with a key for %s', async (_algorithm, rsa) => {
    const pair = await pki.issue({ commonName: 'reports', client: true, rsa });
    const { outputs } = await goodStep(await withCertificate(pair));
    expect(outputs['auth-method']).toBe('tls_client_auth');
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({
      client_id: outputs['client-id'],
      cnf: { 'x5t#S256': thumbprint(pair) },
    });
  });

  test('gives a token for a client certificate with a DNS name', async () => {
    const dnsName = 'reports.example.com';
    const pair = await pki.issue({ commonName: 'any', hosts: [dnsName], client: true });
    const options = await withCertificate(pair, { methods: ['tls_client_auth'], dnsName });
    const { outputs } = await goodStep(options);
    expect(outputs['access-token']?.split('.')).toHaveLength(3);
  });

  test.each([
    ['of another subject', async () => pki, 'somebody else'],
    ['whose issuer it does not accept', createPki, 'reports'],
  ])('refuses a client certificate %s', async (_what, issuer, commonName) => {
    const pair = await (await issuer()).issue({ commonName, client: true });
    const message = await failedStep('E_UNAUTHORIZED', await withCertificate(pair));
    expect(message).toBe(server.refusal(HINT));
  });
});

/** RFC 8705 3.1. */
function thumbprint({ certificate }: KeyPair): string {
  const { raw } = new X509Certificate(certificate);
  return createHash('sha256').update(raw).digest('base64url');
}
