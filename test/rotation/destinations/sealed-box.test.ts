import { createPrivateKey } from 'node:crypto';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, test } from 'vitest';
import { seal } from '../../../src/rotation/destinations/github/sealed-box.ts';

beforeAll(() => sodium.ready);

describe('a sealed box', () => {
  const open = (sealed: string, pair: Pair) =>
    sodium.to_string(
      sodium.crypto_box_seal_open(Buffer.from(sealed, 'base64'), pair.publicKey, pair.privateKey),
    );

  test('of any text up to 48 KB is opened by libsodium', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc
        .tuple(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), fc.nat(49_152))
        .map(([part, size]) => part.repeat(Math.floor(size / Buffer.byteLength(part)))),
    );
    fc.assert(
      fc.property(text, (plain) => {
        const pair = sodium.crypto_box_keypair();
        const sealed = seal(Buffer.from(pair.publicKey).toString('base64'), plain);
        expect(open(sealed, pair) === plain).toBe(true);
        expect(Buffer.from(sealed, 'base64')).toHaveLength(Buffer.byteLength(plain) + 48);
      }),
      { numRuns: 60 },
    );
  });

  test('has another key each time', () => {
    const pair = sodium.crypto_box_keypair();
    const key = Buffer.from(pair.publicKey).toString('base64');
    const boxes = [seal(key, 'x'), seal(key, 'x')];
    expect(new Set(boxes.map((box) => box.slice(0, 43))).size).toBe(2);
    expect(boxes.map((box) => open(box, pair))).toEqual(['x', 'x']);
  });

  test.for([
    ['nothing', ''],
    ['31 bytes', Buffer.alloc(31, 7).toString('base64')],
    ['33 bytes', Buffer.alloc(33, 7).toString('base64')],
    ['no base64', '*'.repeat(44)],
    ['base64 in the alphabet of URLs', Buffer.alloc(32, 0xff).toString('base64url')],
    ['a line break behind it', `${Buffer.alloc(32, 9).toString('base64')}\n`],
    ['bits that mean nothing', `${Buffer.alloc(32, 9).toString('base64').slice(0, 42)}B=`],
  ])('is not made for a key that is %s', ([, key = '']) => {
    expect(() => seal(key, 'secret')).toThrow(
      expect.objectContaining({
        code: 'E_DESTINATION',
        message: expect.stringContaining('is not 32 bytes in base64'),
      }),
    );
  });

  // All encodings of points of small order, of the curve and of its twist.
  test.for([
    '00'.repeat(32),
    `01${'00'.repeat(31)}`,
    'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
    '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
    `ec${'ff'.repeat(30)}7f`,
    `ed${'ff'.repeat(30)}7f`,
    `ee${'ff'.repeat(30)}7f`,
    `${'00'.repeat(31)}80`,
    `01${'00'.repeat(30)}80`,
    `ec${'ff'.repeat(31)}`,
    `ed${'ff'.repeat(31)}`,
    `ee${'ff'.repeat(31)}`,
  ])('is not made for the point of small order %s', (point) => {
    expect(() => seal(Buffer.from(point, 'hex').toString('base64'), 'secret')).toThrow(
      expect.objectContaining({
        code: 'E_DESTINATION',
        message: expect.stringContaining('is a point of small order'),
      }),
    );
  });
});

interface Pair {
  readonly publicKey: Uint8Array;
  readonly privateKey: Uint8Array;
}

/**
 * libsodium's own sealed box with a given ephemeral key: `crypto_box_seal` takes none, and is no more
 * than this (libsodium, crypto_box/crypto_box_seal.c).
 */
function sealedByLibsodium(plain: Uint8Array, recipient: Pair, ephemeral: Pair): string {
  const both = Buffer.concat([ephemeral.publicKey, recipient.publicKey]);
  const nonce = sodium.crypto_generichash(sodium.crypto_box_NONCEBYTES, both, null);
  const { publicKey } = recipient;
  const box = sodium.crypto_box_easy(plain, nonce, publicKey, ephemeral.privateKey);
  return Buffer.concat([ephemeral.publicKey, box]).toString('base64');
}

describe('with the same two keys, a sealed box', () => {
  const pairs = () => {
    const [recipient, ephemeral] = [1, 2].map((seed) =>
      sodium.crypto_box_seed_keypair(new Uint8Array(sodium.crypto_box_SEEDBYTES).fill(seed)),
    );
    return { recipient, ephemeral } as { recipient: Pair; ephemeral: Pair };
  };
  const texts: readonly [what: string, text: string][] = [
    ['nothing', ''],
    ['one byte', '\0'],
    ['a secret of XSUAA', '00000000-0000-4000-8000-000000000001$not-a-secret_but-as-long-as-one='],
    ['letters beyond ASCII', 'gr\u00fc\u00df \u{1f511}'],
    // XSalsa20 makes blocks of 64 bytes, and 32 bytes of the first one are the key of Poly1305.
    ...[31, 32, 33, 63, 64, 65, 96, 49_152].map((size): [string, string] => [
      `${size} bytes`,
      'x'.repeat(size),
    ]),
  ];

  test.each(texts)('of %s has the same bytes as that of libsodium', (_what, text) => {
    const { recipient, ephemeral } = pairs();
    const key = Buffer.from(recipient.publicKey).toString('base64');
    const sealed = seal(key, text, keyOf(ephemeral));
    expect(sealed).toBe(sealedByLibsodium(Buffer.from(text), recipient, ephemeral));
    const { publicKey, privateKey } = recipient;
    const opened = sodium.crypto_box_seal_open(
      Buffer.from(sealed, 'base64'),
      publicKey,
      privateKey,
    );
    expect(Buffer.from(opened).toString()).toBe(text);
  });
});

function keyOf({ publicKey, privateKey }: Pair) {
  const url = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'X25519', x: url(publicKey), d: url(privateKey) },
  });
}
