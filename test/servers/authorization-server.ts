import { generateKeyPairSync, type KeyObject, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:https';
import { jwtVerify } from 'jose';
import type { Context, Provider } from 'oidc-provider';
import { close, listen, tlsOptions } from './https-server.ts';
import type { Pki } from './pki.ts';
import {
  advancedFinancialClosingKey,
  bindingSecret,
  type CertificateClient,
  type ClientRegistration,
  cloudAlmKey,
  type SecretClient,
  type SigningClient,
  x509Key,
  xsuaaKey,
  type Zone,
} from './service-keys.ts';
import { createXsuaaProvider, issuerOf, speakAsXsuaa } from './xsuaa-provider.ts';

const TASKS_PATH = '/api/calm-tasks/v1/tasks';
const TASKS_AUDIENCE = 'sapcloudalm!b2';

export interface AuthorizationRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly form: Readonly<Record<string, string | string[]>>;
  /** The form's parameter names in the order sent. */
  readonly parameters: readonly string[];
  readonly clientCertificateSubject: string | undefined;
}

export type AuthorizationServer = Awaited<ReturnType<typeof startAuthorizationServer>>;

/**
 * Starts a certified authorization server (oidc-provider) that answers as SAP XSUAA does, and on
 * the same port an API, `GET /api/calm-tasks/v1/tasks`, that accepts nothing but its tokens for
 * SAP Cloud ALM. Clients and keys are new each time. A secret may come in the form or by Basic; a
 * certificate by TLS on the same port, for which `certurl` and the metadata name 127.0.0.1 in place of
 * localhost; or an assertion that the client signs.
 */
export async function startAuthorizationServer({
  pki,
  furtherSecrets,
}: {
  readonly pki: Pki;
  /** Secrets of the client `xsuaa` beside its own, as all API credentials share one client id. */
  readonly furtherSecrets?: () => readonly string[];
}) {
  const server = createServer(await tlsOptions({ pki, clientCertificates: true }));
  const port = await listen(server);
  const url = `https://localhost:${port}`;
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const zone: Zone = {
    url,
    certUrl: `https://127.0.0.1:${port}`,
    zoneId: randomUUID(),
    verificationKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
  const clients = await registerClients(pki);
  const requests: AuthorizationRequest[] = [];
  const provider = createXsuaaProvider({
    zone,
    clients: Object.values(clients),
    signingKey: privateKey,
  });
  if (furtherSecrets !== undefined) {
    acceptFurtherSecrets(provider, clients.xsuaa.clientId, furtherSecrets);
  }
  provider.use(async (context, next) => {
    context.set('x-vcap-request-id', randomUUID());
    if (context.path === TASKS_PATH) await answerTasks(context, publicKey, zone);
    else await next();
    speakAsXsuaa(context, Object.values(clients));
    requests.push(record(context));
  });
  server.on('request', provider.callback());

  return {
    url,
    port,
    /** The id of the tenant that its tokens are for. */
    zoneId: zone.zoneId,
    requests: requests as readonly AuthorizationRequest[],
    clientId: {
      xsuaa: clients.xsuaa.clientId,
      cloudAlm: clients.cloudAlm.clientId,
      advancedFinancialClosing: clients.advancedFinancialClosing.clientId,
      x509: clients.x509.clientId,
    },
    /** What the SAP services would hand out, as objects. */
    serviceKeys: {
      xsuaa: xsuaaKey(zone, clients.xsuaa),
      cloudAlm: cloudAlmKey(zone, clients.cloudAlm),
      advancedFinancialClosing: advancedFinancialClosingKey(zone, clients.advancedFinancialClosing),
      x509: x509Key(zone, clients.x509),
    },
    /** Clients that sign assertions. */
    signingClients: { rsa: clients.rsa, ec: clients.ec, ed25519: clients.ed25519 },
    close: () => close(server),
  };
}

async function registerClients(pki: Pki) {
  const x509ClientId = 'sb-demo-x509!t1';
  const x509: CertificateClient = {
    ...registration(x509ClientId, 'demo-x509!t1'),
    keyPair: await pki.issue({ commonName: x509ClientId, client: true, rsa: true }),
    ca: pki.ca,
  };
  const withSecret = (...args: Parameters<typeof registration>): SecretClient => ({
    ...registration(...args),
    clientSecret: bindingSecret(),
  });
  return {
    xsuaa: withSecret('sb-demo!t1', 'demo!t1'),
    cloudAlm: withSecret(`sb-demo!b1|${TASKS_AUDIENCE}`, TASKS_AUDIENCE, ['calm-api.tasks.read']),
    advancedFinancialClosing: withSecret('sb-demo!b1|afc-api!b2', 'afc-api!b2', ['scim2.read']),
    x509,
    rsa: signing('sb-rsa!t1', generateKeyPairSync('rsa', { modulusLength: 2048 })),
    ec: signing('sb-ec!t1', generateKeyPairSync('ec', { namedCurve: 'P-384' })),
    ed25519: signing('sb-ed25519!t1', generateKeyPairSync('ed25519')),
  };
}

function signing(
  clientId: string,
  { publicKey, privateKey }: { readonly publicKey: KeyObject; readonly privateKey: KeyObject },
): SigningClient {
  const keyId = randomUUID();
  return {
    ...registration(clientId, clientId.replace(/^sb-/, '')),
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicJwk: { ...publicKey.export({ format: 'jwk' }), kid: keyId, use: 'sig' },
    keyId,
  };
}

function registration(
  clientId: string,
  audience: string,
  scopes: readonly string[] = [],
): ClientRegistration {
  const own = scopes.map((scope) => `${audience}.${scope}`);
  return { clientId, audience, scopes: ['uaa.resource', ...own] };
}

async function answerTasks(context: Context, key: KeyObject, zone: Zone): Promise<void> {
  const token = /^Bearer (.+)$/i.exec(context.get('authorization'))?.[1];
  try {
    await jwtVerify(token ?? '', key, {
      algorithms: ['RS256'],
      issuer: issuerOf(zone),
      audience: TASKS_AUDIENCE,
      requiredClaims: ['exp'],
    });
    context.body = [
      { id: '3f1c', title: 'Release 7' },
      { id: '8a20', title: 'Close the year' },
    ];
  } catch {
    context.status = 401;
    context.set('www-authenticate', 'Bearer error="invalid_token"');
    context.body = { error: 'unauthorized' };
  }
}

/** A client of oidc-provider has one secret; one of XSUAA has as many as there are bindings. */
function acceptFurtherSecrets(
  { Client }: Provider,
  clientId: string,
  secrets: () => readonly string[],
): void {
  const ownSecret = Client.prototype.compareClientSecret;
  Client.prototype.compareClientSecret = async function (secret) {
    if (this.clientId === clientId && secrets().includes(secret)) return true;
    return ownSecret.call(this, secret);
  };
}

function record(context: Context): AuthorizationRequest {
  const form = { ...context.oidc?.body };
  return {
    method: context.method,
    path: context.path,
    headers: context.req.headers,
    form,
    parameters: Object.keys(form),
    clientCertificateSubject: context.req.socket.getPeerX509Certificate()?.subject,
  };
}
