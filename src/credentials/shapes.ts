import type { Warning } from '../base/failure.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { plainName } from '../base/text.ts';
import { type Fields, fieldsOf, hasClientId, hasProof, stringMembers } from './fields.ts';

/** A way in which a document holds an OAuth client. */
export interface Shape {
  readonly name: string;
  /** The client in a document; undefined if the document has another shape. */
  find(document: JsonObject): LocatedClient | undefined;
}

/** A client, and where in its document it is. */
export interface LocatedClient {
  /** The object that holds client id and proof. */
  readonly client: JsonObject;
  /** The object that holds the URLs of the API: the same one, or one around it. */
  readonly document: JsonObject;
  /** The members whose clients the shape has chosen from; undefined: the client alone. */
  readonly chosenFrom?: readonly unknown[];
  /** The name of the member that is the client. */
  readonly name?: string;
}

/** All shapes, in the order in which they are tried. A new shape is a function and a line here. */
export const shapes: readonly Shape[] = [
  { name: 'flat', find: clientAtTop },
  { name: 'uaa', find: clientUnderUaa },
  { name: 'oauth', find: clientUnderOauth },
  { name: 'messaging', find: clientForMessaging },
  { name: 'oa2', find: clientUnderOa2 },
  { name: 'credential store', find: clientOfCredentialStore },
  { name: 'Keycloak', find: clientOfKeycloak },
  { name: 'only client', find: onlyClient },
];

/** The client at the top: XSUAA keys and API credentials, SAP Cloud Identity Services, eTrusted. */
export function clientAtTop(document: JsonObject): LocatedClient | undefined {
  return hasClientId(document) ? { client: document, document } : undefined;
}

/** The client under `uaa`: SAP Cloud ALM, SAP Advanced Financial Closing and most SAP services. */
export function clientUnderUaa(document: JsonObject): LocatedClient | undefined {
  const client = member(document, 'uaa');
  return isJsonObject(client) && hasClientId(client)
    ? { client, document, name: 'uaa' }
    : undefined;
}

/** SAP Cloud Integration (Process Integration Runtime): all under `oauth`, its `url` is the API's. */
function clientUnderOauth(document: JsonObject): LocatedClient | undefined {
  const client = member(document, 'oauth');
  return isJsonObject(client) && hasClientId(client)
    ? { client, document: client, name: 'oauth' }
    : undefined;
}

/**
 * SAP Event Mesh: one client for each group of protocols, `messaging[].oa2`. The client for REST is
 * used, since the others need more than a token; each protocol's URI becomes an endpoint.
 */
function clientForMessaging(document: JsonObject): LocatedClient | undefined {
  const chosenFrom = [member(document, 'messaging'), member(document, 'management')];
  const groups = [chosenFrom[0]].flat().filter(isJsonObject);
  const withClient = groups.filter(({ oa2 }) => isJsonObject(oa2) && hasClientId(oa2));
  const group = withClient.find((one) => protocolsOf(one).includes('httprest')) ?? withClient[0];
  if (group === undefined) return undefined;
  const uris = withClient.flatMap((one) =>
    protocolsOf(one).map((protocol): [string, unknown] => [protocol, one['uri']]),
  );
  const first = uris.filter(([, uri]) => uri === group['uri']);
  const endpoints = Object.fromEntries([...first, ...uris]);
  return { client: group['oa2'] as JsonObject, document: { endpoints }, chosenFrom };
}

function protocolsOf({ protocol }: JsonObject): string[] {
  return [protocol].flat().filter((name) => typeof name === 'string');
}

/** The options of SAP's AMQP client: `oa2` with `client`, `secret` and `endpoint`. */
function clientUnderOa2(document: JsonObject): LocatedClient | undefined {
  const options = document['oa2'];
  if (!isJsonObject(options)) return undefined;
  const members = stringMembers(options);
  const clientid = members.get('clientid') ?? members.get('client');
  if (clientid === undefined) return undefined;
  const tokenurl = members.get('tokenendpoint') ?? members.get('endpoint');
  return { client: { ...options, clientid, tokenurl }, document };
}

/** SAP Credential Store with mutual TLS: its `username` is the client id. */
function clientOfCredentialStore(document: JsonObject): LocatedClient | undefined {
  const members = stringMembers(document);
  const clientid = members.get('username');
  if (clientid === undefined || !members.has('oauthtokenurl')) return undefined;
  return { client: { ...document, clientid }, document };
}

/**
 * The adapter configuration of Keycloak: `resource` is the client id, `credentials.secret` the secret,
 * and each realm has a token endpoint of its own.
 */
