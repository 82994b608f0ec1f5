import type { JsonObject } from '../credentials/credential.ts';
import type { Timing } from '../http/http.ts';
import type { Authority } from './authority.ts';
import type { Send } from './http-client.ts';

/** What an authority needs of the run that it serves. */
export interface AuthorityWorld {
  readonly send: Send;
  readonly timing: Timing;
  /** Milliseconds since the epoch after which nothing is sent or waited for. */
  readonly deadline: number;
  /** The input allowed-hosts; undefined: the hosts that the settings and the login name. */
  readonly allowedHosts: readonly string[] | undefined;
  /** A new UUID for each request that carries one. */
  readonly newCorrelationId: () => string;
  /** Called with each secret before anything is done with it; one may have several lines. */
  readonly onSecret: (secret: string) => void;
  /** Called before each wait, with what happened. */
  readonly onProgress: (what: string) => void;
  /**
   * The OIDC token of the job, a new one for each call.
   *
   * @throws Failure E_OIDC_PERMISSION, E_HTTP, E_TOKEN_MISSING
   */
  readonly oidcToken: (audience: string) => Promise<string>;
  /**
   * An access token for a stored client credential in any form that the token action reads.
   *
   * @throws Failure whatever the token action would report.
   */
  readonly accessToken: (credential: string) => Promise<ClientAccess>;
}

/** What a stored client credential opens. */
export interface ClientAccess {
  readonly clientId: string;
  readonly accessToken: string;
  /** Milliseconds since the epoch; undefined: the server does not say. */
  readonly expiresAt: number | undefined;
}

/** A kind of authority as the inventory names it. One file each; `authorities/index.ts` lists them. */
export interface AuthorityKind {
  readonly kind: string;
  /**
   * @param settings the member `authority` of an entry, which follows the schema.
   * @param login the input authority-login, as it is.
   * @throws Failure E_CONFIG, E_AUTHORITY_LOGIN, E_AUTHORITY or E_HOST_NOT_ALLOWED where the two cannot
   * be used. Nothing has been sent then.
   */
  open(settings: JsonObject, login: string | undefined, world: AuthorityWorld): Authority;
}
