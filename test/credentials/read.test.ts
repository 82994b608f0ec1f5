import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import { completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';

test.each([
  ['', 'E_CREDENTIAL_FORMAT'],
  ['not JSON', 'E_CREDENTIAL_FORMAT'],
  ["{'clientid': 'a'}", 'E_CREDENTIAL_FORMAT'],
  ['[]', 'E_CREDENTIAL_SHAPE'],
  ['null', 'E_CREDENTIAL_SHAPE'],
  ['"text"', 'E_CREDENTIAL_SHAPE'],
  ['{}', 'E_CREDENTIAL_SHAPE'],
  ['{"uaa": []}', 'E_CREDENTIAL_SHAPE'],
  ['{"username": "a", "password": "b"}', 'E_CREDENTIAL_BASIC_ONLY'],
  ['{"username": "a"}', 'E_CREDENTIAL_SHAPE'],
  ['"'.padEnd(128 * 1024 + 1, 'a'), 'E_CREDENTIAL_SIZE'],
])('%.40j is %s', async (text, code) => {
  await expect(readCredential(text)).rejects.toThrow(expect.objectContaining({ code }));
});

test('what looks cut is called so', async () => {
  await expect(readCredential('{"clientid": "a')).rejects.toThrow(/looks truncated/);
});

test('a client is found at the top before it is found below', async () => {
  expect(await readCredential('{"clientid": "a", "uaa": {"clientid": "b"}}')).toMatchObject({
    fields: { clientId: 'a' },
    nested: false,
  });
  expect(await readCredential('{"uaa": {"clientid": "b"}}')).toMatchObject({
    fields: { clientId: 'b' },
    nested: true,
  });
});

/** Letters of which no word of ours is made. */
const distinctive = fc.stringMatching(/^[\u03b1-\u03c9XQZJ]{6,30}$/);
const name = fc.constantFrom(
  'clientid',
  'client_secret',
  'secret',
  'certificate',
  'key',
  'credential-type',
  'tokenurl',
  'certurl',
  'url',
  'uri',
  'apiurl',
  'uaadomain',
  'domains',
  'app_tid',
  'user',
  'password',
  'uaa',
  'endpoints',
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: distinctive },
  distinctive.map((text) => `https://${text}`),
  distinctive.map((text) => `https://host.example/${text}?x=${text}`),
  distinctive.map((text) => `https://user:${text}@host.example`),
  distinctive.map((text) => `-----BEGIN PRIVATE KEY-----${text}-----END PRIVATE KEY-----`),
  distinctive.map((text) => `-----BEGIN CERTIFICATE-----${text}`),
  fc.constantFrom<unknown>(7, null, true, 'x509', 'SECRET', []),
);
// A client id is no secret: it may name a client in a message.
const object = fc
  .dictionary(name, value, { maxKeys: 9 })
  .map((members) => ('clientid' in members ? { ...members, clientid: 'sb-release!b1' } : members));
const document = fc.oneof(
  object,
  object.map((uaa) => ({ uaa })),
  fc.tuple(object, object).map(([uaa, beside]) => ({ ...beside, uaa })),
);
const text = fc.oneof(
  fc.string(),
  fc.json(),
  distinctive,
  document.map((whole) => JSON.stringify(whole)),
  document.map((whole) => JSON.stringify(whole).slice(0, -5)),
  document.map((whole) => JSON.stringify(whole, null, 2)),
);

test('any text is a credential or a Failure that shows nothing of it', async () => {
  const choices = fc.record({
    provider: fc.constantFrom('auto', 'xsuaa', 'ias', 'etrusted', 'oauth2'),
    authMethod: fc.constantFrom(
      'auto',
      'client_secret_post',
      'client_secret_basic',
      'tls_client_auth',
    ),
  });
  const codes = new Set<string>();
  // Chance makes one of these in some runs only.
  const RARE: [string, { provider: string; authMethod: string }] = [
    '{"clientid":"sb-release!b1","clientsecret":"XQZJXQZJ","url":"https://user:QZJXQZJX@host.example"}',
    { provider: 'auto', authMethod: 'auto' },
  ];
  await fc.assert(
    fc.asyncProperty(text, choices, async (input, chosen) => {
      try {
        await completeCredential(await readCredential(input), {}, chosen, 0);
        codes.add('complete');
      } catch (error) {
        expect(error).toBeInstanceOf(Failure);
        const { code, message } = error as Failure;
        codes.add(code);
        expect(message).not.toMatch(/\n|\r/);
        for (const [, piece = ''] of input.matchAll(/(?=([\u03b1-\u03c9XQZJ]{6}))/g)) {
          expect(message).not.toContain(piece);
        }
      }
    }),
    { numRuns: 2500, examples: [RARE] },
  );
  // Both the ways that work and the depths of the ones that do not were reached.
  for (const code of [
    'complete',
    'E_CREDENTIAL_FORMAT',
    'E_CREDENTIAL_SHAPE',
    'E_CREDENTIAL_NO_SECRET',
    'E_PEM',
    'E_URL_USERINFO',
  ]) {
    expect(codes).toContain(code);
  }
});
