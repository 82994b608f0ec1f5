import { expect, test } from 'vitest';
import { id } from '../fixtures/invented.ts';
import { renderJobLog } from '../runner/job-log.ts';
import { createMasker } from '../runner/masker.ts';
import { LOG_LINES } from '../secrets/log-lines.ts';
import { findLeaks, formEncoded } from './leaks.ts';
import { annotations, failedStep, goodStep } from './step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

const BESIDE: Readonly<Record<string, unknown>> = {
  'of a client registration': {
    attributes: {
      'client.secret.creation.time': '1699999999',
      'client.secret.expiration.time': '0',
      'use.refresh.tokens': 'true',
    },
    secretExpiryDays: '365',
    token_type: 'bearer',
  },
  'of names and addresses': {
    owner: 'release@acme.example',
    repo: 'git@github.com:acme/portal.git',
    secretName: 'CALM_SERVICE_KEY',
    values: [{ key: 'accounts_service_url', value: 'https://a.example' }],
  },
  'that are words in places of secrets': {
    password: 'release',
    token: 'production',
    pin: '1',
    broker: 'amqps://root:production@queue.acme.example',
  },
};

test.each(Object.keys(BESIDE))('values %s leave later lines as they are', async (name) => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);
  const other = id(7);
  const document = { ...JSON.parse(client.credentials), extra: BESIDE[name], api_key: other };
  const run = await goodStep({
    inputs: { credentials: JSON.stringify(document) },
    env: trusting,
    clientId: client.clientId,
    secrets: [client.clientSecret, token, other],
  });
  const masker = createMasker();
  renderJobLog(run.stdout, masker);
  expect(renderJobLog(LOG_LINES.filter((line) => !line.startsWith('##[')).join('\n'), masker)).toBe(
    LOG_LINES.filter((line) => !line.startsWith('##[')).join('\n'),
  );
  const { clientId, clientSecret } = client;
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  const written = [clientSecret, other, token].flatMap((secret) => [
    ...[secret, formEncoded(secret), JSON.stringify(secret).slice(1, -1)],
    ...[base64(secret), base64(`x${secret}`), base64(`xy${secret}`)],
  ]);
  const pair = base64(`${clientId}:${clientSecret}`);
  const shown = [...written, pair].map((line) => masker.mask(line)).join('\n');
  expect(findLeaks(shown, [clientSecret, other, token], [clientId])).toEqual([]);
});

test('a PIN among the parameters is masked from six characters on, and no echo is shown', async () => {
  const server = await serve(({ body }) => ({
    status: 400,
    body: {
      error: 'invalid_request',
      error_description: `wrong pin ${new URLSearchParams(body).get('user_pin')}`,
    },
  }));
  const client = xsuaaClient(server.url);
  for (const pin of ['4711', '471147']) {
    const message = await failedStep('E_HTTP', {
      inputs: { credentials: client.credentials, parameters: `user_pin=${pin}` },
      env: trusting,
      secrets: [client.clientSecret],
    });
    expect(message).not.toContain(pin);
    expect(message).toContain('a reason that repeats a part of the secret and is not shown');
  }
});

test("a client's own secret is masked however short it is, with a warning", async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  for (const secret of ['a$1', 'release']) {
    const client = xsuaaClient(server.url, secret);
    const run = await goodStep({
      inputs: { credentials: client.credentials },
      env: trusting,
      secrets: [token],
    });
    const masker = createMasker();
    renderJobLog(run.stdout, masker);
    expect(masker.mask(`<${secret}>`)).toBe('<***>');
    expect(annotations(run)).toEqual([
      expect.stringMatching(
        /^::warning title=W_SECRET_SHORT::The client secret is (?:shorter|a word)/,
      ),
    ]);
  }
});
