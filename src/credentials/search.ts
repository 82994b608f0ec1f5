import { Failure, type Warning } from '../base/failure.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { hasControls, listOf, oneLine, withoutFileMarks } from '../base/text.ts';
import { namedSecrets, secretLeaves } from '../secrets/in-documents.ts';
import {
  type ContainedValue,
  closedContainers,
  containers,
  documentsIn,
  namesOf,
  objectOfPairs,
  openPrefixedNames,
  SHORTEST_TEXT,
  type ValueNames,
} from './containers.ts';
import { fieldsOf, hasClientId, hasProof } from './fields.ts';
import { forms } from './forms/index.ts';
import { readJson } from './forms/json.ts';
import { type LocatedClient, type ParsedCredential, parsedCredential, shapes } from './shapes.ts';
import { unreadableText } from './warnings.ts';

export { damagedUrl, examinedClient, tokenUrlToDiscover } from './client.ts';
export { credentialWarnings } from './warnings.ts';

/**
 * Reads a credential in any form. One JSON document is read likewise, although readCredential reads
 * the usual ones without this file.
 *
 * @param binding name, label or tag of the client that is meant, if there are several.
 * @throws Failure as readCredential does.
 */
export async function searchCredential(
  text: string,
  binding: string | undefined,
): Promise<ParsedCredential> {
  const { clients, isReadable, secrets, warnings, documents } = await findClients(text);
  // Clients without a proof are left out if there are others: some keys name a client of a friend.
  const usable = clients.filter(({ client }) => hasProof(client));
  const [first, ...others] = usable.length > 0 ? usable : clients;
  if (first === undefined) {
    if (text.trim() === 'null') throw nothing();
    throw isReadable ? noClient(documents) : unreadableText(text);
  }
  // What is too short or too common for a mask is a secret all the same.
  const unshown = others.length > 0 || binding !== undefined ? namedSecrets(documents) : [];
  const chosen = chooseClient([first, ...others], binding, new Set([...secrets, ...unshown]));
  const parsed = parsedCredential(chosen, [...secrets], warnings);
  // The label names the service that issued the document; a client under uaa is a client of UAA.
  const label = chosen.name === 'uaa' ? undefined : chosen.labels[0];
  return label === undefined
    ? parsed
    : { ...parsed, fields: { serviceLabel: label, ...parsed.fields } };
}

function nothing(): Failure {
  return new Failure(
    'E_CREDENTIAL_SHAPE',
    'The credential is the word null, which a program writes where a value is missing.',
    'Look at the command or the expression that gives it, and store what was handed out.',
  );
}

function noClient(documents: readonly JsonObject[]): Failure {
  const isForBasic = documents
    .map(fieldsOf)
    .some(({ userName, password }) => userName !== undefined && password !== undefined);
  if (isForBasic) {
    return new Failure(
      'E_CREDENTIAL_BASIC_ONLY',
      'The credential holds a user name and a password for HTTP Basic authentication, no OAuth client.',
      'No token can be had with it: create a credential of an OAuth plan, or call the API with Basic.',
    );
  }
  return new Failure(
    'E_CREDENTIAL_SHAPE',
    'The credential was read, but there is no OAuth client (clientid) in it.',
    'Store the whole service key or binding as it was handed out; if that is what was stored, the service hands out no OAuth client.',
  );
}

// Finding clients in any text

/** A client that was found, and the names by which its owner knows it. */
export interface FoundClient extends LocatedClient {
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly tags: readonly string[];
}

export interface FoundClients {
  readonly clients: readonly FoundClient[];
  /** False if no form could read the text. */
  readonly isReadable: boolean;
  /** Everything in the text that must be masked. */
  readonly secrets: ReadonlySet<string>;
  readonly warnings: readonly Warning[];
  /** All documents in the text: they tell why there is no client in it. */
  readonly documents: readonly JsonObject[];
}

/** The search takes off so many layers at most; nobody wraps a credential more often. */
const DEEPEST = 32;

/** The search reads each character so often at most, whatever the text pretends to be. */
const READS_OF_A_CHARACTER = 100;

type OwnerNames = Pick<FoundClient, 'names' | 'labels' | 'tags'>;

