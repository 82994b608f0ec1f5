import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { header } from '../../../http/response.ts';
import { type CreatedCredential, UnknownOutcome } from '../../types.ts';
import {
  ask,
  errorWord,
  happened,
  isMissing,
  isSilence,
  isSuccess,
  reasons,
  requestFailure,
  type SmAnswer,
  type SmContext,
  type SmResult,
  where,
} from './api.ts';
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
  context: SmContext,
  instance: string,
  name: string,
  parameters: JsonObject | undefined,
): Promise<CreatedCredential> {
  const what = `create ${name}`;
  const result = await ask(context, {
    what,
    method: 'POST',
    path: BINDINGS,
    body: {
      name,
      service_instance_id: instance,
      ...(parameters === undefined ? {} : { parameters }),
      labels: { [LABEL]: [LABEL_VALUE] },
    },
  });
  if (isSuccess(result)) return finished(context, instance, name, result);
  if (errorWord(result) === 'BrokerError') {
    const intro = requestFailure(what, result, context).message;
    throw await brokerFailure(context, instance, name, intro);
  }
  throw notCreated(what, result, context);
}

/** At once with its credentials, or after an operation. */
async function finished(
  context: SmContext,
  instance: string,
  name: string,
  answer: SmAnswer,
): Promise<CreatedCredential> {
  const document = isJsonObject(answer.document) ? answer.document : {};
  const value = keptCredentials(context, document);
  if (value !== undefined) return { name, value };
  const operation = operationOf(answer);
  const id = operation?.bindingId ?? document['id'];
  if (!isId(id)) {
    throw unknown(
      name,
      `The answer, a success, names neither credentials nor a binding ${where(answer)}.`,
    );
  }
  const outcome: SmOutcome =
    operation === undefined
      ? { state: 'succeeded' }
      : await endOf(context, `create ${name}`, operation);
  if (outcome.state === 'failed') {
    const intro = `SAP Service Manager could not create ${name}${outcome.reason} ${where(answer)}.`;
    throw await brokerFailure(context, instance, name, intro);
  }
  if (outcome.state === 'unknown') {
    const { result } = outcome;
    const last =
      result === undefined ? 'No time is left.' : `${happened(result, context.secrets)}.`;
    throw unknown(name, `Its creation did not end in time. ${last}`);
  }
  const state = await bindingState(context, id);
  if (state?.usable === true && state.credentials !== undefined) {
    return { name, value: state.credentials };
  }
  throw unknown(name, `It was created, and its credentials cannot be read ${where(answer)}.`);
}

/** A creation that has failed leaves a binding that nobody can use, but not always. */
async function brokerFailure(
  context: SmContext,
  instance: string,
  name: string,
  intro: string,
): Promise<Failure> {
  const rest = (await isCleared(context, instance, name))
    ? 'Nothing is left of it.'
    : 'What is left of it could not be deleted; a later run will.';
  return new Failure(
    'E_AUTHORITY',
    `${intro} The broker of the service has refused. ${rest} Check the parameters of the authority, and whether the instance is in order.`,
  );
}

async function isCleared(context: SmContext, instance: string, name: string): Promise<boolean> {
  try {
    const left = await bindingNamed(context, instance, name);
    if (left !== undefined) await deleteBinding(context, left);
    return true;
  } catch (error) {
    // What ends the run is the reason of the broker.
    if (error instanceof Failure) return false;
    throw error;
  }
}

/** After a 4xx nothing was created. After anything else nobody knows. */
function notCreated(what: string, result: SmResult, context: SmContext): Error {
  const refused = isSilence(result)
    ? !result.unanswered.sent
    : result.status >= 400 && result.status < 500 && result.status !== 408;
  return refused
    ? requestFailure(what, result, context)
    : new UnknownOutcome(
        `A binding was asked for. ${happened(result, context.secrets)}, which does not tell whether it was created.`,
      );
}

function unknown(name: string, why: string): UnknownOutcome {
  return new UnknownOutcome(`The binding ${name} was asked for. ${why}`);
}

/**
 * Deletes a binding that has our label, and waits until it is gone. One that is gone already counts
 * as deleted.
 *
 * @throws Failure E_AUTHORITY
 */
