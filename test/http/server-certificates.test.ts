import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import { transport } from '../../src/http/transport.ts';
import { type CertificateRequest, createPki } from '../servers/pki.ts';

const pki = await createPki();
const LIMITS = { connect: 5000, firstByte: 5000, total: 10_000 };
const DAY = 24 * 3_600_000;

/** The message of the failure where the server of `localhost` shows such a certificate. */
async function messageOf(
  request: CertificateRequest,
  settings: tls.TlsOptions = {},
): Promise<string> {
  const { certificate, privateKey } = await pki.issue(request);
  const server = tls.createServer({ cert: certificate, key: privateKey, ...settings });
  server.on('tlsClientError', () => {});
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const url = new URL(`https://localhost:${port}/oauth/token`);
  const send = transport({ caCertificate: pki.ca });
  const failure = await send({ method: 'POST', url, headers: {} }, LIMITS).then(
    () => undefined,
    (error: { code: string; message: string; sent: boolean; retries: number }) => error,
  );
  expect(failure).toMatchObject({ sent: false, retries: 0 });
  return `${failure?.code}: ${failure?.message}`;
}

const elsewhere = (names: string) =>
  `E_TLS_UNTRUSTED: The server's certificate is for ${names}, not for the host that was asked (ERR_TLS_CERT_ALTNAME_INVALID). Check the host of the URL; if it is right, tell the operator of the server. No input makes such a certificate trusted.`;

test.each([
  [['tenant.example.com'], 'tenant.example.com'],
  [['*.example.com', 'example.org', '192.0.2.1'], '*.example.com, example.org and 192.0.2.1'],
  [['a.b', 'b.b', 'c.b', 'd.b', 'e.b', 'f.b', 'g.b'], 'a.b, b.b, c.b, d.b, e.b and 2 more'],
  [['hidden words, DNS:x y'], 'no host'],
  [[], 'no host'],
])('a certificate for %j is told with its names', async (hosts, names) => {
  expect(await messageOf({ commonName: 'hidden', hosts })).toBe(elsewhere(names));
});

test.each<[what: string, request: Partial<CertificateRequest>]>([
  ['a key of 1024 bits', { weak: 'key' }],
  ['a signature with SHA-1', { weak: 'signature' }],
])('%s is a matter of the operator of the server', async (_what, request) => {
  // The server has to be told to show it.
  const ciphers = 'DEFAULT@SECLEVEL=0';
  const whole = { commonName: 'localhost', hosts: ['localhost'], ...request };
  expect(await messageOf(whole, { ciphers })).toBe(
    "E_TLS: The server's certificate, or the one of a CA above it, has a key that is too short or a signature that is too weak. Tell the operator of the server: RSA keys need 2048 bits or more, and signatures SHA-256. No setting of the workflow changes that.",
  );
});

test.each([
  ['has expired', -2 * DAY, -DAY, 'CERT_HAS_EXPIRED'],
  ['is not valid yet', DAY, 2 * DAY, 'CERT_NOT_YET_VALID'],
])('a certificate that %s is no matter of a CA', async (_what, from, to, code) => {
  const notBefore = new Date(Date.now() + from);
  const notAfter = new Date(Date.now() + to);
  const request = { commonName: 'localhost', hosts: ['localhost'], notBefore, notAfter };
  expect(await messageOf(request)).toBe(
    `E_TLS_UNTRUSTED: The server's certificate, or the one of a CA above it, has expired or is not valid yet (${code}). Tell the operator of the server, or check the clock of the runner.`,
  );
});
