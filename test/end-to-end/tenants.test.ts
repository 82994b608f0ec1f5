import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { failedStep, goodStep } from './step.ts';
import { jwt, serve, serveEverywhere, tokenAnswer, trusting, xsuaaClient } from './world.ts';

test('a token of another tenant is not handed over', async () => {
  const token = jwt({ zid: randomUUID() });
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);
  const message = await failedStep('E_TOKEN_TENANT', {
    inputs: { credentials: client.credentials, 'env-prefix': 'CALM' },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });
  expect(message).toContain(`localhost:${server.port} issued a token of another tenant`);
});

test.each([
  ['of the same tenant', (zid: string) => ({ zid })],
  ['that names none', () => ({})],
  ['that names none of the kind', () => ({ zid: 17 })],
])('a token %s is handed over', async (_what, claims) => {
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);
  const token = jwt(claims(client.key.zoneid));
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
});

test('the tenant of a subscriber is reached on purpose', async () => {
  const token = jwt({ zid: randomUUID() });
  const server = await serveEverywhere(() => tokenAnswer(token));
  const uaadomain = 'authentication.eu10.hana.ondemand.com';
  const client = xsuaaClient(`https://provider.${uaadomain}`);
  const run = await goodStep({
    inputs: {
      credentials: JSON.stringify({ ...client.key, uaadomain }),
      'token-url': `https://subscriber.${uaadomain}`,
    },
    env: server.env,
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
});
