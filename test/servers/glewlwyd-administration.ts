import type { JsonWebKey } from 'node:crypto';
import { Agent, request } from 'undici';

/** How a client may prove itself, by the names of OpenID Connect Core 9 and RFC 8705 2. */
export type GlewlwydProof =
  | {
      readonly methods: readonly ('client_secret_post' | 'client_secret_basic')[];
      readonly clientSecret: string;
    }
  | {
      readonly methods: readonly ['tls_client_auth'];
      /** The whole subject of its certificate, for example `CN=reports`. */
      readonly subject: string;
    }
  | {
      readonly methods: readonly ['tls_client_auth'];
      /** A DNS name in the subjectAltName of its certificate. */
      readonly dnsName: string;
    }
  | {
      readonly methods: readonly ['private_key_jwt'];
      /** PEM of type PUBLIC KEY. */
      readonly publicKey: string;
    }
  | {
      readonly methods: readonly ['private_key_jwt'];
      /** The header of an assertion has to name one of them by its `kid`. */
      readonly keys: readonly JsonWebKey[];
    };

export type GlewlwydClient = GlewlwydProof & {
  readonly clientId: string;
  readonly scopes: readonly string[];
};

export type Administration = Awaited<ReturnType<typeof logIn>>;

/**
 * The administration API of a Glewlwyd at `url`, used by the account that a new database has.
 *
 * @param ca PEM of what the server's certificate is issued by.
 */
export async function logIn(url: string, ca: string) {
  const dispatcher = new Agent({ connect: { ca } });
  let cookie = '';
  const call = async (method: 'POST' | 'DELETE', path: string, body: object = {}) => {
    const {
      statusCode,
      headers,
      body: answer,
    } = await request(`${url}/api/${path}`, {
      method,
      dispatcher,
      headers: { 'content-type': 'application/json', cookie },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    if (statusCode !== 200) throw new Error(`${method} ${path} gave ${statusCode}: ${text}`);
    return headers;
  };
  const headers = await call('POST', 'auth', { username: 'admin', password: 'password' });
  cookie = [headers['set-cookie']].flat()[0]?.split(';')[0] ?? '';

  return {
    async addScope(name: string): Promise<void> {
      await call('POST', 'scope', { name, display_name: name, password_required: false });
    },

    /** @returns the URL of its token endpoint. */
    async addOidcPlugin(
      name: string,
      signingKey: { readonly publicKey: string; readonly privateKey: string },
    ): Promise<string> {
      const issuer = `${url}/api/${name}`;
      const parameters = oidcParameters(issuer, signingKey);
      await call('POST', 'mod/plugin', { module: 'oidc', name, display_name: name, parameters });
      return `${issuer}/token`;
    },

    async addClient(client: GlewlwydClient): Promise<void> {
      await call('POST', 'client', {
        client_id: client.clientId,
        name: client.clientId,
        enabled: true,
        confidential: true,
        scope: client.scopes,
        redirect_uri: [url],
        authorization_type: ['client_credentials'],
        token_endpoint_auth_method: client.methods,
        ...proofOf(client),
      });
    },

    async deleteClient(clientId: string): Promise<void> {
      await call('DELETE', `client/${encodeURIComponent(clientId)}`);
    },
  };
}

function oidcParameters(
  issuer: string,
  { publicKey, privateKey }: { readonly publicKey: string; readonly privateKey: string },
): object {
  return {
    iss: issuer,
    'jwt-type': 'rsa',
    'jwt-key-size': '256',
    key: privateKey,
    cert: publicKey,
    'access-token-duration': 3600,
    'refresh-token-duration': 3600,
    'code-duration': 600,
    'allow-non-oidc': true,
    'auth-type-client-enabled': true,
    'client-cert-source': 'TLS',
    // The name of the parameter is about request objects; it allows client assertions, too.
    'request-parameter-allow': true,
    'request-maximum-exp': 3600,
    'client-pubkey-parameter': 'pubkey',
    'client-jwks-parameter': 'jwks',
  };
}

function proofOf(client: GlewlwydClient): object {
  if ('clientSecret' in client) return { password: client.clientSecret };
  if ('subject' in client) return { tls_client_auth_subject_dn: client.subject };
  if ('dnsName' in client) return { tls_client_auth_san_dns: client.dnsName };
  if ('publicKey' in client) return { pubkey: client.publicKey };
  return { jwks: { keys: client.keys } };
}
