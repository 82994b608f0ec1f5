import type { AuthMethod, Credential, ProviderName } from './credential.ts';
import type { Fields } from './fields.ts';
import type { ParsedCredential } from './shapes.ts';

/** The inputs beside the stored credential; each overrides what the credential says. */
export interface Overrides {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly certificate?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly apiUrl?: string | undefined;
}

/** The inputs that choose how the credential is used. */
export interface CredentialOptions {
  readonly provider: ProviderName | 'auto';
  readonly authMethod: AuthMethod | 'auto';
  /** The name of the API endpoint; undefined: the first one. */
  readonly endpoint?: string | undefined;
}

/** What a credential is made of. */
export interface Draft {
  /** undefined: no credential is stored, and the overrides are all there is. */
  readonly stored: ParsedCredential | undefined;
  /** What is stored, with the overrides in it. */
  readonly fields: Fields;
  readonly overrides: Overrides;
  readonly options: CredentialOptions;
}

/** Who the client is, how it proves itself, and what its credential wants in a request. */
export type Client = Pick<
  Credential,
  'clientId' | 'authMethod' | 'proof' | 'parameters' | 'grantType' | 'warnings'
>;
