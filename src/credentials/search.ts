import { Failure, type Warning } from '../base/failure.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { hasControls, listOf, oneLine, withoutFileMarks } from '../base/text.ts';
import { namedSecrets, secretLeaves } from '../secrets/in-documents.ts';
import {
  type ContainedValue,
  clientsAmong,
  closedContainers,
  containers,
  documentsIn,
  MOST_NAMES,
  namesOf,
  openPrefixedNames,
  pairsIn,
  SHORTEST_TEXT,
  type ValueNames,
} from './containers.ts';
import { fieldsOf, hasProof } from './fields.ts';
import { documentOf } from './forms/blocks.ts';
import { forms } from './forms/index.ts';
import { readJson } from './forms/json.ts';
import {
  isGoogleServiceAccount,
  type LocatedClient,
  membersAboutApi,
  type ParsedCredential,
  parsedCredential,
  shapes,
} from './shapes.ts';
import { aboutJson, unreadableText } from './warnings.ts';

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
  const found = await findClients(text);
  const { clients, secrets } = found;
  // Clients without a proof are left out if there are others: some keys name a client of a friend.
  const usable = distinct(clients, binding).filter(({ client }) => hasProof(client));
  const isMeant = binding === undefined || clientsByName(usable)(binding).length > 0;
  const hosts = clients.filter(({ isFriend }) => !isFriend);
  const candidates = usable.length === 0 ? hosts : usable;
  const [first, ...others] = isMeant ? candidates : clients;
  if (first === undefined) throw noClient(text, found);
  const unclear = found.refusals.find(({ code }) => code === 'E_CREDENTIAL_AMBIGUOUS');
  if (binding === undefined && unclear !== undefined) throw unclear;
  // What is too short or too common for a mask is a secret all the same.
  const unshown = others.length > 0 || binding !== undefined ? namedSecrets(found.documents) : [];
  const chosen = chooseClient([first, ...others], binding, new Set([...secrets, ...unshown]));
  const warnings = [...found.warnings, ...aboutRest(found, chosen, binding)];
  const parsed = parsedCredential(chosen, [...secrets], warnings);
  // The label names the service that issued the document; a client under uaa is a client of UAA.
  const label = chosen.name === 'uaa' ? undefined : chosen.labels[0];
  return label === undefined
    ? parsed
    : { ...parsed, fields: { serviceLabel: label, ...parsed.fields } };
}

/** Without a choice, the first one of those that differ in their API alone. */
function distinct(clients: readonly FoundClient[], binding: string | undefined) {
  const byId = new Map(clients.toReversed().map((client) => [client.id, client]));
  return binding === undefined
    ? clients.filter((client) => byId.get(client.id) === client)
    : clients;
}

/** What is told where it was left out although nobody has chosen. */
function aboutRest(
  { clients, unread, refusals, secrets }: FoundClients,
  chosen: FoundClient,
  binding: string | undefined,
): Warning[] {
  const warnings: Warning[] = [];
  const warn = (text: string) => warnings.push({ code: 'W_LEFT_OUT', text });
  const friends = clients.filter(({ client }) => !hasProof(client));
  const left = binding === undefined ? friends.filter((one) => one !== chosen) : [];
  if (left.length > 0) {
    const names = namesToChooseFrom(left, clientsByName(clients), secrets);
    const [what, are] = left.length === 1 ? ['a client', 'is'] : [`${left.length} clients`, 'are'];
    warn(
      `The stored credential holds ${what} without a secret or a certificate, which ${are} left out: ${names}.`,
    );
  }
  const same = clients.filter((client) => client !== chosen && client.id === chosen.id);
  if (binding === undefined && same.length > 0) {
    warn(
      'The stored credential holds the client more than once, with different API URLs; those of the first are used. Name the one that is meant in the input binding.',
    );
  }
  const [refusal] = refusals;
  if (refusal !== undefined) {
    warn(`The stored credential holds a text that is left out. ${refusal.happened}`);
  }
  if (unread.length > 0) {
    warn(
      `The stored credential holds JSON that cannot be read and is left out${whereIs(unread, secrets)}.`,
    );
  }
  return warnings;
}

