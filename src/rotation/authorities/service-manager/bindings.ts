import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { header } from '../../../http/response.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import { type CreatedCredential, type IssuedCredential, UnknownOutcome } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiRequest,
  dateOf,
  isAnswer,
  isCleared,
  isRefusal,
  isSuccess,
  objectIn,
  objectOf,
  type Result,
} from '../api-client.ts';
import {
  errorWord,
  type InstanceClient,
  isId,
  isMissing,
  listAll,
  quoted,
  requestFailure,
  type SmItem,
} from './api.ts';

const BINDINGS = '/v1/service_bindings';

/** The label of every binding that rotation has made. No other one is ever deleted. */
export const LABEL = 'managed_by';

export const LABEL_VALUE = 'api-client-credentials';

interface SmBinding extends IssuedCredential {
  readonly id: string;
  /** Does it have our label? */
  readonly managed: boolean;
}

/**
 * The bindings of the instance, those of others included.
 *
 * @param name of the only one that is wanted; left out: all.
 * @throws Failure E_AUTHORITY
 */
export async function listBindings(
  client: InstanceClient,
  name?: string,
): Promise<readonly SmBinding[]> {
  const { instance } = client;
  const what = name === undefined ? 'list the bindings' : 'look up a binding';
  const condition = name === undefined ? '' : ` and name eq ${quoted(name)}`;
  const query = `service_instance_id eq ${quoted(instance)}${condition}`;
  const listed = await listAll(client, what, BINDINGS, query);
  // What was not asked for is not touched, whatever an answer holds.
  return listed
    .filter(({ service_instance_id: of }) => of === undefined || of === instance)
    .filter((each) => name === undefined || each.name === name)
    .map(bindingOf);
}

/**
 * The credentials of a binding again, masked before anything else; undefined: there is none that
 * can be used.
 *
 * @throws Failure E_AUTHORITY
 */
export async function readCredentials(
  client: InstanceClient,
  name: string,
): Promise<JsonObject | undefined> {
  const listed = await bindingNamed(client, name);
  const state = listed === undefined ? undefined : await bindingState(client, listed.id);
  return state?.usable === true ? state.credentials : undefined;
}

/**
 * Names are unique among the bindings of an instance.
 *
 * @throws Failure E_AUTHORITY
 */
async function bindingNamed(client: InstanceClient, name: string): Promise<SmBinding | undefined> {
  const [only, ...others] = await listBindings(client, name);
  if (others.length === 0) return only;
  throw new Failure(
    'E_AUTHORITY',
    `There are ${others.length + 1} bindings with the name ${name}, so nobody knows which one is meant.`,
    'Delete those that nothing uses.',
  );
}

function bindingOf(item: SmItem): SmBinding {
  const values = objectIn(item, 'labels')?.[LABEL];
  return {
    id: item.id,
    name: item.name,
    createdAt: dateOf(item['created_at']),
    usable: isUsable(item),
    managed: Array.isArray(values) && values.includes(LABEL_VALUE),
  };
}

/**
 * A binding as one answer tells it; undefined: there is none.
 *
 * @throws Failure E_AUTHORITY
 */
async function bindingState(client: ApiClient, id: string) {
  const what = 'read a binding';
  const answer = await client.send(apiRequest('GET', `${BINDINGS}/${id}`, what));
  if (isMissing(answer)) return undefined;
  const document = objectOf(answer);
  if (document === undefined) throw requestFailure(what, answer, client);
  const { type, state } = lastOperation(document);
  const deletes = type === 'delete' && state !== 'succeeded';
  return {
    usable: isUsable(document),
    deletion: deletes ? (state === 'failed' ? 'failed' : 'in progress') : undefined,
    /** Undefined: there are none, or not yet. */
    credentials: keptCredentials(client, document),
  };
}

/** Bindings that are older than operations were recorded have none. */
function isUsable(document: JsonObject): boolean {
  const { state } = lastOperation(document);
  return document['ready'] === true && (state === undefined || state === 'succeeded');
}

function lastOperation(document: JsonObject): JsonObject {
  return objectIn(document, 'last_operation') ?? {};
}

/** The issuer's own JSON of a binding, masked before anything else is done with it. */
function keptCredentials({ context }: ApiClient, document: JsonObject): JsonObject | undefined {
  const credentials = objectIn(document, 'credentials') ?? {};
  if (Object.keys(credentials).length === 0) return undefined;
  context.secrets.keep(secretLeaves(credentials));
  return credentials;
}

/**
 * Creates a binding and waits for its credentials. What a failed creation leaves is deleted.
 *
 * @throws UnknownOutcome where nobody knows whether there is one now; Failure E_AUTHORITY.
 */
export async function createBinding(
  client: InstanceClient,
  name: string,
  parameters: JsonObject | undefined,
): Promise<CreatedCredential> {
  const what = `create ${name}`;
  const body = {
    name,
    service_instance_id: client.instance,
    ...(parameters === undefined ? {} : { parameters }),
    labels: { [LABEL]: [LABEL_VALUE] },
  };
  const result = await client.send(apiRequest('POST', BINDINGS, what, body));
  if (isSuccess(result)) return finished(client, name, result);
  const failure = requestFailure(what, result, client);
  if (errorWord(result) === 'BrokerError') {
    throw await brokerFailure(client, name, failure.happened, result.facts);
  }
  throw client.notCreated(result, 'A binding', failure);
}

