import type { KeyObject } from 'node:crypto';
import { Failure } from '../failure.ts';

/** RFC 7518 3.3: a key of 2048 bits or larger must be used. */
const SHORTEST_RSA = 2048;

/** How a key signs a JWT (RFC 7518 3.1, RFC 8037 3.1). */
export interface SigningAlgorithm {
  /** The `alg` of the JWT's header. */
  readonly name: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA';
  /** As Node names it; null where the algorithm itself decides. */
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
}

/** By the names that OpenSSL gives to the curves. */
const CURVES: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: { name: 'ES256', hash: 'sha256' },
  secp384r1: { name: 'ES384', hash: 'sha384' },
  secp521r1: { name: 'ES512', hash: 'sha512' },
};

/**
 * The algorithm that a private key signs with.
 *
 * @throws Failure E_PEM for a key that is too short or of another type.
 */
export function signingAlgorithm(key: KeyObject): SigningAlgorithm {
  const details = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa':
      refuseShort(details.modulusLength);
      return { name: 'RS256', hash: 'sha256' };
    case 'rsa-pss':
      refuseShort(details.modulusLength);
      if (!allowsPs256(details)) break;
      return { name: 'PS256', hash: 'sha256' };
    case 'ec': {
      const known = CURVES[details.namedCurve ?? ''];
      if (known !== undefined) return known;
      break;
    }
    case 'ed25519':
      return { name: 'EdDSA', hash: null };
  }
  throw new Failure(
    'E_PEM',
    'The private key is of a kind that cannot sign a client assertion here. Supported are RSA and RSA-PSS with SHA-256 (from 2048 bits on), EC on P-256, P-384 or P-521, and Ed25519.',
  );
}

/** A key may say for which parameters alone it is meant (RFC 4055 3.1). */
function allowsPs256({
  hashAlgorithm = 'sha256',
  mgf1HashAlgorithm = 'sha256',
  saltLength = 32,
}: NonNullable<KeyObject['asymmetricKeyDetails']>): boolean {
  return hashAlgorithm === 'sha256' && mgf1HashAlgorithm === 'sha256' && saltLength <= 32;
}

function refuseShort(bits: number | undefined): void {
  if (bits !== undefined && bits >= SHORTEST_RSA) return;
  throw new Failure(
    'E_PEM',
    `The private key has ${bits} bits; an RSA key needs ${SHORTEST_RSA} or more (RFC 7518 3.3). Make a longer one and register its public key.`,
  );
}
