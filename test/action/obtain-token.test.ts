import { describe, expect, test } from 'vitest';
import { resolveCredential } from '../../src/action/obtain-token.ts';
import { testContext } from '../context.ts';

async function keptOf(document: Readonly<Record<string, unknown>>) {
  const context = testContext();
  await resolveCredential(
    {
      credentials: JSON.stringify({ url: 'https://a.authentication.eu10.example', ...document }),
      binding: undefined,
      overrides: {},
      credentialOptions: { provider: 'auto', authMethod: 'auto' },
    },
    context,
  );
  return context;
}

describe('a secret that begins with the public name of its credential', () => {
  const secret = 'calm-release-2026$Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4';

  test('is not found in a text that names the credential', async () => {
    const { secrets } = await keptOf({
      clientid: 'a',
      clientsecret: secret,
      name: 'calm-release-2026',
    });
    expect(secrets.isRepeatedBy('calm-release-2026 is still bound')).toBe(false);
    expect(secrets.isRepeatedBy('…YmF6cXV4Zm9v…')).toBe(true);
  });

  test('is masked whole', async () => {
    const { runner } = await keptOf({
      clientid: 'a',
      clientsecret: secret,
      name: 'calm-release-2026',
    });
    expect(runner.masks).toContain(secret);
  });

  test('is kept whole where nothing names it', async () => {
    const { secrets } = await keptOf({ clientid: 'a', clientsecret: secret });
    expect(secrets.isRepeatedBy('calm-release-2026 is still bound')).toBe(true);
  });
});

test.each(['ab -----BEGIN cd ef', 'abc-----BEGIN X-----defghijkl'])(
  'the secret %j is no private key, and is masked as it is',
  async (clientsecret) => {
    const { runner } = await keptOf({ clientid: 'a', clientsecret });
    expect(runner.masks).toContain(clientsecret);
    expect(runner.masks).not.toContain('-----BEGIN');
  },
);

test('a secret is looked for form-encoded, too, as it is in a Basic value', async () => {
  const clientSecret = '=!()=!()=!()';
  const { secrets } = await keptOf({ clientid: 'a', clientsecret: clientSecret });
  const encoded = new URLSearchParams({ '': clientSecret }).toString().slice(1);
  const basic = Buffer.from(`a:${encoded}`).toString('base64');
  expect(secrets.isRepeatedBy(`not ${basic.slice(4, 16)}`)).toBe(true);
  expect(secrets.isRepeatedBy('not a part of it')).toBe(false);
});
