import type { JsonObject } from './credential.ts';

/** What a credential says about its client, in one vocabulary. A missing member was not said. */
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
  uaaDomain?: string;
  xsAppName?: string;
  domains?: string;
  applicationTenant?: string;
  /** `false`: the server wants client id and secret in a Basic header. */
  credentialsInBody?: string;
  userName?: string;
  password?: string;
}

type FieldName = keyof Fields;

/**
 * The names under which issuers write a field, lower-cased and without `_`, `-` and `.`.
 * Where several stand in one credential, the earlier name wins.
 */
const NAMES: Readonly<Record<FieldName, readonly string[]>> = {
  clientId: ['clientid'],
  clientSecret: ['clientsecret', 'secret'],
  certificate: ['certificate', 'tlscrt'],
  privateKey: ['key', 'privatekey', 'tlskey'],
  keyId: ['kid', 'keyid'],
  credentialType: ['credentialtype'],
  grantType: ['granttype'],
  url: ['url'],
  tokenUrl: [
    'tokenurl',
    'tokenendpoint',
    'tokenserviceurl',
    'oauthurl',
    'oauthtokenurl',
    'authurl',
    'authenticationurl',
  ],
  tokenUrlSuffix: ['tokenurlsuffix'],
  certUrl: ['certurl'],
  apiUrl: ['apiurl'],
  uaaDomain: ['uaadomain'],
  xsAppName: ['xsappname'],
  domains: ['domains', 'domain'],
  applicationTenant: ['apptid'],
  credentialsInBody: ['tokenserviceaddclientcredentialsinbody', 'addclientcredentialsinbody'],
  userName: ['username', 'user'],
  password: ['password'],
};

const NAMES_BY_FIELD = Object.entries(NAMES) as [FieldName, readonly string[]][];

/** `Client_ID`, `client-id` and `clientId` are one name. */
export function plainName(name: string): string {
  return name.toLowerCase().replaceAll('_', '').replaceAll('-', '').replaceAll('.', '');
}

/**
 * The string members of an object by plain name. Blank values and the CLI's `<null>` are absent; of
 * a list of strings (`domains`) the first counts.
 */
export function stringMembers(object: JsonObject): ReadonlyMap<string, string> {
  const members = new Map<string, string>();
  for (const [name, member] of Object.entries(object)) {
    const value: unknown = Array.isArray(member) ? member[0] : member;
    const text = typeof value === 'string' ? value.trim() : '';
    if (text !== '' && text !== '<null>') members.set(plainName(name), text);
  }
  return members;
}

/** Reads the fields that stand directly in `object`. */
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
