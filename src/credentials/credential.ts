export type ProviderName = 'xsuaa' | 'ias' | 'etrusted' | 'oauth2';

/** How the client proves itself at the token endpoint (the names of RFC 6749 2.3.1, RFC 8705 2). */
export type AuthMethod = 'client_secret_post' | 'client_secret_basic' | 'tls_client_auth';

export type Proof =
  | { readonly kind: 'secret'; readonly clientSecret: string }
  | {
      readonly kind: 'certificate';
      /** PEM, the client's certificate first, then its chain. */
      readonly certificate: string;
      /** PEM, not encrypted. */
      readonly privateKey: string;
      readonly expiresAt: Date;
    };

/** Client id plus proof plus where to use it: all that a token request needs. */
export interface Credential {
  readonly provider: ProviderName;
  readonly clientId: string;
  readonly authMethod: AuthMethod;
  readonly proof: Proof;
  readonly tokenUrl: URL;
  /** Base URL of the API that the token is for, as the issuer wrote it. */
  readonly apiUrl: string | undefined;
  /** All API endpoints of the credential, name to URL. */
  readonly endpoints: Readonly<Record<string, string>>;
  /** Form parameters that this provider wants in every token request. */
  readonly parameters: Readonly<Record<string, string>>;
}

export type JsonObject = { readonly [name: string]: unknown };

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
