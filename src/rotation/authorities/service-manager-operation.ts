import { isJsonObject } from '../../credentials/credential.ts';
import { header } from '../../http/http.ts';
import {
  isMissing,
  isSilence,
  isSuccess,
  reasons,
  type SmAnswer,
  type SmResult,
} from './service-manager-answer.ts';
import { BINDINGS } from './service-manager-bindings.ts';
import { ask, type SmContext } from './service-manager-exchange.ts';

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