function clientOfKeycloak(document: JsonObject): LocatedClient | undefined {
  const members = stringMembers(document);
  const [server, realm] = [members.get('authserverurl'), members.get('realm')];
  const clientid = members.get('resource') ?? members.get('clientid');
  if (clientid === undefined || server === undefined || realm === undefined) return undefined;
  const credentials = isJsonObject(document['credentials']) ? document['credentials'] : {};
  const path = `realms/${encodeURIComponent(realm)}/protocol/openid-connect/token`;
  const tokenurl = `${server.replace(/\/?$/, '/')}${path}`;
  const client = { ...credentials, clientid, tokenurl };
  return { client, document: client, chosenFrom: [document['credentials']] };
}

/**
 * The client under whatever name, if it is the only one. If the document names an API and the client
 * does not, the members beside the client are about its API; else the name is one that its owner gave.
 */
function onlyClient(document: JsonObject): LocatedClient | undefined {
  if ('credentials' in document) return undefined;
  const clients = Object.entries(document).flatMap(([name, client]) =>
    isJsonObject(client) && hasProof(client) && !isGoogleServiceAccount(client)
      ? [{ client, name }]
      : [],
  );
  // The data of a Kubernetes Secret, still encoded.
  if (clients.some(({ client }) => Object.values(client).some(isEncodedUrl))) return undefined;
  // Of a client in texts, those of its API are still JSON.
  if (clients.some(({ client }) => SEVERAL_URLS.some((name) => isText(client, name)))) {
    return undefined;
  }
  const [found] = clients;
  if (found === undefined || clients.length > 1) return undefined;
  const isAround = namesApi(document) && !namesSeveralUrls(found.client);
  return { ...found, document: isAround ? document : found.client, chosenFrom: [found.client] };
}

/** Is this the key of a Google service account, whose client_id is that of no OAuth client? */
export function isGoogleServiceAccount({ type }: JsonObject): boolean {
  return type === 'service_account';
}

function isText(document: JsonObject, name: string): boolean {
  return typeof member(document, name) === 'string';
}

/** Is this a URL in base64? */
export function isEncodedUrl(value: unknown): boolean {
  return typeof value === 'string' && /^\s*aHR0c[A-Za-z0-9+/]*={0,2}\s*$/.test(value);
}

/** The members that hold the URL of an API. */
const API_URLS: readonly string[] = ['uri', 'apiurl', 'apibaseurl', 'baseurl', 'serviceurl'];
/** The members that hold several URLs of an API. */
const SEVERAL_URLS: readonly string[] = ['endpoints', 'serviceurls'];

/** Does a document hold a URL of an API in a usual member, or several? */
function namesApi(document: JsonObject): boolean {
  const urls = stringMembers(document);
  return [...API_URLS, 'url'].some((name) => urls.has(name)) || namesSeveralUrls(document);
}

function namesSeveralUrls(document: JsonObject): boolean {
  return SEVERAL_URLS.some((name) => isJsonObject(member(document, name)));
}

/** The members of an envelope that are about the API of the client in it. */
export function membersAboutApi(document: JsonObject, isNested: boolean): JsonObject {
  // A `url` beside a client without one might be that of its token server.
  const names = isNested ? [...API_URLS, 'url'] : API_URLS;
  return Object.fromEntries(
    Object.entries(document).filter(([name, value]) =>
      (isJsonObject(value) ? SEVERAL_URLS : names).includes(plainName(name)),
    ),
  );
}

/** A member by its name, or by the same name in another spelling. */
export function member(document: JsonObject, name: string): unknown {
  return (
    document[name] ?? Object.entries(document).find(([other]) => plainName(other) === name)?.[1]
  );
}

/** What a stored credential says, before `completeCredential` makes a credential of it. */
export interface ParsedCredential {
  readonly fields: Fields;
  /** The object that holds the client; its members have the names that its issuer gave them. */
  readonly client: JsonObject;
  /** The object that holds the URLs of the API. */
  readonly document: JsonObject;
  /** True if the client is below that document. */
  readonly nested: boolean;
  /** Everything that must be masked. */
  readonly secrets: readonly string[];
  /** What the owner of the credential should know. */
  readonly warnings: readonly Warning[];
}

export function parsedCredential(
  { client, document }: LocatedClient,
  secrets: readonly string[],
  warnings: readonly Warning[] = [],
): ParsedCredential {
  const fields = fieldsOf(client);
  const nested = client !== document;
  // SAP Cloud Management keys name the grant type beside the client.
  const grantType = nested ? stringMembers(document).get('granttype') : undefined;
  return {
    fields: grantType === undefined ? fields : { grantType, ...fields },
    client,
    document,
    nested,
    secrets,
    warnings,
  };
}
