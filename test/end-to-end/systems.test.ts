import { expect, test } from 'vitest';
import type { ActionRun } from '../runner/run-action.ts';
import type { RecordedRequest } from '../servers/https-server.ts';
import {
  advancedFinancialClosingKey,
  bindingSecret,
  cloudAlmKey,
} from '../servers/service-keys.ts';
import { formEncoded } from './leaks.ts';
import { goodStep, pinned } from './step.ts';
import { formOf, jwt, serveEverywhere, tokenAnswer, xsuaaClient, zone } from './world.ts';

const UAA = 'https://tenant.authentication.eu10.hana.ondemand.com';
const UAA_HOST = 'tenant.authentication.eu10.hana.ondemand.com';
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

function basic(id: string, secret: string): string {
  return Buffer.from(`${id}:${secret}`).toString('base64');
}

function secretNames(id: string, secret: string) {
  return {
    secret,
    'form-encoded secret': formEncoded(secret),
    'basic pair': basic(id, secret),
    'form-encoded basic pair': basic(formEncoded(id), formEncoded(secret)),
  };
}

function tokenNames(token: string) {
  return { token, signature: token.split('.')[2] ?? 'none' };
}

/** One request in all, as RFC 6749 4.4.2 has it; its credentials in the body or the header. */
function expectOneRequest(requests: readonly RecordedRequest[], host: string, path: string) {
  expect(requests).toHaveLength(1);
  expect(requests[0]).toMatchObject({ method: 'POST', path, host, servername: host });
  expect(requests[0]?.headers).toMatchObject({
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'content-length': String(requests[0]?.body.length),
  });
}

function expectOutputs(run: ActionRun, others: Record<string, string>) {
  expect(run.outputs).toEqual({ 'expires-at': expect.stringMatching(TIME), ...others });
  expect(run.files.env).toBe('');
}

test('a flat XSUAA key gives a token', async () => {
  const client = xsuaaClient(UAA);
  const zid = client.key.zoneid;
  const token = jwt({ iss: `${UAA}/oauth/token`, zid, scope: ['uaa.resource'] });
  const server = await serveEverywhere(() => tokenAnswer(token, { scope: 'uaa.resource' }));

  const run = await goodStep({
    ...client,
    inputs: { credentials: client.credentials },
    env: server.env,
    secrets: [...client.secrets, token],
  });

  expectOneRequest(server.requests, UAA_HOST, '/oauth/token');
  expect(server.connects).toEqual([`${UAA_HOST}:443`]);
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(formOf(server.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', client.clientId],
    ['client_secret', client.clientSecret],
  ]);
  expectOutputs(run, {
    'access-token': token,
    'token-type': 'bearer',
    scope: 'uaa.resource',
    'expires-in': '43199',
    'api-url': UAA,
    endpoints: '{}',
    'token-url': `${UAA}/oauth/token`,
    'client-id': client.clientId,
    provider: 'xsuaa',
    'auth-method': 'client_secret_post',
  });
  expect(
    pinned(run, {
      ...secretNames(client.clientId, client.clientSecret),
      ...tokenNames(token),
      zone: zid,
    }),
  ).toMatchInlineSnapshot(`
    "::add-mask::<secret>
    ::add-mask::<form-encoded secret>
    ::add-mask::<basic pair>
    ::add-mask::<form-encoded basic pair>
    ::add-mask::<token>
    ::add-mask::<signature>
    ::group::Access token for sb-demo!t1
    client id       sb-demo!t1
    provider        xsuaa
    authentication  client_secret_post
    token URL       https://tenant.authentication.eu10.hana.ondemand.com/oauth/token
    API URL         https://tenant.authentication.eu10.hana.ondemand.com
    issuer          https://tenant.authentication.eu10.hana.ondemand.com/oauth/token
    zone            <zone>
    scopes          uaa.resource
    expires at      <time> (in 43199 s)
    ::endgroup::
    "
  `);
});

