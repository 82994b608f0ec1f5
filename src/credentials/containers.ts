import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { textOf } from '../base/text.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import { fieldsOf, hasClientId, isPrefixedClientId, stringMembers } from './fields.ts';

/** A shorter text in a document is no credential. */
export const SHORTEST_TEXT = 16;

/** Something in a document, and the names by which its owner knows it. */
export interface Part {
  readonly value: unknown;
  readonly names?: readonly string[];
  readonly label?: string | undefined;
  readonly tags?: readonly string[];
  /** Spellings of it that must be masked. */
  readonly masks?: readonly string[];
}

/** A document around one or more credentials. It takes one layer off. */
export interface Container {
  readonly name: string;
  /** What is inside, or undefined where the document is no such container. */
  open(document: JsonObject): readonly Part[] | undefined;
}

/**
 * `{"credentials": ...}`: what `cf service-key`, the Cloud Foundry API, `btp get services/binding`
 * and each entry of VCAP_SERVICES hold. Some services put the URL of their API beside it.
 */
export const envelope: Container = {
  name: 'credentials envelope',
  open(document) {
    const { credentials, uri, endpoints } = document;
    if (credentials === undefined || credentials === null) return undefined;
    if (!isJsonObject(credentials)) return [{ value: credentials, ...namesOf(document) }];
    const beside = {
      ...(typeof uri === 'string' ? { uri } : {}),
      ...(isJsonObject(endpoints) ? { endpoints } : {}),
    };
    return [{ value: { ...beside, ...credentials }, ...namesOf(document) }];
  },
};

/** Each client inside gets all of them. */
const MOST_NAMES = 50;

/** The words by which a document names itself. */
export function namesOf(document: JsonObject): Omit<Part, 'value'> {
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
 * Members that are JSON in a text: bindings in Kubernetes, `VCAP_SERVICES` in default-env.json,
 * keys in .env files.
 */
export const jsonMembers: Container = {
  name: 'JSON in members',
  open(document) {
    let found = false;
    const members = Object.entries(document).map(([name, value]): [string, unknown] => {
      const isText = typeof value === 'string' && /^\s*[{[]/.test(value);
      const inner = isText ? parsedJson(value) : undefined;
      found ||= inner !== undefined;
      return [name, inner ?? value];
    });
    return found ? [{ value: Object.fromEntries(members) }] : undefined;
  },
};

/** Whatever else holds documents or texts under names: each is looked into. */
export const anyMembers: Container = {
  name: 'members',
  open(document) {
    const parts = partsOf(document, (text) => text.length >= SHORTEST_TEXT);
    return parts.length === 0 ? undefined : parts;
  },
};

/** The members that are documents, as such or as JSON. */
export function documentsIn(document: JsonObject): readonly Part[] {
  return partsOf(document, (text) => /^\s*[{[]/.test(text));
}

function partsOf(document: JsonObject, counts: (text: string) => boolean): readonly Part[] {
  return Object.entries(document).flatMap(([name, value]) => {
    const isPart = typeof value === 'string' ? counts(value) : typeof value === 'object' && value;
    if (!isPart) return [];
    const names = isJsonObject(value) ? (namesOf(value).names ?? []) : [];
    return [{ value, names: [name, ...names] }];
  });
}

const CLIENT_ID = /^(.+?[ _.-]?)client[ _.-]?id$/i;

/**
 * Names with a common beginning: `CALM_CLIENT_ID`, `CALM_CLIENT_SECRET` and so on in environment
 * variables, `attribute.client_id` in connection secrets of Crossplane.
 */
export const prefixed: Container = {
  name: 'names with a prefix',
  open(document) {
    const members = Object.entries(document);
    const found = members.flatMap(([name, value]) =>
      // What has no client id is no client, and what it holds is looked into once.
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
  },
};

/** Enough to say that the choice is not clear; each costs a look at all members. */
const MOST_PREFIXES = 20;

/** VCAP_SERVICES of Cloud Foundry, in default-env.json or alone: `{label: [{credentials}]}`. */
export const vcapServices: Container = {
  name: 'VCAP_SERVICES',
  open(document) {
    const { VCAP_SERVICES: services } = document;
    if (services !== undefined) return [{ value: services }];
    const parts = Object.entries(document).flatMap(([label, bindings]) =>
      Array.isArray(bindings) && bindings.some(isBinding)
        ? bindings.map((value) => ({ value, label }))
        : [],
    );
    return parts.length === 0 ? undefined : parts;
  },
};

function isBinding(value: unknown): boolean {
  return isJsonObject(value) && 'credentials' in value;
}

/** A Kubernetes Secret, or a List of them: `data` is base64, `stringData` is not and wins. */
export const kubernetesSecret: Container = {
  name: 'Kubernetes Secret',
  open({ kind, items, data, stringData, metadata, spec }) {
    if (kind === 'List' && Array.isArray(items)) return items.map((value) => ({ value }));
    // Encrypted for a cluster: there is nothing in it that could be read.
    if (kind === 'SealedSecret' && spec !== undefined) return [];
    const hasData = data !== undefined || stringData !== undefined;
    if (kind !== 'Secret' || !hasData) return undefined;
    const decoded = Object.entries(isJsonObject(data) ? data : {}).flatMap(([key, value]) => {
      const encoded = typeof value === 'string' ? value.replace(/\s+/g, '') : undefined;
      if (encoded === undefined) return [];
      return [{ key, encoded, text: textOf(Buffer.from(encoded, 'base64')) }];
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
  },
};

/**
 * A secret by its name, or a text in which others are written: it has braces, quotes or lines, or is
 * too long for a word. A label or a URL must stay readable.
 */
function hidesSecrets(name: string, text: string): boolean {
  return /[{["'`\n\0]|[^\s:]{100}/.test(text) || secretLeaves({ [name]: text }).length > 0;
}

/** A URL in base64. */
const ENCODED_URL = /^aHR0c[A-Za-z0-9+/]*={0,2}$/;

/** The `data` of a Kubernetes Secret without the rest of it: each value is base64. */
export const encodedData: Container = {
  name: 'data of a Kubernetes Secret',
  open(document) {
    const urls = [...stringMembers(document).values()].filter((text) => ENCODED_URL.test(text));
    if (urls.length === 0) return undefined;
    const texts = Object.entries(document).map(([name, value]): [string, unknown] => [
      name,
      typeof value === 'string' ? textOf(Buffer.from(value, 'base64')) : value,
    ]);
    return [{ value: Object.fromEntries(texts) }];
  },
};

/** `terraform output -json`: `{name: {sensitive, type, value}}`. */
export const terraformOutput: Container = {
  name: 'Terraform output',
  open(document) {
    const outputs = Object.entries(document);
    const isOutput = (value: unknown) =>
      isJsonObject(value) &&
      'value' in value &&
      ('sensitive' in value || 'type' in value) &&
      !hasClientId(value);
    if (outputs.length === 0 || !outputs.every(([, value]) => isOutput(value))) return undefined;
    const values = outputs.map(([name, output]) => [name, (output as { value: unknown }).value]);
    return [{ value: Object.fromEntries(values) }];
  },
};

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

/** All containers, the most specific first. A new container is one file and one line here. */
export const containers: readonly Container[] = [
  jsonMembers,
  envelope,
  vcapServices,
  prefixed,
  anyMembers,
];

/** Those that are opened before a client is looked for: it is there, but not yet to be read. */
export const closedContainers: readonly Container[] = [
  kubernetesSecret,
  terraformOutput,
  encodedData,
];
