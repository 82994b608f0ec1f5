import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { header } from '../../../http/response.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import { type CreatedCredential, type IssuedCredential, UnknownOutcome } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiRequest,
  isAnswer,
  isRefusal,
  isSuccess,
  objectOf,
  type Result,
} from '../api-client.ts';
import { errorWord, isMissing, requestFailure } from './api.ts';

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
    'Delete those that nothing uses.',
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
  throw new Failure(
    'E_CONFIG',
    `There are ${own.length} instances with the name ${shown(name)}.`,
    'Give the id of the one that is meant in the inventory.',
  );
}

function isOwn(platform: unknown): boolean {
  return platform === undefined || platform === OWN_PLATFORM;
}

function requireOwn(platform: unknown, instance: string): void {
  if (isOwn(platform)) return;
  throw new Failure(
    'E_CONFIG',
    `The instance ${shown(instance)} belongs to another platform, such as Cloud Foundry or Kubernetes, and only that one can bind it.`,
    'Keys of instances in Cloud Foundry rotate at the authority cloud-foundry.',
  );
}

function notThere(instance: string): Failure {
  return new Failure(
    'E_CONFIG',
    `There is no instance ${shown(instance)} that the login at SAP Service Manager can see.`,
    'Compare its name or id, and whether authority-login is a binding of the same subaccount; one of the plan container sees its own instances only.',
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
    'Please report this with the version of the action.',
    facts,
  );
}

/**
 * Creates a binding and waits for its credentials. What a failed creation leaves is deleted.
 *
 * @throws UnknownOutcome where nobody knows whether there is one now; Failure E_AUTHORITY.
 */
export async function createBinding(
  client: ApiClient,
  instance: string,
  name: string,
  parameters: JsonObject | undefined,
): Promise<CreatedCredential> {
  const what = `create ${name}`;
  const body = {
    name,
    service_instance_id: instance,
    ...(parameters === undefined ? {} : { parameters }),
    labels: { [LABEL]: [LABEL_VALUE] },
  };
  const result = await client.send(apiRequest('POST', BINDINGS, what, body));
  if (isSuccess(result)) return finished(client, instance, name, result);
  const failure = requestFailure(what, result, client);
  if (errorWord(result) === 'BrokerError') {
    throw await brokerFailure(client, instance, name, failure.happened, result.facts);
  }
  throw client.notCreated(result, 'A binding', failure);
}

/** At once with its credentials, or after an operation. */
async function finished(
  client: ApiClient,
  instance: string,
  name: string,
  answer: Answer,
): Promise<CreatedCredential> {
  const document = isJsonObject(answer.document) ? answer.document : {};
  const value = keptCredentials(client, document);
  if (value !== undefined) return { name, value };
  const operation = operationOf(answer);
  const id = operation?.bindingId ?? document['id'];
  if (!isId(id)) {
    const why = 'The answer, a success, names neither credentials nor a binding.';
    throw unknown(name, why, answer.facts);
  }
  const outcome: SmOutcome =
    operation === undefined
      ? { state: 'succeeded' }
      : await endOf(client, `create ${name}`, operation);
  if (outcome.state === 'failed') {
    const happened = `SAP Service Manager could not create ${name}${outcome.reason}.`;
    throw await brokerFailure(client, instance, name, happened, answer.facts);
  }
  if (outcome.state === 'unknown') {
    const { result } = outcome;
    const last = result === undefined ? 'No time is left.' : client.describe(result);
    throw unknown(name, `Its creation did not end in time. ${last}`, result?.facts);
  }
  const state = await bindingState(client, id);
  if (state?.usable === true && state.credentials !== undefined) {
    return { name, value: state.credentials };
  }
  throw unknown(name, 'It was created, and its credentials cannot be read.', answer.facts);
}

/** A creation that has failed leaves a binding that nobody can use, but not always. */
async function brokerFailure(
  client: ApiClient,
  instance: string,
  name: string,
  happened: string,
  facts: readonly string[],
): Promise<Failure> {
  const rest = (await isCleared(client, instance, name))
    ? 'Nothing is left of it.'
    : 'What is left of it could not be deleted; a later run will.';
  return new Failure(
    'E_AUTHORITY',
    happened,
    `The broker of the service has refused. ${rest} Check the parameters of the authority, and whether the instance is in order.`,
    facts,
  );
}

async function isCleared(client: ApiClient, instance: string, name: string): Promise<boolean> {
  try {
    const left = await bindingNamed(client, instance, name);
    if (left !== undefined) await deleteBinding(client, left);
    return true;
  } catch (error) {
    // What ends the run is the reason of the broker.
    if (error instanceof Failure) return false;
    throw error;
  }
}

function unknown(name: string, why: string, facts: readonly string[] = []): UnknownOutcome {
  return new UnknownOutcome(`The binding ${name} was asked for. ${why}`, facts);
}

