import { keyMasks, secretMasks } from '../secrets/masks.ts';

export function credentialMasks({ clientId, proof }: Credential): string[] {
  if (proof.kind === 'secret') return secretMasks(clientId, proof.clientSecret);
  return 'privateKey' in proof ? keyMasks(proof.privateKey) : [];
}

export type ProviderName = 'xsuaa' | 'ias' | 'etrusted' | 'oauth2';

/**
 * How the client proves itself at the token endpoint: the names of RFC 6749 2.3.1, RFC 8705 2 and
 * OpenID Connect Core 9; github_oidc is RFC 7523 2.2 with the token that GitHub gives to a job.
 */
export type AuthMethod =
  | 'client_secret_post'
  | 'client_secret_basic'
  | 'tls_client_auth'
  | 'private_key_jwt'
  | 'github_oidc';

export type Proof =
  | { readonly kind: 'secret'; readonly clientSecret: string }
  | {
      readonly kind: 'certificate';
      /** PEM, the client's certificate first, then its chain. */
      readonly certificate: string;
      /** PEM, not encrypted. */
      readonly privateKey: string;
      readonly expiresAt: Date;
    }
  | {
      /** Signs a client assertion for each request. */
      readonly kind: 'private-key';
      /** PEM, not encrypted. */
      readonly privateKey: string;
      /** Names the key to the server (`kid`, RFC 7515 4.1.4), where it has a name. */
      readonly keyId: string | undefined;
      /** PEM, where the key has a certificate: its thumbprint names the key, too. */
      readonly certificate: string | undefined;
      readonly expiresAt: Date | undefined;
    }
  /** Nothing is stored: the job itself gets an assertion from GitHub. */
  | { readonly kind: 'github-oidc' };

export type ProofKind = Proof['kind'];

/** When the certificate of a proof expires, where it has one. */
export function expiryOf(proof: Proof): Date | undefined {
  return 'expiresAt' in proof ? proof.expiresAt : undefined;
}

/** The secret part of a proof, where it has one. */
export function secretOf(proof: Proof): string | undefined {
  switch (proof.kind) {
    case 'secret':
      return proof.clientSecret;
    case 'certificate':
    case 'private-key':
      return proof.privateKey;
    case 'github-oidc':
      return undefined;
  }
}

/** Client id plus proof plus where to use it: all that a token request needs. */
export interface Credential {
  readonly provider: ProviderName;
  readonly clientId: string;
  readonly authMethod: AuthMethod;
  readonly proof: Proof;
  readonly tokenUrl: URL;
  /**
   * Where the server says its endpoint for mutual TLS, where the credential does not: to be asked
   * before `tokenUrl`, which is the endpoint without a certificate until then, is used.
   */
  readonly metadataUrl?: URL | undefined;
  /** Base URL of the API that the token is for, as the issuer wrote it. */
  readonly apiUrl: string | undefined;
  /** All API endpoints of the credential, name to URL. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The id of the tenant whose tokens are expected (claim `zid`); undefined: not said. */
  readonly zoneId: string | undefined;
  /** Form parameters that this provider wants in every token request. */
  readonly parameters: Readonly<Record<string, string>>;
}