test('a nested key of SAP Cloud ALM gives a token and the URL of its API', async () => {
  const token = jwt({ scope: ['sapcloudalm!b2.calm-api.tasks.read'] });
  const server = await serveEverywhere(() => tokenAnswer(token));
  const client = xsuaaClient(UAA);
  const key = cloudAlmKey(zone(UAA), client);
  const credentials = JSON.stringify({
    ...key,
    endpoints: { Api: 'https://eu10.alm.example/api' },
  });

  const run = await goodStep({
    ...client,
    inputs: { credentials },
    env: server.env,
    secrets: [...client.secrets, token],
  });

  expectOneRequest(server.requests, UAA_HOST, '/oauth/token');
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(formOf(server.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', client.clientId],
    ['client_secret', client.clientSecret],
  ]);
  expectOutputs(run, {
    'access-token': token,
    'token-type': 'bearer',
    'expires-in': '43199',
    scope: 'sapcloudalm!b2.calm-api.tasks.read',
    'api-url': 'https://eu10.alm.example/api',
    endpoints: '{"Api":"https://eu10.alm.example/api"}',
    'token-url': `${UAA}/oauth/token`,
    'client-id': client.clientId,
    provider: 'xsuaa',
    'auth-method': 'client_secret_post',
  });
  expect(
    pinned(run, { ...secretNames(client.clientId, client.clientSecret), ...tokenNames(token) }),
  ).toMatchInlineSnapshot(`
    "::add-mask::<secret>
    ::add-mask::<form-encoded secret>
    ::add-mask::<basic pair>
    ::add-mask::<form-encoded basic pair>
    ::add-mask::<token>
    ::add-mask::<signature>
    ::group::Access token for sb-demo!t1
    client id       sb-demo!t1
    provider        xsuaa
    authentication  client_secret_post
    token URL       https://tenant.authentication.eu10.hana.ondemand.com/oauth/token
    API URL         https://eu10.alm.example/api
    scopes          sapcloudalm!b2.calm-api.tasks.read
    expires at      <time> (in 43199 s)
    ::endgroup::
    "
  `);
});

test.each([
  [undefined, `${UAA}/scim/v2`],
  ['task-center', `${UAA}/task-center`],
  ['SCIM2', `${UAA}/scim/v2`],
])('of the endpoints of Advanced Financial Closing the input %s chooses', async (endpoint, url) => {
  const token = jwt();
  const server = await serveEverywhere(() => tokenAnswer(token));
  const client = xsuaaClient(UAA);
  const key = advancedFinancialClosingKey(zone(UAA), client);

  const run = await goodStep({
    ...client,
    inputs: { credentials: JSON.stringify(key), ...(endpoint === undefined ? {} : { endpoint }) },
    env: server.env,
    secrets: [...client.secrets, token],
  });

  expectOneRequest(server.requests, UAA_HOST, '/oauth/token');
  expect(run.outputs).toMatchObject({
    'access-token': token,
    'api-url': url,
    endpoints: JSON.stringify(key.endpoints),
  });
});

test('eTrusted needs no more than its name, a client id and a secret', async () => {
  const token = jwt({ iss: 'https://login.etrusted.com' });
  const server = await serveEverywhere(() => tokenAnswer(token, { token_type: 'Bearer' }));
  const [clientId, clientSecret] = ['0b7f1ad2', bindingSecret()];

  const run = await goodStep({
    inputs: { provider: 'etrusted', 'client-id': clientId, 'client-secret': clientSecret },
    env: server.env,
    secrets: [clientSecret, token],
    clientId,
  });

  expectOneRequest(server.requests, 'login.etrusted.com', '/oauth/token');
  expect(server.requests[0]?.headers).not.toHaveProperty('authorization');
  expect(formOf(server.requests[0])).toEqual([
    ['grant_type', 'client_credentials'],
    ['client_id', clientId],
    ['client_secret', clientSecret],
    ['audience', 'https://api.etrusted.com'],
  ]);
  expectOutputs(run, {
    'access-token': token,
    'token-type': 'Bearer',
    'expires-in': '43199',
    'api-url': 'https://api.etrusted.com',
    endpoints: '{}',
    'token-url': 'https://login.etrusted.com/oauth/token',
    'client-id': clientId,
    provider: 'etrusted',
    'auth-method': 'client_secret_post',
  });
  expect(
    pinned(run, { ...secretNames(clientId, clientSecret), ...tokenNames(token) }),
  ).toMatchInlineSnapshot(`
    "::add-mask::<secret>
    ::add-mask::<form-encoded secret>
    ::add-mask::<basic pair>
    ::add-mask::<form-encoded basic pair>
    ::add-mask::<token>
    ::add-mask::<signature>
    ::group::Access token for 0b7f1ad2
    client id       0b7f1ad2
    provider        etrusted
    authentication  client_secret_post
    token URL       https://login.etrusted.com/oauth/token
    API URL         https://api.etrusted.com
    issuer          https://login.etrusted.com
    expires at      <time> (in 43199 s)
    ::endgroup::
    "
  `);
});
