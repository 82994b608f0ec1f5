import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { plainName, textFromBytes } from '../base/text.ts';
import { namedSecrets } from '../secrets/in-documents.ts';
import {
  fieldsOf,
  hasClientId,
  hasProof,
  isFieldName,
  isNameOfOwner,
  isPrefixedClientId,
  OWNER_NAMES,
  stringMembers,
} from './fields.ts';
import { type Entry, NOTHING } from './forms/blocks.ts';
import { isEncodedUrl, membersAboutApi } from './shapes.ts';

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
  { name: 'credentials envelope', open: openEnvelope },
  { name: 'VCAP_SERVICES', open: openVcapServices },
  { name: 'names with a prefix', open: openPrefixedNames },
  { name: 'names with an ending', open: openNamesWithEnding },
  { name: 'members', open: openMembers },
];

/** Containers that must be opened before shapes are tried: the client in them is still encoded. */
export const closedContainers: readonly Container[] = [
  { name: 'Kubernetes Secret', open: openKubernetesSecret },
  { name: 'Terraform output', open: openTerraformOutput },
  { name: 'data of a Kubernetes Secret', open: openEncodedData },
  { name: 'JSON in members', open: openJsonMembers },
  { name: 'parts with a prefix', open: openPrefixedParts },
  { name: 'URLs with a dot in their names', open: openDottedUrls },
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
    const isText = typeof value === 'string' && /^\s*[{[]/.test(value) && !isValueOfClient(name);
    const inner = isText ? parsedJson(value) : undefined;
    found ||= inner !== undefined;
    return [name, inner ?? value];
  });
  return found ? [{ value: Object.fromEntries(members) }] : undefined;
}

/** A client id or a secret stays what it is, whatever it looks like. */
function isValueOfClient(name: string): boolean {
  return /(?:clientid|secret|password)$/.test(plainName(name));
}

/**
 * `{"credentials": ...}`: what `cf service-key`, the Cloud Foundry API, `btp get services/binding`
 * and each entry of VCAP_SERVICES hold. Some services put the URL of their API beside it.
 */
