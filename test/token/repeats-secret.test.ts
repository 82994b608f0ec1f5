import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repeatsSecret } from '../../src/token/repeats-secret.ts';
import { SECRET } from './samples.ts';

const proof = { kind: 'secret', clientSecret: SECRET } as const;
const everyByte = (text: string) =>
  [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

describe('a text that repeats the secret', () => {
  const base64 = (before: string) => Buffer.from(`${before}${SECRET} after`).toString('base64');
  test.each([
    ['plainly', `Bad secret ${SECRET}!`],
    ['in capital letters', SECRET.toUpperCase()],
    ['in base64', base64('')],
    ['in base64, shifted by one', base64('x')],
    ['in base64, shifted by two', base64('xy')],
    ['in a Basic header', Buffer.from(`sb-id:${SECRET}`).toString('base64')],
    ['in base64url', Buffer.from(SECRET).toString('base64url')],
    ['in hexadecimal', Buffer.from(SECRET).toString('hex')],
    ['in capital hexadecimal', Buffer.from(SECRET).toString('hex').toUpperCase()],
    ['percent-encoded', encodeURIComponent(SECRET)],
    ['percent-encoded to the last byte', everyByte(SECRET)],
    ['percent-encoded after a stray percent sign', `100% wrong: ${everyByte(SECRET)}`],
    ['percent-encoded and cut', everyByte(SECRET).slice(0, 100)],
    ['form-encoded', new URLSearchParams({ '': SECRET }).toString()],
    ['with gaps', [...SECRET].join(' ')],
    ['over two lines', `${SECRET.slice(0, 4)}\n${SECRET.slice(4, 9)}`],
  ])('%s', (_name, text) => {
    expect(repeatsSecret(text, proof)).toBe(true);
  });

  test('any piece of eight characters counts', () => {
    for (let at = 0; at + 8 <= SECRET.length; at++) {
      expect(repeatsSecret(`<${SECRET.slice(at, at + 8)}>`, proof)).toBe(true);
    }
  });

  test('in whatever encoding, whatever the secret', () => {
    const secrets = fc.string({ unit: 'binary-ascii', minLength: 16, maxLength: 60 });
    const encode = fc.constantFrom<(text: string) => string>(
      (text) => text,
      (text) => Buffer.from(text).toString('base64'),
      (text) => Buffer.from(`x${text}`).toString('base64'),
      (text) => Buffer.from(`xy${text}`).toString('base64'),
      (text) => Buffer.from(text).toString('base64url'),
      (text) => Buffer.from(text).toString('hex'),
      encodeURIComponent,
      everyByte,
    );
    fc.assert(
      fc.property(secrets, encode, (clientSecret, encoded) => {
        expect(
          repeatsSecret(`you sent ${encoded(clientSecret)}`, { kind: 'secret', clientSecret }),
        ).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  test('a private key counts by its base64, not by its first and last line', () => {
    const privateKey = `-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n-----END PRIVATE KEY-----\n`;
    const key = {
      kind: 'certificate',
      certificate: '',
      privateKey,
      expiresAt: new Date(0),
    } as const;
    expect(repeatsSecret('got MIIEvQIBADAN', key)).toBe(true);
    expect(repeatsSecret('across DANBgkqhkiG9w0', key)).toBe(true);
    expect(repeatsSecret('no -----BEGIN PRIVATE KEY----- found', key)).toBe(false);
  });
});

describe('an innocent text passes', () => {
  test.each([
    'Bad credentials',
    'Client authentication failed (e.g., unknown client, no client authentication included)',
    'invalid_client',
    '',
    'a1b2c3d is a commit',
    'Der Mandant wurde nicht gefunden: 100 % der Versuche',
  ])('%j', (text) => {
    expect(repeatsSecret(text, proof)).toBe(false);
  });

  test('a secret without characters is in no text', () => {
    expect(repeatsSecret('anything', { kind: 'secret', clientSecret: '' })).toBe(false);
  });
});

test('a long text beside a token of 200 KB is compared in time linear in both', () => {
  const token = Buffer.from(Array.from({ length: 150_000 }, (_, index) => (index * 7919) % 251));
  const text = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 31) % 241));
  const start = performance.now();
  expect(repeatsSecret(text.toString('hex'), proof, [token.toString('base64')])).toBe(false);
  // It took minutes once.
  expect(performance.now() - start).toBeLessThan(5000);
});
