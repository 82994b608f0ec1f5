// Cloud Foundry UAA 4.30.0 itself, which SAP's XSUAA comes from.
import { randomBytes, randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Failure } from '../../src/base/failure.ts';
import { cloudFoundry } from '../../src/rotation/authorities/cloud-foundry/index.ts';
import { UAA_REFUSALS } from '../fixtures/answers/token-refusals.ts';
import { authorityContext } from '../rotation/authorities/authority-context.ts';
import { startAuthorizationServer } from '../servers/authorization-server.ts';
import { cloudFoundryUaa } from '../servers/cloud-foundry-uaa.ts';
import type { RecordedRequest } from '../servers/https-server.ts';
import { HOOK_TIMEOUT, hasJavaServers, NEEDS_JAVA_SERVERS } from '../servers/java/servers.ts';
import { startUaa, type Uaa } from '../servers/java/uaa.ts';
import type { UaaClient } from '../servers/java/uaa-administration.ts';
import { relayTo } from '../servers/relay.ts';
import { xsuaaKey } from '../servers/service-keys.ts';
import { jwt } from '../token/samples.ts';
import { type BareAnswer, type BareRequest, send } from './bare-request.ts';
import { failedStep, goodStep, warnings } from './step.ts';
import { pki, serveEverywhere, zone } from './world.ts';

const DOMAIN = 'authentication.eu10.hana.ondemand.com';
const tenant = { id: randomUUID(), subdomain: 'example-dev' };
const otherTenant = { id: randomUUID(), subdomain: 'example-prod' };
const disabledTenant = { id: randomUUID(), subdomain: 'example-old' };

/** Each breaks somewhere: in a shell, in a form, in JSON, in a header. */
const SPECIAL = ['$', '!', '|', '%', '+', '&', '=', ' ', '"', "'", '\\', '/', ';', 'ü'] as const;

