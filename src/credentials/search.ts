import { Failure } from '../base/failure.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { cleaned, hasControls, listOf, oneLine } from '../base/text.ts';
import { secretLeaves } from '../secrets/in-documents.ts';
import {
  closedContainers,
  containers,
  documentsIn,
  namesOf,
  objectOfPairs,
  type Part,
  prefixed,
  SHORTEST_TEXT,
} from './containers.ts';
import { unreadable } from './damage.ts';
import { fieldsOf, hasClientId, hasProof } from './fields.ts';
import { forms } from './forms/index.ts';
import { json } from './forms/json.ts';
import { type Client, type ParsedCredential, parsedCredential, shapes, uaa } from './shapes.ts';

/**
 * Reads a credential in any form, one JSON document included: readCredential reads those by itself.
 *
 * @throws Failure as readCredential does.
 */
export async function readOtherForm(
  text: string,
  binding: string | undefined,
): Promise<ParsedCredential> {
  const { bindings, readable, secrets, warnings, documents } = await findClients(text);
  // One that cannot prove itself is left out where others can: some keys name a client of a friend.
  const usable = bindings.filter(({ client }) => hasProof(client));
  const [first, ...others] = usable.length > 0 ? usable : bindings;
  if (first === undefined) throw readable ? noClient(documents) : unreadable(text);
  const chosen = chooseBinding([first, ...others], binding, secrets);
  const parsed = parsedCredential(chosen, [...secrets], warnings);
  // The label is the service's that issued the document; what stands under uaa is a client of UAA.
  const label = chosen.name === uaa.name ? undefined : chosen.labels[0];
  return label === undefined
    ? parsed
    : { ...parsed, fields: { serviceLabel: label, ...parsed.fields } };
}

function noClient(documents: readonly JsonObject[]): Failure {
  const basic = documents
    .map(fieldsOf)
    .some(({ userName, password }) => userName !== undefined && password !== undefined);
  if (basic) {
    return new Failure(
      'E_CREDENTIAL_BASIC_ONLY',
      'The credential holds a user name and a password for HTTP Basic authentication, no OAuth client. ' +
        'No token can be had with it: create a credential of an OAuth plan, or call the API with Basic.',
    );
  }
  return new Failure(
    'E_CREDENTIAL_SHAPE',
    'The credential was read, but there is no OAuth client (clientid) in it. ' +
      'Store the whole service key or binding as it was handed out; if that is what was stored, the service hands out no OAuth client.',
  );
}

/** So many layers are taken off; nobody wraps a credential more often. */
const DEEPEST = 32;

/** Each character is looked at so often at most, whatever a text pretends to be. */
const LOOKS = 100;

/** A client that was found, and the names by which its owner knows it. */
export interface Binding extends Client {
  readonly names: readonly string[];
  readonly labels: readonly string[];
  readonly tags: readonly string[];
}

export interface FoundClients {
  readonly bindings: readonly Binding[];
  /** False where nothing could make sense of the text. */
  readonly readable: boolean;
  /** Everything in it that must be masked. */
  readonly secrets: ReadonlySet<string>;
  readonly warnings: readonly string[];
  /** All documents that were met, for reasons why there is no client in them. */
  readonly documents: readonly JsonObject[];
}

type Named = Pick<Binding, 'names' | 'labels' | 'tags'>;

/** What has been found so far, and how much may still be looked at. */
interface Search {
  readonly bindings: Map<string, Binding>;
  readonly secrets: Set<string>;
  readonly warnings: Set<string>;
  readonly documents: JsonObject[];
  readable: boolean;
  /** Characters. */
  looks: number;
}

/**
 * Takes layer after layer off a text, forms and containers in any order, until clients are found.
 * Takes time linear in the length of the text.
 */
export async function findClients(text: string): Promise<FoundClients> {
  const search: Search = {
    bindings: new Map(),
    secrets: new Set(),
    warnings: new Set(),
    documents: [],
    readable: false,
    looks: LOOKS * (text.length + 1000),
  };
  await searchText(search, text, { names: [], labels: [], tags: [] }, 0);
  const { bindings, readable, secrets, warnings, documents } = search;
  return {
    bindings: [...bindings.values()],
    readable,
    secrets,
    warnings: [...warnings],
    documents,
  };
}

/** Reads a text in the first form that leads to a client. */
async function searchText(search: Search, text: string, named: Named, depth: number) {
  const clean = cleaned(text);
  for (const form of forms) {
    search.looks -= clean.length;
    const written = search.looks < 0 ? undefined : await form.read(clean);
    if (written === undefined) continue;
    search.readable ||= form === json || typeof written.value !== 'string';
    const before = search.bindings.size;
    await searchValue(search, written.value, named, depth + 1);
    if (search.bindings.size === before) continue;
    addAll(search.secrets, written.masks);
    if (written.warning !== undefined) search.warnings.add(written.warning);
    return;
  }
}

async function searchValue(search: Search, value: unknown, named: Named, depth: number) {
  if (depth > DEEPEST) return;
  if (typeof value === 'string') {
    if (value.length >= SHORTEST_TEXT) await searchText(search, value, named, depth);
  } else if (Array.isArray(value)) {
    await searchList(search, value, named, depth);
  } else if (isJsonObject(value)) {
    await searchDocument(search, value, named, depth);
  }
}

