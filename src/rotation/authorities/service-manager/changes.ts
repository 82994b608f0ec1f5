import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { header } from '../../../http/response.ts';
import { type CreatedCredential, UnknownOutcome } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiRequest,
  isAnswer,
  isRefusal,
  isSuccess,
  type Result,
} from '../api-client.ts';
import { errorWord, isMissing, requestFailure } from './api.ts';
import {
  BINDINGS,
  bindingNamed,
  bindingState,
  isId,
  keptCredentials,
  LABEL,
  LABEL_VALUE,
  type SmBinding,
} from './bindings.ts';

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
  return new Failure('E_AUTHORITY', happened, {
    facts,
    next: `The broker of the service has refused. ${rest} Check the parameters of the authority, and whether the instance is in order.`,
  });
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
      { next: 'Delete it by hand if nothing uses it.' },
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
  return new Failure('E_AUTHORITY', `SAP Service Manager has not deleted ${name}${reason}.`, {
    next: 'Run the job again later, or delete it by hand.',
  });
}

function stillDeleting(name: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager is still deleting ${name}, and no time is left to wait for its end.`,
    { next: 'Raise the input timeout; the next run deletes what is still there.' },
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
