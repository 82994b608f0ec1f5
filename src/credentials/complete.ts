import { Failure } from '../base/failure.ts';
import { oneLine, plainName, requireText } from '../base/text.ts';
import { secureUrl } from '../base/url.ts';
import { apiUrlOf, endpointsOf } from './api-url.ts';
import { certificateProof, signingKeyProof } from './certificate.ts';
import type { AuthMethod, Credential, Proof, ProofKind, ProviderName } from './credential.ts';
import type { Fields } from './fields.ts';
import { providerOf } from './providers.ts';
import type { ParsedCredential } from './shapes.ts';
import { tokenUrlToDiscover, typedTokenUrl } from './token-url.ts';

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

/**
 * Makes a complete credential of what is stored and of the inputs beside it.
 *
 * @param stored undefined if no credential is stored: the overrides are all there is.
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_INPUT_MISSING, E_CREDENTIAL_NO_SECRET, E_CREDENTIAL_GRANT, E_CERT_NO_URL, and
 * what reading certificates and URLs throws.
 */
export function completeCredential(
  stored: ParsedCredential | undefined,
  overrides: Overrides,
  options: CredentialOptions,
  now: number,
): Credential {
  const parsed = stored ?? NOTHING_STORED;
  const fields = overridden(parsed.fields, overrides);
  if (fields.clientId === undefined) throw missingInput('client-id');
  const clientId = oneValue(requireText(fields.clientId, 'client id'));
  refuseOtherGrants(fields);
  const provider = providerOf(fields, options.provider);
  const kind = proofKind(fields, overrides, options.authMethod);
  const proof = proofOf(kind, fields, stored, now);
  const statedUrl =
    overrides.tokenUrl === undefined
      ? provider.tokenUrl(fields, kind)
      : typedTokenUrl(overrides.tokenUrl, provider.tokenPath);
  const { tokenUrl, metadataUrl } =
    statedUrl === undefined
      ? tokenUrlToDiscover(provider.name, kind, fields, stored !== undefined)
      : { tokenUrl: statedUrl };
  const apiUrl =
    overrides.apiUrl === undefined
      ? (apiUrlOf({ ...parsed, fields }, options.endpoint, tokenUrl) ?? provider.apiUrl)
      : secureUrl(overrides.apiUrl, 'API URL').href.replace(/\/$/, '');
  return {
    provider: provider.name,
    clientId,
    authMethod: authMethodOf(kind, fields, options.authMethod),
    proof,
    tokenUrl,
    metadataUrl,
    apiUrl,
    endpoints: endpointsOf(parsed.document),
    zoneId: switchesTenant(fields, overrides) ? undefined : fields.zoneId,
    parameters: provider.parameters(fields),
  };
}

const NOTHING_STORED: ParsedCredential = {
  fields: {},
  document: {},
  nested: false,
  secrets: [],
  warnings: [],
};

/** Without the API URL, which is no field of the client. */
const OVERRIDING = [
  'clientId',
  'clientSecret',
  'certificate',
  'privateKey',
  'tokenUrl',
] as const satisfies readonly (keyof Overrides & keyof Fields)[];

function overridden(stored: Fields, overrides: Overrides): Fields {
  const fields = { ...stored };
  for (const name of OVERRIDING) {
    const value = overrides[name];
    if (value !== undefined) fields[name] = value;
  }
  return fields;
}

/** A client id may hold a space; with a separator after it, it is a line of several values. */
function oneValue(clientId: string): string {
  const end = clientId.search(/[\s,;]/);
  if (!clientId.includes(' ') || !/[=:]/.test(clientId.slice(end))) return clientId;
  throw new Failure(
    'E_INPUT_CHARSET',
    'The client id holds more than one value.',
    'Store each value on a line of its own.',
  );
}

/** Multitenant applications reach the tenant of a subscriber by a host beside their own. */
function switchesTenant({ uaaDomain }: Fields, { tokenUrl }: Overrides): boolean {
  if (tokenUrl === undefined || uaaDomain === undefined) return false;
  return URL.parse(tokenUrl)?.hostname.endsWith(`.${uaaDomain}`) === true;
}

/** Grants other than client credentials need a person, or an assertion about one. */
function refuseOtherGrants({ grantType, authentication }: Fields): void {
  const grant = grantType ?? /^OAuth2(.+)$/.exec(authentication ?? '')?.[1];
  if (grant === undefined) return;
  if (plainName(grant.replaceAll(' ', '')) === 'clientcredentials') return;
  const [needs, next] = /^(?:user_?token|password)$/i.test(grant)
    ? [
        'the password of a person',
        'Create the instance anew with the parameter {"grantType":"clientCredentials"}, and store a key of that.',
      ]
    : ['more than a client', 'Create a client for the grant type client_credentials.'];
  throw new Failure(
    'E_CREDENTIAL_GRANT',
    `The credential is made for the grant type ${oneLine(grant, 60)}, which needs ${needs}.`,
    next,
  );
}