export async function deleteBinding(context: SmContext, binding: SmBinding): Promise<void> {
  const { id, name } = binding;
  if (!binding.managed) {
    throw new Failure(
      'E_AUTHORITY',
      `The binding ${name} has not the label ${LABEL}=${LABEL_VALUE}, so it was not made by rotation and was not deleted. Delete it by hand if nothing uses it.`,
    );
  }
  const what = `delete ${name}`;
  const result = await ask(context, { what, method: 'DELETE', path: `${BINDINGS}/${id}` });
  if (isMissing(result)) return;
  const operation = isSuccess(result) ? operationOf(result) : undefined;
  if (isSuccess(result) && operation === undefined && result.status !== 202) return;
  if (operation !== undefined) {
    const outcome = await endOf(context, what, operation);
    if (outcome.state === 'succeeded') return;
    if (outcome.state === 'failed') throw notDeleted(name, outcome.reason);
  } else if (isRefusal(result)) {
    throw requestFailure(what, result, context);
  }
  await requireGone(context, binding, result);
}

/** Nothing was done. After any other answer than a success, or none, nobody knows. */
function isRefusal(result: SmResult): boolean {
  return (
    ('status' in result && result.status < 500 && result.status !== 408 && !isSuccess(result)) ||
    ('unanswered' in result && !result.unanswered.sent)
  );
}

/** The request is not sent again; what became of it shows the binding. */
async function requireGone(
  context: SmContext,
  { id, name }: SmBinding,
  result: SmResult,
): Promise<void> {
  const { timing, deadline } = context;
  for (let pause = 1000; ; pause = Math.min(pause * 2, 8000)) {
    const state = await bindingState(context, id);
    if (state === undefined) return;
    if (state.deletion === 'failed') throw notDeleted(name, '');
    if (state.deletion === undefined) break;
    if (timing.now() + pause >= deadline) throw stillDeleting(name);
    context.onProgress(`Waiting ${pause / 1000} s for the request to delete ${name} to end.`);
    await timing.sleep(pause);
  }
  throw isSuccess(result)
    ? notDeleted(name, '')
    : requestFailure(`delete ${name}`, result, context);
}

function notDeleted(name: string, reason: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager has not deleted ${name}${reason}. Run the job again later, or delete it by hand.`,
  );
}

function stillDeleting(name: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager is still deleting ${name}, and no time is left to wait for its end. Raise the input timeout; the next run deletes what is still there.`,
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
  | { readonly state: 'unknown'; readonly result: SmResult | undefined };

/** Milliseconds between two questions: most brokers take a second, some take minutes. */
const PAUSES: readonly number[] = [1000, 2000, 4000];

const LONGEST_PAUSE = 8000;

/**
 * Where an answer says that a change goes on. Only the two ids are used of its `Location`, so that
 * the token stays with the server, whatever stands there.
 */
export function operationOf({ response, status }: SmAnswer): SmOperation | undefined {
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
  context: SmContext,
  what: string,
  { bindingId, id }: SmOperation,
): Promise<SmOutcome> {
  const { timing, deadline, onProgress } = context;
  for (let asked = 0; ; asked++) {
    const pause = PAUSES[asked] ?? LONGEST_PAUSE;
    if (timing.now() + pause >= deadline) return { state: 'unknown', result: undefined };
    onProgress(`Waiting ${pause / 1000} s for the request to ${what} to end.`);
    await timing.sleep(pause);
    const answer = await ask(context, {
      what: `follow the request to ${what}`,
      method: 'GET',
      path: `${BINDINGS}/${bindingId}/operations/${id}`,
    });
    if (isMissing(answer)) return { state: 'gone' };
    // After some failures of brokers it cannot be read, while the binding can.
    if (!isSilence(answer) && answer.status === 500) return { state: 'gone' };
    const outcome = isSuccess(answer) ? outcomeOf(answer, context) : undefined;
    if (outcome === 'goes on') continue;
    return outcome ?? { state: 'unknown', result: answer };
  }
}

function outcomeOf(
  { document }: SmAnswer,
  { secrets }: SmContext,
): SmOutcome | 'goes on' | undefined {
  const { state, errors } = isJsonObject(document) ? document : {};
  switch (state) {
    case 'in progress':
    case 'pending':
      return 'goes on';
    case 'succeeded':
      return { state };
    case 'failed':
      return { state, reason: reasons(errors, secrets) };
    default:
      return undefined;
  }
}
