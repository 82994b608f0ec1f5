import { withoutSlashes } from '../../credentials/urls.ts';
import { Failure } from '../../failure.ts';
import type { AuthorityWorld } from '../authority-kind.ts';
import type { ApiRequest } from '../http-client.ts';
import { Unanswered } from '../unanswered.ts';
import {
  happened,
  isSilence,
  type SmAnswer,
  type SmPlace,
  type SmResult,
  smAnswer,
  where,
} from './service-manager-answer.ts';
import type { SmLogin } from './service-manager-login.ts';
import { waitBeforeNext } from './service-manager-waits.ts';
import { pause } from './waits.ts';

/** How long one answer may take, in milliseconds: a change waits for the broker of the service. */
const READ_LIMIT = 60_000;
const CHANGE_LIMIT = 120_000;

export interface SmContext extends AuthorityWorld {
  readonly login: SmLogin;
  /** Every secret so far: no text that repeats a part of one is shown. */
  readonly secrets: readonly string[];
  /** Has a secret masked and remembers it. */
  readonly keepSecret: (secret: string) => void;
}

export interface SmRequest {
  /** For messages: `the request to list bindings`. */
  readonly what: string;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `/v1/...`, each part encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/**
 * Sends a request, and again where that does no harm: reads after anything that may pass, changes
 * only after answers that tell that nothing was done. A token that is not accepted is renewed once.
 *
 * @throws Failure E_AUTHORITY_LOGIN for a new token that is not accepted; E_AUTHORITY when no time is
 * left; what getting a token throws.
 */
export async function ask(context: SmContext, request: SmRequest): Promise<SmResult> {
  const { login } = context;
  let renewals = 0;
  for (let attempt = 1; ; attempt++) {
    const token = await login.token();
    const result = await send(context, request, token);
    if (!isSilence(result) && result.status === 401) {
      if (renewals > 0) throw refused(result, context);
      renewals += 1;
      context.onProgress('The token is not accepted any more; logging in again.');
      login.drop(token);
      continue;
    }
    const harmless = request.method === 'GET';
    const wait = waitBeforeNext(result, attempt - renewals, harmless, context);
    if (wait === undefined) return result;
    await pause(`The request to ${request.what}`, result, wait, context);
  }
}

async function send(
  context: SmContext,
  { method, path, query = {}, body }: SmRequest,
  token: string,
): Promise<SmResult> {
  const { login, deadline, timing } = context;
  const place: SmPlace = { host: login.api.host, correlationId: context.newCorrelationId() };
  const left = deadline - timing.now();
  if (left <= 0) throw outOfTime(place);
  const url = new URL(`${withoutSlashes(login.api.href)}${path}`);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
  // Their grammar wants a blank as %20, not as a plus.
  url.search = url.search.replaceAll('+', '%20');
  const request: ApiRequest = {
    method,
    url,
    headers: {
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      'user-agent': 'api-client-credentials',
      'x-correlation-id': place.correlationId,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  try {
    const limit = Math.min(left, method === 'GET' ? READ_LIMIT : CHANGE_LIMIT);
    return smAnswer(await context.send(request, limit), place);
  } catch (error) {
    if (error instanceof Unanswered) return { ...place, unanswered: error };
    throw error;
  }
}

export function outOfTime(place: SmPlace): Failure {
  return new Failure(
    'E_AUTHORITY',
    `No time is left for SAP Service Manager ${where(place)}. Raise the input timeout if the server is slow.`,
  );
}

function refused(result: SmAnswer, { secrets }: SmContext): Failure {
  return new Failure(
    'E_AUTHORITY_LOGIN',
    `SAP Service Manager does not accept the token of authority-login, not even a new one. ${happened(result, secrets)}. Is the binding in authority-login one of this region and subaccount?`,
  );
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function requestFailure(
  what: string,
  result: SmResult,
  { secrets }: Pick<SmContext, 'secrets'>,
): Failure {
  return new Failure(
    'E_AUTHORITY',
    `The request to ${what} failed. ${happened(result, secrets)}. ${nextStep(result)}`,
  );
}

function nextStep(result: SmResult): string {
  if (isSilence(result)) return 'Raise the input timeout if the server is slow.';
  switch (result.status) {
    case 400:
      return 'Check the parameters of the authority in the inventory.';
    case 403:
      return 'The login may not do this: bindings of a whole subaccount need a binding of the plan subaccount-admin.';
    case 404:
      return 'Is sm_url in authority-login right? If it is, run the job again later.';
    case 409:
      return 'Something of this name exists already. Run the job again: the next name is another one.';
    case 422:
      return 'Another operation works on the same instance or binding. Run the job again later.';
    case 429:
      return 'Too many requests were sent by this client. Run the job later.';
    default:
      return result.status >= 500
        ? 'Run the job again later.'
        : 'If the reason does not help, give the correlation id to the support of SAP BTP.';
  }
}
