import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { echoIndex } from '../../src/secrets/echoes.ts';
import { SECRET } from '../token/samples.ts';

const repeatsAny = (text: string, secrets: readonly string[]) =>
  echoIndex(secrets).isRepeatedBy(text);

function repeats(text: string, clientSecret = SECRET): boolean {
  return repeatsAny(text, [clientSecret]);
}
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
    ['written backwards', [...SECRET].reverse().join('')],
    ['over two lines', `${SECRET.slice(0, 4)}\n${SECRET.slice(4, 9)}`],
  ])('%s', (_name, text) => {
    expect(repeats(text)).toBe(true);
  });

  const SIGNS = '~?~~??>>~?>~?>>~';
  const PHRASE = '$ % & ( ) = ? ! - _';
  const encoded = (text: string) => Buffer.from(text).toString('base64');
  test.each([
    ['signs, in base64', SIGNS, encoded(SIGNS)],
    ['signs, in base64url', SIGNS, Buffer.from(SIGNS).toString('base64url')],
    ['signs that are - in base64url', '~'.repeat(12), 'fn5-fn5-fn5-'],
    ['signs that are _ in base64url', '?'.repeat(12), 'Pz8_Pz8_Pz8_'],
    ['letters of two kinds, percent-encoded', 'a\u00e4b\u00f6c\u00fc', 'a%C3%A4b%C3%B6c%C3%BC'],
    ['signs, in base64 of short lines', SIGNS, encoded(SIGNS).replace(/.{7}/g, '$&\r\n')],
    ['signs, with gaps', SIGNS, [...SIGNS].join(' ')],
    ['signs and spaces, form-encoded', PHRASE, new URLSearchParams({ '': PHRASE }).toString()],
    [
      'letters beyond ASCII, percent-encoded',
      '\u00e4\u00f6\u00fc\u00df\u20ac\u00e9\u00e8\u00ea',
      '%C3%A4%C3%B6%C3%BC%C3%9F%E2%82%AC%C3%A9%C3%A8%C3%AA',
    ],
    [
      'letters beyond ASCII, in base64',
      '\u00e4\u00f6\u00fc\u00df',
      encoded('\u00e4\u00f6\u00fc\u00df'),
    ],
  ])('that consists of %s', (_name, secret, text) => {
    expect(repeats(text, secret)).toBe(true);
  });

  test('any piece of eight characters counts, and none of seven', () => {
    for (let at = 0; at + 8 <= SECRET.length; at++) {
      expect(repeats(`<${SECRET.slice(at, at + 8)}>`)).toBe(true);
      expect(repeats(SECRET.slice(at, at + 8))).toBe(true);
    }
    for (let at = 0; at + 7 <= SECRET.length; at++) {
      expect(repeats(`<${SECRET.slice(at, at + 7)}>`)).toBe(false);
    }
  });

  test.each(['ab1!', 'hunter2', 'eight888'])('%s, which is short, counts as a whole', (short) => {
    for (const text of [
      short,
      [...short].reverse().join(''),
      Buffer.from(short).toString('hex'),
      Buffer.from(short).toString('base64url'),
    ]) {
      expect(repeats(`you sent ${text}`, short), text).toBe(true);
    }
    expect(repeats(short.slice(1), short)).toBe(false);
    expect(repeats('you sent a secret', short)).toBe(false);
  });

  test('another secret of the same exchange counts as well', () => {
    const found = (text: string) => repeatsAny(text, ['first-token-of-all', 'second~token~of~all']);
    expect(found('not first-token-of-all')).toBe(true);
    expect(found('nor second~token~of~all')).toBe(true);
    expect(found('an innocent text')).toBe(false);
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
        expect(repeats(`you sent ${encoded(clientSecret)}`, clientSecret)).toBe(true);
      }),
      { numRuns: 500 },
    );
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
    expect(repeats(text)).toBe(false);
  });

  test('a secret without characters is in no text', () => {
    expect(repeats('anything, aaaa and AAAA', '')).toBe(false);
    // Nothing is left of it without its signs.
    expect(repeats('anything', '$+/=!')).toBe(false);
  });
});

