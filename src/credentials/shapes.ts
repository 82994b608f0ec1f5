import { isJsonObject, type JsonObject } from '../base/json.ts';
import { plainName } from '../base/text.ts';
import { type Fields, fieldsOf, hasClientId, hasProof, stringMembers } from './fields.ts';

/** A place in a document where the OAuth client stands. */
export interface Shape {
  readonly name: string;
  /** The client in it, or undefined where the document has another shape. */
  find(document: JsonObject): Client | undefined;
}

export interface Client {
  /** The object that holds client id and proof. */
  readonly client: JsonObject;
  /** The object in which the URLs of its API stand: the same one, or one around it. */
  readonly document: JsonObject;
  /** Members of the document among whose clients the shape has chosen; undefined: the client alone. */
  readonly chosenFrom?: readonly unknown[];
  /** The name under which the client stands there. */
  readonly name?: string;
}

/** A member by its name, or by the same name in another spelling. */
export function member(document: JsonObject, name: string): unknown {
  return (
    document[name] ?? Object.entries(document).find(([other]) => plainName(other) === name)?.[1]
  );
}

/** The client at the top: XSUAA keys and API credentials, SAP Cloud Identity Services, eTrusted. */
export const flat: Shape = {
  name: 'flat',
  find: (document) => (hasClientId(document) ? { client: document, document } : undefined),
};

/** The client under `uaa`: SAP Cloud ALM, SAP Advanced Financial Closing and most SAP services. */
export const uaa: Shape = {
  name: 'uaa',
  find(document) {
    const client = member(document, 'uaa');
    return isJsonObject(client) && hasClientId(client)
      ? { client, document, name: 'uaa' }
      : undefined;
  },
};

/** SAP Cloud Integration (Process Integration Runtime): all under `oauth`, its `url` is the API's. */
export const oauth: Shape = {
  name: 'oauth',
  find(document) {
    const client = member(document, 'oauth');
    return isJsonObject(client) && hasClientId(client)
      ? { client, document: client, name: 'oauth' }
      : undefined;
  },
};

/**
 * SAP Event Mesh: one client for each group of protocols, `messaging[].oa2`. The one for REST is
 * used, since the others need more than a token; each protocol's URI becomes an endpoint.
 */
export const messaging: Shape = {
  name: 'messaging',
  find(document) {
    const chosenFrom = [member(document, 'messaging'), member(document, 'management')];
    const groups = [chosenFrom[0]].flat().filter(isJsonObject);
    const withClient = groups.filter(({ oa2 }) => isJsonObject(oa2) && hasClientId(oa2));
    const group = withClient.find((one) => protocols(one).includes('httprest')) ?? withClient[0];
    if (group === undefined) return undefined;
    const uris = withClient.flatMap((one) =>
      protocols(one).map((protocol): [string, unknown] => [protocol, one['uri']]),
    );
    const first = uris.filter(([, uri]) => uri === group['uri']);
    const endpoints = Object.fromEntries([...first, ...uris]);
    return { client: group['oa2'] as JsonObject, document: { endpoints }, chosenFrom };
  },
};

function protocols({ protocol }: JsonObject): string[] {
  return [protocol].flat().filter((name) => typeof name === 'string');
}

/** The options of SAP's AMQP client: `oa2` with `client`, `secret` and `endpoint`. */
export const oa2: Shape = {
  name: 'oa2',
  find(document) {
    const options = document['oa2'];
    if (!isJsonObject(options)) return undefined;
    const members = stringMembers(options);
    const clientid = members.get('clientid') ?? members.get('client');
    if (clientid === undefined) return undefined;
    const tokenurl = members.get('tokenendpoint') ?? members.get('endpoint');
    return { client: { ...options, clientid, tokenurl }, document };
  },
};

/** SAP Credential Store with mutual TLS: its `username` is the client id. */
export const credentialStore: Shape = {
  name: 'credential store',
  find(document) {
    const members = stringMembers(document);
    const clientid = members.get('username');
    if (clientid === undefined || !members.has('oauthtokenurl')) return undefined;
    return { client: { ...document, clientid }, document };
  },
};

/** The client under whatever name, if it is the only one: what stands beside it is about its API. */
export const onlyClient: Shape = {
  name: 'only client',
  find(document) {
    if ('credentials' in document) return undefined;
    const clients = Object.entries(document).flatMap(([name, client]) =>
      isJsonObject(client) && hasProof(client) ? [{ client, document, name }] : [],
    );
    return clients.length === 1 ? clients[0] : undefined;
  },
};

/** All shapes, in the order in which they are tried. A new shape is one file and one line here. */
export const shapes: readonly Shape[] = [
  flat,
  uaa,
  oauth,
  messaging,
  oa2,
  credentialStore,
  onlyClient,
];

/** What a stored credential says, before a provider has made a complete credential of it. */
export interface ParsedCredential {
  readonly fields: Fields;
  /** Where the URLs of the API stand. */
  readonly document: JsonObject;
  /** True where the client stands below that document. */
  readonly nested: boolean;
  /** Everything that must be masked. */
  readonly secrets: readonly string[];
  /** What the owner of the credential should know. */
  readonly warnings: readonly string[];
}

export function parsedCredential(
  { client, document }: Client,
  secrets: readonly string[],
  warnings: readonly string[] = [],
): ParsedCredential {
  const fields = fieldsOf(client);
  const nested = client !== document;
  // SAP Cloud Management keys say it beside the client.
  const grantType = nested ? stringMembers(document).get('granttype') : undefined;
  return {
    fields: grantType === undefined ? fields : { grantType, ...fields },
    document,
    nested,
    secrets,
    warnings,
  };
}
