import { createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import type { Credential, Proof } from '../credentials/credential.ts';
import { signingAlgorithm } from '../credentials/signing-algorithm.ts';
import { signedAudience } from './assertion-audience.ts';

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
export function clientAssertion(
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