async function searchList(
  search: Search,
  list: readonly unknown[],
  named: Named,
  depth: number,
): Promise<void> {
  const pairs = objectOfPairs(list);
  if (pairs !== undefined) return searchValue(search, pairs, named, depth + 1);
  for (const item of list) {
    const part = isJsonObject(item) ? namesOf(item) : {};
    await searchValue(search, item, namedWith(named, part), depth + 1);
  }
}

async function searchDocument(search: Search, document: JsonObject, named: Named, depth: number) {
  search.documents.push(document);
  addAll(search.secrets, secretLeaves(document));
  const closed = first(closedContainers, (container) => container.open(document));
  const found = closed === undefined ? first(shapes, (shape) => shape.find(document)) : undefined;
  if (found !== undefined) keep(search, found, namedWith(named, namesOf(document)));
  const parts =
    closed ??
    (found === undefined
      ? first(containers, (container) => container.open(document))
      : othersBeside(found, document));
  for (const part of parts ?? []) {
    addAll(search.secrets, part.masks);
    await searchValue(search, part.value, namedWith(named, part), depth + 1);
  }
}

/** A document with a client in a usual place may hold others, which may be the ones that are meant. */
function othersBeside(
  { client, chosenFrom = [client] }: Client,
  document: JsonObject,
): readonly Part[] {
  const rest = Object.entries(document).filter(([, value]) => !chosenFrom.includes(value));
  const others = Object.fromEntries(rest);
  const parts = prefixed.open(others) ?? documentsIn(others);
  // The members of a flat client are no other client's.
  return parts.filter(
    ({ value }) => !isJsonObject(value) || hasProof(value) || !hasClientId(value),
  );
}

/** The same client twice is one: some files repeat themselves. */
function keep(search: Search, client: Client, named: Named): void {
  const { clientId, clientSecret, certificate, tokenUrl, url, certUrl } = fieldsOf(client.client);
  // SAP Event Mesh says the token endpoint of its client in both ways: url, and tokenendpoint.
  const server = (tokenUrl ?? url)?.replace(/\/(?:oauth\/token)?$/, '');
  const other = tokenUrl === undefined ? undefined : url;
  const identity = JSON.stringify([clientId, clientSecret, certificate, server, other, certUrl]);
  const names = client.name === undefined ? named.names : [...named.names, client.name];
  if (!search.bindings.has(identity)) {
    search.bindings.set(identity, { ...client, ...named, names });
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
function namedWith({ names, labels, tags }: Named, part: Omit<Part, 'value'>): Named {
  return {
    names: [...(part.names ?? []), ...names],
    labels: part.label === undefined ? labels : [part.label, ...labels],
    tags: [...(part.tags ?? []), ...tags],
  };
}

/**
 * The binding that is meant: the named one, or the only one. A name counts before a label, a label
 * before a tag, the exact spelling before another one. What has no name of its own goes by its client
 * id.
 *
 * @param secrets what must not be shown, should it stand where names are expected.
 * @throws Failure E_CREDENTIAL_AMBIGUOUS or E_INPUT_INVALID, with the names to choose from.
 */
export function chooseBinding(
  bindings: readonly [Binding, ...Binding[]],
  wanted: string | undefined,
  secrets: ReadonlySet<string>,
): Binding {
  const found = wanted === undefined ? bindings : matching(bindings, wanted);
  const [first, ...others] = found;
  if (first !== undefined && others.length === 0) return first;
  const choice = describe(found.length === 0 ? bindings : found, secrets);
  if (first !== undefined) {
    throw new Failure(
      'E_CREDENTIAL_AMBIGUOUS',
      `The credential holds ${found.length} OAuth clients${wanted === undefined ? '' : ' to which the input binding fits'}: ${choice}. Name the one that is meant in the input binding.`,
    );
  }
  throw new Failure(
    'E_INPUT_INVALID',
    bindings.length === 1
      ? `The input binding does not fit the one client in the credential, ${choice}. Remove the input, or store the credential that is meant.`
      : `The input binding fits none of the clients in the credential; they are ${choice}.`,
  );
}

function matching(bindings: readonly Binding[], wanted: string): readonly Binding[] {
  const lower = wanted.toLowerCase();
  const tests: ((binding: Binding) => boolean)[] = [
    ({ names }) => names.includes(wanted),
    ({ names }) => names.some((name) => name.toLowerCase() === lower),
    ({ labels }) => labels.some((label) => label.toLowerCase() === lower),
    ({ tags }) => tags.some((tag) => tag.toLowerCase() === lower),
    ({ client }) => fieldsOf(client).clientId === wanted,
  ];
  for (const test of tests) {
    const found = bindings.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

const SHOWN = 20;

/** A name for each by which it can be told apart; what cannot be a name is not shown. */
function describe(bindings: readonly Binding[], secrets: ReadonlySet<string>): string {
  // A prefix of variables comes in two cases.
  const hidden = [...secrets].map((secret) => secret.toLowerCase());
  const usable = (name: string) =>
    name.length <= 100 &&
    !hasControls(name) &&
    !hidden.some((secret) => name.toLowerCase().includes(secret));
  // Each look compares with all secrets.
  const candidates = bindings
    .slice(0, SHOWN)
    .map(({ names, labels, client }) =>
      [...names, ...labels, fieldsOf(client).clientId ?? ''].filter(usable),
    );
  const taken = candidates.map(([first]) => first);
  const shown = candidates.map((names) => {
    const own = names.find((name) => taken.filter((other) => other === name).length < 2);
    return oneLine(own ?? names[0] ?? 'one without a name', 100);
  });
  const more = bindings.length - shown.length;
  return listOf(more > 0 ? [...shown, `${more} more`] : shown);
}
