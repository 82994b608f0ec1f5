import type { Context } from '../runner/runner.ts';

/** The token, the signature that makes it one, and other tokens of the same answer. */
export function tokenMasks({ value, claims, otherSecrets }: AccessToken): string[] {
  const signature = claims === undefined ? '' : (value.split('.')[2] ?? '');
  return [value, signature, ...otherSecrets];
}

/** An access token as the server issued it. Nothing in it has been printed or masked yet. */
export interface AccessToken {
  readonly value: string;
  /** As the server wrote it, for example `bearer`. */
  readonly tokenType: string;
  /** What the server granted; what was asked for, where the server leaves it out (RFC 6749 5.1). */
  readonly scope: string | undefined;
  /** Seconds from the answer on; undefined where nothing says so. */
  readonly expiresIn: number | undefined;
  /** By the server's clock. */
  readonly expiresAt: Date | undefined;
  /** The claims of a JWT, read but not verified: for hints, never for decisions on security. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  /**
   * Other secrets of the exchange (refresh and id tokens of the same answer, client assertions that
   * were sent), to be masked and forgotten.
   */
  readonly otherSecrets: readonly string[];
  /** The `sub` of the job's OIDC token, where that was the proof: a server trusts it by name. */
  readonly subject?: string | undefined;
  /** What the user should know. */
  readonly warnings: readonly string[];
}

/** What a token is asked for, beside the credential. */
export interface TokenParameters {
  /** Scopes, separated by single spaces (RFC 6749 3.3). */
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  /** RFC 8707 2: may be given several times. */
  readonly resource: readonly string[];
  readonly tokenFormat?: 'jwt' | 'opaque' | undefined;
  /** Further form parameters, each name once. */
  readonly others: readonly (readonly [name: string, value: string])[];
}

export type TokenOptions = Context;