/** What the search has found so far, and how much it may still read. */
interface Search {
  readonly clients: Map<string, FoundClient>;
  readonly secrets: Set<string>;
  /** By their texts. */
  readonly warnings: Map<string, Warning>;
  readonly documents: JsonObject[];
  isReadable: boolean;
  charactersLeft: number;
}

/**
 * Takes layer after layer off a text, forms and containers in any order, until it finds clients.
 * Takes time linear in the length of the text.
 */
export async function findClients(text: string): Promise<FoundClients> {
  const search: Search = {
    clients: new Map(),
    secrets: new Set(),
    warnings: new Map(),
    documents: [],
    isReadable: false,
    charactersLeft: READS_OF_A_CHARACTER * (text.length + 1000),
  };
  await searchText(search, text, { names: [], labels: [], tags: [] }, 0);
  const { clients, isReadable, secrets, warnings, documents } = search;
  return {
    clients: [...clients.values()],
    isReadable,
    secrets,
    warnings: [...warnings.values()],
    documents,
  };
}

/** Reads a text in the first form that leads to a client. */
async function searchText(search: Search, text: string, owner: OwnerNames, depth: number) {
  const clean = withoutFileMarks(text);
  for (const form of forms) {
    search.charactersLeft -= clean.length;
    const decoded = search.charactersLeft < 0 ? undefined : await form.read(clean);
    if (decoded === undefined) continue;
    search.isReadable ||= form.read === readJson || typeof decoded.value !== 'string';
    const before = search.clients.size;
    await searchValue(search, decoded.value, owner, depth + 1);
    if (search.clients.size === before) continue;
    addAll(search.secrets, decoded.masks);
    if (decoded.warning !== undefined) search.warnings.set(decoded.warning.text, decoded.warning);
    return;
  }
}

async function searchValue(search: Search, value: unknown, owner: OwnerNames, depth: number) {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    if (value.length >= SHORTEST_TEXT) await searchText(search, value, owner, depth);
  } else if (Array.isArray(value)) {
    await searchList(search, value, owner, depth);
  } else if (isJsonObject(value)) {
    await searchDocument(search, value, owner, depth);
  }
}

async function searchList(
  search: Search,
  list: readonly unknown[],
  owner: OwnerNames,
  depth: number,
): Promise<void> {
  const pairs = objectOfPairs(list);
  if (pairs !== undefined) return searchValue(search, pairs, owner, depth + 1);
  for (const item of list) {
    const names = isJsonObject(item) ? namesOf(item) : {};
    await searchValue(search, item, withNames(owner, names), depth + 1);
  }
}

async function searchDocument(
  search: Search,
  document: JsonObject,
  owner: OwnerNames,
  depth: number,
) {
  search.documents.push(document);
  addAll(search.secrets, secretLeaves(document));
  const closed = first(closedContainers, (container) => container.open(document));
  const found = closed === undefined ? first(shapes, (shape) => shape.find(document)) : undefined;
  if (found !== undefined) addClient(search, found, withNames(owner, namesOf(document)));
  const contents =
    closed ??
    (found === undefined
      ? first(containers, (container) => container.open(document))
      : contentsBeside(found, document));
  for (const content of contents ?? []) {
    addAll(search.secrets, content.masks);
    await searchValue(search, content.value, withNames(owner, content), depth + 1);
  }
}

/** A document with a client in a usual place may hold others, and one of those may be meant. */
function contentsBeside(
  { client, chosenFrom = [client] }: LocatedClient,
  document: JsonObject,
): readonly ContainedValue[] {
  const rest = Object.entries(document).filter(([, value]) => !chosenFrom.includes(value));
  const others = Object.fromEntries(rest);
  const contents = openPrefixedNames(others) ?? documentsIn(others);
  // The members of a flat client are no other client's.
  return contents.filter(
    ({ value }) => !isJsonObject(value) || hasProof(value) || !hasClientId(value),
  );
}

