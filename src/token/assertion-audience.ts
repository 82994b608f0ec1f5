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
