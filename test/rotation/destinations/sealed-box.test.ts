import { createHash, createPrivateKey } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { beforeAll, describe, expect, test } from 'vitest';
import { seal } from '../../../src/rotation/destinations/github/sealed-box.ts';

const VECTORS = new URL('../../../../shared/data/sealed-box-vectors.json', import.meta.url);

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

interface Vectors {
  readonly recipient: { readonly publicKey: string; readonly privateKey: string };
  readonly ephemeral: { readonly publicKey: string; readonly privateKey: string };
  readonly deterministic: readonly {
    readonly plaintext?: string;
    readonly sealed?: string;
    readonly plaintextRepeat?: readonly [string, number];
    readonly sha256?: string;
  }[];
}

if (!existsSync(VECTORS)) {
  test.skip('vectors made by libsodium (needs the folder ../shared/data)', () => {});
} else {
  const { recipient, ephemeral, deterministic } = JSON.parse(
    readFileSync(VECTORS, 'utf8'),
  ) as Vectors;
  test.for(deterministic.map((vector, at) => [at, vector] as const))(
    'vector %i made by libsodium',
    ([, { plaintext, sealed, plaintextRepeat: [part, times] = ['', 0], sha256 }]) => {
      const box = seal(recipient.publicKey, plaintext ?? part.repeat(times), keyOf(ephemeral));
      if (sealed !== undefined) expect(box).toBe(sealed);
      const digest = createHash('sha256').update(Buffer.from(box, 'base64')).digest('hex');
      if (sha256 !== undefined) expect(digest).toBe(sha256);
    },
  );
}

function keyOf({ publicKey, privateKey }: Vectors['ephemeral']) {
  const url = (text: string) => Buffer.from(text, 'base64').toString('base64url');
  return createPrivateKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'X25519', x: url(publicKey), d: url(privateKey) },
  });
}
