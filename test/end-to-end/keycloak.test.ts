// Keycloak, which many companies run: an OAuth 2.0 server with rules of its own for refusals.
import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { KEYCLOAK_REFUSALS } from '../fixtures/answers/token-refusals.ts';
import { type Keycloak, type KeycloakClient, startKeycloak } from '../servers/java/keycloak.ts';
import { HOOK_TIMEOUT, hasJavaServers, NEEDS_JAVA_SERVERS } from '../servers/java/servers.ts';
import { relayTo } from '../servers/relay.ts';
import { send } from './bare-request.ts';
import { failedStep, goodStep } from './step.ts';
import { serveEverywhere } from './world.ts';

const HOST = 'login.example.com';
const REALM = 'orders';

describe.skipIf(!hasJavaServers)(`Keycloak (${NEEDS_JAVA_SERVERS})`, () => {
  let keycloak: Keycloak;
  beforeAll(async () => {
    keycloak = await startKeycloak();
    await keycloak.addRealm(REALM);
  }, HOOK_TIMEOUT);
  afterAll(() => keycloak?.close());

  /** Registers a client. @returns a step for it. */
  async function register(client: Partial<KeycloakClient> = {}) {
    const clientId = `reports-${randomBytes(4).toString('hex')}`;
    const clientSecret = client.clientSecret ?? randomBytes(16).toString('hex');
    await keycloak.addClient(REALM, { clientId, clientSecret, ...client });
    const { env } = await serveEverywhere(relayTo(keycloak.port));
    const inputs: Record<string, string> = {
      'client-id': clientId,
      'client-secret': clientSecret,
      'token-url': tokenUrl(REALM),
    };
    return { inputs, env, secrets: [clientSecret], clientId };
  }

  /** @returns the words of the action alone: what the server said is taken out. */
  async function refused(code: string, step: Awaited<ReturnType<typeof register>>) {
    return (await failedStep(code, step)).replace(/"[^"]*"/g, '');
  }

  const SPECIAL = 'a$ !|%+&="\'\\/;:üb';
  test.each(['client_secret_post', 'client_secret_basic'])(
    'gives a token for a secret of special characters: %s',
    async (method) => {
      const step = await register({
        clientSecret: `${SPECIAL}${randomBytes(8).toString('hex')}`,
      });
      const inputs = { ...step.inputs, 'auth-method': method };
      const { outputs } = await goodStep({ ...step, inputs });
      expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({
        azp: step.clientId,
      });
      expect(outputs).toMatchObject({ provider: 'oauth2', 'auth-method': method });
    },
  );

  test.each([
    ['client_secret_basic', 'client_secret_post'],
    ['client_secret_post', 'client_secret_basic'],
  ] as const)('names %s where a client may not use %s', async (allowed, used) => {
    const step = await register({ method: allowed });
    const withMethod = (method: string) => ({
      ...step,
      inputs: { ...step.inputs, 'auth-method': method },
    });
    expect(await refused('E_UNAUTHORIZED', withMethod(used))).toContain(allowed);
    await goodStep(withMethod(allowed));
  });

  test('says what a client without a service account lacks', async () => {
    const message = await refused('E_UNAUTHORIZED', await register({ hasServiceAccount: false }));
    expect(message).toMatch(/\bgrants?\b|service account|client credentials/);
    expect(message).not.toMatch(/belong together|deleted or rotated/);
  });

  test('tells a wrong secret like any credential that does not fit', async () => {
    const step = await register();
    const wrong = randomBytes(16).toString('hex');
    const inputs = { ...step.inputs, 'client-secret': wrong };
    const secrets = [...step.secrets, wrong];
    expect(await refused('E_UNAUTHORIZED', { ...step, inputs, secrets })).toMatch(
      /belong together/,
    );
  });

  test('says that the URL of an unknown realm is no token endpoint', async () => {
    const step = await register();
    const inputs = { ...step.inputs, 'token-url': tokenUrl('typo') };
    const message = await refused('E_HTTP', { ...step, inputs });
    expect(message).toMatch(/token endpoint|token-url/);
    expect(message).not.toMatch(/belong together|deleted or rotated/);
  });

  test('shows the scope that it does not know', async () => {
    const step = await register();
    const inputs = { ...step.inputs, scope: 'orders.read' };
    const message = await refused('E_HTTP', { ...step, inputs });
    expect(message).toMatch(/scope/);
  });

  const GRANT = { grant_type: 'client_credentials' };
  const asked: Readonly<
    Record<
      keyof typeof KEYCLOAK_REFUSALS,
      Partial<KeycloakClient> & { form?: object; realm?: string }
    >
  > = {
    'a wrong secret': { form: { client_secret: 'wrong' } },
    'an unknown client': { form: { client_id: 'nobody' } },
    'a client that is disabled': { isEnabled: false },
    'a client without a service account': { hasServiceAccount: false },
    'a secret in the body where only Basic is allowed': { method: 'client_secret_basic' },
    'a scope that is not known': { form: { scope: 'orders.read' } },
    'a realm that is not there': { realm: 'typo' },
  };
  test.each(Object.entries(KEYCLOAK_REFUSALS))(
    'answers as recorded to %s',
    async (what, answer) => {
      const { form, realm = REALM, ...client } = asked[what as keyof typeof asked];
      const clientId = `recorded-${randomBytes(4).toString('hex')}`;
      await keycloak.addClient(REALM, { clientId, clientSecret: 'invented', ...client });
      const path = new URL(tokenUrl(realm)).pathname;
      const right = { ...GRANT, client_id: clientId, client_secret: 'invented' };
      const request = { host: HOST, path, form: { ...right, ...form } };
      expect(await send(`http://127.0.0.1:${keycloak.port}`, request)).toEqual(answer);
    },
  );
});

function tokenUrl(realm: string): string {
  return `https://${HOST}/realms/${realm}/protocol/openid-connect/token`;
}
