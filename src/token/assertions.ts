import {
  createHash,
  createPrivateKey,
  type KeyObject,
  randomUUID,
  sign,
  X509Certificate,
} from 'node:crypto';
import { Failure } from '../base/failure.ts';
import type { Credential, Proof } from '../credentials/credential.ts';
import type { Context } from '../runner/runner.ts';
import { oidcToken } from './github-oidc.ts';
import { jwtSecrets } from './response.ts';

/**
 * A client assertion (RFC 7521 4.2), new for each attempt: signed with the private key of the
 * credential, or the OIDC token that GitHub gives to the job. It is kept before it is handed out.
 *
 * @param audience whom GitHub's token is for; undefined: the origin of the token URL.
 * @throws Failure E_PEM for a key that cannot sign, and what `oidcToken` throws.
 */
export async function clientAssertion(
  credential: Credential,
  context: Context,
  audience?: string,
): Promise<string> {
  const { proof, tokenUrl } = credential;
  if (proof.kind !== 'private-key') return oidcToken(audience ?? githubAudience(tokenUrl), context);
  const assertion = signedAssertion(credential, proof, context.timing.now());
  context.secrets.keep(jwtSecrets(assertion));
  return assertion;
}

/** Whom GitHub's token is for: the issuer, as SAP Cloud Identity Services knows itself. */
function githubAudience({ origin }: URL): string {
  return origin;
}

/** Seconds. Enough for clocks that differ, and short for whoever finds it. */
const LIFETIME = 5 * 60;

type SigningKey = Extract<Proof, { kind: 'private-key' }>;

/**
 * A JWT by which a client proves itself with its private key (RFC 7523 2.2 and 3, OpenID Connect
 * Core 9). There is no `nbf`: a server whose clock is behind would refuse it.
 *
 * @param now milliseconds since the epoch.
 * @param id the `jti`: new for each assertion, since servers refuse one that they have seen.
 */
export function signedAssertion(
  { clientId, tokenUrl }: Credential,
  { privateKey, keyId, certificate }: SigningKey,
  now: number,
  id: string = randomUUID(),
): string {
  const key = createPrivateKey(privateKey);
  const { name, hash } = signingAlgorithm(key);
  const issuedAt = Math.floor(now / 1000);
  const header = {
    alg: name,
    typ: 'JWT',
    ...(keyId === undefined ? {} : { kid: keyId }),
    ...(certificate === undefined ? {} : { 'x5t#S256': thumbprint(certificate) }),
  };
  const claims = {
    iss: clientId,
    sub: clientId,
    aud: signedAudience(tokenUrl),
    jti: id,
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
  };
  const signed = `${part(header)}.${part(claims)}`;
  // RFC 7518 3.4 wants r||s from an EC key; other keys ignore dsaEncoding.
  const signature = sign(hash, Buffer.from(signed), {
    key,
    dsaEncoding: 'ieee-p1363',
    ...(name === 'PS256' ? { saltLength: 32 } : {}),
  });
  return `${signed}.${signature.toString('base64url')}`;
}

/** RFC 7515 4.1.8, of the client's own certificate, which is the first. */
function thumbprint(chain: string): string {
  return createHash('sha256').update(new X509Certificate(chain).raw).digest('base64url');
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * Whom an assertion that the client signs is for: the URL of the token endpoint (RFC 7523 3 (3),
 * OpenID Connect Core 9). Its query says nothing about who that is.
 */
export function signedAudience({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** How a key signs a JWT (RFC 7518 3.1, RFC 8037 3.1). */
interface SigningAlgorithm {
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
function signingAlgorithm(key: KeyObject): SigningAlgorithm {
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
    'Supported are RSA and RSA-PSS with SHA-256 (from 2048 bits on), EC on P-256, P-384 or P-521, and Ed25519.',
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
    'Make a longer one and register its public key.',
  );
}
