import { Failure } from '../base/failure.ts';
import { plainName } from '../base/text.ts';
import { secureUrl } from '../base/url.ts';
import { apiUrlOf, endpointsOf, endpointTaken } from './api-url.ts';
import { type Credential, isPlainPair, isPlainUrl } from './credential.ts';
import type { Client, CredentialOptions, Draft, Overrides } from './draft.ts';
import type { Fields } from './fields.ts';
import { type Provider, providerOf, typedTokenUrl } from './providers.ts';
import type { ParsedCredential } from './shapes.ts';

export type { CredentialOptions, Overrides } from './draft.ts';

/**
 * Makes a complete credential of what is stored and of the inputs beside it. Nearly all have an id
 * and a secret with nothing remarkable about them; client.ts looks closer at everything else.
 *
 * @param stored undefined if no credential is stored: the overrides are all there is.
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_INPUT_MISSING, E_INPUT_CONFLICT, E_CREDENTIAL_NO_SECRET, E_CREDENTIAL_GRANT,
 * E_CERT_NO_URL, and what reading certificates and URLs throws.
 */
export async function completeCredential(
  stored: ParsedCredential | undefined,
  overrides: Overrides,
  options: CredentialOptions,
  now: number,
): Promise<Credential> {
  const fields = overridden(stored?.fields ?? {}, overrides);
  const draft: Draft = { stored, fields, overrides, options };
  const provider = providerOf(fields, options.provider);
  const client =
    plainClient(draft) ?? (await import('./search.ts')).examinedClient(draft, provider.name, now);
  try {
    return await located(client, provider, draft);
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== 'E_URL_INVALID') throw error;
    throw (await import('./search.ts')).damagedUrl(error, draft);
  }
}

/** @throws Failure what reading URLs throws, and E_INPUT_MISSING and E_CERT_NO_URL. */
async function located(
  { warnings = [], ...client }: Client,
  provider: Provider,
  { stored, fields, overrides, options }: Draft,
): Promise<Credential> {
  const { kind } = client.proof;
  const statedUrl =
    overrides.tokenUrl === undefined
      ? provider.tokenUrl(fields, kind)
      : typedTokenUrl(overrides.tokenUrl, provider.tokenPath);
  const { tokenUrl, metadataUrl } =
    statedUrl === undefined
      ? (await import('./search.ts')).tokenUrlToDiscover(provider.name, kind, fields, stored)
      : { tokenUrl: statedUrl };
  const document = stored?.document ?? {};
  const place = { document, fields, nested: stored?.nested === true };
  const apiUrl =
    overrides.apiUrl === undefined
      ? (apiUrlOf(place, options.endpoint, tokenUrl) ?? provider.apiUrl)
      : secureUrl(overrides.apiUrl, 'API URL').href.replace(/\/$/, '');
  const endpoints = endpointsOf(document);
  const isChosen = options.endpoint !== undefined || overrides.apiUrl !== undefined;
  const all = [...warnings, ...(isChosen ? [] : endpointTaken(endpoints, apiUrl))];
  return {
    ...client,
    provider: provider.name,
    tokenUrl,
    metadataUrl,
    apiUrl,
    endpoints,
    zoneId: switchesTenant(fields, overrides) ? undefined : fields.zoneId,
    parameters: { ...provider.parameters(fields), ...client.parameters },
    ...(all.length > 0 && { warnings: all }),
  };
}

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

/** Multitenant applications reach the tenant of a subscriber by a host beside their own. */
function switchesTenant({ uaaDomain }: Fields, { tokenUrl }: Overrides): boolean {
  if (tokenUrl === undefined || uaaDomain === undefined) return false;
  return URL.parse(tokenUrl)?.hostname.endsWith(`.${uaaDomain}`) === true;
}

/** The client of a usual credential; undefined wherever anything takes a closer look. */
function plainClient({ stored, fields, overrides, options }: Draft): Client | undefined {
  const { clientId = '', clientSecret = '' } = fields;
  const isPlain =
    isPlainPair(clientId, clientSecret) &&
    overrides.certificate === undefined &&
    overrides.privateKey === undefined &&
    options.authMethod === 'auto' &&
    // A client for which a provider is chosen must not belong to another one.
    options.provider === 'auto' &&
    UNUSUAL_FIELDS.every((name) => fields[name] === undefined) &&
    URL_FIELDS.every((name) => fields[name] === undefined || isPlainUrl(fields[name])) &&
    (fields.grantType === undefined || plainName(fields.grantType) === 'clientcredentials') &&
    (fields.credentialType === undefined || !/x509|certificate/i.test(fields.credentialType)) &&
    // Members of a destination such as tokenService.body.x.
    !Object.keys(stored?.client ?? {}).some((name) => name.includes('.'));
  if (!isPlain) return undefined;
  const proof = { kind: 'secret', clientSecret } as const;
  return { clientId, authMethod: 'client_secret_post', proof, parameters: {} };
}

/** What a usual credential does not say; client.ts uses it. */
const UNUSUAL_FIELDS = [
  'authMethod',
  'authentication',
  'credentialsInBody',
  'scope',
  'audience',
  'resource',
] as const satisfies readonly (keyof Fields)[];

const URL_FIELDS = ['tokenUrl', 'certUrl', 'url'] as const satisfies readonly (keyof Fields)[];