/** What each authentication method proves itself with. */
const KINDS: Readonly<Record<AuthMethod, ProofKind>> = {
  client_secret_post: 'secret',
  client_secret_basic: 'secret',
  tls_client_auth: 'certificate',
  private_key_jwt: 'private-key',
  github_oidc: 'github-oidc',
};

/**
 * How the client proves itself: as the input auth-method says, else by the proof among the inputs,
 * else by that of the credential. There a credential type decides; without one, a certificate counts
 * if there is no secret.
 *
 * @throws Failure E_INPUT_CONFLICT
 */
function proofKind(fields: Fields, overrides: Overrides, method: AuthMethod | 'auto'): ProofKind {
  if (method !== 'auto') return KINDS[method];
  const { clientSecret, certificate, privateKey } = overrides;
  const isCertificate = certificate !== undefined || privateKey !== undefined;
  if (clientSecret !== undefined && isCertificate) {
    throw new Failure(
      'E_INPUT_CONFLICT',
      'The inputs client-secret and certificate or private-key are both set; a client proves itself in one way (RFC 6749 2.3).',
      'Remove one, or set auth-method.',
    );
  }
  if (clientSecret !== undefined) return 'secret';
  if (isCertificate) return 'certificate';
  if (fields.credentialType !== undefined) {
    return /x509|certificate/i.test(fields.credentialType) ? 'certificate' : 'secret';
  }
  const hasCertificate = fields.certificate !== undefined || fields.certUrl !== undefined;
  return fields.clientSecret === undefined && hasCertificate ? 'certificate' : 'secret';
}

function authMethodOf(kind: ProofKind, fields: Fields, chosen: AuthMethod | 'auto'): AuthMethod {
  if (chosen !== 'auto') return chosen;
  if (kind === 'certificate') return 'tls_client_auth';
  // Destinations of SAP BTP say so if their server reads no credentials in the body.
  const basic = fields.credentialsInBody?.toLowerCase() === 'false';
  return basic ? 'client_secret_basic' : 'client_secret_post';
}

/**
 * @param stored undefined if no credential is stored at all: then an input is missing.
 * @param now milliseconds since the epoch.
 * @throws Failure E_CREDENTIAL_NO_SECRET, E_INPUT_MISSING, and what reading certificates and keys
 * throws.
 */
function proofOf(
  kind: ProofKind,
  fields: Fields,
  stored: ParsedCredential | undefined,
  now: number,
): Proof {
  switch (kind) {
    case 'secret':
      return secretProof(fields, stored);
    case 'certificate':
      return certificatePair(fields, now);
    case 'private-key':
      return signingKeyProof(fields, now);
    case 'github-oidc':
      return { kind };
  }
}

function secretProof({ clientSecret }: Fields, stored: ParsedCredential | undefined): Proof {
  if (clientSecret === undefined) {
    throw stored === undefined ? missingInput('client-secret') : missingSecret();
  }
  // Before anything is sent: some servers lock a client after a few wrong secrets.
  if (isHiddenSecret(clientSecret)) {
    throw new Failure(
      'E_CREDENTIAL_NO_SECRET',
      'In place of the client secret stands what a tool writes where it does not show a secret.',
      'Export the credential with its secrets, or take it from where it was issued.',
    );
  }
  return { kind: 'secret', clientSecret: requireText(clientSecret, 'client secret') };
}

function certificatePair({ certificate, privateKey }: Fields, now: number): Proof {
  if (certificate !== undefined && privateKey !== undefined) {
    return certificateProof(certificate, privateKey, now);
  }
  throw halfPair(privateKey === undefined ? 'private key' : 'certificate');
}

function missingSecret(): Failure {
  return new Failure(
    'E_CREDENTIAL_NO_SECRET',
    'The credential holds a client id but no secret. Only the output of create shows it: the output of get and keys with a hidden secret do not.',
    'Create a new credential and store what that prints.',
  );
}

function halfPair(missing: string): Failure {
  return new Failure(
    'E_CREDENTIAL_NO_SECRET',
    `The credential authenticates with a certificate, but there is no ${missing} in it.`,
    'Give it in the inputs certificate and private-key, or create a key whose certificate is made by the issuer.',
  );
}

function missingInput(input: string): Failure {
  return new Failure(
    'E_INPUT_MISSING',
    `There is no ${input}: give the input credentials, or the inputs client-id, client-secret and token-url.`,
    'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
  );
}

/** Is this what a tool writes in place of a secret that it does not show? */
export function isHiddenSecret(clientSecret: string): boolean {
  return /^(?:<<.*>>|\$\{\{.*\}\}|\*{3,}|[\u2022\u25cf]+|\[REDACTED\]|\[PRIVATE DATA HIDDEN\]|[(<]sensitive(?: value)?[)>]|\d+ bytes)$/s.test(
    clientSecret,
  );
}
