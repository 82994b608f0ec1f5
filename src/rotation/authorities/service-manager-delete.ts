import { Failure } from '../../failure.ts';
import { isMissing, isSuccess, type SmResult } from './service-manager-answer.ts';
import {
  BINDINGS,
  bindingState,
  LABEL,
  LABEL_VALUE,
  type SmBinding,
} from './service-manager-bindings.ts';
import { ask, requestFailure, type SmContext } from './service-manager-exchange.ts';
import { endOf, operationOf } from './service-manager-operation.ts';

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