/**
 * Deletes a binding that has our label, and waits until it is gone. One that is gone already counts
 * as deleted.
 *
 * @throws Failure E_AUTHORITY
 */
export async function deleteBinding(client: ApiClient, binding: SmBinding): Promise<void> {
  const { id, name } = binding;
  if (!binding.managed) {
    throw new Failure(
      'E_AUTHORITY',
      `The binding ${name} has not the label ${LABEL}=${LABEL_VALUE}, so it was not made by rotation and was not deleted.`,
      'Delete it by hand if nothing uses it.',
    );
  }
  const what = `delete ${name}`;
  const result = await client.send(apiRequest('DELETE', `${BINDINGS}/${id}`, what));
  if (isMissing(result)) return;
  const operation = isSuccess(result) ? operationOf(result) : undefined;
  if (isSuccess(result) && operation === undefined && result.status !== 202) return;
  if (operation !== undefined) {
    const outcome = await endOf(client, what, operation);
    if (outcome.state === 'succeeded') return;
    if (outcome.state === 'failed') throw notDeleted(name, outcome.reason);
  } else if (isRefusal(result)) {
    throw requestFailure(what, result, client);
  }
  await requireGone(client, binding, result);
}

/** The request is not sent again; what became of it shows the binding. */
async function requireGone(
  client: ApiClient,
  { id, name }: SmBinding,
  result: Result,
): Promise<void> {
  for (let waits = 0; ; waits++) {
    const state = await bindingState(client, id);
    if (state === undefined) return;
    if (state.deletion === 'failed') throw notDeleted(name, '');
    if (state.deletion === undefined) break;
    const what = `the request to delete ${name} to end`;
    if (!(await client.pause(what, waits, LONGEST_WAIT))) throw stillDeleting(name);
  }
  throw isSuccess(result) ? notDeleted(name, '') : requestFailure(`delete ${name}`, result, client);
}

function notDeleted(name: string, reason: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager has not deleted ${name}${reason}.`,
    'Run the job again later, or delete it by hand.',
  );
}

function stillDeleting(name: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager is still deleting ${name}, and no time is left to wait for its end.`,
    'Raise the input timeout; the next run deletes what is still there.',
  );
}

/** A change of a binding that goes on after the answer. */
export interface SmOperation {
  readonly bindingId: string;
  readonly id: string;
}

export type SmOutcome =
  | { readonly state: 'succeeded' }
  /** `reason`: `: "..."`, or nothing. */
  | { readonly state: 'failed'; readonly reason: string }
  /** Nothing is known about it any more: what became of it shows the binding. */
  | { readonly state: 'gone' }
  /** It could not be followed to its end; `result` is the last answer, if one tells why. */
  | { readonly state: 'unknown'; readonly result: Result | undefined };

/** Most brokers take a second, some take minutes. In milliseconds. */
const LONGEST_WAIT = 8000;

/**
 * Where an answer says that a change goes on. Only the two ids are used of its `Location`, so that
 * the token stays with the server, whatever it holds.
 */
export function operationOf({ response, status }: Answer): SmOperation | undefined {
  const location = header(response, 'location') ?? '';
  const [, bindingId, id] =
    /\/v1\/service_bindings\/([\w-]{1,100})\/operations\/([\w-]{1,100})$/.exec(location) ?? [];
  if (status !== 202 || bindingId === undefined || id === undefined) return undefined;
  return { bindingId, id };
}

/**
 * Waits until an operation ends, or the deadline comes.
 *
 * @param what for messages: `create calm-1`.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function endOf(
  client: ApiClient,
  what: string,
  { bindingId, id }: SmOperation,
): Promise<SmOutcome> {
  const path = `${BINDINGS}/${bindingId}/operations/${id}`;
  const request = apiRequest('GET', path, `follow the request to ${what}`);
  for (let waits = 0; ; waits++) {
    if (!(await client.pause(`the request to ${what} to end`, waits, LONGEST_WAIT))) {
      return { state: 'unknown', result: undefined };
    }
    const answer = await client.send(request);
    if (isMissing(answer)) return { state: 'gone' };
    // After some failures of brokers it cannot be read, while the binding can.
    if (isAnswer(answer) && answer.status === 500) return { state: 'gone' };
    const outcome = isSuccess(answer) ? outcomeOf(answer, client) : undefined;
    if (outcome === 'goes on') continue;
    return outcome ?? { state: 'unknown', result: answer };
  }
}

function outcomeOf({ document }: Answer, client: ApiClient): SmOutcome | 'goes on' | undefined {
  const { state, errors } = isJsonObject(document) ? document : {};
  switch (state) {
    case 'in progress':
    case 'pending':
      return 'goes on';
    case 'succeeded':
      return { state };
    case 'failed':
      return { state, reason: client.reasons(errors) };
    default:
      return undefined;
  }
}
