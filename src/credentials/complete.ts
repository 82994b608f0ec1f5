import { Failure } from '../failure.ts';
import { oneLine } from '../text.ts';
import { visible } from '../visible.ts';
import { apiUrlOf, endpointsOf } from './api-url.ts';
import type { AuthMethod, Credential, Proof, ProviderName } from './credential.ts';
import type { Fields } from './fields.ts';
import { providerOf } from './providers/index.ts';
import type { Provider } from './providers/provider.ts';
import type { Statement } from './read.ts';
import { typedTokenUrl } from './token-url.ts';
import { secureUrl } from './urls.ts';

/** What the user says beside the stored credential; each part overrides what the credential says. */
export interface Parts {
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly certificate?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly tokenUrl?: string | undefined;
  readonly apiUrl?: string | undefined;
}

export interface Choices {
  readonly provider: ProviderName | 'auto';
  readonly authMethod: AuthMethod | 'auto';
  readonly endpoint?: string | undefined;
}

const NOTHING_STORED: Statement = { fields: {}, document: {}, nested: false, secrets: [] };

/**
 * Makes a complete credential of what is stored and what the user says beside it.
 *
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_INPUT_MISSING, E_CREDENTIAL_NO_SECRET, E_CREDENTIAL_GRANT, E_CERT_NO_URL, and
 * what reading certificates and URLs throws.
 */
export async function completeCredential(
  stored: Statement | undefined,
  parts: Parts,
  choices: Choices,
  now: number,
): Promise<Credential> {
  const statement = stored ?? NOTHING_STORED;
  const fields = withParts(statement.fields, parts);
  const clientId = visible(required(fields.clientId, 'client-id'), 'client id');
  refuseOtherGrants(fields);
  const provider = providerOf(fields, choices.provider);
  const kind = proofKind(fields, parts, choices.authMethod);
  const proof = kind === 'secret' ? secretProof(fields, stored) : await keyProof(fields, now);
  const tokenUrl =
    parts.tokenUrl === undefined
      ? (provider.tokenUrl(fields, kind) ?? noTokenUrl(provider, kind, stored))
      : typedTokenUrl(parts.tokenUrl, provider.tokenPath);
  const apiUrl =
    parts.apiUrl === undefined
      ? (apiUrlOf({ ...statement, fields }, choices.endpoint, tokenUrl) ?? provider.apiUrl)
      : secureUrl(parts.apiUrl, 'API URL').href.replace(/\/$/, '');
  return {
    provider: provider.name,
    clientId,
    authMethod: authMethod(kind, choices.authMethod),
    proof,
    tokenUrl,
    apiUrl,
    endpoints: endpointsOf(statement.document),
    parameters: provider.parameters(fields),
  };
}

/** The API URL is no field of the client: it is looked up elsewhere. */
const OVERRIDING = [
  'clientId',
  'clientSecret',
  'certificate',
  'privateKey',
  'tokenUrl',
] as const satisfies readonly (keyof Parts & keyof Fields)[];

function withParts(stored: Fields, parts: Parts): Fields {
  const fields = { ...stored };
  for (const name of OVERRIDING) {
    const part = parts[name];
    if (part !== undefined) fields[name] = part;
  }
  return fields;
}

function required(value: string | undefined, input: string): string {
  if (value !== undefined) return value;
  throw new Failure(
    'E_INPUT_MISSING',
    `There is no ${input}: give the input credentials, or the inputs client-id, client-secret and token-url. ` +
      'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
  );
}

function refuseOtherGrants({ grantType }: Fields): void {
  if (
    grantType === undefined ||
    grantType.toLowerCase().replace(/_/g, '') === 'clientcredentials'
  ) {
    return;
  }
  throw new Failure(
    'E_CREDENTIAL_GRANT',
    `The credential is made for the grant type ${oneLine(grantType, 40)}, which needs a person. ` +
      'Create it anew with the parameter {"grantType":"clientCredentials"}.',
  );
}

/** A credential type decides; without one, a certificate counts where there is no secret. */
function proofKind(
  fields: Fields,
  parts: Parts,
  method: AuthMethod | 'auto',
): 'secret' | 'certificate' {
  if (method !== 'auto') return method === 'tls_client_auth' ? 'certificate' : 'secret';
  const typedCertificate = parts.certificate !== undefined || parts.privateKey !== undefined;
  if (parts.clientSecret !== undefined && typedCertificate) {
    throw new Failure(
      'E_INPUT_CONFLICT',
      'The inputs client-secret and certificate or private-key are both set; a client proves itself in one way (RFC 6749 2.3). Remove one, or set auth-method.',
    );
  }
  if (parts.clientSecret !== undefined) return 'secret';
  if (typedCertificate) return 'certificate';
  if (fields.credentialType !== undefined) {
    return /x509|certificate/i.test(fields.credentialType) ? 'certificate' : 'secret';
  }
  const hasCertificate = fields.certificate !== undefined || fields.certUrl !== undefined;
  return fields.clientSecret === undefined && hasCertificate ? 'certificate' : 'secret';
}

function secretProof({ clientSecret }: Fields, stored: Statement | undefined): Proof {
  if (clientSecret !== undefined) {
    return { kind: 'secret', clientSecret: visible(clientSecret, 'client secret') };
  }
  if (stored === undefined) required(undefined, 'client-secret');
  throw new Failure(
    'E_CREDENTIAL_NO_SECRET',
    'The credential holds a client id but no secret. Only the output of create shows it: the output of get and keys with a hidden secret do not. Create a new credential and store what that prints.',
  );
}

async function keyProof({ certificate, privateKey }: Fields, now: number): Promise<Proof> {
  if (certificate !== undefined && privateKey !== undefined) {
    const { certificateProof } = await import('./certificate.ts');
    return certificateProof(certificate, privateKey, now);
  }
  const missing = privateKey === undefined ? 'private key' : 'certificate';
  throw new Failure(
    'E_CREDENTIAL_NO_SECRET',
    `The credential authenticates with a certificate, but there is no ${missing} in it. ` +
      'Give it in the inputs certificate and private-key, or create a key whose certificate is made by the issuer.',
  );
}

function authMethod(kind: 'secret' | 'certificate', chosen: AuthMethod | 'auto'): AuthMethod {
  if (chosen !== 'auto') return chosen;
  return kind === 'certificate' ? 'tls_client_auth' : 'client_secret_post';
}

function noTokenUrl(
  provider: Provider,
  kind: 'secret' | 'certificate',
  stored: Statement | undefined,
): never {
  if (kind === 'certificate' && stored !== undefined) {
    throw new Failure(
      'E_CERT_NO_URL',
      'The credential authenticates with a certificate, but does not say at which host (certurl). Give the input token-url.',
    );
  }
  throw new Failure(
    'E_INPUT_MISSING',
    `Nothing says where the token endpoint of this ${provider.name} client is. Give the input token-url` +
      (provider.name === 'xsuaa' || provider.name === 'oauth2'
        ? ', or provider: etrusted if it is an eTrusted client.'
        : '.'),
  );
}