function openEnvelope(document: JsonObject): readonly ContainedValue[] | undefined {
  const { credentials } = document;
  if (credentials === undefined || credentials === null) return undefined;
  const isObject = isJsonObject(credentials);
  const beside = isObject ? membersAboutApi(document, !hasClientId(credentials)) : {};
  const value = isObject ? { ...beside, ...credentials } : credentials;
  const others = Object.entries(document).filter(
    ([name, inner]) => name !== 'credentials' && [inner].flat().some(isJsonObject),
  );
  return [{ value, ...namesOf(document) }, ...documentsIn(Object.fromEntries(others))];
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

/** The parts of a key under names with a common beginning: `CALM_UAA`, `CALM_ENDPOINTS`. */
function openPrefixedParts(document: JsonObject): readonly ContainedValue[] | undefined {
  const members = Object.entries(document);
  const parts = new Map<string, [string, unknown][]>();
  for (const [name, value] of members) {
    const prefix = PREFIXED_PART.exec(name)?.[1];
    if (prefix !== undefined && isJsonObject(value) && hasClientId(value)) parts.set(prefix, []);
  }
  if (parts.size === 0) return undefined;
  const lengths = [...new Set([...parts.keys()].map(({ length }) => length))];
  lengths.sort((a, b) => b - a);
  const others: [string, unknown][] = [];
  for (const [name, value] of members) {
    const length = lengths.find((each) => parts.has(name.slice(0, each)));
    if (length === undefined) others.push([name, value]);
    else parts.get(name.slice(0, length))?.push([name.slice(length), value]);
  }
  const contents = [...parts].map(([prefix, own]) => ({
    value: Object.fromEntries(own),
    names: [prefix.slice(0, -1)],
  }));
  return others.length === 0 ? contents : [...contents, { value: Object.fromEntries(others) }];
}

const PREFIXED_PART = /^(.{1,100}[_.-])(?:uaa|oauth)$/i;

/** `endpoints.Api` and `serviceurls.AI_API_URL`, as tools write them that know no objects. */
function openDottedUrls(document: JsonObject): readonly ContainedValue[] | undefined {
  const groups = new Map<string, [string, unknown][]>();
  const others = Object.entries(document).filter(([name, value]) => {
    const [, group, inner] = DOTTED_URL.exec(name) ?? [];
    if (group === undefined || inner === undefined || group in document) return true;
    groups.set(group, [...(groups.get(group) ?? []), [inner, value]]);
    return false;
  });
  if (groups.size === 0) return undefined;
  const parts = [...groups].map(([name, members]) => [name, Object.fromEntries(members)]);
  return [{ value: Object.fromEntries([...others, ...parts]) }];
}

const DOTTED_URL = /^(endpoints|service_?urls)\.(.{1,100})$/i;

const CLIENT_ID = /^(.+?[ _.-]?)client[ _.-]?id$/i;

/**
 * Names with a common beginning: `CALM_CLIENT_ID`, `CALM_CLIENT_SECRET` and so on in environment
 * variables, `attribute.client_id` in connection secrets of Crossplane. Of two prefixes that fit a name
 * the longer one counts: `CALM_PROD_TOKEN_URL` is none of `CALM_`, where there is a `CALM_PROD_`.
 */
export function openPrefixedNames(document: JsonObject): readonly ContainedValue[] | undefined {
  const members = Object.entries(document);
  const found = members.flatMap(([name, value]) =>
    // A prefix without a client id is none.
    isPrefixedClientId(name) && name.length <= LONGEST_NAME && hasClientId({ clientid: value })
      ? (CLIENT_ID.exec(name)?.[1] ?? [])
      : [],
  );
  if (found.length === 0) return undefined;
  const clients = new Map(found.map((prefix) => [prefix, [] as [string, unknown][]]));
  const lengths = [...new Set(found.map(({ length }) => length))].sort((a, b) => b - a);
  const others: [string, unknown][] = [];
  for (const [name, value] of members) {
    // CALM_CLIENT_SECRET is the secret of CALM_, even if there is a CALM_CLIENT_.
    const exact = ID_OR_SECRET.exec(name.slice(0, LONGEST_NAME))?.[1] ?? '';
    const length = clients.has(exact)
      ? exact.length
      : lengths.find((each) => isPrefix(clients, name, each));
    if (length === undefined) others.push([name, value]);
    else clients.get(name.slice(0, length))?.push([name.slice(length).replaceAll(' ', ''), value]);
  }
  const [only] = found;
  if (clients.size === 1 && only !== undefined && isPartOfKey(only)) {
    const whole = fromDottedNames(members);
    if (whole !== undefined) return [{ value: whole }];
  }
  const common = tokenServers(others);
  const contents = [...clients].map(([prefix, own]) => {
    const bare = prefix.replace(/(.)[ _.-]$/, '$1');
    return {
      value: Object.fromEntries([...common, ...own]),
      names: [bare],
      label: bare.toLowerCase(),
    };
  });
  return [...contents, ...clientsAmong(Object.fromEntries(others))];
}

/** A token server without a prefix may be common to several clients; a URL may be anything's. */
function tokenServers(members: readonly [string, unknown][]): readonly [string, unknown][] {
  return members
    .filter(([name, value]) => fieldsOf({ [name]: value }).tokenUrl)
    .slice(0, MOST_COMMON);
}

/** What members that belong to no other client may hold: documents, and clients with an ending. */
export function clientsAmong(document: JsonObject): readonly ContainedValue[] {
  // RFC 7591 has client_id_issued_at: that is no client.
  const withEnding = (openNamesWithEnding(document) ?? []).filter(
    ({ value }) => isJsonObject(value) && holdsProof(value),
  );
  return [...withEnding, ...documentsIn(document)];
}

/** A client with a secret, or with a prefix before both. */
function holdsProof(document: JsonObject): boolean {
  return hasProof(document) || Object.keys(document).some((name) => PREFIXED_SECRET.test(name));
}

const PREFIXED_SECRET = /^.{0,100}client[ _.-]?secret$/i;

const ID_OR_SECRET = /^(.+?[ _.-]?)client[ _.-]?(?:id|secret)$/i;

/** Names with a common end: `CLIENT_ID_PROD`, `CLIENT_SECRET_PROD` and so on, or `CLIENT_ID1`. */
function openNamesWithEnding(document: JsonObject): readonly ContainedValue[] | undefined {
  const members = Object.entries(document).filter(([name]) => name.length <= LONGEST_NAME);
  const endings = new Map<string, [string, unknown][]>();
  for (const [name] of members) {
    const ending = ID_WITH_ENDING.exec(name)?.[1];
    if (ending !== undefined) endings.set(ending, []);
  }
  if (endings.size === 0) return undefined;
  const lengths = [...new Set([...endings.keys()].map(({ length }) => length))];
  lengths.sort((a, b) => b - a);
  const others: [string, unknown][] = [];
  for (const [name, value] of members) {
    const length = lengths.find((each) => each < name.length && endings.has(name.slice(-each)));
    if (length === undefined) others.push([name, value]);
    else endings.get(name.slice(-length))?.push([name.slice(0, -length), value]);
  }
  const common = tokenServers(others);
  return [...endings].map(([ending, own]) => ({
    value: Object.fromEntries([...common, ...own]),
    names: [ending.replace(/^[ _.-]/, '')],
  }));
}

/** Before it may be a prefix, which stays with the names. */
const ID_WITH_ENDING = /^(?:.{1,100}[ _.-])?client[ _.-]?id([ _.-].+|\d+)$/i;

/** Longer names are none. */
const LONGEST_NAME = 200;
/** Each client gets all of them. */
const MOST_COMMON = 10;

/** Does a name begin with one of the prefixes, which has that length, and go on with a new word? */
function isPrefix(prefixes: ReadonlyMap<string, unknown>, name: string, length: number): boolean {
  if (name.length > LONGEST_NAME || !prefixes.has(name.slice(0, length))) return false;
  const [last, rest] = [name.charAt(length - 1), name.slice(length)];
  return /[ _.-]/.test(last) || /^[A-Z](?![A-Z])/.test(rest) || isFieldName(rest);
}

/** Is this the prefix of the names in a part of a key, which has other parts beside it? */
function isPartOfKey(prefix: string): boolean {
  return /(?:^|\.)(?:uaa|oauth|credentials)\.$/.test(prefix);
}

/** `uaa.clientid` and `endpoints.Api` as objects; undefined if a name is a text and an object. */
function fromDottedNames(members: readonly [string, unknown][]): JsonObject | undefined {
  const root: Record<string, unknown> = Object.create(null);
  for (const [name, value] of members) {
    const path = name.split('.').slice(0, DEEPEST_NAME);
    const last = path.pop() ?? '';
    let around = root;
    for (const part of path) {
      around[part] ??= Object.create(null);
      if (!isJsonObject(around[part])) return undefined;
      around = around[part] as Record<string, unknown>;
    }
    if (last in around) return undefined;
    around[last] = value;
  }
  return root;
}

const DEEPEST_NAME = 8;

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
  const { value, masks } = decodedData(isJsonObject(data) ? data : {});
  const name = isJsonObject(metadata) ? metadata['name'] : undefined;
  return [
    {
      value: { ...value, ...(isJsonObject(stringData) ? stringData : {}) },
      names: typeof name === 'string' ? [name] : [],
      masks,
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

/** An object or a list in base64, or white space before it. */
const ENCODED_JSON = /^(?:[eW][w-z0-9+/]|[CI])/;

/** The `data` of a Kubernetes Secret without the rest of it: each value is base64. */
function openEncodedData(document: JsonObject): readonly ContainedValue[] | undefined {
  const hasUrl = [...stringMembers(document).values()].some(isEncodedUrl);
  if (!hasUrl && !isEncoded(document)) return undefined;
  const { value, masks } = decodedData(document);
  const others = Object.entries(document).filter(([, inner]) => typeof inner !== 'string');
  return [{ value: { ...Object.fromEntries(others), ...value }, masks }];
}

/** Is every member base64 of text, and one of them of JSON? */
function isEncoded(document: JsonObject): boolean {
  const texts = Object.values(document);
  const areBase64 = texts.every((text) => typeof text === 'string' && BASE64.test(text));
  if (!areBase64 || !texts.some((text) => ENCODED_JSON.test(String(text)))) return false;
  const decoded = texts.map((text) => textFromBytes(Buffer.from(String(text), 'base64')));
  return (
    decoded.every((text) => !text.includes('\ufffd')) &&
    decoded.some((text) => typeof parsedJson(text) === 'object')
  );
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** The texts of members that are base64, and the spellings that hide a secret. */
function decodedData(data: JsonObject): { value: JsonObject; masks: string[] } {
  const decoded = Object.entries(data).flatMap(([key, value]) => {
    const encoded = typeof value === 'string' ? value.replace(/\s+/g, '') : undefined;
    if (encoded === undefined) return [];
    return [{ key, encoded, text: textFromBytes(Buffer.from(encoded, 'base64')) }];
  });
  const masks = decoded.filter(({ key, text }) => hidesSecrets(key, text));
  return {
    value: Object.fromEntries(decoded.map(({ key, text }) => [key, text])),
    masks: masks.map(({ encoded }) => encoded),
  };
}

/** Each client inside gets all of them. */
export const MOST_NAMES = 50;

/** The words by which a document names itself. */
export function namesOf(document: JsonObject): ValueNames {
  const texts = (value: unknown) =>
    [value]
      .flat()
      .flatMap((item) => (typeof item === 'string' && item.trim() !== '' ? [item.trim()] : []))
      .slice(0, MOST_NAMES);
  const members = Object.entries(document).filter(([name]) => isNameOfOwner(name));
  const sorted = OWNER_NAMES.flatMap((owner) =>
    members.filter(([name]) => plainName(name) === owner),
  );
  const key = Object.entries(document).find(([name]) => plainName(name) === 'key')?.[1];
  const isName = typeof key === 'string' && /^[\w .:/-]{1,40}$/.test(key);
  return {
    names: [...sorted.flatMap(([, value]) => texts(value)), ...(isName ? [key] : [])],
    label: stringMembers(document).get('label'),
    tags: texts(document['tags']),
  };
}

/**
 * A list of names and values as entries: variables of a Kubernetes container or a Postman environment
 * (`{name, value}`, `{key, value}`), the fields of an item of 1Password (`{label, value}`) or Bitwarden,
 * or the variables of Docker Compose (`NAME=value`). Undefined if it is another list: what holds a
 * client is none of a pair.
 */
export function pairsIn(list: readonly unknown[]): Entry[] | undefined {
  const pairs: Entry[] = [];
  for (const [index, item] of list.entries()) {
    const pair = pairOf(item);
    if (pair === undefined) return undefined;
    const [name, value, isOn = true] = pair;
    if (value !== undefined && isOn) {
      pairs.push({ name: name.replaceAll(' ', ''), value, line: index + 1, apart: NOTHING });
    }
  }
  return pairs.length > 1 ? pairs : undefined;
}

type NameAndValue = [name: string, value: string | undefined, isOn?: boolean];

function pairOf(item: unknown): NameAndValue | undefined {
  if (typeof item === 'string') {
    const [, name, value] = /^([A-Za-z_][\w.-]*)=(.*)$/s.exec(item) ?? [];
    return name === undefined ? undefined : [name, value];
  }
  if (!isJsonObject(item)) return undefined;
  const members = new Map(Object.entries(item).map(([key, inner]) => [key.toLowerCase(), inner]));
  const name = PAIR_NAMES.map((key) => members.get(key)).find((text) => typeof text === 'string');
  if (typeof name !== 'string' || [...members.keys()].some(isOfClient)) return undefined;
  const value = members.get('value');
  // A date of 1Password and a flag of Postman are no texts.
  if (/^(?:string|number|boolean)$/.test(typeof value)) {
    return [name, String(value), members.get('enabled') !== false];
  }
  // A note without a value, as 1Password has one in each item.
  const isNote = [...members].every(([key, inner]) => key === 'section' || !isContent(inner));
  return (value === undefined || value === null) && isNote ? [name, undefined] : undefined;
}

/** Is this the name of a member that a pair does not have: of a client, or of what is around one? */
function isOfClient(name: string): boolean {
  return /^(?:client|credentials$|url$|uaa$)/.test(plainName(name));
}

/** Could there be a client in it? */
function isContent(value: unknown): boolean {
  return typeof value === 'string'
    ? /^\s*[{[]/.test(value)
    : typeof value === 'object' && value !== null;
}

/** What a person has chosen comes before what a tool has. */
const PAIR_NAMES: readonly string[] = ['label', 'name', 'key', 'field', 'id'];