/** The members in which damaged JSON is, as far as their names can be shown. */
function whereIs(unread: readonly Unread[], secrets: ReadonlySet<string>): string {
  const names = unread.flatMap(({ names }) => names.filter(isShown(secrets)).slice(0, 1));
  return names.length === 0 ? '' : `: ${listOf([...new Set(names)].slice(0, MOST_SHOWN))}`;
}

function nothing(): Failure {
  return new Failure(
    'E_CREDENTIAL_SHAPE',
    'The credential is the word null, which a program writes where a value is missing.',
    'Look at the command or the expression that gives it, and store what was handed out.',
  );
}

function noClient(text: string, found: FoundClients): Failure {
  const { documents, refusals, unread, isReadable, secrets } = found;
  if (text.trim() === 'null') return nothing();
  const [refusal] = refusals;
  if (refusal !== undefined) return refusal;
  const [damaged] = unread;
  if (damaged !== undefined) {
    const where = whereIs([damaged], secrets);
    return new Failure(
      'E_CREDENTIAL_FORMAT',
      `The credential holds JSON that cannot be read${where}. ${aboutJson(damaged.text)}`,
      'Store the value exactly as it was handed out.',
    );
  }
  if (!isReadable) return unreadableText(text);
  if (documents.some(isGoogleServiceAccount)) {
    return new Failure(
      'E_CREDENTIAL_SHAPE',
      'The credential is the key of a Google service account: it signs assertions with its private key for another grant (RFC 7523), and holds no client of the grant client_credentials.',
      'Use an action of Google for it, or store the credential of an OAuth client.',
    );
  }
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
    'The credential was read, but nothing in it is named as a client id (clientid, client_id).',
    'Store the whole service key or binding as it was handed out; fields of a password manager have to be named clientid, clientsecret and url.',
  );
}

// Finding clients in any text

/** A client that was found, and the names by which its owner knows it. */
export interface FoundClient extends LocatedClient {
  /** Clients with the same id, proof and server have the same. */
  readonly id: string;
  /** A client without a proof in the document of another one. */
  readonly isFriend: boolean;
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
  /** Why texts in it must not be read. */
  readonly refusals: readonly Failure[];
  /** Texts in it that look like JSON and cannot be read. */
  readonly unread: readonly Unread[];
}

interface Unread {
  readonly text: string;
  /** The names of its owner, the inner ones first. */
  readonly names: readonly string[];
}

/** The search takes off so many layers at most; nobody wraps a credential more often. */
const DEEPEST = 32;

/** The search reads each character so often at most, whatever the text pretends to be. */
const READS_OF_A_CHARACTER = 100;

interface OwnerNames extends Pick<FoundClient, 'names' | 'labels' | 'tags'> {
  /** The client of a document around it. */
  readonly within?: string | undefined;
}

/** What the search has found so far, and how much it may still read. */
interface Search {
  /** By identity and API. */
  readonly clients: Map<string, FoundClient>;
  readonly secrets: Set<string>;
  /** By their texts. */
  readonly warnings: Map<string, Warning>;
  readonly documents: JsonObject[];
  readonly refusals: Failure[];
  readonly unread: Unread[];
  isReadable: boolean;
  /** How many clients and refusals were found, those included that were known. */
  found: number;
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
    refusals: [],
    unread: [],
    isReadable: false,
    found: 0,
    charactersLeft: READS_OF_A_CHARACTER * (text.length + 1000),
  };
  await searchText(search, text, { names: [], labels: [], tags: [] }, 0);
  return {
    ...search,
    clients: [...search.clients.values()],
    warnings: [...search.warnings.values()],
  };
}

