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
