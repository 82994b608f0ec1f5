import { request } from 'undici';

export interface UaaClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The scopes of a token for the client itself. */
  readonly authorities?: readonly string[];
  /** Default: client credentials alone. */
  readonly grantTypes?: readonly string[];
  /** The scopes of a token for a user. */
  readonly scopes?: readonly string[];
}

export type UaaAdministration = Awaited<ReturnType<typeof administer>>;

/** The administration API of a UAA on `port` of 127.0.0.1, used by its client `admin`. */
export async function administer(server: {
  readonly port: number;
  readonly domain: string;
  readonly adminSecret: string;
}) {
  const call = async (
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    headers: Readonly<Record<string, string>>,
    body: string,
  ) => {
    const answer = await request(`http://127.0.0.1:${server.port}${path}`, {
      method,
      headers: { host: server.domain, ...headers },
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) {
      throw new Error(`${method} ${path} gave ${answer.statusCode}: ${text}`);
    }
    return JSON.parse(text);
  };
  const login = await call(
    'POST',
    '/oauth/token',
    { 'content-type': 'application/x-www-form-urlencoded' },
    `${new URLSearchParams({ grant_type: 'client_credentials', client_id: 'admin', client_secret: server.adminSecret })}`,
  );
  const administer = async (
    method: 'POST' | 'PUT' | 'DELETE',
    path: string,
    body: object,
    zoneId: string = 'uaa',
  ): Promise<void> => {
    const headers = {
      authorization: `Bearer ${login.access_token}`,
      'content-type': 'application/json',
      'x-identity-zone-id': zoneId,
    };
    await call(method, path, headers, JSON.stringify(body));
  };
  const clientPath = (clientId: string) => `/oauth/clients/${encodeURIComponent(clientId)}`;

  return {
    /** A tenant of its own, with clients of its own. */
    async addZone(zone: { readonly id: string; readonly subdomain: string }): Promise<void> {
      await administer('POST', '/identity-zones', { ...zone, name: zone.subdomain });
    },

    /** Its host then answers as if there were no such tenant. */
    async disableZone(zone: { readonly id: string; readonly subdomain: string }): Promise<void> {
      const changed = { ...zone, name: zone.subdomain, active: false };
      await administer('PUT', `/identity-zones/${zone.id}`, changed);
    },

    /** @param zoneId default: the server's own zone */
    async addClient(client: UaaClient, zoneId?: string): Promise<void> {
      const {
        clientId,
        clientSecret,
        authorities = ['uaa.none'],
        grantTypes = ['client_credentials'],
        scopes = ['uaa.none'],
      } = client;
      const registered = {
        client_id: clientId,
        client_secret: clientSecret,
        authorities,
        authorized_grant_types: grantTypes,
        scope: scopes,
      };
      await administer('POST', '/oauth/clients', registered, zoneId);
    },

    async deleteClient(clientId: string, zoneId?: string): Promise<void> {
      await administer('DELETE', clientPath(clientId), {}, zoneId);
    },

    /** A second secret; the first one goes on. */
    async addSecret(clientId: string, secret: string, zoneId?: string): Promise<void> {
      const change = { clientId, secret, changeMode: 'ADD' };
      await administer('PUT', `${clientPath(clientId)}/secret`, change, zoneId);
    },

    async deleteOlderSecret(clientId: string, zoneId?: string): Promise<void> {
      const change = { clientId, changeMode: 'DELETE' };
      await administer('PUT', `${clientPath(clientId)}/secret`, change, zoneId);
    },

    /** @param userName an e-mail address */
    async addUser(
      user: { readonly userName: string; readonly password: string },
      zoneId?: string,
    ): Promise<void> {
      const name = { givenName: 'Some', familyName: 'Body' };
      const emails = [{ value: user.userName }];
      await administer('POST', '/Users', { ...user, name, emails }, zoneId);
    },
  };
}
