import type { ProofKind, ProviderName } from '../credential.ts';
import type { Fields } from '../fields.ts';

/** A family of authorization servers, and what is special about its token requests. */
export interface Provider {
  readonly name: ProviderName;
  /** Completes a token URL that a person typed without any path. */
  readonly tokenPath?: string;
  /** Does the credential belong to this family, by its own words? */
  recognises(fields: Fields): boolean;
  /** The token endpoint for a client that proves itself so; undefined: not said. */
  tokenUrl(fields: Fields, proof: ProofKind): URL | undefined;
  /** Form parameters that every token request of this client needs. */
  parameters(fields: Fields): Readonly<Record<string, string>>;
  /** Where the API is, for a family that has one for all its clients. */
  readonly apiUrl?: string;
}
