import { createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { signingAlgorithm } from '../credentials/certificate.ts';
import type { Credential, Proof } from '../credentials/credential.ts';
import type { Context } from '../runner/runner.ts';
import { oidcToken } from './github-oidc.ts';
import { jwtSecrets } from './response.ts';

/**
 * A client assertion (RFC 7521 4.2), new for each attempt: signed with the private key of the
 * credential, or the OIDC token that GitHub gives to the job. It is kept before it is handed out.
 *
 * @throws Failure what `oidcToken` throws.
 */
export async function clientAssertion(credential: Credential, context: Context): Promise<string> {
  const { proof, tokenUrl } = credential;
  if (proof.kind !== 'private-key') return oidcToken(githubAudience(tokenUrl), context);
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
