import { Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import type { Context, Runner } from '../runner/runner.ts';
import type { Place } from './authorities/hosts.ts';
import type { Reason } from './reasons.ts';

/** A credential as the system that issued it lists it. */
export interface IssuedCredential {
  /** Unique where the authority keeps it. */
  readonly name: string;
  /** Undefined where the authority does not tell. */
  readonly createdAt: Date | undefined;
  /** False: its creation has failed or has not ended, so that nobody can use it. */
  readonly usable: boolean;
  /**
   * Does the authority keep our marks on it, with the owner in full? False: it is not ours, whatever
   * its name says. Left out: the authority keeps no marks, so that names alone tell.
   */
  readonly ours?: boolean;
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
export class UnknownOutcome extends Failure {
  override readonly name = 'UnknownOutcome';

  /** @param facts host, correlation id and the like, as of a Failure. */
  constructor(
    happened: string = 'Nobody knows whether a credential was created.',
    facts: readonly string[] = [],
  ) {
    super('E_AUTHORITY', happened, '', facts);
  }

  /** Failure has a test of its own, which this class would inherit. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return value instanceof Error && value.name === 'UnknownOutcome';
  }
}

/** What an authority needs of the run that it serves. */
export interface AuthorityContext extends Context {
  /**
   * Whose credentials these are, in full: GitHub server, repository id and entry, as `ownerText`
   * writes them. New ones are marked with the first; the others are of names that the entry had.
   */
  readonly owners: readonly [string, ...string[]];
  /** The input allowed-hosts; undefined: the hosts that are built in, and those of the login. */
  readonly allowedHosts: readonly string[] | undefined;
  /** A new UUID for each request that carries one. */
  readonly newCorrelationId: () => string;
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
   * Where it is, as the settings say it; left out: its login says it.
   *
   * @throws Failure E_CONFIG, and what `secureUrl` throws.
   */
  readonly place?: (settings: JsonObject) => Place;
  /**
   * @param settings the member `authority` of an entry, which follows the schema.
   * @param login the input authority-login, as it is.
   * @throws Failure E_CONFIG, E_AUTHORITY_LOGIN, E_AUTHORITY or E_HOST_NOT_ALLOWED where the two cannot
   * be used. Nothing has been sent then.
   */
  open(settings: JsonObject, login: string | undefined, context: AuthorityContext): Authority;
}

/** Bytes. GitHub says 48 KB for the value of a secret. */
export const LARGEST_VALUE = 49_152;

/** What a destination says about the secret before anything is written. */
export interface StoredSecret {
  /** When it was last written, by the clock of the destination; undefined: there is none yet. */
  readonly updatedAt: Date | undefined;
}

/**
 * A place that stores one secret. One file each in `destinations`.
 *
 * Every function may throw a Failure E_DESTINATION that names the place, what it answered and what to
 * do next, and never the value.
 */
export interface Destination {
  /** For people: `secret CALM_KEY of acme/portal, environment prod`. */
  readonly label: string;
  /** Reads all that `store` needs: public key, visibility, selected repositories. Changes nothing. */
  check(): Promise<StoredSecret>;
  /**
   * Writes the value, sealed for a public key that is fetched anew, and keeps visibility and selected
   * repositories. Storing the same value again changes nothing but the time.
   *
   * @param value at most LARGEST_VALUE.
   */
  store(value: string): Promise<void>;
}

/** `plan` reads only; `retire` creates nothing; `revoke-now` keeps the old credential no longer. */
export type Mode = 'when-due' | 'force' | 'plan' | 'retire' | 'revoke-now';

/** What destinations hold: the issuer's JSON on one line, or the client secret of it alone. */
export type StoreAs = 'json' | 'client-secret';

/** When a credential is replaced, and how long the replaced one lives on, both in milliseconds. */
export interface Schedule {
  readonly rotateEvery: number;
  readonly keepOld: number;
}

/** What the inventory and the inputs of the step want of one credential. */
export interface Policy extends Schedule {
  readonly mode: Mode;
  readonly owner: Owner;
  readonly storeAs: StoreAs;
}

/**
 * One run of the rotation of one credential: everything it knows and may touch. Its `timing` has the
 * clock of GitHub, and not that of the runner.
 */
export interface RotationJob extends Policy, Pick<Context, 'timing' | 'deadline' | 'secrets'> {
  readonly runner: Pick<Runner, 'progress'>;
  /** For `revoke-now`: the issuer's name of the credential that is to be deleted at once. */
  readonly confirm: string | undefined;
  readonly run: {
    readonly id: string;
    /** When the workflow run began, by GitHub's clock; undefined: the token may not read it. */
    readonly startedAt: Date | undefined;
  };
  /** What the main destination held when the run began; undefined: nothing. */
  readonly current: string | undefined;
  readonly authority: Authority;
  /** The destination that the job itself reads; written last. */
  readonly main: Destination;
  readonly others: readonly Destination[];
  /**
   * Asks for a token: with the text where JSON is stored, since that is what later jobs use, else
   * with the value, which is never undefined then. `refused` means that the server does not accept
   * it, by an answer that is final.
   *
   * @throws Failure where the server cannot be asked, or the text is no credential.
   */
  readonly verify: (stored: StoredCredential) => Promise<'accepted' | 'refused'>;
  /** Is that workflow run over? Undefined: nobody can say. */
  readonly runIsOver: (runId: string) => Promise<boolean | undefined>;
}

export interface StoredCredential {
  /** As it is stored. */
  readonly text: string;
  /**
   * The issuer's JSON, or as much of it as a token request needs; undefined where there is nothing
   * that can be read, or where only the secret is stored and nothing tells whose it is.
   */
  readonly value: JsonObject | undefined;
}

/** The stored credential of a destination, as the rotation job receives it. */
export interface CurrentCredential extends StoredCredential {
  /** The issuer's name of it; undefined where nothing tells: it is not managed yet. */
  readonly name: string | undefined;
  readonly createdAt: Date | undefined;
}

/** One of ours, with what its name tells. */
export interface Managed extends ManagedName {
  readonly usable: boolean;
}

/** From when to when a certificate counts. */
export interface Validity {
  readonly from: Date;
  readonly to: Date;
}

/** What the destinations say before a run changes anything. */
export interface ObservedDestinations {
  /** The main destination is newer than what this run holds. */
  readonly stale: boolean;
  /** Does anybody know when this run began? Else nobody knows whether it comes too late. */
  readonly startKnown: boolean;
  /** When the main destination was last written, by its own clock. */
  readonly writtenAt: Date | undefined;
  /** A run has died or failed between the destinations, so that they may hold different credentials. */
  readonly outOfOrder: boolean;
}

/** A credential that no entry owns any more. */
export interface Orphan {
  readonly name: string;
  /** The name of the entry that it was made for. */
  readonly entry: string;
}

/** A destination that could not be read: it is gone, or refuses. */
export interface LostPlace {
  readonly label: string;
  readonly failure: Failure;
}

/** What a run finds before it changes anything. */
export interface Observed extends ObservedDestinations {
  /** The destinations that could not be read; the main one is none of them. */
  readonly lost: readonly LostPlace[];
  readonly current: Current | undefined;
  /** Ours at the authority, the oldest first. */
  readonly ours: readonly Managed[];
  /** What this repository has made for an entry that the inventory has no more. */
  readonly orphaned: readonly Orphan[];
  /** What is named like ours and comes from the future: it is followed in nothing. */
  readonly future: readonly string[];
  /** Nothing but the names tells which of ours is stored. */
  readonly bySecret: boolean;
  /** Does the authority show the secrets of its credentials again? */
  readonly showsAgain: boolean;
  /** The name of what `revoke-now` deletes. */
  readonly revoked: string | undefined;
}

export interface Current extends CurrentCredential {
  readonly alive: boolean;
  /** Undefined where it has no certificate. */
  readonly certificate: Validity | undefined;
}

/**
 * What a run does to the world:
 * - `replace`: creates a new credential, and stores it everywhere;
 * - `revoke`: deletes what has leaked and is replaced already;
 * - `restore`: stores the current one in all destinations again;
 * - `retire`: deletes replaced ones that have lived long enough;
 * - `wait`: nothing, until it is due;
 * - `stop`: nothing, since another run was faster.
 */
export type Deed = 'replace' | 'revoke' | 'restore' | 'retire' | 'wait' | 'stop';

/** What a run does, and why. `report`: nothing, but it says what it would do. */
export type Decision<Does = Deed> =
  | { readonly do: Does; readonly because: Reason }
  | { readonly do: 'report'; readonly would: Does; readonly because: Reason };

/** Its text is what the destinations will hold. */
export interface NewCredential extends StoredCredential {
  readonly name: string;
  readonly createdAt: Date;
  readonly certificate: Validity | undefined;
}

/** Who made a credential, read from its name. */
export interface ManagedName {
  readonly name: string;
  /** The part of the name that tells whose it is. */
  readonly prefix: string;
  readonly createdAt: Date;
  /** The id of the workflow run that created it. */
  readonly runId: string;
  /** Which creation of that run it was, from 1 on. */
  readonly number: number;
  /**
   * The fingerprint of what it replaces: of its name where that is known, else of its text. Undefined
   * where it replaces nothing.
   */
  readonly replaces: string | undefined;
}

/** What makes a credential ours: the entry of the inventory, and the repository that rotates it. */
export interface Owner {
  /** The name of the entry: `[a-z0-9-]{1,24}`. */
  readonly entry: string;
  /** GitHub's numeric id of the repository, which renaming does not change. */
  readonly repositoryId: string;
  /** The host of the GitHub server, which gives that id; default: `github.com`. */
  readonly server?: string;
  /** Names that the entry had before: what they have made is still its own. */
  readonly was?: readonly string[] | undefined;
  /** The names of all entries of the inventory; undefined: not known. */
  readonly entries?: readonly string[] | undefined;
}

/** What a run of the rotation has done, or would do. */
export type RotationState =
  | 'not-due'
  | 'rotated'
  | 'planned'
  | 'retired'
  | 'stale-snapshot'
  | 'needs-a-person'
  | 'failed';

export interface DestinationOutcome {
  readonly label: string;
  readonly state: 'unchanged' | 'written' | 'failed';
}

/** One of ours that is alive and no longer, or never, stored. */
export interface PendingRetirement {
  readonly name: string;
  /** From when on a run may delete it; undefined: not before something else has happened. */
  readonly after: Date | undefined;
  /** No run can delete it: a person has to. */
  readonly byHand?: true;
}

export interface RotationOutcome {
  readonly state: RotationState;
  /** Why the run did what it did, or would do what it says. */
  readonly reason: Reason;
  /** What the destinations hold now. */
  readonly credentialName: string | undefined;
  /** What they held before; the same where nothing was replaced. */
  readonly previousName: string | undefined;
  readonly createdAt: Date | undefined;
  /** When the certificate ends; undefined: it has none. */
  readonly expiresAt: Date | undefined;
  readonly nextRotationAt: Date | undefined;
  readonly retiredNames: readonly string[];
  readonly retirePending: readonly PendingRetirement[];
  readonly destinations: readonly DestinationOutcome[];
  /** A secret: what the main destination holds now. Undefined: nothing, or this run does not know. */
  readonly currentText: string | undefined;
  /** When this was, by GitHub's clock, in milliseconds since the epoch. */
  readonly at?: number;
  /** What people should know, in sentences. */
  readonly notes: readonly string[];
  /** What people should look after, in sentences. */
  readonly warnings?: readonly string[];
  /** What could not be done beside what was done. A run with faults fails, after it has told all else. */
  readonly faults?: readonly Failure[];
  /** What a person has to do now, in Markdown in which nothing of others has a meaning. */
  readonly instructions?: string;
}
