import type { JsonObject } from '../credentials/credential.ts';

/** A credential as the system that issued it lists it. */
export interface IssuedCredential {
  /** Unique where the authority keeps it. */
  readonly name: string;
  /** Undefined where the authority does not tell. */
  readonly createdAt: Date | undefined;
  /** False: its creation has failed or has not ended, so that nobody can use it. */
  readonly usable: boolean;
}

/** What creating a credential shows, in most systems once and never again. */
export interface CreatedCredential {
  readonly name: string;
  /** The issuer's own JSON, as it is stored. */
  readonly value: JsonObject;
}

/**
 * A system that issues and deletes credentials. One file each in `authorities`.
 *
 * Every function may throw a Failure: E_AUTHORITY_LOGIN where the login is refused, E_AUTHORITY for
 * what the authority answers or where it cannot be reached. A failed `create` of which nobody knows
 * whether it took place throws UnknownOutcome instead, and is never repeated by the authority itself.
 */
export interface Authority {
  readonly kind: string;
  /** The client id of the login, where the login is a client: it must not be the one that rotates. */
  readonly loginClientId: string | undefined;
  /** Logs in, and reads what can be read without changing anything. */
  check(): Promise<void>;
  /** All credentials in the same place, those of others included. */
  list(): Promise<readonly IssuedCredential[]>;
  create(name: string): Promise<CreatedCredential>;
  /** The secret of a credential again, where the authority can show it; undefined: there is none. */
  readonly read?: (name: string) => Promise<CreatedCredential | undefined>;
  /**
   * What it shows of a credential whose secret it does not show again: client id and token URL;
   * undefined: there is none.
   */
  readonly describe?: (name: string) => Promise<JsonObject | undefined>;
  /** Deletes; a credential that is not there any more counts as deleted. */
  delete(name: string): Promise<void>;
}

/** A request to create was sent, and no answer tells what became of it. */
export class UnknownOutcome extends Error {
  override readonly name = 'UnknownOutcome';

  /** By name, as Failure: parts of the bundle have copies of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UnknownOutcome';
  }
}
