import { randomUUID } from 'node:crypto';
import { createLocalJWKSet, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import { type Answer, type RecordedRequest, type Script, startHttpServer } from './https-server.ts';

export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
export const SUBJECT = 'repo:octo-org/octo-repo:environment:production';

export type GitHubOidc = Awaited<ReturnType<typeof startGitHubOidc>>;

/**
 * Plays the part of GitHub that gives OIDC tokens to jobs, on a loopback host: the environment that
 * a job with `id-token: write` has, and the tokens, signed by a key that `verify` knows.
 *
 * @param options.first answers the first requests, one each; the rest get a token.
 */
export async function startGitHubOidc(
  options: { readonly first?: readonly Answer[]; readonly subject?: string } = {},
) {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'github-1', alg: 'RS256' }] };
  // Nothing of a claim is in it: what repeats a part of a secret is not shown.
  const requestToken = `job.${randomUUID()}.${randomUUID()}`;
  const tokens: string[] = [];

  const answer: Script = async (request, index) => {
    const scripted = options.first?.[index];
    if (scripted !== undefined) return scripted;
    if (!isAllowed(request, requestToken)) return { status: 401, body: 'no' };
    const token = await new SignJWT({ repository: 'octo-org/octo-repo', run_id: '1' })
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid: 'github-1' })
      .setIssuer(GITHUB_ISSUER)
      .setSubject(options.subject ?? SUBJECT)
      .setAudience(new URL(request.path, server.url).searchParams.get('audience') ?? '')
      .setJti(randomUUID())
      .setIssuedAt()
      .setNotBefore('-5 minutes')
      .setExpirationTime('5 minutes')
      .sign(privateKey);
    tokens.push(token);
    return { body: { count: 1, value: token } };
  };
  const server = await startHttpServer({ answer });

  return {
    ...server,
    requestToken,
    /** The tokens that were given out, in order. */
    tokens: tokens as readonly string[],
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `${server.url}/61//idtoken/a/b?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken,
    },
    /** Checks a token as a server does that trusts this issuer (RFC 7523 3). */
    verify: (
      assertion: string,
      expected: { readonly audience: string; readonly subject?: string },
    ) =>
      jwtVerify(assertion, createLocalJWKSet(jwks), {
        issuer: GITHUB_ISSUER,
        subject: SUBJECT,
        requiredClaims: ['exp', 'jti'],
        ...expected,
      }),
  };
}

function isAllowed({ method, path, headers }: RecordedRequest, requestToken: string): boolean {
  return (
    method === 'GET' &&
    path.startsWith('/61//idtoken/a/b?api-version=2.0&audience=') &&
    headers.authorization === `Bearer ${requestToken}` &&
    headers.accept === 'application/json'
  );
}
