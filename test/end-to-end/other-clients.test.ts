import { expect, test } from 'vitest';
import { failedStep, goodStep } from './step.ts';
import { jwt, opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

test.each(['client_id', 'cid', 'azp'])(
  'a token whose %s is another client is not handed over',
  async (name) => {
    const token = jwt({ [name]: 'sb-other!t1' });
    const server = await serve(() => tokenAnswer(token));
    const client = xsuaaClient(server.url);
    const message = await failedStep('E_TOKEN_CLIENT', {
      inputs: { credentials: client.credentials, 'env-prefix': 'CALM' },
      env: trusting,
      secrets: [client.clientSecret, token],
      clientId: client.clientId,
    });
    expect(message).toContain(
      `localhost:${server.port} issued a token of another client (claim ${name}: "sb-other!t1") than the one that asked for it.`,
    );
    expect(server.requests).toHaveLength(1);
  },
);

test('the name of that client is not shown where it is the secret', async () => {
  const server = await serve(({ body }) =>
    tokenAnswer(jwt({ cid: new URLSearchParams(body).get('client_secret') ?? '' })),
  );
  const client = xsuaaClient(server.url);
  const message = await failedStep('E_TOKEN_CLIENT', {
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret],
  });
  expect(message).toContain('(claim cid: a reason that repeats a part of the secret');
});

test('an opaque token says nothing of its client', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token, { client_id: 'sb-other!t1' }));
  const client = xsuaaClient(server.url);
  const run = await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
  });
  expect(run.outputs['access-token']).toBe(token);
});
