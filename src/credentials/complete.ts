import { Failure } from '../failure.ts';
import { oneLine } from '../text.ts';
import { visible } from '../visible.ts';
import { apiUrlOf, endpointsOf } from './api-url.ts';
import type { AuthMethod, Credential, ProviderName } from './credential.ts';
import { type Fields, plainName } from './fields.ts';
import { authMethodOf, proofKind, proofOf } from './proof.ts';
import { providerOf } from './providers/index.ts';
import type { Statement } from './statement.ts';
import { typedTokenUrl } from './token-url.ts';
import type { unstatedTokenUrl } from './unstated-token-url.ts';
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

const NOTHING_STORED: Statement = {
  fields: {},
  document: {},
  nested: false,
  secrets: [],
  remarks: [],
};

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
  if (fields.clientId === undefined) {
    throw (await import('./no-proof.ts')).missingInput('client-id');
  }
  const clientId = oneValue(visible(fields.clientId, 'client id'));
  refuseOtherGrants(fields);
  const provider = providerOf(fields, choices.provider);
  const kind = proofKind(fields, parts, choices.authMethod);
  const proof = await proofOf(kind, fields, stored, now);
  const stated =
    parts.tokenUrl === undefined
      ? provider.tokenUrl(fields, kind)
      : typedTokenUrl(parts.tokenUrl, provider.tokenPath);
  const { tokenUrl, metadataUrl } =
    stated === undefined
      ? await elsewhere(provider.name, kind, fields, stored !== undefined)
      : { tokenUrl: stated };
  const apiUrl =
    parts.apiUrl === undefined
      ? (apiUrlOf({ ...statement, fields }, choices.endpoint, tokenUrl) ?? provider.apiUrl)
      : secureUrl(parts.apiUrl, 'API URL').href.replace(/\/$/, '');
  return {
    provider: provider.name,
    clientId,
    authMethod: authMethodOf(kind, fields, choices.authMethod),
    proof,
    tokenUrl,
    metadataUrl,
    apiUrl,
    endpoints: endpointsOf(statement.document),
    zoneId: switchesTenant(fields, parts) ? undefined : fields.zoneId,
    parameters: provider.parameters(fields),
  };
}

/** A client id may hold a space; with a separator behind it, a line of several values was pasted. */
function oneValue(clientId: string): string {
  if (!clientId.includes(' ') || !/[\s,;].*[=:]/.test(clientId)) return clientId;
  throw new Failure(
    'E_INPUT_CHARSET',
    'The client id holds more than one value. Store each value on a line of its own.',
  );
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

/** Multitenant applications reach a subscriber's tenant by its host beside that of their own. */
function switchesTenant({ uaaDomain }: Fields, { tokenUrl }: Parts): boolean {
  if (tokenUrl === undefined || uaaDomain === undefined) return false;
  return URL.parse(tokenUrl)?.hostname.endsWith(`.${uaaDomain}`) === true;
}

/** Grants other than client credentials need a person, or an assertion about one. */
function refuseOtherGrants({ grantType, authentication }: Fields): void {
  const grant = grantType ?? /^OAuth2(.+)$/.exec(authentication ?? '')?.[1];
  if (grant === undefined) return;
  if (plainName(grant.replaceAll(' ', '')) === 'clientcredentials') return;
  const needs = /^(?:user_?token|password)$/i.test(grant)
    ? 'the password of a person. Create the instance anew with the parameter {"grantType":"clientCredentials"}, and store a key of that.'
    : 'more than a client. Create a client for the grant type client_credentials.';
  throw new Failure(
    'E_CREDENTIAL_GRANT',
    `The credential is made for the grant type ${oneLine(grant, 60)}, which needs ${needs}`,
  );
}

async function elsewhere(
  ...about: Parameters<typeof unstatedTokenUrl>
): Promise<ReturnType<typeof unstatedTokenUrl>> {
  const { unstatedTokenUrl } = await import('./unstated-token-url.ts');
  return unstatedTokenUrl(...about);
}
