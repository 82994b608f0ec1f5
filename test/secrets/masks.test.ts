import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { credentialMasks } from '../../src/credentials/credential.ts';
import { keyBody, keyMasks, secretMasks } from '../../src/secrets/ledger.ts';
import { tokenRequest } from '../../src/token/request.ts';
import { type AccessToken, claimsOf, tokenMasks } from '../../src/token/response.ts';
import { credential, jwt, SIGNATURE } from '../token/samples.ts';

const token = (value: string, otherSecrets: string[] = []): AccessToken => ({
  value,
  tokenType: 'bearer',
  scope: undefined,
  expiresIn: undefined,
  expiresAt: undefined,
  claims: claimsOf(value),
  otherSecrets,
  warnings: [],
});

describe('a client secret', () => {
  test('is masked as every kind of request carries it', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, text, (clientId, clientSecret) => {
        const masks = secretMasks(clientId, clientSecret);
        const client = { clientId, proof: { kind: 'secret', clientSecret } } as const;
        const parameters = { resource: [], others: [] };
        const post = tokenRequest(credential(client), parameters);
        const basic = tokenRequest(
          credential({ ...client, authMethod: 'client_secret_basic' }),
          parameters,
        );
        expect(masks).toContain(clientSecret);
        expect(masks).toContain(/client_secret=([^&]*)/.exec(String(post.body))?.[1]);
        expect(masks).toContain(basic.headers['authorization']?.replace('Basic ', ''));
        expect(masks).toContain(Buffer.from(`${clientId}:${clientSecret}`).toString('base64'));
        expect(credentialMasks(credential(client))).toEqual(masks);
      }),
    );
  });
});

describe('a private key', () => {
  const lines = ['A'.repeat(64), 'B'.repeat(64), 'C'.repeat(20)];
  const body = lines.join('');
  const pem = (lineBreak: string) =>
    ['-----BEGIN PRIVATE KEY-----', ...lines, '-----END PRIVATE KEY-----', ''].join(lineBreak);

  test.each(['\n', '\r\n', '\\n', '\\r\\n', ' ', ''])(
    'is masked line by line and whole, broken by %j',
    (lineBreak) => {
      const masks = keyMasks(pem(lineBreak));
      expect(masks).toEqual(expect.arrayContaining([...lines, body, lines.join('\\n')]));
      expect(masks.some((mask) => /BEGIN|END|PRIVATE/.test(mask))).toBe(false);
    },
  );

  test('whose lines are not 64 characters long is masked as it is and as it should be', () => {
    const uneven = ['A'.repeat(70), 'B'.repeat(30), 'short.7'];
    const even = ['A'.repeat(64), `AAAAAA${'B'.repeat(30)}short.7`];
    expect(
      keyMasks(`-----BEGIN KEY-----\n${uneven.join('\n')}\n-----END KEY-----\n`).toSorted(),
    ).toEqual(
      [
        ...uneven.slice(0, 2),
        ...even,
        uneven.join(''),
        uneven.join('\\n'),
        even.join('\\n'),
      ].toSorted(),
    );
  });

  test.each([
    [7, false],
    [8, true],
  ])('has a last line of %i characters that is masked alone: %s', (length, alone) => {
    const last = 'Z'.repeat(length);
    expect(keyMasks(`${'A'.repeat(64)}\n${last}`).includes(last)).toBe(alone);
  });

  test('after another one on the same line is masked by itself', () => {
    const block = (text: string) => `-----BEGIN KEY-----${text}-----END KEY-----`;
    expect(keyMasks(block('A'.repeat(20)) + block('B'.repeat(20)))).toEqual(
      expect.arrayContaining(['A'.repeat(20), 'B'.repeat(20)]),
    );
  });

  test('has a body without its first and last line and without white space', () => {
    expect(keyBody(pem('\n'))).toBe(body);
    expect(keyBody(pem('\\n'))).toBe(body);
  });

  test('that holds nothing has nothing to mask', () => {
    expect(keyMasks('-----BEGIN KEY-----\n-----END KEY-----').filter(Boolean)).toEqual([]);
  });

  test('is masked for a client with a certificate', () => {
    const proof = {
      kind: 'certificate',
      certificate: '',
      privateKey: pem('\n'),
      expiresAt: new Date(0),
    } as const;
    expect(credentialMasks(credential({ proof }))).toEqual(keyMasks(pem('\n')));
  });

  test('is masked to the last character', () => {
    for (const length of [1, 7, 8, 63, 64]) {
      const last = 'Z'.repeat(length);
      const masks = keyMasks(
        `-----BEGIN KEY-----\n${'A'.repeat(64)}\n${last}\n-----END KEY-----\n`,
      );
      expect(
        masks.some((mask) => mask.endsWith(last)),
        `a last line of ${length}`,
      ).toBe(true);
    }
  });
});

test('a client without a stored secret has nothing to mask', () => {
  expect(credentialMasks(credential({ proof: { kind: 'github-oidc' } }))).toEqual([]);
});

test.each([
  ['an opaque token', token('opaque'), ['opaque']],
  ['a JWT and its signature', token(jwt({})), [jwt({}), SIGNATURE]],
  ['three parts that are no JWT', token('a.b.c'), ['a.b.c']],
  ['other tokens', token('a', ['refresh', 'id']), ['a', 'refresh', 'id']],
])('of %s is masked: %j', (_name, answer, expected) => {
  expect(tokenMasks(answer).filter(Boolean)).toEqual(expected);
});
