import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { textFromBytes } from '../base/text.ts';
import { namedSecrets } from '../secrets/in-documents.ts';
import { fieldsOf, hasClientId, isPrefixedClientId, stringMembers } from './fields.ts';

/** A kind of document around one or more credentials. */
export interface Container {
  readonly name: string;
  /** Takes one layer off: what is inside; undefined if the document is no such container. */
  open(document: JsonObject): readonly ContainedValue[] | undefined;
}

/** What a container holds: a document, or a text. */
export interface ContainedValue extends ValueNames {
  readonly value: unknown;
  /** Spellings of it that must be masked. */
  readonly masks?: readonly string[];
}

/** The names by which the owner of a value knows it. */
export interface ValueNames {
  readonly names?: readonly string[];
  readonly label?: string | undefined;
  readonly tags?: readonly string[];
}

/**
 * All containers, the most specific first. A new container is a function and a line here, or in
 * `closedContainers`.
 */
export const containers: readonly Container[] = [
  { name: 'JSON in members', open: openJsonMembers },
  { name: 'credentials envelope', open: openEnvelope },
  { name: 'VCAP_SERVICES', open: openVcapServices },
  { name: 'names with a prefix', open: openPrefixedNames },
  { name: 'members', open: openMembers },
];

/** Containers that must be opened before shapes are tried: the client in them is still encoded. */
export const closedContainers: readonly Container[] = [
  { name: 'Kubernetes Secret', open: openKubernetesSecret },
  { name: 'Terraform output', open: openTerraformOutput },
  { name: 'data of a Kubernetes Secret', open: openEncodedData },
];

/** A shorter text in a document is no credential. */
export const SHORTEST_TEXT = 16;

/**
 * Members that are JSON in a text: bindings in Kubernetes, `VCAP_SERVICES` in default-env.json,
 * keys in .env files.
 */
