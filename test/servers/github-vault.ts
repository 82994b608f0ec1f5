import { randomInt } from 'node:crypto';
import sodium from 'libsodium-wrappers';

export type Visibility = 'all' | 'private' | 'selected';

/** The same members as a destination of the inventory. */
export interface SecretPath {
  readonly repository?: string;
  readonly environment?: string;
  readonly organization?: string;
  readonly kind?: 'dependabot';
  readonly secret: string;
}

/** A secret as GitHub keeps it. */
export interface KeptSecret {
  readonly name: string;
  /** What a workflow would see; undefined: it was sealed for another key, so that it is garbage. */
  readonly plaintext: string | undefined;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly visibility: Visibility | undefined;
  readonly repositories: readonly number[];
}

/** One collection of secrets with the key pair that it has for itself. */
export interface Scope {
  readonly organization: boolean;
  readonly dependabot: boolean;
  readonly keyId: string;
  readonly publicKey: string;
  get(name: string): KeptSecret | undefined;
  /** What reads show, which may be older. */
  shown(name: string): KeptSecret | undefined;
  set(secret: KeptSecret, staleReads: number): void;
  /** Has another key pair from now on, and opens nothing that is sealed for the old one. */
  replaceKey(): void;
  /** Opens a sealed box; undefined where it was sealed for another key. */
  open(sealed: string): string | undefined;
}

/** Keeps a byte order mark, which is a part of the value. */
const TEXT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

export async function newScope(organization: boolean, dependabot: boolean): Promise<Scope> {
  await sodium.ready;
  let pair = sodium.crypto_box_keypair();
  let keyId = randomInt(1e9, 1e10);
  const secrets = new Map<string, KeptSecret>();
  const stale = new Map<string, { left: number; readonly before: KeptSecret | undefined }>();
  return {
    organization,
    dependabot,
    get keyId() {
      return String(keyId);
    },
    get publicKey() {
      return sodium.to_base64(pair.publicKey, sodium.base64_variants.ORIGINAL);
    },
    replaceKey() {
      pair = sodium.crypto_box_keypair();
      keyId += 1;
    },
    get: (name) => secrets.get(name.toUpperCase()),
    shown(name) {
      const old = stale.get(name.toUpperCase());
      if (old === undefined || old.left === 0) return secrets.get(name.toUpperCase());
      old.left -= 1;
      return old.before;
    },
    set(secret, staleReads) {
      const before = secrets.get(secret.name);
      stale.set(secret.name, { left: staleReads, before });
      secrets.set(secret.name, secret);
    },
    open(sealed) {
      try {
        const bytes = sodium.from_base64(sealed, sodium.base64_variants.ORIGINAL);
        return TEXT.decode(sodium.crypto_box_seal_open(bytes, pair.publicKey, pair.privateKey));
      } catch {
        return undefined;
      }
    },
  };
}

/** `repos/acme/portal/actions`, `repos/acme/portal/environments/prod`, `orgs/acme/dependabot`. */
export function scopeName({ repository, environment, organization, kind }: SecretPath): string {
  const type =
    environment === undefined
      ? (kind ?? 'actions')
      : `environments/${encodeURIComponent(environment)}`;
  const owner = organization === undefined ? `repos/${repository}` : `orgs/${organization}`;
  return `${owner}/${type}`.toLowerCase();
}
