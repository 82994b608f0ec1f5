import {
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto';
import { hsalsa, xsalsa20poly1305 } from '@noble/ciphers/salsa.js';
import { blake2b } from '@noble/hashes/blake2.js';
import { Failure } from '../../../base/failure.ts';

/** `expand 32-byte k`, the constant of Salsa20 for keys of 32 bytes, as little-endian words. */
const SIGMA = Uint32Array.of(0x61707865, 0x3320646e, 0x79622d32, 0x6b206574);

/**
 * Seals a text so that only the owner of a public key can read it: `crypto_box_seal` of libsodium,
 * which is the X25519 public key of a key pair used once, then XSalsa20-Poly1305 under
 * HSalsa20(shared secret), with BLAKE2b of both public keys as nonce.
 *
 * @param publicKey 32 bytes in base64.
 * @param ephemeral the X25519 private key that is used once; tests bring their own.
 * @returns 48 bytes more than the UTF-8 text has, in base64.
 * @throws Failure E_DESTINATION where the key is none, or one whose shared secret anybody knows.
 */
export function seal(
  publicKey: string,
  text: string,
  ephemeral: KeyObject = generateKeyPairSync('x25519').privateKey,
): string {
  const recipient = publicKeyBytes(publicKey);
  const sender = rawPublicKey(createPublicKey(ephemeral));
  const secret = sharedSecret(ephemeral, recipient);
  const key = new Uint32Array(8);
  hsalsa(SIGMA, words(secret), new Uint32Array(4), key);
  const nonce = blake2b(Buffer.concat([sender, recipient]), { dkLen: 24 });
  const box = xsalsa20poly1305(new Uint8Array(key.buffer), nonce).encrypt(Buffer.from(text));
  return Buffer.concat([sender, box]).toString('base64');
}

function publicKeyBytes(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  // Buffer takes any text; only what reads the same when written again is base64.
  if (bytes.length !== 32 || bytes.toString('base64') !== text) {
    throw unfit('is not 32 bytes in base64');
  }
  return bytes;
}

function sharedSecret(privateKey: KeyObject, recipient: Buffer): Buffer {
  const publicKey = createPublicKey({
    format: 'jwk',
    key: { kty: 'OKP', crv: 'X25519', x: recipient.toString('base64url') } as JsonWebKey,
  });
  try {
    return diffieHellman({ privateKey, publicKey });
  } catch {
    // RFC 7748 6.1: with a point of small order the shared secret is zero, whoever computes it.
    throw unfit('is a point of small order');
  }
}

function rawPublicKey(key: KeyObject): Buffer {
  return Buffer.from(key.export({ format: 'jwk' }).x ?? '', 'base64url');
}

function words(bytes: Buffer): Uint32Array {
  return new Uint32Array(Uint8Array.from(bytes).buffer);
}

function unfit(why: string): Failure {
  return new Failure(
    'E_DESTINATION',
    `The public key that GitHub gave to seal the secret ${why}, so that nothing was sent. Is the API URL the one of GitHub?`,
  );
}
