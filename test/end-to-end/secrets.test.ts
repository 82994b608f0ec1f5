import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { formEncoded } from './leaks.ts';
import { goodStep } from './step.ts';
import { formOf, opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

const CHARACTERS = [
  ...['$', '$HOME', '+', '/', '=', '%', '%41', '%0A', '&', ';', '"', "'", '`', '\\', '\\n', '\\$'],
  ...['<', '>', '#', '?', ':', '::', '@', '*', '!', '~', ' ', '{', '}', 'ä', '€', '日本', '😀'],
];

/** With the character inside, twice, between random text on both sides. */
function secretWith(character: string): string {
  const random = () => randomBytes(12).toString('base64url');
  return `${random()}${character}${random()}${character}${random()}`;
}

test.each(CHARACTERS)('a secret with %j arrives byte for byte, from a key', async (character) => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url, secretWith(character));

  await goodStep({
    inputs: { credentials: client.credentials },
    env: trusting,
    secrets: [client.clientSecret, token],
    clientId: client.clientId,
  });

  expect(server.requests).toHaveLength(1);
  expect(formOf(server.requests[0])).toContainEqual(['client_secret', client.clientSecret]);
});

test('a secret with all of them arrives byte for byte, from its own input', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const clientSecret = secretWith(CHARACTERS.join(''));

  await goodStep({
    inputs: { 'client-id': 'reports', 'client-secret': clientSecret, 'token-url': server.url },
    env: trusting,
    secrets: [clientSecret, token],
    clientId: 'reports',
  });

  expect(server.requests.map(({ path }) => path)).toEqual(['/oauth/token']);
  expect(formOf(server.requests[0])).toContainEqual(['client_secret', clientSecret]);
});

test('a secret with all of them arrives byte for byte, in a Basic header', async () => {
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const clientSecret = secretWith(CHARACTERS.join(''));

  await goodStep({
    inputs: {
      'client-id': 'reports:ä',
      'client-secret': clientSecret,
      'token-url': server.url,
      'auth-method': 'client_secret_basic',
    },
    env: trusting,
    secrets: [clientSecret, token],
    clientId: 'reports:ä',
  });

  const pair = `${formEncoded('reports:ä')}:${formEncoded(clientSecret)}`;
  const [, value = ''] = server.requests[0]?.headers.authorization?.split(' ') ?? [];
  expect(Buffer.from(value, 'base64').toString()).toBe(pair);
});