describe.skipIf(!hasJavaServers)(`UAA (${NEEDS_JAVA_SERVERS})`, () => {
  let uaa: Uaa;
  beforeAll(async () => {
    uaa = await startUaa({ pki, domain: DOMAIN });
    for (const added of [tenant, otherTenant, disabledTenant]) await uaa.addZone(added);
    await uaa.disableZone(disabledTenant);
  }, HOOK_TIMEOUT);
  afterAll(() => uaa?.close());

  /** Registers a client that may read and write orders. @returns a step with its key. */
  async function register(
    client: Partial<UaaClient> = {},
    { id, subdomain }: typeof tenant = tenant,
  ) {
    const clientId = client.clientId ?? `sb-${randomBytes(4).toString('hex')}!t1`;
    const registered = {
      clientId,
      clientSecret: randomSecret(),
      authorities: ['orders.read', 'orders.write'],
      ...client,
    };
    await uaa.addClient(registered, id);
    return stepWith({ ...registered, id, subdomain });
  }

  async function stepWith({
    clientId,
    clientSecret,
    id,
    subdomain,
  }: Pick<UaaClient, 'clientId' | 'clientSecret'> & typeof tenant) {
    const server = await serveEverywhere(relayTo(uaa.port));
    const key = xsuaaKey(
      { ...zone(`https://${subdomain}.${DOMAIN}`), zoneId: id },
      { clientId, clientSecret, audience: 'orders!t1', scopes: [] },
    );
    return {
      inputs: { credentials: JSON.stringify(key) } as Record<string, string>,
      env: server.env,
      secrets: [clientSecret],
      clientId,
      requests: server.requests,
    };
  }

  type Step = Awaited<ReturnType<typeof stepWith>>;

  function good({ requests: _, ...step }: Step, inputs: Record<string, string> = {}) {
    return goodStep({ ...step, inputs: { ...step.inputs, ...inputs } });
  }

  /** @returns the words of the action alone: what the server said is taken out. */
  async function refused(code: string, step: Step, inputs: Record<string, string> = {}) {
    const { requests, ...options } = step;
    const message = await failedStep(code, {
      ...options,
      inputs: { ...options.inputs, ...inputs },
    });
    expect(requests).toHaveLength(1);
    return message.replace(/"[^"]*"/g, '');
  }

  test('gives a token of the tenant', async () => {
    const step = await register();
    const { outputs } = await good(step);
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({
      cid: step.clientId,
      zid: tenant.id,
      scope: expect.toSatisfy((scope: string[]) => scope.length === 2),
    });
    expect(outputs).toMatchObject({
      'token-type': 'bearer',
      'expires-in': '43199',
      'client-id': step.clientId,
      provider: 'xsuaa',
      'auth-method': 'client_secret_post',
      'token-url': `https://${tenant.subdomain}.${DOMAIN}/oauth/token`,
    });
  });

  test.each(SPECIAL)('gives a token for a secret with %s in the body', async (character) => {
    const step = await register({ clientSecret: secretWith(character) });
    const { outputs } = await good(step);
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({ cid: step.clientId });
  });

  // RFC 6749 2.3.1 has id and secret form-encoded in a Basic header; this version never decodes it.
  test.each(SPECIAL)(
    'says to send a secret with %s in the body, not by Basic',
    async (character) => {
      const step = await register({ clientId: randomId(), clientSecret: secretWith(character) });
      const message = await refused('E_UNAUTHORIZED', step, {
        'auth-method': 'client_secret_basic',
      });
      expect(message).toContain('client_secret_post');
      await good(step);
    },
  );

  test('gives a token for a Basic header in which nothing is encoded', async () => {
    const step = await register({ clientId: randomId() });
    const { outputs } = await good(step, { 'auth-method': 'client_secret_basic' });
    expect(outputs).toMatchObject({ 'auth-method': 'client_secret_basic' });
    expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({ cid: step.clientId });
  });

  test('compares 72 bytes of a secret: a longer one may have lost its end', async () => {
    const clientSecret = randomBytes(40).toString('hex');
    const step = await register({ clientSecret });
    const { clientId } = step;
    const cut = (length: number) =>
      stepWith({ clientId, clientSecret: clientSecret.slice(0, length), ...tenant });
    await good(step);
    await good(await cut(72));
    await refused('E_UNAUTHORIZED', await cut(71));
  });

  test('keeps the tenants apart', async () => {
    const clientId = 'sb-shared!t1';
    const here = await register({ clientId });
    const there = await register({ clientId }, otherTenant);
    for (const [step, { id }] of [
      [here, tenant],
      [there, otherTenant],
    ] as const) {
      const { outputs } = await good(step);
      expect(decodeJwt(outputs['access-token'] ?? '')).toMatchObject({ zid: id });
    }
    const [clientSecret = ''] = here.secrets;
    await refused('E_UNAUTHORIZED', await stepWith({ clientId, clientSecret, ...otherTenant }));
  });

  test.each([
    ['an unknown tenant', { id: randomUUID(), subdomain: 'example-typo' }],
    ['a disabled tenant', disabledTenant],
  ])('says that the host is no tenant: %s', async (_what, where) => {
    const client = { clientId: 'sb-demo!t1', clientSecret: randomSecret() };
    const message = await refused('E_HTTP', await stepWith({ ...client, ...where }));
    expect(message).toMatch(/tenant|subdomain|subaccount|\bzone\b/i);
  });

  test('takes both of two secrets, and the newer one alone when the older one is deleted', async () => {
    const older = await register();
    const { clientId } = older;
    const newer = await stepWith({ clientId, clientSecret: randomSecret(), ...tenant });
    await uaa.addSecret(clientId, newer.secrets[0] ?? '', tenant.id);
    await good(older);
    await good(newer);

    await uaa.deleteOlderSecret(clientId, tenant.id);
    const [clientSecret = ''] = older.secrets;
    const again = await stepWith({ clientId, clientSecret, ...tenant });
    expect(await refused('E_UNAUTHORIZED', again)).toMatch(/deleted|rotated/);
    await good(newer);
  });

  test.each<[string, () => Promise<Step>]>([
    [
      'a wrong secret',
      async () => {
        const { clientId } = await register();
        return stepWith({ clientId, clientSecret: randomSecret(), ...tenant });
      },
    ],
    [
      'an unknown client',
      () => stepWith({ clientId: 'sb-nobody!t1', clientSecret: randomSecret(), ...tenant }),
    ],
    [
      'a client that was deleted',
      async () => {
        const step = await register();
        await uaa.deleteClient(step.clientId, tenant.id);
        return step;
      },
    ],
  ])('tells %s like any credential that does not fit', async (_what, step) => {
    const message = await refused('E_UNAUTHORIZED', await step());
    expect(message).toMatch(/belong together/);
    expect(message).not.toMatch(/\bgrants?\b|token endpoint/);
  });

  test('names the grant where the client may not use it', async () => {
    const step = await register({ grantTypes: ['password'], scopes: ['openid'] });
    const message = await refused('E_UNAUTHORIZED', step);
    expect(message).toMatch(/\bgrants?\b|client_credentials|client credentials/);
    expect(message).not.toMatch(/belong together|deleted or rotated/);
  });

  test.each(['orders.delete', 'orders.read orders.delete'])(
    'shows what the client has where it lacks a scope: %s',
    async (scope) => {
      // The server tells them in any order.
      const message = await refused('E_HTTP', await register(), { scope });
      expect(message).toContain('orders.read');
      expect(message).toContain('orders.write');
    },
  );

  test.each(['orders.read orders.write', 'orders.read,orders.write'])(
    'gives both scopes for %s, without a warning',
    async (scope) => {
      const run = await good(await register(), { scope });
      expect(run.outputs['scope']?.split(' ').toSorted()).toEqual(['orders.read', 'orders.write']);
      expect(warnings(run)).toEqual([]);
    },
  );

  test.each(['/oauth/tokens', '/uaa/oauth/token'])(
    'says that a path is no token endpoint: %s',
    async (path) => {
      const step = await register();
      // 403, and not about the client.
      const message = await refused('E_(?:HTTP|UNAUTHORIZED)', step, {
        credentials: '',
        'client-id': step.clientId,
        'client-secret': step.secrets[0] ?? '',
        'token-url': `https://${tenant.subdomain}.${DOMAIN}${path}`,
      });
      expect(message).toMatch(/token endpoint|token-url/);
      expect(message).not.toMatch(/belong together|deleted or rotated/);
    },
  );

  test('gives a token that is no JWT', async () => {
    const { outputs } = await good(await register(), { parameters: 'token_format=opaque' });
    expect(outputs['access-token']).toMatch(/^[0-9a-f]{32}$/);
  });

  describe('answers', () => {
    let fake: Awaited<ReturnType<typeof startAuthorizationServer>>;
    let client: { client_id: string; client_secret: string };
    beforeAll(async () => {
      fake = await startAuthorizationServer({ pki });
      const { clientid: clientId, clientsecret: clientSecret } = fake.serviceKeys.xsuaa;
      client = { client_id: clientId, client_secret: clientSecret };
      await uaa.addClient({ clientId, clientSecret, authorities: ['uaa.resource'] }, tenant.id);
      const forUsers = { grantTypes: ['password'], scopes: ['openid', 'uaa.user'] };
      await uaa.addClient({ clientId: 'cf', clientSecret: '', ...forUsers }, tenant.id);
      await uaa.addUser({ userName: 'user@example.com', password: 'invented' }, tenant.id);
    });
    afterAll(() => fake?.close());

    const GRANT = { grant_type: 'client_credentials' };
    const asked: Readonly<Record<keyof typeof UAA_REFUSALS, () => BareRequest>> = {
      'a wrong secret': () => ({ form: { ...GRANT, ...client, client_secret: 'wrong' } }),
      'an unknown client': () => ({ form: { ...GRANT, ...client, client_id: 'sb-nobody!t1' } }),
      'no client': () => ({ form: GRANT }),
      'a grant that the client may not use': () => ({
        form: { ...GRANT, client_id: 'cf', client_secret: '' },
      }),
      'no grant': () => ({ form: client }),
      'an unknown grant': () => ({ form: { ...client, grant_type: 'client' } }),
      'a scope that the client lacks': () => ({
        form: { ...GRANT, ...client, scope: 'orders.read' },
      }),
      'a scope that it lacks beside one that it has': () => ({
        form: { ...GRANT, ...client, scope: 'orders.read uaa.resource' },
      }),
      'a path that is no endpoint': () => ({ path: '/oauth', form: { ...GRANT, ...client } }),
      'a host that is no tenant': () => ({
        host: `example-typo.${DOMAIN}`,
        form: { ...GRANT, ...client },
      }),
    };

    function real({
      host = `${tenant.subdomain}.${DOMAIN}`,
      ...rest
    }: BareRequest): Promise<BareAnswer> {
      return send(`http://127.0.0.1:${uaa.port}`, { host, ...rest });
    }

    test.each(Object.entries(UAA_REFUSALS))('are as recorded to %s', async (what, recorded) => {
      expect(await real(asked[what as keyof typeof asked]())).toEqual(recorded);
    });

    // Its clients have this grant, and it has no other tenant.
    const notPlayed = ['a grant that the client may not use', 'a host that is no tenant'];
    test.each(Object.keys(UAA_REFUSALS).filter((what) => !notPlayed.includes(what)))(
      'are those of the authorization server of the tests to %s',
      async (what) => {
        const request = asked[what as keyof typeof asked]();
        const { status, body } = await send(fake.url, request);
        const refusal = await real(request);
        // UAA of 2024 and XSUAA have the standard's name for it.
        const error = refusal.body['error'].replace(/^unauthorized$/, 'invalid_client');
        expect(body['error']).toBe(error);
        expect(status).toBe(refusal.status);
        expect(Object.keys(body)).toEqual(Object.keys(refusal.body));
      },
    );

    test('are those of the authorization server of the tests to a right request', async () => {
      const request = { form: { ...GRANT, ...client } };
      const [played, answer] = [await send(fake.url, request), await real(request)];
      expect(played.status).toBe(answer.status);
      expect(Object.keys(played.body).toSorted()).toEqual(Object.keys(answer.body).toSorted());
      const others = ({ access_token: _, jti: __, ...body }: BareAnswer['body']) => body;
      expect(others(played.body)).toEqual(others(answer.body));
      const claims = ({ body }: BareAnswer) => Object.keys(decodeJwt(body['access_token']));
      expect(claims(answer)).toEqual(
        expect.arrayContaining(['cid', 'zid', 'scope', 'authorities']),
      );
      expect(claims(played)).toEqual(
        expect.arrayContaining(['cid', 'zid', 'scope', 'authorities']),
      );
    });

    const user = { grant_type: 'password', username: 'user@example.com', password: 'invented' };
    const cf = { authorization: `Basic ${Buffer.from('cf:').toString('base64')}` };
    test.each<[string, BareRequest]>([
      ['a user', { headers: cf, form: user }],
      ['a user with a wrong password', { headers: cf, form: { ...user, password: 'wrong' } }],
      ['a user of no client', { form: user }],
      ['a user of a client without its empty secret', { form: { ...user, client_id: 'cf' } }],
    ])('are those of the Cloud Foundry of the tests to %s', async (_what, request) => {
      const played = await cloudFoundryUaa({
        username: user.username,
        password: user.password,
        origin: '',
        lifetime: 599,
        now: Date.now,
      }).answer({
        method: 'POST',
        path: '/oauth/token',
        headers: request.headers ?? {},
        body: `${new URLSearchParams(request.form)}`,
      } as RecordedRequest);
      if (typeof played === 'function') throw new Error('It answers with an object.');
      const body = played.body as BareAnswer['body'];
      const answer = await real(request);
      expect(played.status ?? 200).toBe(answer.status);
      expect(body['error']).toBe(answer.body['error']);
      expect(Object.keys(body)).toEqual(expect.arrayContaining(Object.keys(answer.body)));
    });

    /** Whether the rotation comes in at Cloud Foundry by this server: the code of what it meets next. */
    async function rotationLogin(login: object): Promise<Failure> {
      const context = authorityContext({
        oidcToken: async () => jwt({ iss: 'https://issuer.example.com', sub: 'jane', aud: 'acme' }),
        transport: async ({ method, url, headers, body }) => {
          const isApi = url.host === 'api.cf.eu10.hana.ondemand.com';
          const links = { uaa: { href: 'https://uaa.cf.eu10.hana.ondemand.com' } };
          const own = { links, resources: [] };
          if (isApi) return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(own)) };
          expect(method).toBe('POST');
          const { status, body: told } = await real({
            ...{ path: `${url.pathname}${url.search}`, headers },
            form: Object.fromEntries(new URLSearchParams(body)),
          });
          return { status, headers: {}, body: Buffer.from(JSON.stringify(told)) };
        },
      });
      const place = { organization: 'acme', space: 'prod', instance: 'calm-api' };
      const settings = { api: 'https://api.cf.eu10.hana.ondemand.com', ...place };
      return cloudFoundry
        .open({ kind: 'cloud-foundry', ...settings }, JSON.stringify(login), context)
        .check()
        .then(
          () => expect.unreachable('There is no such instance'),
          (error: Failure) => error,
        );
    }
    const { username, password } = user;

    test.each<[string, object, string, RegExp]>([
      ['by password', { username, password }, 'E_AUTHORITY', /The user sees no managed/],
      [
        'by a wrong password',
        { username, password: 'another-one' },
        'E_AUTHORITY_LOGIN',
        /answered 401: .*"Bad credentials".*Check username, password and origin/,
      ],
      [
        'by a password with an origin that is none',
        { username, password, origin: 'nowhere' },
        'E_AUTHORITY_LOGIN',
        /Check origin in authority-login: no active identity provider/,
      ],
      [
        'by a JWT of an issuer that it does not know',
        { oidc: true, origin: 'acme', audience: 'acme' },
        'E_AUTHORITY_LOGIN',
        /"Unable to map issuer, .*No identity provider of this UAA server has the issuer/,
      ],
    ])('are understood by the rotation that logs in %s', async (_what, login, code, text) => {
      expect(await rotationLogin(login)).toMatchObject({
        code,
        message: expect.stringMatching(text),
      });
    });
  });
});

/** Form-encoding leaves it as it is. */
function randomSecret(): string {
  return randomBytes(24).toString('hex');
}

function secretWith(character: string): string {
  return `${randomBytes(12).toString('hex')}${character}${randomBytes(12).toString('hex')}`;
}

/** The same of an id: those of XSUAA have a `!`. */
function randomId(): string {
  return `reports-${randomBytes(4).toString('hex')}`;
}
