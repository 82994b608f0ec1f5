import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import type { IssuedCredential } from '../../types.ts';
import { type Answer, type ApiClient, apiRequest, isSuccess, objectOf } from '../api-client.ts';
import { isMissing, requestFailure } from './api.ts';

export const BINDINGS = '/v1/service_bindings';

/** The label of every binding that rotation has made. No other one is ever deleted. */
export const LABEL = 'managed_by';

export const LABEL_VALUE = 'api-client-credentials';

export interface SmBinding extends IssuedCredential {
  readonly id: string;
  /** Does it have our label? */
  readonly managed: boolean;
}

/** @throws Failure E_AUTHORITY */
export async function bindingsOf(
  client: ApiClient,
  instance: string,
): Promise<readonly SmBinding[]> {
  const query = `service_instance_id eq ${quoted(instance)}`;
  const listed = await listAll(client, 'list the bindings', BINDINGS, query);
  return listed.filter(isOf(instance)).map(binding);
}

/**
 * Names are unique among the bindings of an instance.
 *
 * @throws Failure E_AUTHORITY
 */
export async function bindingNamed(
  client: ApiClient,
  instance: string,
  name: string,
): Promise<SmBinding | undefined> {
  const query = `service_instance_id eq ${quoted(instance)} and name eq ${quoted(name)}`;
  const listed = await listAll(client, 'look up a binding', BINDINGS, query);
  const [only, ...others] = listed
    .filter(isOf(instance))
    .filter((each) => each.name === name)
    .map(binding);
  if (others.length === 0) return only;
  throw new Failure(
    'E_AUTHORITY',
    `There are ${others.length + 1} bindings with the name ${name}, so nobody knows which one is meant.`,
    { next: 'Delete those that nothing uses.' },
  );
}

/** What was not asked for is not touched, whatever an answer holds. */
function isOf(instance: string): (item: SmItem) => boolean {
  return ({ service_instance_id: of }) => of === undefined || of === instance;
}

/** A binding as one answer tells it; undefined: there is none. */
export interface SmBindingState {
  /** False: its creation has failed or has not ended. */
  readonly usable: boolean;
  /** Is it being deleted, or has that failed? */
  readonly deletion: 'in progress' | 'failed' | undefined;
  /** Its secrets have been masked. Undefined: there are none, or not yet. */
  readonly credentials: JsonObject | undefined;
}

/** @throws Failure E_AUTHORITY */
export async function bindingState(
  client: ApiClient,
  id: string,
): Promise<SmBindingState | undefined> {
  const what = 'read a binding';
  const path = `${BINDINGS}/${encodeURIComponent(id)}`;
  const answer = await client.send(apiRequest('GET', path, what));
  if (isMissing(answer)) return undefined;
  const document = objectOf(answer);
  if (document === undefined) throw requestFailure(what, answer, client);
  const { type, state } = lastOperation(document);
  const deletes = type === 'delete' && state !== 'succeeded';
  return {
    usable: isUsable(document),
    deletion: deletes ? (state === 'failed' ? 'failed' : 'in progress') : undefined,
    credentials: keptCredentials(client, document),
  };
}

/** The issuer's own JSON of a binding, masked before anything else is done with it. */
export function keptCredentials(
  { context: { secrets } }: ApiClient,
  document: JsonObject,
): JsonObject | undefined {
  const credentials = document['credentials'];
  if (!isJsonObject(credentials) || Object.keys(credentials).length === 0) return undefined;
  secrets.keep(secretLeaves(credentials));
  return credentials;
}

function binding(item: SmItem): SmBinding {
  const createdAt = new Date(String(item['created_at']));
  const labels = item['labels'];
  const values = isJsonObject(labels) ? labels[LABEL] : undefined;
  return {
    id: item.id,
    name: item.name,
    createdAt: Number.isNaN(createdAt.getTime()) ? undefined : createdAt,
    usable: isUsable(item),
    managed: Array.isArray(values) && values.includes(LABEL_VALUE),
  };
}

/** Bindings that are older than operations were recorded have none. */
function isUsable(document: JsonObject): boolean {
  const { state } = lastOperation(document);
  return document['ready'] === true && (state === undefined || state === 'succeeded');
}