/** At once with its credentials, or after an operation. */
async function finished(
  client: InstanceClient,
  name: string,
  answer: Answer,
): Promise<CreatedCredential> {
  const unknown = (why: string, facts: readonly string[]) =>
    new UnknownOutcome(`The binding ${name} was asked for. ${why}`, facts);
  const { facts } = answer;
  const document = isJsonObject(answer.document) ? answer.document : {};
  const value = keptCredentials(client, document);
  if (value !== undefined) return { name, value };
  const operation = operationOf(answer);
  const id = operation?.bindingId ?? document['id'];
  if (!isId(id)) {
    throw unknown('The answer, a success, names neither credentials nor a binding.', facts);
  }
  if (operation !== undefined) {
    const outcome = await endOf(client, `create ${name}`, operation.path);
    if (outcome.state === 'failed') {
      const happened = `SAP Service Manager could not create ${name}${outcome.reason}.`;
      throw await brokerFailure(client, name, happened, facts);
    }
    if (outcome.state === 'unknown') {
      const { result } = outcome;
      const last = result === undefined ? 'No time is left.' : client.describe(result);
      throw unknown(`Its creation did not end in time. ${last}`, result?.facts ?? []);
    }
  }
  const state = await bindingState(client, id);
  if (state?.usable === true && state.credentials !== undefined) {
    return { name, value: state.credentials };
  }
  throw unknown('It was created, and its credentials cannot be read.', facts);
}

/** A creation that has failed leaves a binding that nobody can use, but not always. */
async function brokerFailure(
  client: InstanceClient,
  name: string,
  happened: string,
  facts: readonly string[],
): Promise<Failure> {
  const rest = (await isCleared(() => deleteBinding(client, name)))
    ? 'Nothing of it is left.'
    : 'What is left of it could not be deleted; a later run will.';
  return new Failure(
    'E_AUTHORITY',
    `${happened} The broker of the service has refused. ${rest}`,
    'Check the parameters of the authority, and whether the instance is in order.',
    facts,
  );
}

/**
 * Deletes the binding of that name, if there is one and it has our label, and waits until it is gone.
 *
 * @throws Failure E_AUTHORITY
 */
export async function deleteBinding(client: InstanceClient, name: string): Promise<void> {
  const { id, managed } = (await bindingNamed(client, name)) ?? {};
  if (id === undefined) return;
  if (!managed) {
    throw new Failure(
      'E_AUTHORITY',
      `The binding ${name} has not the label ${LABEL}=${LABEL_VALUE}, so it was not made by rotation and was not deleted.`,
      'Delete it by hand if nothing uses it.',
    );
  }
  const what = `delete ${name}`;
  const result = await client.send(apiRequest('DELETE', `${BINDINGS}/${id}`, what));
  if (isMissing(result)) return;
  if (isSuccess(result)) {
    const operation = operationOf(result);
    if (operation === undefined && result.status !== 202) return;
    const outcome = operation && (await endOf(client, what, operation.path));
    if (outcome?.state === 'succeeded') return;
    if (outcome?.state === 'failed') throw notDeleted(name, outcome.reason);
  } else if (isRefusal(result)) {
    throw requestFailure(what, result, client);
  }
  await requireGone(client, id, name, result);
}

/** The request is not sent again; what became of it shows the binding. */
async function requireGone(
  client: ApiClient,
  id: string,
  name: string,
  result: Result,
): Promise<void> {
  for (let waits = 0; ; waits++) {
    const state = await bindingState(client, id);
    if (state === undefined) return;
    if (state.deletion === 'failed') throw notDeleted(name, '');
    if (state.deletion === undefined) break;
    if (await client.pause(`the request to delete ${name} to end`, waits)) continue;
    throw new Failure(
      'E_AUTHORITY',
      `SAP Service Manager is still deleting ${name}, and no time is left to wait for its end.`,
      'Raise the input timeout; the next run deletes what is still there.',
    );
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

/**
 * Where an answer says that a change goes on. Only the end of its `Location` is used, so that the
 * token stays with the server, whatever it holds.
 */
function operationOf({ response, status }: Answer) {
  const location = status === 202 ? header(response, 'location') : undefined;
  const [path, bindingId] =
    /\/v1\/service_bindings\/([\w-]{1,100})\/operations\/[\w-]{1,100}$/.exec(location ?? '') ?? [];
  return path === undefined ? undefined : { path, bindingId };
}

type Outcome =
  /** `gone`: nothing is known about it any more; what became of it shows the binding. */
  | { readonly state: 'succeeded' | 'gone' }
  /** `reason`: `: "..."`, or nothing. */
  | { readonly state: 'failed'; readonly reason: string }
  /** It could not be followed to its end; `result` is the last answer, if one tells why. */
  | { readonly state: 'unknown'; readonly result: Result | undefined };

/**
 * Waits until an operation ends, or the deadline comes.
 *
 * @param what for messages: `create calm-1`.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
async function endOf(client: ApiClient, what: string, path: string): Promise<Outcome> {
  const request = apiRequest('GET', path, `follow the request to ${what}`);
  const end = await client.follow(request, `the request to ${what} to end`, (result) =>
    outcomeOf(result, client),
  );
  return end ?? { state: 'unknown', result: undefined };
}

/** Undefined: it goes on. */
function outcomeOf(result: Result, client: ApiClient): Outcome | undefined {
  // After some failures of brokers an operation answers 500, while the binding can be read.
  if (isMissing(result) || (isAnswer(result) && result.status === 500)) return { state: 'gone' };
  const document = isSuccess(result) && isJsonObject(result.document) ? result.document : {};
  const { state, errors } = document;
  if (state === 'in progress' || state === 'pending') return undefined;
  if (state === 'succeeded') return { state };
  if (state === 'failed') return { state, reason: client.reasons(errors) };
  return { state: 'unknown', result };
}
