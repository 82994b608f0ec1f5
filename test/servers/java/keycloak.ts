import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { request } from 'undici';
import { freePort, startProgram } from '../program.ts';
import { KEYCLOAK_FOLDER, PATIENCE, QUICK_START } from './servers.ts';

export interface Keycloak extends Administration {
  /** Of 127.0.0.1, without TLS. */
  readonly port: number;
  close(): Promise<void>;
}

export interface KeycloakClient {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The client credentials grant is for such clients alone. Default: true. */
  readonly hasServiceAccount?: boolean;
  /** Default: true. */
  readonly isEnabled?: boolean;
  /** The only way that the secret may come. Default: either. */
  readonly method?: 'client_secret_basic' | 'client_secret_post';
}

/**
 * Starts Keycloak with a database in its memory.
 *
 * @throws Error with what it wrote, where it does not start.
 */
export async function startKeycloak(): Promise<Keycloak> {
  const port = await freePort();
  const password = randomBytes(16).toString('hex');
  const server = await startProgram(
    [
      join(KEYCLOAK_FOLDER, 'bin/kc.sh'),
      'start',
      '--optimized',
      '--http-enabled=true',
      '--http-host=127.0.0.1',
      `--http-port=${port}`,
      '--hostname-strict=false',
      '--log-level=WARN',
    ],
    port,
    {
      env: {
        JAVA_OPTS_APPEND: QUICK_START,
        KC_BOOTSTRAP_ADMIN_USERNAME: 'admin',
        KC_BOOTSTRAP_ADMIN_PASSWORD: password,
      },
      ...PATIENCE,
    },
  );
  const close = () => server.stop();
  try {
    return { port, close, ...(await logIn(port, password)) };
  } catch (error) {
    await close();
    throw error;
  }
}

type Administration = Awaited<ReturnType<typeof logIn>>;

/** The administration API, used by the account that a new database has. */
async function logIn(port: number, password: string) {
  const send = async (path: string, headers: Readonly<Record<string, string>>, body: string) => {
    const answer = await request(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers,
      body,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300) throw new Error(`${path} gave ${answer.statusCode}: ${text}`);
    return text;
  };
  const login = await send(
    '/realms/master/protocol/openid-connect/token',
    { 'content-type': 'application/x-www-form-urlencoded' },
    `${new URLSearchParams({ grant_type: 'password', client_id: 'admin-cli', username: 'admin', password })}`,
  );
  const headers = {
    authorization: `Bearer ${JSON.parse(login).access_token}`,
    'content-type': 'application/json',
  };
  const add = async (path: string, added: object): Promise<void> => {
    await send(path, headers, JSON.stringify(added));
  };

  return {
    async addRealm(realm: string): Promise<void> {
      await add('/admin/realms', { realm, enabled: true });
    },

    async addClient(realm: string, client: KeycloakClient): Promise<void> {
      const { clientId, clientSecret, hasServiceAccount = true, isEnabled = true, method } = client;
      await add(`/admin/realms/${realm}/clients`, {
        clientId,
        secret: clientSecret,
        enabled: isEnabled,
        publicClient: false,
        serviceAccountsEnabled: hasServiceAccount,
        standardFlowEnabled: false,
        attributes:
          method === undefined ? {} : { 'client.secret.authentication.allowed.method': method },
      });
    },
  };
}
