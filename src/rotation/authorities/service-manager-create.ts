import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import { type CreatedCredential, UnknownOutcome } from '../authority.ts';
import {
  errorWord,
  happened,
  isSilence,
  isSuccess,
  type SmAnswer,
  type SmResult,
  where,
} from './service-manager-answer.ts';
import {
  BINDINGS,
  bindingNamed,
  bindingState,
  keptCredentials,
  LABEL,
  LABEL_VALUE,
} from './service-manager-bindings.ts';
import { deleteBinding } from './service-manager-delete.ts';
import { ask, requestFailure, type SmContext } from './service-manager-exchange.ts';
import { isId } from './service-manager-list.ts';
import { endOf, operationOf, type SmOutcome } from './service-manager-operation.ts';

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