function openJsonMembers(document: JsonObject): readonly ContainedValue[] | undefined {
  let found = false;
  const members = Object.entries(document).map(([name, value]): [string, unknown] => {
    const isText = typeof value === 'string' && /^\s*[{[]/.test(value);
    const inner = isText ? parsedJson(value) : undefined;
    found ||= inner !== undefined;
    return [name, inner ?? value];
  });
  return found ? [{ value: Object.fromEntries(members) }] : undefined;
}

/**
 * `{"credentials": ...}`: what `cf service-key`, the Cloud Foundry API, `btp get services/binding`
 * and each entry of VCAP_SERVICES hold. Some services put the URL of their API beside it.
 */
function openEnvelope(document: JsonObject): readonly ContainedValue[] | undefined {
  const { credentials, uri, endpoints } = document;
  if (credentials === undefined || credentials === null) return undefined;
  if (!isJsonObject(credentials)) return [{ value: credentials, ...namesOf(document) }];
  const beside = {
    ...(typeof uri === 'string' ? { uri } : {}),
    ...(isJsonObject(endpoints) ? { endpoints } : {}),
  };
  return [{ value: { ...beside, ...credentials }, ...namesOf(document) }];
}

/** VCAP_SERVICES of Cloud Foundry, in default-env.json or alone: `{label: [{credentials}]}`. */
function openVcapServices(document: JsonObject): readonly ContainedValue[] | undefined {
  const { VCAP_SERVICES: services } = document;
  if (services !== undefined) return [{ value: services }];
  const bindings = Object.entries(document).flatMap(([label, list]) =>
    Array.isArray(list) && list.some(isBinding) ? list.map((value) => ({ value, label })) : [],
  );
  return bindings.length === 0 ? undefined : bindings;
}

function isBinding(value: unknown): boolean {
  return isJsonObject(value) && 'credentials' in value;
}

const CLIENT_ID = /^(.+?[ _.-]?)client[ _.-]?id$/i;

/** Enough to show that the choice is not clear; each prefix costs a look at all members. */
const MOST_PREFIXES = 20;

/**
 * Names with a common beginning: `CALM_CLIENT_ID`, `CALM_CLIENT_SECRET` and so on in environment
 * variables, `attribute.client_id` in connection secrets of Crossplane.
 */
export function openPrefixedNames(document: JsonObject): readonly ContainedValue[] | undefined {
  const members = Object.entries(document);
  const found = members.flatMap(([name, value]) =>
    // A prefix without a client id is none: each prefix costs time.
    isPrefixedClientId(name) && hasClientId({ clientid: value })
      ? (CLIENT_ID.exec(name)?.[1] ?? [])
      : [],
  );
  if (found.length === 0) return undefined;
  const prefixes = [...new Set(found)].slice(0, MOST_PREFIXES);
  // A token server without a prefix may be common to several clients; a URL may be anything's.
  const others = members.filter(([name]) => !prefixes.some((prefix) => name.startsWith(prefix)));
  const common = others.filter(([name, value]) => fieldsOf({ [name]: value }).tokenUrl);
  const clients = prefixes.map((prefix) => {
    const own = members.filter(([name]) => name.startsWith(prefix));
    const stripped = own.map(([name, value]) => [
      name.slice(prefix.length).replaceAll(' ', ''),
      value,
    ]);
    const bare = prefix.replace(/(.)[ _.-]$/, '$1');
    return {
      value: Object.fromEntries([...common, ...stripped]),
      names: [bare],
      label: bare.toLowerCase(),
    };
  });
  return [...clients, ...documentsIn(Object.fromEntries(others))];
}

/** Whatever else holds documents or texts under names. */
function openMembers(document: JsonObject): readonly ContainedValue[] | undefined {
  const values = membersIn(document, (text) => text.length >= SHORTEST_TEXT);
  return values.length === 0 ? undefined : values;
}

/** The members that are documents, as such or as JSON. */
export function documentsIn(document: JsonObject): readonly ContainedValue[] {
  return membersIn(document, (text) => /^\s*[{[]/.test(text));
}

function membersIn(
  document: JsonObject,
  isWanted: (text: string) => boolean,
): readonly ContainedValue[] {
  return Object.entries(document).flatMap(([name, value]) => {
    const counts = typeof value === 'string' ? isWanted(value) : typeof value === 'object' && value;
    if (!counts) return [];
    const names = isJsonObject(value) ? (namesOf(value).names ?? []) : [];
    return [{ value, names: [name, ...names] }];
  });
}

/** A Kubernetes Secret, or a List of them: `data` is base64, `stringData` is not and wins. */
function openKubernetesSecret({
  kind,
  items,
  data,
  stringData,
  metadata,
  spec,
}: JsonObject): readonly ContainedValue[] | undefined {
  if (kind === 'List' && Array.isArray(items)) return items.map((value) => ({ value }));
  // A SealedSecret is encrypted for a cluster: nothing in it can be read.
  if (kind === 'SealedSecret' && spec !== undefined) return [];
  const hasData = data !== undefined || stringData !== undefined;
  if (kind !== 'Secret' || !hasData) return undefined;
  const decoded = Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, value]) => {
    const encoded = typeof value === 'string' ? value.replace(/\s+/g, '') : undefined;
    if (encoded === undefined) return [];
    return [{ key, encoded, text: textFromBytes(Buffer.from(encoded, 'base64')) }];
  });
  const texts = [
    ...decoded.map(({ key, text }): [string, unknown] => [key, text]),
    ...Object.entries(isJsonObject(stringData) ? stringData : {}),
  ];
  const masks = decoded.filter(({ key, text }) => hidesSecrets(key, text));
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  return [
    {
      value: Object.fromEntries(texts),
      names: typeof name === 'string' ? [name] : [],
      masks: masks.map(({ encoded }) => encoded),
    },
  ];
}

/**
 * A secret by its name, or a text with secrets in it: it has braces, quotes or lines, or is too long
 * for a word. A label or a URL must stay readable.
 */
function hidesSecrets(name: string, text: string): boolean {
  return /[{["'`\n\0]|[^\s:]{100}/.test(text) || namedSecrets({ [name]: text }).length > 0;
}

/** `terraform output -json`: `{name: {sensitive, type, value}}`. */
function openTerraformOutput(document: JsonObject): readonly ContainedValue[] | undefined {
  const outputs = Object.entries(document);
  const isOutput = (value: unknown) =>
    isJsonObject(value) &&
    'value' in value &&
    ('sensitive' in value || 'type' in value) &&
    !hasClientId(value);
  if (outputs.length === 0 || !outputs.every(([, value]) => isOutput(value))) return undefined;
  const values = outputs.map(([name, output]) => [name, (output as { value: unknown }).value]);
  return [{ value: Object.fromEntries(values) }];
}

/** A URL in base64. */
const ENCODED_URL = /^aHR0c[A-Za-z0-9+/]*={0,2}$/;

/** The `data` of a Kubernetes Secret without the rest of it: each value is base64. */
function openEncodedData(document: JsonObject): readonly ContainedValue[] | undefined {
  const urls = [...stringMembers(document).values()].filter((text) => ENCODED_URL.test(text));
  if (urls.length === 0) return undefined;
  const texts = Object.entries(document).map(([name, value]): [string, unknown] => [
    name,
    typeof value === 'string' ? textFromBytes(Buffer.from(value, 'base64')) : value,
  ]);
  return [{ value: Object.fromEntries(texts) }];
}

/** Each client inside gets all of them. */
const MOST_NAMES = 50;

/** The words by which a document names itself. */
export function namesOf(document: JsonObject): ValueNames {
  const texts = (value: unknown) =>
    [value]
      .flat()
      .filter((item) => typeof item === 'string' && item !== '')
      .slice(0, MOST_NAMES) as string[];
  return {
    names: ['name', 'instance_name', 'binding_name', 'Name'].flatMap((key) => texts(document[key])),
    label: stringMembers(document).get('label'),
    tags: texts(document['tags']),
  };
}

/**
 * A list of names and values as one object: variables of a Kubernetes container or a Postman
 * environment (`{name, value}`, `{key, value}`), or of Docker Compose (`NAME=value`).
 */
export function objectOfPairs(list: readonly unknown[]): JsonObject | undefined {
  const pairs = list.map(pairOf);
  const known = pairs.filter((pair) => pair !== undefined);
  return known.length > 1 && known.length === list.length ? Object.fromEntries(known) : undefined;
}

function pairOf(item: unknown): [string, unknown] | undefined {
  if (typeof item === 'string') {
    const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(item) ?? [];
    return name === undefined ? undefined : [name, value];
  }
  if (!isJsonObject(item)) return undefined;
  const name = item['name'] ?? item['key'] ?? item['label'];
  const value = item['value'] ?? item['url'];
  return typeof name === 'string' && typeof value === 'string' ? [name, value] : undefined;
}
