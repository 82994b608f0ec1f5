import type { Warning } from '../base/failure.ts';
import { keyMasks, secretMasks } from '../secrets/ledger.ts';

/** Client id plus proof plus where to use it: all that a token request needs. */
export interface Credential {
  readonly provider: ProviderName;
  readonly clientId: string;
  readonly authMethod: AuthMethod;
  readonly proof: Proof;
  readonly tokenUrl: URL;
  /**
   * Where the server names its endpoint for mutual TLS, if the credential does not: `tokenUrl` is
   * then the endpoint without a certificate, and must not be used before the server was asked.
   */
  readonly metadataUrl?: URL | undefined;
  /** Base URL of the API that the token is for, as the issuer wrote it. */
  readonly apiUrl: string | undefined;
  /** All API endpoints of the credential, name to URL. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** The id of the tenant whose tokens are expected (claim `zid`); undefined: any tenant. */
  readonly zoneId: string | undefined;
  /** Form parameters that the provider or the stored credential wants in every token request. */
  readonly parameters: Readonly<Record<string, string>>;
  /** A grant for clients alone that has a name of its own; undefined: client_credentials. */
  readonly grantType?: string;
  /** What was decided about the credential that its owner should know. */
  readonly warnings?: readonly Warning[];
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

export type ProofKind = Proof['kind'];

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
      /** The name by which the server knows the key (`kid`, RFC 7515 4.1.4), if it has one. */
      readonly keyId: string | undefined;
      /** PEM, if the key has a certificate: the certificate's thumbprint names the key, too. */
      readonly certificate: string | undefined;
      readonly expiresAt: Date | undefined;
    }
  /** Nothing is stored: the job gets an assertion from GitHub. */
  | { readonly kind: 'github-oidc' };

/** The secret part of a proof, if it has one. */
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

/** When the certificate of a proof expires, if it has one. */
export function expiryOf(proof: Proof): Date | undefined {
  return 'expiresAt' in proof ? proof.expiresAt : undefined;
}

/** What the runner must mask for a credential. */
export function credentialMasks({ clientId, proof }: Credential): string[] {
  if (proof.kind === 'secret') return secretMasks(clientId, proof.clientSecret);
  return 'privateKey' in proof ? keyMasks(proof.privateKey) : [];
}

/**
 * Is there nothing remarkable about client id and secret? True for nearly all. False wherever that
 * takes a closer look, which damage.ts then takes.
 */
export function isPlainPair(clientId: string, clientSecret: string): boolean {
  return (
    PLAIN_SECRET.test(clientSecret) &&
    PLAIN_CLIENT_ID.test(clientId) &&
    !ODD_WORD.test(clientSecret) &&
    !ODD_WORD.test(clientId)
  );
}

/** Of XSUAA, or a long one without anything that a shell or a tool changes or adds; no id alone. */
const PLAIN_SECRET =
  /^(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\$[\w+/-]{40,50}=*|(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9][\w.~+/-]{22,100}[A-Za-z0-9=])$/i;
/** Of XSUAA, or one that does not begin like it. */
const PLAIN_CLIENT_ID =
  /^(?:sb-[\w.-]+![bt]\d+(?:\|[\w.-]+![bt]\d+)?|(?!sb-)[\w-]+(?:[.@][\w-]+)*)$/;
/** What placeholders, names and references have at their beginning, in the middle, at their end. */
const ODD_WORD =
  /^(?:null|none|nil|nan|undefined|to?d[bo]|tb[ad]|dummy|age1|(?:secrets|vars|env|inputs|github|needs|steps|process|os|projects)[./]|(?:the|your|my|insert|enter|paste|put)[_-]|please|replace|change|client|place|secret)|x{6}|vault\.azure|googleusercontent|__|\.{3}|_(?:secret|key|password|token|credentials?|id|url)$/i;

/** Is there nothing remarkable about the text of a URL? */
export function isPlainUrl(text: string): boolean {
  return PLAIN_URL.test(text) && !ODD_PATH.test(text);
}

/** With a scheme and a host, and nothing that a placeholder or a shell has. */
const PLAIN_URL =
  /^https?:\/\/(?!your|my[-_.]|(?:undefined|null)(?![\w-])|[\w-]+\.vault\.|[\w.-]*google)[A-Za-z0-9][\w.-]*(?::\d+)?(?:[/?][\w./?=&~-]*)?$/i;

/** With its path twice, cut, or with nothing between two dots. */
const ODD_PATH = /token.*token|\.\./i;
