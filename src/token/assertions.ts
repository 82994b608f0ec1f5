import type { Credential } from '../credentials/credential.ts';
import type { AccessToken } from './access-token.ts';
import { githubAudience } from './assertion-audience.ts';
import { claimsOf } from './claims.ts';
import { clientAssertion } from './client-assertion.ts';
import type { TokenOptions } from './fetch-token.ts';
import { githubOidcToken, oidcAccess } from './github-oidc.ts';

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
      options.onSecret(secretParts(assertion));
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
  options.onSecret(secretParts(token));
  return token;
}

function oidcTokens(audience: string, options: TokenOptions): () => Promise<string> {
  const access = oidcAccess(options.env);
  options.onSecret([access.requestToken]);
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