test('a long text beside a token of 200 KB is compared at all', () => {
  const token = Buffer.from(Array.from({ length: 150_000 }, (_, index) => (index * 7919) % 251));
  const text = Buffer.from(Array.from({ length: 4000 }, (_, index) => (index * 31) % 241));
  // It took minutes once, longer than a test may.
  expect(repeatsAny(text.toString('hex'), [SECRET, token.toString('base64')])).toBe(false);
});

describe('many secrets', () => {
  const numbered = (number: number) =>
    createHash('sha256').update(`secret ${number}`).digest('base64');

  test('are all found, also those that are added after a question, and cost no more to ask', () => {
    const secrets = Array.from({ length: 1000 }, (_, number) => numbered(number));
    const index = echoIndex(secrets.slice(0, 500));
    expect(index.isRepeatedBy(`got ${secrets[700]}`)).toBe(false);
    index.add(secrets.slice(500));
    // To look through all secrets for each question would take minutes.
    for (const [number, secret] of secrets.entries()) {
      expect(index.isRepeatedBy(`got ${secret.slice(5, 13)}`)).toBe(true);
      expect(index.isRepeatedBy(`invalid client number ${number} of a thousand`)).toBe(false);
    }
  });

  test.each([
    ['searched', undefined],
    ['in a table', 0],
    ['first searched, then in a table', 300],
  ])('are found exactly as by a search for every piece of every encoding: %s', (_how, limit) => {
    const letters = fc.constantFrom(...'aAbB01+/=$%- \n\u00e4');
    const text = fc.string({ unit: letters, maxLength: 40 });
    const secret = fc.oneof(text, fc.string({ unit: letters, maxLength: 9 }), fc.string());
    const written = fc.constantFrom<(text: string) => string>(
      (one) => one,
      (one) => [...one].reverse().join(''),
      (one) => Buffer.from(one).toString('hex'),
      (one) => Buffer.from(one).toString('base64'),
      (one) => Buffer.from(one).toString('base64url').slice(1),
      (one) => encodeURIComponent(one.toWellFormed()),
      (one) => [...one].join(' '),
    );
    const question = fc.record({ before: text, of: fc.nat(), from: fc.nat(12), written });
    let found = 0;
    fc.assert(
      fc.property(
        fc.array(secret, { maxLength: 6 }),
        fc.array(question, { maxLength: 6 }),
        (secrets, questions) => {
          const index = echoIndex([], limit);
          for (const [number, one] of secrets.entries()) {
            index.add([one]);
            for (const { before, of, from, written: write } of questions) {
              const piece = (secrets[of % secrets.length] ?? '').slice(from, from + 10);
              const asked = `${before}${write(piece)}`;
              const expected = searched(asked, secrets.slice(0, number + 1));
              expect(index.isRepeatedBy(asked), asked).toBe(expected);
              if (expected) found += 1;
            }
          }
        },
      ),
      { numRuns: 1000 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

/** The same rule, said in the plainest way. */
function searched(text: string, secrets: readonly string[]): boolean {
  const readings = [
    text,
    text
      .replace(/\+/g, ' ')
      .replace(/(?:%[0-9a-f]{2})+/gi, (run) =>
        Buffer.from(run.replace(/%/g, ''), 'hex').toString(),
      ),
    text.replace(/\s/g, ''),
    text.replace(/[^A-Za-z0-9]/g, ''),
  ].map((reading) => reading.toLowerCase());
  return secrets
    .filter((secret) => secret !== '')
    .flatMap(written)
    .filter((encoding) => encoding !== '')
    .flatMap((encoding) => piecesOf(encoding.toLowerCase()))
    .some((piece) => readings.some((reading) => reading.includes(piece)));
}

function written(secret: string): string[] {
  const base64 = ['', '\0', '\0\0'].map((before) =>
    Buffer.from(before + secret)
      .toString('base64')
      .replaceAll('=', ''),
  );
  return [
    secret,
    secret.replace(/[^A-Za-z0-9]/g, ''),
    [...secret].reverse().join(''),
    Buffer.from(secret).toString('hex'),
    ...base64,
    ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_')),
  ];
}

function piecesOf(text: string): string[] {
  if (text.length < 8) return [text];
  return Array.from({ length: text.length - 7 }, (_, at) => text.slice(at, at + 8));
}
