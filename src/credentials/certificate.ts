import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Failure } from '../base/failure.ts';
import { type PemBlock, pemBlocks, writePem } from '../base/pem.ts';
import { requireText } from '../base/text.ts';
import type { Proof } from './credential.ts';
import type { Fields } from './fields.ts';

/**
 * Checks a client certificate and its private key before anything is sent: Node silently drops a
 * pair that does not match, and the server's answer would then blame the wrong thing.
 *
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_PEM, E_PEM_ENCRYPTED, E_CERT_EXPIRED, E_CERT_NOT_YET_VALID or
 * E_CERT_KEY_MISMATCH.
 */
export function certificateProof(
  certificate: string,
  privateKey: string,
  now: number,
): Extract<Proof, { kind: 'certificate' }> {
  const chain = blocksOf(certificate, 'CERTIFICATE', 'certificate').map(writePem).join('');
  const key = keyBlock(privateKey);
  const leaf = readByOpenSsl(() => new X509Certificate(chain), 'certificate');
  const expiresAt = new Date(leaf.validTo);
  if (expiresAt.getTime() <= now) {
    throw new Failure(
      'E_CERT_EXPIRED',
      `The client certificate expired at ${expiresAt.toISOString()}.`,
      {
        next: 'Create a new key or binding and store it; keys of type x509 live for days (XSUAA: 7 by default).',
      },
    );
  }
  const validFrom = new Date(leaf.validFrom);
  if (validFrom.getTime() > now) {
    throw new Failure(
      'E_CERT_NOT_YET_VALID',
      `The client certificate is valid from ${validFrom.toISOString()} on.`,
      { next: 'Check the clock of the runner, or wait.' },
    );
  }
  if (!leaf.checkPrivateKey(keyObject(key))) {
    throw new Failure(
      'E_CERT_KEY_MISMATCH',
      'The private key does not belong to the client certificate.',
      { next: 'Store certificate and key of the same service key.' },
    );
  }
  // OpenSSL also looks at the rest of the chain, and refuses keys that are too short.
  readByOpenSsl(() => createSecureContext({ cert: chain, key }), 'certificate chain');
  return { kind: 'certificate', certificate: chain, privateKey: key, expiresAt };
}

/**
 * Checks the key that will sign client assertions, and its certificate if there is one, before
 * anything is sent.
 *
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_CREDENTIAL_NO_SECRET, E_PEM (also for keys that cannot sign), E_PEM_ENCRYPTED,
 * E_INPUT_CHARSET, and what `certificateProof` throws.
 */
export function signingKeyProof(
  { privateKey, keyId, certificate }: Fields,
  now: number,
): Extract<Proof, { kind: 'private-key' }> {
  if (privateKey === undefined) {
    throw new Failure(
      'E_CREDENTIAL_NO_SECRET',
      'The authentication method private_key_jwt signs with a private key, but there is none.',
      {
        next:
          'Give it in the input private-key, or store a credential that holds it (key). ' +
          'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
      },
    );
  }
  const pem = keyBlock(privateKey);
  // Throws if the key cannot sign.
  signingAlgorithm(keyObject(pem));
  const pair = certificate === undefined ? undefined : certificateProof(certificate, pem, now);
  return {
    kind: 'private-key',
    privateKey: pem,
    keyId: keyId === undefined ? undefined : requireText(keyId, 'key id'),
    certificate: pair?.certificate,
    expiresAt: pair?.expiresAt,
  };
}

/** How a key signs a JWT (RFC 7518 3.1, RFC 8037 3.1). */
export interface SigningAlgorithm {
  /** The `alg` of the JWT's header. */
  readonly name: 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'EdDSA';
  /** As Node names it; null if the algorithm itself decides. */
  readonly hash: 'sha256' | 'sha384' | 'sha512' | null;
}

/**
 * The algorithm that a private key signs with, as its type and parameters decide.
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
    'The private key is of a kind that cannot sign a client assertion here.',
    {
      next: 'Supported are RSA and RSA-PSS with SHA-256 (from 2048 bits on), EC on P-256, P-384 or P-521, and Ed25519.',
    },
  );
}

/** The algorithms of elliptic curves, by the names that OpenSSL gives to the curves. */
const CURVES: Readonly<Record<string, SigningAlgorithm>> = {
  prime256v1: { name: 'ES256', hash: 'sha256' },
  secp384r1: { name: 'ES384', hash: 'sha384' },
  secp521r1: { name: 'ES512', hash: 'sha512' },
};

/** A key may name the only parameters that it is meant for (RFC 4055 3.1). */
function allowsPs256({
  hashAlgorithm = 'sha256',
  mgf1HashAlgorithm = 'sha256',
  saltLength = 32,
}: NonNullable<KeyObject['asymmetricKeyDetails']>): boolean {
  return hashAlgorithm === 'sha256' && mgf1HashAlgorithm === 'sha256' && saltLength <= 32;
}

/** RFC 7518 3.3: a key of 2048 bits or larger must be used. */
const SHORTEST_RSA = 2048;

function refuseShort(bits: number | undefined): void {
  if (bits !== undefined && bits >= SHORTEST_RSA) return;
  throw new Failure(
    'E_PEM',
    `The private key has ${bits} bits; an RSA key needs ${SHORTEST_RSA} or more (RFC 7518 3.3).`,
    { next: 'Make a longer one and register its public key.' },
  );
}

function keyBlock(text: string): string {
  return blocksOf(text, 'PRIVATE KEY', 'private key').map(writePem)[0] ?? '';
}

function keyObject(pem: string): KeyObject {
  return readByOpenSsl(() => createPrivateKey(pem), 'private key');
}

function blocksOf(text: string, label: string, what: string): PemBlock[] {
  const blocks = pemBlocks(text).filter((block) => block.label.endsWith(label));
  if (blocks.length === 0) {
    throw new Failure(
      'E_PEM',
      `There is no ${what} in PEM form (-----BEGIN ... ${label}-----) where one is needed.`,
    );
  }
  return blocks;
}

/** What OpenSSL reads; its own messages are dropped, since they may name parts of the key. */
function readByOpenSsl<T>(read: () => T, what: string): T {
  try {
    return read();
  } catch {
    throw new Failure('E_PEM', `The ${what} is PEM in form, but OpenSSL does not take it.`, {
      next: 'Was it cut, or is its key too short?',
    });
  }
}
