import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, onTestFinished } from 'vitest';
import { startConnectProxy } from '../servers/connect-proxy.ts';
import {
  type Answer,
  type RecordedRequest,
  type Script,
  startHttpsServer,
  type TlsSettings,
} from '../servers/https-server.ts';
import { createPki, type KeyPair } from '../servers/pki.ts';
import { bindingSecret, x509Key, xsuaaKey, type Zone } from '../servers/service-keys.ts';

/** The CA of every server and client in a test file. */
export const pki = await createPki();

const folder = await mkdtemp(join(tmpdir(), 'end-to-end-'));
const caFile = join(folder, 'ca.pem');
await writeFile(caFile, pki.ca);
afterAll(() => rm(folder, { recursive: true }));

/** Makes the action trust that CA. */
export const trusting = { NODE_EXTRA_CA_CERTS: caFile } as const;

/** A server on localhost for one test. */
export async function serve(answer: Script, settings: Omit<TlsSettings, 'pki'> = {}) {
  const server = await startHttpsServer({ pki, answer, ...settings });
  onTestFinished(() => server.close());
  return server;
}

/** The same behind a proxy that leads every host name to it. */
export async function serveEverywhere(answer: Script, settings: Omit<TlsSettings, 'pki'> = {}) {
  const server = await serve(answer, settings);
  const proxy = await startConnectProxy({ port: server.port });
  onTestFinished(() => proxy.close());
  return { ...server, connects: proxy.connects, env: { ...trusting, HTTPS_PROXY: proxy.url } };
}

/** The form of a request, name and value in the order sent, not merged. */
export function formOf(request: RecordedRequest | undefined): [name: string, value: string][] {
  return [...new URLSearchParams(request?.body ?? '')];
}

export function tokenAnswer(token: string, others: Readonly<Record<string, unknown>> = {}): Answer {
  return { body: { access_token: token, token_type: 'bearer', expires_in: 43199, ...others } };
}

/** Looks like a JWT as XSUAA issues it; signed by nobody. */
export function jwt(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = { jti: randomUUID(), ...claims };
  return `${part({ alg: 'RS256', typ: 'JWT' })}.${part(payload)}.${randomBytes(64).toString('base64url')}`;
}

export function opaqueToken(): string {
  return randomBytes(24).toString('base64url');
}

/** An XSUAA client that is not registered anywhere, with its key for a server at `url`. */
export function xsuaaClient(url: string, clientSecret: string = bindingSecret()) {
  const client = { clientId: 'sb-demo!t1', audience: 'demo!t1', scopes: [], clientSecret };
  const key = xsuaaKey(zone(url), client);
  return { ...client, key, credentials: JSON.stringify(key), secrets: [clientSecret] };
}

/** The same for mutual TLS; `keyPair` is the client's own. */
export function x509Client(url: string, keyPair: KeyPair) {
  const client = { clientId: 'sb-x509!t1', audience: 'x509!t1', scopes: [], keyPair, ca: pki.ca };
  const key = x509Key(zone(url), client);
  return { ...client, key, credentials: JSON.stringify(key), secrets: keyLines(key.key) };
}

/** What must stay secret of a private key in PEM form. */
export function keyLines(pem: string): string[] {
  return pem.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----'));
}

export function zone(url: string): Zone {
  return {
    url,
    certUrl: url.replace('.authentication.', '.authentication.cert.'),
    zoneId: randomUUID(),
    verificationKey: '-----BEGIN PUBLIC KEY-----\nMIIB\n-----END PUBLIC KEY-----',
  };
}
