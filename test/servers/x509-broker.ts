import { randomUUID } from 'node:crypto';
import { startHttpsServer } from './https-server.ts';
import type { KeyPair, Pki } from './pki.ts';
import { x509Key } from './service-keys.ts';

const DAY = 86_400_000;
const CLIENT_ID = 'sb-calm!b1|calm-api!b2';

type Members = Readonly<Record<string, unknown>>;

export type X509Broker = ReturnType<typeof x509Broker>;

/**
 * A broker that hands out certificates of its own, as XSUAA does for the parameters
 * `credential-type: x509`, and the token server that takes them: by TLS, where the subject is pinned.
 */
export function x509Broker(pki: Pki) {
  const asked: unknown[] = [];
  /** The private keys by the subjects of the certificates that they were handed out with. */
  const keys = new Map<string, string>();
  let next: (KeyPair & { readonly subject: string }) | undefined;
  let wrong = false;
  let certUrl = '';

  /** @param now milliseconds since the epoch, from when on the certificate counts. */
  async function prepare(parameters: unknown, now: number): Promise<void> {
    const { validity = 7 } = ((parameters ?? {}) as { x509?: { validity?: number } }).x509 ?? {};
    const commonName = randomUUID();
    const dates = { notBefore: new Date(now - 1000), notAfter: new Date(now + validity * DAY) };
    const pair = await pki.issue({ commonName, client: true, rsa: true, ...dates });
    const { privateKey } = wrong ? await pki.issue({ commonName, client: true, rsa: true }) : pair;
    next = { ...pair, privateKey, subject: `CN=${commonName}` };
  }

  return {
    /** The parameters of all requests to create, in order. */
    asked: asked as readonly unknown[],
    /** A pair takes a moment, and the servers answer at once: so it is made before they do. */
    prepare,
    /** The same for a request, if it is one that creates. */
    async prepareFor(request: { method: string; path: string; body: string }, now: number) {
      if (request.method !== 'POST' || !/_bindings(?:\?|$)/.test(request.path)) return;
      const { parameters } = JSON.parse(request.body) as { readonly parameters?: unknown };
      asked.push(parameters);
      await prepare(parameters, now);
    },
    /** The credentials with the pair that was prepared, as the service `xsuaa` hands them out. */
    issue(): Members {
      if (next === undefined) throw new Error('No pair was prepared');
      const keyPair = next;
      next = undefined;
      const zone = { url: certUrl, certUrl, zoneId: 'zone', verificationKey: 'none' };
      const client = { clientId: CLIENT_ID, audience: 'calm', scopes: [], keyPair, ca: pki.ca };
      const credentials = x509Key(zone, client);
      keys.set(keyPair.subject, credentials.key);
      return credentials;
    },
    /** From now on certificates come with the keys of others. */
    spoil(): void {
      wrong = true;
    },
    /** What must not be seen anywhere of all private keys that were handed out. */
    keyLines: () =>
      [...keys.values()].flatMap((key) =>
        key.split('\n').filter((line) => line.length >= 16 && !line.startsWith('-----')),
      ),
    /** @param living the `key` of each credential that lives. */
    async startTokenServer(living: () => readonly string[]) {
      const server = await startHttpsServer({
        pki,
        clientCertificates: true,
        answer: ({ body, clientCertificateSubject: subject = '' }) => {
          const form = new URLSearchParams(body);
          const known = living().includes(keys.get(subject) ?? '');
          if (known && form.get('client_id') === CLIENT_ID && !form.has('client_secret')) {
            const access_token = `opaque-${randomUUID()}`;
            return { body: { access_token, token_type: 'bearer', expires_in: 43_199 } };
          }
          const error_description = 'Bad credentials';
          return { status: 401, body: { error: 'invalid_client', error_description } };
        },
      });
      certUrl = server.url;
      return { ...server, caCertificate: pki.ca };
    },
  };
}
