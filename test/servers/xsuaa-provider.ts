import { type KeyObject, randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { type AccessToken, type Context, Provider, type UnsignedJwt } from 'oidc-provider';
import type {
  CertificateClient,
  ClientRegistration,
  SecretClient,
  SigningClient,
  Zone,
} from './service-keys.ts';

export const TOKEN_PATH = '/oauth/token';
/** Seconds. */
export const TOKEN_LIFETIME = 43_199;

/** The `iss` of a zone's tokens. */
export function issuerOf(zone: Zone): string {
  return `${zone.url}${TOKEN_PATH}`;
}

type Client = SecretClient | CertificateClient | SigningClient;

/** oidc-provider with a token endpoint at {@link TOKEN_PATH} that issues tokens with XSUAA's claims. */
export function createXsuaaProvider(options: {
  readonly zone: Zone;
  readonly clients: readonly Client[];
  /** RSA. */
  readonly signingKey: KeyObject;
}): Provider {
  const { zone, clients, signingKey } = options;
  const byId = new Map(clients.map((client) => [client.clientId, client]));
  const scopes = [...new Set(clients.flatMap((client) => client.scopes))];
  const jwk = { ...signingKey.export({ format: 'jwk' }), kid: 'key-1', alg: 'RS256', use: 'sig' };

  return new Provider(zone.url, {
    routes: { token: TOKEN_PATH, jwks: '/token_keys' },
    jwks: { keys: [jwk] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    scopes,
    clients: clients.map(clientMetadata),
    adapter: storeOf,
    ttl: { ClientCredentials: TOKEN_LIFETIME },
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'tls_client_auth',
      'private_key_jwt',
    ],
    enabledJWA: { clientAuthSigningAlgValues: ['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'] },
    discovery: { mtls_endpoint_aliases: { token_endpoint: `${zone.certUrl}${TOKEN_PATH}` } },
    formats: {
      customizers: {
        jwt: (_context: unknown, token: AccessToken, jwt: UnsignedJwt) =>
          addXsuaaClaims(jwt, token, byId.get(token.clientId), zone),
      },
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      mTLS: {
        enabled: true,
        tlsClientAuth: true,
        getCertificate: ({ req }: Context) => req.socket.getPeerX509Certificate(),
        certificateAuthorized: ({ req }: Context) => req.socket.authorized,
        certificateSubjectMatches: ({ req }: Context, _property: string, expected: string) =>
          req.socket.getPeerX509Certificate()?.subject === expected,
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => zone.url,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: scopes.join(' '),
          audience: zone.url,
          accessTokenTTL: TOKEN_LIFETIME,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
  });
}

/** Access tokens are JWTs: nothing is kept but the ids of assertions, so that each counts once. */
function storeOf(model: string) {
  const kept = new Map<string, unknown>();
  return {
    find: async (id: string) => kept.get(id),
    upsert: async (id: string, value: unknown) => {
      if (model === 'ReplayDetection') kept.set(id, value);
    },
  };
}

function clientMetadata(client: Client) {
  return {
    client_id: client.clientId,
    scope: client.scopes.join(' '),
    grant_types: ['client_credentials'],
    redirect_uris: [],
    response_types: [],
    ...proofMetadata(client),
  };
}

function proofMetadata(client: Client) {
  if ('clientSecret' in client) {
    return {
      client_secret: client.clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
    };
  }
  if ('publicJwk' in client) {
    return {
      jwks: { keys: [client.publicJwk] },
      token_endpoint_auth_method: 'private_key_jwt',
    };
  }
  return {
    token_endpoint_auth_method: 'tls_client_auth',
    tls_client_auth_subject_dn: `CN=${client.clientId}`,
  };
}

// XSUAA grants all of a client's scopes where none is asked for.
function addXsuaaClaims(
  jwt: UnsignedJwt,
  token: AccessToken,
  client: ClientRegistration | undefined,
  zone: Zone,
): void {
  if (!client) throw new Error(`No client ${token.clientId}`);
  const scope = token.scope?.split(' ') ?? client.scopes;
  jwt.header = { jku: `${zone.url}/token_keys` };
  Object.assign(jwt.payload, {
    iss: issuerOf(zone),
    aud: [client.clientId, client.audience],
    scope,
    authorities: scope,
    cid: client.clientId,
    azp: client.clientId,
    grant_type: 'client_credentials',
    zid: zone.zoneId,
    ext_attr: { enhancer: 'XSUAA', subaccountid: zone.zoneId, zdn: 'example-dev' },
  });
}

/** Gives an answer the headers and bodies that XSUAA sends. */
export function speakAsXsuaa(context: Context, clients: readonly ClientRegistration[]): void {
  if (context.path !== TOKEN_PATH) {
    if (context.method === 'POST' && context.status === 404) refuseWithoutEndpoint(context);
    return;
  }
  context.set('x-content-type-options', 'nosniff');
  context.set('strict-transport-security', 'max-age=31536000; includeSubDomains');
  if (context.status === 401 || namesNoClient(context)) {
    const reason = 'Bad credentials';
    context.set(
      'www-authenticate',
      `Basic realm="UAA/client", error="unauthorized", error_description="${reason}"`,
    );
    context.body = { error: 'invalid_client', error_description: reason };
    context.status = 401;
  }
  const body = context.body as { access_token?: string } | undefined;
  if (context.status !== 200 || !body?.access_token) return;
  const { scope, jti, cid } = decodeJwt<{ scope: string[]; cid: string }>(body.access_token);
  const unknown = requestedScopes(context).filter((wanted) => !scope.includes(wanted));
  if (unknown.length > 0) {
    context.status = 400;
    context.body = {
      error: 'invalid_scope',
      error_description: `Invalid scope: ${unknown.join(' ')}`,
      scope: clients.find(({ clientId }) => clientId === cid)?.scopes.join(' '),
    };
    return;
  }
  context.body = { ...body, token_type: 'bearer', scope: scope.join(' '), jti };
}

/** No path is unknown before it is known who asks. */
function refuseWithoutEndpoint(context: Context): void {
  context.status = 403;
  context.body = {
    error: 'Could not verify the provided CSRF token because your session was not found.',
  };
}

function namesNoClient(context: Context): boolean {
  const form = context.oidc?.body ?? {};
  return !('client_id' in form || 'client_assertion' in form) && !context.get('authorization');
}

// oidc-provider drops unknown scopes without a word; XSUAA refuses them.
function requestedScopes(context: Context): readonly string[] {
  const scope = context.oidc?.body?.['scope'];
  return typeof scope === 'string' ? scope.split(' ').filter(Boolean) : [];
}
