import type { JsonObject } from '../base/json.ts';
import { plainName, trimInvisible } from '../base/text.ts';

/** What a credential says about its client, in one vocabulary. What it does not say is absent. */
export interface Fields {
  clientId?: string;
  clientSecret?: string;
  certificate?: string;
  privateKey?: string;
  keyId?: string;
  credentialType?: string;
  grantType?: string;
  url?: string;
  tokenUrl?: string;
  tokenUrlSuffix?: string;
  certUrl?: string;
  apiUrl?: string;
  audience?: string;
  uaaDomain?: string;
  xsAppName?: string;
  /** The tenant (identity zone) of a UAA client, an id. */
  zoneId?: string;
  domains?: string;
  /** The service as Cloud Foundry and Kubernetes label its bindings, or a prefix of variables. */
  serviceLabel?: string;
  /** How a destination of SAP BTP authenticates, for example `OAuth2ClientCredentials`. */
  authentication?: string;
  applicationTenant?: string;
  /** `false`: the server wants client id and secret in a Basic header. */
  credentialsInBody?: string;
  /** How the client authenticates, as its registration says (RFC 7591 2). */
  authMethod?: string;
  /** Scopes, separated by spaces. */
  scope?: string;
  /** RFC 8707 2; several are separated by spaces. */
  resource?: string;
  userName?: string;
  password?: string;
}

/** Reads the fields of the client whose members are directly in `object`. */
export function fieldsOf(object: JsonObject): Fields {
  const members = stringMembers(object);
  const fields: Fields = {};
  for (const [field, names] of NAMES_BY_FIELD) {
    const name = names.find((candidate) => members.has(candidate));
    const value = name === undefined ? undefined : members.get(name);
    if (value !== undefined) fields[field] = value;
  }
  return fields;
}

type FieldName = keyof Fields;

/**
 * The names under which issuers write a field, lower-cased and without `_`, `-` and `.`.
 * If one credential has several, the earlier name wins.
 */
const NAMES: Readonly<Record<FieldName, readonly string[]>> = {
  clientId: ['clientid'],
  clientSecret: ['clientsecret', 'secret'],
  certificate: ['certificate', 'tlscrt'],
  privateKey: ['key', 'privatekey', 'tlskey'],
  keyId: ['kid', 'keyid'],
  credentialType: ['credentialtype'],
  grantType: ['granttype', 'granttypes', 'authorizedgranttypes'],
  url: ['url'],
  tokenUrl: [
    'tokenurl',
    'tokenendpoint',
    'tokenserviceurl',
    'oauthurl',
    'oauthtokenurl',
    'authurl',
    'authenticationurl',
    'accesstokenurl',
    'tokenuri',
    'oauthtokenendpoint',
    'oauth2tokenurl',
    'uaaurl',
    'xsuaaurl',
  ],
  tokenUrlSuffix: ['tokenurlsuffix'],
  certUrl: ['certurl'],
  apiUrl: ['apiurl', 'apibaseurl', 'baseurl', 'apiendpoint', 'serviceurl'],
  audience: ['audience'],
  uaaDomain: ['uaadomain'],
  xsAppName: ['xsappname'],
  zoneId: ['zoneid', 'identityzoneid', 'tenantid'],
  domains: ['domains'],
  serviceLabel: ['label'],
  authentication: ['authentication'],
  applicationTenant: ['apptid'],
  credentialsInBody: ['tokenserviceaddclientcredentialsinbody', 'addclientcredentialsinbody'],
  authMethod: ['tokenendpointauthmethod', 'clientauthenticationmethod', 'clientauthentication'],
  scope: ['scope'],
  resource: ['resource'],
  userName: ['username', 'user'],
  password: ['password'],
};

const NAMES_BY_FIELD = Object.entries(NAMES) as [FieldName, readonly string[]][];

/** Is this the name of a field, or does it end like the two that every credential has? */
export function isFieldName(name: string): boolean {
  const plain = plainName(name);
  return (
    /client(?:id|secret)$/.test(plain) ||
    Object.values(NAMES).some((names) => names.includes(plain))
  );
}

/** Is this a name under which people write what they call a client? */
export function isNameOfOwner(name: string): boolean {
  return OWNER_NAMES.includes(plainName(name));
}

/** The more specific one first. */
export const OWNER_NAMES: readonly string[] = [
  'name',
  'instancename',
  'bindingname',
  'credentialname',
  'title',
  'instance',
  'environment',
  'env',
  'stage',
  'profile',
];

/** Does an object hold a client id? */
export function hasClientId(object: JsonObject): boolean {
  return stringMembers(object).has('clientid');
}

/** Is this the name of a client id with a prefix before it, such as `CALM_CLIENT_ID`? */
export function isPrefixedClientId(name: string): boolean {
  return /.client[ _.-]?id$/i.test(name) && plainName(name) !== 'clientid';
}

/** Does an object hold a client that can prove itself, and not only its name? */
export function hasProof(object: JsonObject): boolean {
  const { clientId, clientSecret, certificate, privateKey } = fieldsOf(object);
  return clientId !== undefined && (clientSecret ?? certificate ?? privateKey) !== undefined;
}

/**
 * The members of an object that are text, by plain name. Of two spellings of a name the plain one
 * counts, else the first. Blank values and the CLI's `<null>` are absent. Of a list of strings
 * (`domains`) the first counts, of a list of grants client_credentials; scopes and resources count
 * all.
 */
export function stringMembers(object: JsonObject): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const [name, member] of Object.entries(object)) {
    const plain = plainName(name);
    const value: unknown = Array.isArray(member) ? fromList(member, plain) : member;
    const text = typeof value === 'string' ? trimInvisible(value) : simpleText(value);
    if (text === '' || text === '<null>') continue;
    if (plain === name || !members.has(plain)) members.set(plain, text);
  }
  return members;
}

function fromList(list: readonly unknown[], plain: string): unknown {
  if (plain === 'scope' || plain === 'resource') {
    return list.filter((item) => typeof item === 'string').join(' ');
  }
  return list.find((item) => item === 'client_credentials') ?? list[0];
}

/** Flags and whole numbers as text; anything else is no value of a field. */
function simpleText(value: unknown): string {
  return typeof value === 'boolean' || Number.isSafeInteger(value) ? String(value) : '';
}