function lastOperation(document: JsonObject): JsonObject {
  const operation = document['last_operation'];
  return isJsonObject(operation) ? operation : {};
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Instances of Cloud Foundry and Kubernetes are listed, too, but cannot be bound here. */
const OWN_PLATFORM = 'service-manager';

const PATH = '/v1/service_instances';

/**
 * The id of the instance whose bindings rotate.
 *
 * @param instance its name or its id.
 * @throws Failure E_CONFIG where not exactly one is meant; E_AUTHORITY.
 */
export async function instanceId(client: ApiClient, instance: string): Promise<string> {
  return UUID.test(instance) ? byId(client, instance) : byName(client, instance);
}

async function byId(client: ApiClient, id: string): Promise<string> {
  const what = 'read the instance';
  const answer = await client.send(apiRequest('GET', `${PATH}/${id}`, what));
  if (isMissing(answer)) throw notThere(id);
  const document = objectOf(answer);
  if (document === undefined || !isId(document['id'])) throw requestFailure(what, answer, client);
  requireOwn(document['platform_id'], id);
  return document['id'];
}

async function byName(client: ApiClient, name: string): Promise<string> {
  const query = `name eq ${quoted(name)}`;
  const listed = await listAll(client, 'find the instance', PATH, query);
  const named = listed.filter((each) => each.name === name);
  const own = named.filter((each) => isOwn(each['platform_id']));
  const [only, ...others] = own;
  if (only === undefined) {
    if (named.length > 0) requireOwn(named[0]?.['platform_id'], name);
    throw notThere(name);
  }
  if (others.length === 0) return only.id;
  throw new Failure('E_CONFIG', `There are ${own.length} instances with the name ${shown(name)}.`, {
    next: 'Give the id of the one that is meant in the inventory.',
  });
}

function isOwn(platform: unknown): boolean {
  return platform === undefined || platform === OWN_PLATFORM;
}

function requireOwn(platform: unknown, instance: string): void {
  if (isOwn(platform)) return;
  throw new Failure(
    'E_CONFIG',
    `The instance ${shown(instance)} belongs to another platform, such as Cloud Foundry or Kubernetes, and only that one can bind it.`,
    { next: 'Keys of instances in Cloud Foundry rotate at the authority cloud-foundry.' },
  );
}

function notThere(instance: string): Failure {
  return new Failure(
    'E_CONFIG',
    `There is no instance ${shown(instance)} that the login at SAP Service Manager can see.`,
    {
      next: 'Compare its name or id, and whether authority-login is a binding of the same subaccount; one of the plan container sees its own instances only.',
    },
  );
}

function shown(instance: string): string {
  return oneLine(instance, 100);
}

/** Each item may hold a certificate, its chain and a key: with more, an answer could exceed 1 MiB. */
const PAGE = 50;

/** An instance of XSUAA has at most 1000 bindings. */
const MOST_PAGES = 200;

/** In UTF-16 code units: it becomes a part of a URL. */
const LONGEST_TOKEN = 4096;

/** An item of a list. It may hold credentials and is never shown. */
export type SmItem = JsonObject & { readonly id: string; readonly name: string };

/**
 * All items of a list, over all pages.
 *
 * @param what for messages: `list the bindings`.
 * @param path `/v1/service_bindings` or `/v1/service_instances`.
 * @param fieldQuery such as `name eq 'calm-api'`.
 * @throws Failure E_AUTHORITY, also where one item cannot be understood.
 */
export async function listAll(
  client: ApiClient,
  what: string,
  path: string,
  fieldQuery: string,
): Promise<readonly SmItem[]> {
  const found: SmItem[] = [];
  let token: string | undefined;
  for (let number = 1; ; number++) {
    const query = new URLSearchParams({
      fieldQuery,
      max_items: String(PAGE),
      attach_last_operations: 'true',
      ...(token === undefined ? {} : { token }),
    });
    // Their grammar wants a blank as %20, not as a plus.
    const place = `${path}?${query.toString().replaceAll('+', '%20')}`;
    const answer = await client.send(apiRequest('GET', place, what));
    if (!isSuccess(answer)) throw requestFailure(what, answer, client);
    const page = pageOf(answer);
    const isEndless = number === MOST_PAGES || (token !== undefined && page?.token === token);
    if (page === undefined || (page.token !== undefined && isEndless)) {
      throw unknownForm(what, answer);
    }
    found.push(...page.items);
    if (page.token === undefined) return found;
    token = page.token;
  }
}

interface Page {
  readonly items: readonly SmItem[];
  /** Names the next page; undefined: this is the last one. */
  readonly token: string | undefined;
}

/** Undefined where it is no page. */
function pageOf({ document }: Answer): Page | undefined {
  const { items, token } = isJsonObject(document) ? document : {};
  if (!Array.isArray(items) || !items.every(isItem)) return undefined;
  if (token === undefined || token === null || token === '') return { items, token: undefined };
  return typeof token === 'string' && token.length <= LONGEST_TOKEN ? { items, token } : undefined;
}

/** Ids become parts of paths. */
function isItem(item: unknown): item is SmItem {
  return (
    isJsonObject(item) &&
    isId(item['id']) &&
    typeof item['name'] === 'string' &&
    item['name'] !== ''
  );
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,100}$/.test(value);
}

/** A text in a query: single quotes are doubled. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** To leave an item out could mean to count, or to delete, the wrong ones. */
function unknownForm(what: string, { facts }: Answer): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager answered the request to ${what} in a form that is not known.`,
    { facts, next: 'Please report this with the version of the action.' },
  );
}
