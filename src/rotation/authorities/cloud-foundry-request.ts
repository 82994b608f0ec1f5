import type { JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import {
  type CfAnswer,
  type CfResult,
  errorsOf,
  happened,
  isSilence,
} from './cloud-foundry-answer.ts';
import type { CfContext } from './cloud-foundry-context.ts';
import { LONGER, sendOnce } from './cloud-foundry-exchange.ts';
import type { CfSession } from './cloud-foundry-session.ts';
import { ATTEMPTS, askedWait, isPostponed, waitBeforeNext } from './cloud-foundry-waits.ts';
import { pause } from './waits.ts';

export interface CfRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Path and query, from `/v3` on. */
  readonly path: string;
  readonly body?: JsonObject;
  /** For messages: `list the service keys`. */
  readonly purpose: string;
}

/** Everything that speaks to the API needs these two. */
export interface CfClient {
  readonly session: CfSession;
  readonly context: CfContext;
}

/**
 * Sends a request with the token of the session. GET is repeated after a failure that may pass.
 * POST and DELETE are repeated only after an answer that says that nothing was done: 401, 429, and
 * 422 while another operation goes on.
 *
 * @throws Failure E_AUTHORITY_LOGIN, or E_AUTHORITY when no time is left.
 */
export async function callApi(
  { method, path, body, purpose }: CfRequest,
  { session, context }: CfClient,
): Promise<CfResult> {
  let renewed = false;
  for (let attempt = 1; ; attempt++) {
    const token = await session.token();
    const request = {
      method,
      url: new URL(`${context.api}${path}`),
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    const result = await sendOnce(request, 'The Cloud Foundry API', attempt, context);
    if (!isSilence(result) && result.status === 401 && !renewed && session.refused(token)) {
      renewed = true;
      continue;
    }
    const repeatable = method === 'GET' || isPostponed(result);
    const wait = repeatable ? waitBeforeNext(result, ATTEMPTS, context) : undefined;
    if (wait === undefined) return result;
    await pause(`The request to ${purpose}`, result, wait, context.world);
  }
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function apiFailure(purpose: string, result: CfResult, context: CfContext): Failure {
  const next = isSilence(result) ? LONGER : nextStep(result, context);
  return new Failure(
    'E_AUTHORITY',
    `Cloud Foundry could not ${purpose}. ${happened(result, context.secrets)}. ${next}`,
  );
}

function nextStep(answer: CfAnswer, { world: { timing } }: CfContext): string {
  switch (answer.status) {
    case 401:
      return 'The token is not accepted, not even a new one. Does the user belong to this Cloud Foundry?';
    case 403:
      return errorsOf(answer.document).some(({ code }) => code === 10017)
        ? 'Nothing can be changed there until the organization is active again.'
        : 'Give the user the role Space Developer in this space.';
    case 422:
      return unprocessable(answer);
    case 429: {
      const wait = Math.ceil((askedWait(answer, timing.now()) ?? 0) / 1000);
      return wait === 0
        ? 'Too many requests were sent for this user. Run the job later.'
        : `Too many requests were sent for this user. The API may be asked again in ${wait} s; run the job then.`;
    }
    default:
      if (answer.status >= 500) return 'Run the job again later.';
      return answer.status < 400
        ? 'Is api of the authority right, or is there a proxy between that answers itself?'
        : 'If the reason does not help, give the request id to the support of the platform.';
  }
}

/** By the text alone: all of them have code 10008. */
function unprocessable({ document }: CfAnswer): string {
  const text = errorsOf(document)
    .map(({ detail }) => detail)
    .join(' ');
  if (text.includes('getting deleted or its deletion failed')) {
    return 'Delete that key by hand, or run the job again when it is gone.';
  }
  if (text.includes('Key binding names must be unique')) {
    return 'Run the job again: a key of another run gets another name.';
  }
  if (text.includes('You have exceeded your')) {
    return 'Delete service keys that nobody uses, or have the quota (total_service_keys) raised.';
  }
  if (text.includes('service instance could not be found')) {
    return 'Give the user the role Space Developer in the space that owns the instance.';
  }
  if (text.includes('There is an operation in progress')) {
    return 'Run the job again when that operation is over.';
  }
  if (text.includes('does not allow bindings')) {
    return 'Instances of this plan have no service keys, so nothing can be rotated there.';
  }
  return 'Check parameters of the authority, and whether the instance can have service keys.';
}