/** Reads a text in the first form that leads to a client, or that tells why it must not be read. */
async function searchText(search: Search, text: string, owner: OwnerNames, depth: number) {
  const clean = withoutFileMarks(text);
  let isRead = false;
  for (const form of forms) {
    search.charactersLeft -= clean.length;
    const decoded = search.charactersLeft < 0 ? undefined : await form.read(clean);
    if (decoded === undefined) continue;
    isRead ||= form.read === readJson || typeof decoded.value !== 'string';
    const before = search.found;
    if (decoded.refusal !== undefined) addRefusal(search, decoded.refusal);
    else await searchValue(search, decoded.value, owner, depth + 1);
    if (search.found === before) continue;
    addAll(search.secrets, decoded.masks);
    for (const warning of decoded.warnings ?? []) search.warnings.set(warning.text, warning);
    return;
  }
  search.isReadable ||= isRead;
  if (!isRead && depth > 0 && LIKE_JSON.test(clean)) {
    search.unread.push({ text: clean, names: owner.names });
  }
}

function addRefusal(search: Search, refusal: Failure): void {
  search.refusals.push(refusal);
  search.found += 1;
}

/** The beginning of a document with a name in it. */
const LIKE_JSON = /^(?:\[\s*)?[{[]\s*\\?"/;

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
  const pairs = pairsIn(list);
  if (pairs !== undefined) {
    const read = documentOf(pairs);
    if (read?.refusal !== undefined) addRefusal(search, read.refusal);
    return searchValue(search, read?.value, owner, depth + 1);
  }
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
  let within = owner.within;
  // A service account of Google has a client_id, which no OAuth client has.
  if (found !== undefined && !isGoogleServiceAccount(document)) {
    within = addClient(search, found, withNames(owner, namesOf(document)));
  }
  const contents =
    closed ??
    (found === undefined
      ? first(containers, (container) => container.open(document))
      : contentsBeside(found, document));
  for (const content of contents ?? []) {
    addAll(search.secrets, content.masks);
    await searchValue(search, content.value, { ...withNames(owner, content), within }, depth + 1);
  }
}

/** A document with a client in a usual place may hold others, and one of those may be meant. */
function contentsBeside(
  { client, chosenFrom = [client], name = '' }: LocatedClient,
  document: JsonObject,
): readonly ContainedValue[] {
  const members = Object.entries(document);
  const others = Object.fromEntries(members.filter(([, value]) => !chosenFrom.includes(value)));
  const isMember = members.some(([, value]) => value === client);
  const inside = (isMember ? documentsIn(client) : []).map((content) => ({
    ...content,
    names: [...(content.names ?? []), name],
  }));
  return [...(openPrefixedNames(others) ?? clientsAmong(others)), ...inside];
}

/**
 * Adds a client once: some files repeat themselves. The names of all are those of the one. With another
 * API it is another one, which can be chosen.
 */
function addClient(search: Search, located: LocatedClient, owner: OwnerNames): string {
  search.found += 1;
  const { clientId, clientSecret, certificate, tokenUrl, url, certUrl } = fieldsOf(located.client);
  // SAP Event Mesh writes the token endpoint of its client in two ways: as url, and as tokenendpoint.
  const server = (tokenUrl ?? url)?.replace(/\/(?:oauth\/token)?$/, '');
  const other = tokenUrl === undefined ? undefined : url;
  const id = JSON.stringify([clientId, clientSecret, certificate, server, other, certUrl]);
  // A part of a document repeats the client of the whole.
  if (owner.within === id) return id;
  const isNested = located.client !== located.document;
  const key = JSON.stringify([id, membersAboutApi(located.document, isNested)]);
  const { names, labels, tags } = owner;
  const before = search.clients.get(key);
  const all = [
    ...(before?.names ?? []),
    ...names,
    ...(located.name === undefined ? [] : [located.name]),
  ];
  const isFriend = owner.within !== undefined && !hasProof(located.client);
  const known = before ?? { ...located, labels, tags, id, isFriend };
  search.clients.set(key, { ...known, names: [...new Set(all)].slice(0, MOST_NAMES) });
  return id;
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
function withNames({ names, labels, tags, within }: OwnerNames, inner: ValueNames): OwnerNames {
  return {
    within,
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
  const byName = clientsByName(clients);
  const found = binding === undefined ? clients : byName(binding);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const choice = namesToChooseFrom(found.length === 0 ? clients : found, byName, secrets);
  if (first !== undefined) {
    throw new Failure(
      'E_CREDENTIAL_AMBIGUOUS',
      `The credential holds ${found.length} OAuth clients${binding === undefined ? '' : ' to which the input binding fits'}: ${choice}.`,
      choice.split(/, | and /).every((name) => name === UNNAMED)
        ? 'They have no name of their own: store the one that is meant alone.'
        : 'Name the one that is meant in the input binding.',
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
    'Remove the input binding, or store the credential that is meant.',
  );
}

/** Finds the clients that a binding may mean; more than one where it is not clear. */
function clientsByName(clients: readonly FoundClient[]) {
  const lower = (text: string) => text.toLowerCase();
  const levels = [
    indexOf(clients, ({ names }) => names),
    indexOf(clients, ({ names }) => names.map(lower)),
    indexOf(clients, ({ labels }) => labels.map(lower)),
    indexOf(clients, ({ tags }) => tags.map(lower)),
    indexOf(clients, ({ client }) => [fieldsOf(client).clientId ?? '']),
    // The header [clients.prod] of a section, and [profile prod].
    indexOf(clients, ({ names }) => names.map((name) => name.replace(/^(?:profile |.*\.)/, ''))),
  ] as const;
  return (binding: string): readonly FoundClient[] => {
    const [names, anyCase, labels, tags, ids, ends] = levels;
    const small = lower(binding);
    return (
      names.get(binding) ??
      anyCase.get(small) ??
      labels.get(small) ??
      tags.get(small) ??
      ids.get(binding) ??
      ends.get(binding) ??
      []
    );
  };
}

function indexOf(
  clients: readonly FoundClient[],
  wordsOf: (client: FoundClient) => readonly string[],
): ReadonlyMap<string, readonly FoundClient[]> {
  const index = new Map<string, FoundClient[]>();
  for (const client of clients) {
    for (const word of new Set(wordsOf(client))) {
      const known = index.get(word);
      if (known === undefined) index.set(word, [client]);
      else known.push(client);
    }
  }
  return index;
}

const MOST_SHOWN = 20;
/** All its words are those of another one, too, or cannot be shown. */
const UNNAMED = 'one without a name of its own';

/** For each client a word that chooses it; what cannot be a name is not shown. */
function namesToChooseFrom(
  clients: readonly FoundClient[],
  byName: (binding: string) => readonly FoundClient[],
  secrets: ReadonlySet<string>,
): string {
  const isUsable = isShown(secrets);
  // Cut first: each name is compared with all secrets.
  const shown = clients.slice(0, MOST_SHOWN).map((one) => {
    const words = [...one.names, ...one.labels, fieldsOf(one.client).clientId ?? ''];
    const isOwn = (word: string) => byName(word).length === 1 && byName(word)[0] === one;
    return words.find((word) => isOwn(word) && isUsable(word)) ?? UNNAMED;
  });
  const more = clients.length - shown.length;
  return listOf(more > 0 ? [...shown, `${more} more`] : shown);
}

/** Can a name be shown: a short one in which no secret is, and which stays what it is in a message? */
function isShown(secrets: ReadonlySet<string>): (name: string) => boolean {
  // The label of prefixed names is in lower case.
  const hidden = [...secrets].map((secret) => secret.toLowerCase());
  return (name) =>
    name !== '' &&
    name.length <= LONGEST_NAME &&
    !hasControls(name) &&
    oneLine(name, LONGEST_NAME) === name &&
    !hidden.some((secret) => name.toLowerCase().includes(secret));
}

const LONGEST_NAME = 100;
