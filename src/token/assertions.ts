import { createHash, createPrivateKey, randomUUID, sign, X509Certificate } from 'node:crypto';
import { signingAlgorithm } from '../credentials/certificate.ts';
import type { Credential, Proof } from '../credentials/credential.ts';
import { githubOidcToken, oidcAccess } from './github-oidc.ts';
import { claimsOf } from './response.ts';
import type { AccessToken, TokenOptions } from './types.ts';

/** The client assertions of one token (RFC 7521 4.2): each attempt gets a new one. */
export interface Assertions {
  next(): Promise<string>;
  /** Those that were made, the last one last. */
  readonly made: readonly string[];
  /** A token with what only its proof tells. */
  described(token: AccessToken): AccessToken;
}

/**
 * Signs assertions with the private key of a credential, or asks GitHub for them.
 *
 * @throws Failure E_OIDC_PERMISSION
 */
export function assertionsOf(credential: Credential, options: TokenOptions): Assertions {
  const made: string[] = [];
  const make = maker(credential, options);
  return {
    made,
    async next() {
      const assertion = await make();
      options.secrets.keep(secretParts(assertion));
      made.push(assertion);
      return assertion;
    },
    described: (token) => ({
      ...token,
      otherSecrets: [...token.otherSecrets, ...made],
      subject: credential.proof.kind === 'github-oidc' ? subjectOf(made.at(-1)) : undefined,
    }),
  };
}

function maker(credential: Credential, options: TokenOptions): () => string | Promise<string> {
  const { proof, tokenUrl } = credential;
  if (proof.kind === 'private-key') {
    return () => clientAssertion(credential, proof, options.timing.now());
  }
  return oidcTokens(githubAudience(tokenUrl), options);
}

/**
 * The OIDC token of the job for another use than a client assertion, masked before it is handed out.
 *
 * @throws Failure E_OIDC_PERMISSION, and what `githubOidcToken` throws.
 */
export async function oidcToken(audience: string, options: TokenOptions): Promise<string> {
  const token = await oidcTokens(audience, options)();
  options.secrets.keep(secretParts(token));
  return token;
}

function oidcTokens(audience: string, options: TokenOptions): () => Promise<string> {
  const access = oidcAccess(options.env);
  options.secrets.keep([access.requestToken]);
  return () => githubOidcToken(access, audience, options);
}

/** Whoever has the signature can put the rest together from what is known of a job. */
function secretParts(token: string): string[] {
  return [token, token.split('.')[2] ?? ''];
}

function subjectOf(assertion: string | undefined): string | undefined {
  const subject = claimsOf(assertion ?? '')?.['sub'];
  return typeof subject === 'string' ? subject : undefined;
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

/**
 * Whom an assertion that the client signs is for: the URL of the token endpoint (RFC 7523 3 (3),
 * OpenID Connect Core 9). Its query says nothing about who that is.
 */
export function signedAudience({ origin, pathname }: URL): string {
  return origin + pathname;
}

/** Whom GitHub's token is for: the issuer, as SAP Cloud Identity Services knows itself. */
export function githubAudience({ origin }: URL): string {
  return origin;
}