/** Adds a client once: some files repeat themselves. */
function addClient(search: Search, located: LocatedClient, owner: OwnerNames): void {
  const { clientId, clientSecret, certificate, tokenUrl, url, certUrl } = fieldsOf(located.client);
  // SAP Event Mesh writes the token endpoint of its client in two ways: as url, and as tokenendpoint.
  const server = (tokenUrl ?? url)?.replace(/\/(?:oauth\/token)?$/, '');
  const other = tokenUrl === undefined ? undefined : url;
  const identity = JSON.stringify([clientId, clientSecret, certificate, server, other, certUrl]);
  const names = located.name === undefined ? owner.names : [...owner.names, located.name];
  if (!search.clients.has(identity)) {
    search.clients.set(identity, { ...located, ...owner, names });
  }
}

function first<T, R>(candidates: readonly T[], look: (candidate: T) => R | undefined) {
  for (const candidate of candidates) {
    const found = look(candidate);
    if (found !== undefined) return found;
  }
  return undefined;
}

function addAll(set: Set<string>, values: readonly string[] = []): void {
  for (const value of values) if (value !== '') set.add(value);
}

/** The inner names come first. */
function withNames({ names, labels, tags }: OwnerNames, inner: ValueNames): OwnerNames {
  return {
    names: [...(inner.names ?? []), ...names],
    labels: inner.label === undefined ? labels : [inner.label, ...labels],
    tags: [...(inner.tags ?? []), ...tags],
  };
}

// Choosing one of several clients

/**
 * The client that the input binding means, or the only one. A name counts before a label, a label
 * before a tag, the exact spelling before another one. A client without a name goes by its client id.
 *
 * @param secrets are not shown, even if one of them is a name.
 * @throws Failure E_CREDENTIAL_AMBIGUOUS or E_INPUT_INVALID, with the names to choose from.
 */
export function chooseClient(
  clients: readonly [FoundClient, ...FoundClient[]],
  binding: string | undefined,
  secrets: ReadonlySet<string>,
): FoundClient {
  const found = binding === undefined ? clients : clientsOf(clients, binding);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const choice = namesToChooseFrom(found.length === 0 ? clients : found, secrets);
  if (first !== undefined) {
    throw new Failure(
      'E_CREDENTIAL_AMBIGUOUS',
      `The credential holds ${found.length} OAuth clients${binding === undefined ? '' : ' to which the input binding fits'}: ${choice}.`,
      'Name the one that is meant in the input binding.',
    );
  }
  if (clients.length > 1) {
    throw new Failure(
      'E_INPUT_INVALID',
      `The input binding fits none of the clients in the credential; they are ${choice}.`,
    );
  }
  throw new Failure(
    'E_INPUT_INVALID',
    `The input binding does not fit the one client in the credential, ${choice}.`,
    'Remove the input, or store the credential that is meant.',
  );
}

function clientsOf(clients: readonly FoundClient[], binding: string): readonly FoundClient[] {
  const lower = binding.toLowerCase();
  const tests: ((client: FoundClient) => boolean)[] = [
    ({ names }) => names.includes(binding),
    ({ names }) => names.some((name) => name.toLowerCase() === lower),
    ({ labels }) => labels.some((label) => label.toLowerCase() === lower),
    ({ tags }) => tags.some((tag) => tag.toLowerCase() === lower),
    ({ client }) => fieldsOf(client).clientId === binding,
  ];
  for (const test of tests) {
    const found = clients.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

const MOST_SHOWN = 20;

/** For each client a name that the others do not have; what cannot be a name is not shown. */
function namesToChooseFrom(clients: readonly FoundClient[], secrets: ReadonlySet<string>): string {
  // The label of prefixed names is in lower case.
  const hidden = [...secrets].map((secret) => secret.toLowerCase());
  const usable = (name: string) =>
    name.length <= 100 &&
    !hasControls(name) &&
    !hidden.some((secret) => name.toLowerCase().includes(secret));
  // Cut first: each name is compared with all secrets.
  const candidates = clients
    .slice(0, MOST_SHOWN)
    .map(({ names, labels, client }) =>
      [...names, ...labels, fieldsOf(client).clientId ?? ''].filter(usable),
    );
  const taken = candidates.map(([first]) => first);
  const shown = candidates.map((names) => {
    const own = names.find((name) => taken.filter((other) => other === name).length < 2);
    return oneLine(own ?? names[0] ?? 'one without a name', 100);
  });
  const more = clients.length - shown.length;
  return listOf(more > 0 ? [...shown, `${more} more`] : shown);
}
