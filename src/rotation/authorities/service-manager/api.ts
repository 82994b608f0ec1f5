import type { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { withoutSlashes } from '../../../base/url.ts';
import { header } from '../../../http/response.ts';
import type { AuthorityContext } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiClient,
  apiRequest,
  type Dialect,
  isAnswer,
  isSuccess,
  type Result,
  unknownForm,
} from '../api-client.ts';
import type { SmLogin } from './login.ts';

/** The client of the API. */
export function smClient({ api, open }: SmLogin, context: AuthorityContext): ApiClient {
  const dialect: Dialect = {
    name: 'SAP Service Manager',
    url: withoutSlashes(api.href),
    login: {
      open,
      headers: (token) => ({ authorization: `Bearer ${token}` }),
      expired: 'The token is not accepted any more; logging in again.',
      renewal: 'request',
    },
    headers: (correlationId) => ({ accept: 'application/json', 'x-correlation-id': correlationId }),
    // A change waits for the broker of the service.
    limit: ({ method }) => (method === 'GET' ? 60_000 : 120_000),
    facts: (_attempts, correlationId) => [`correlation id ${oneLine(correlationId, 64)}`],
    answered: (answer) => {
      if (!isByRouter(answer)) return `SAP Service Manager answered ${answer.status}`;
      const word = oneLine(header(answer.response, 'x-cf-routererror') ?? '', 40);
      const shown = word === '' || context.secrets.isRepeatedBy(word) ? '' : ` (${word})`;
      return `The router before SAP Service Manager answered ${answer.status}${shown}`;
    },
    isBusy: (answer) =>
      answer.status === 422 && /OperationInProgress$/.test(errorWord(answer) ?? ''),
    askedWait: untilTimeOfGo,
    nextStep: ({ status }) => NEXT_STEPS[status],
    support: 'give the correlation id to the support of SAP BTP',
  };
  const client = apiClient(dialect, context);
  return {
    ...client,
    send: async (request) => {
      const result = await client.send(request);
      if (!isAnswer(result) || result.status !== 401) return result;
      const refused =
        'SAP Service Manager does not accept the token of authority-login, not even a new one.';
      throw client.failure(result, refused, undefined, 'E_AUTHORITY_LOGIN');
    },
  };
}

export interface InstanceClient extends ApiClient {
  /** The id of the instance whose bindings rotate. */
  readonly instance: string;
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function requestFailure(what: string, result: Result, client: ApiClient): Failure {
  return client.failure(result, `The request to ${what} failed.`);
}

/** The word for the kind of error, such as `NotFound`, where the service itself says one. */
export function errorWord(result: Result): string | undefined {
  const document = isAnswer(result) ? result.document : undefined;
  const word = isJsonObject(document) ? document['error'] : undefined;
  return typeof word === 'string' ? word : undefined;
}

/**
 * The service says that there is no such thing, or no more (404, 410). The router in front of it
 * answers 404, too, while the service is down: then nobody knows.
 */
export function isMissing(result: Result): boolean {
  if (!isAnswer(result) || isByRouter(result)) return false;
  return [404, 410].includes(result.status) && errorWord(result) !== undefined;
}

function isByRouter({ response }: Answer): boolean {
  return response.headers['x-cf-routererror'] !== undefined;
}

/** Retry-After as Go prints a time, beside the forms of RFC 9110 10.2.3. */
function untilTimeOfGo({ response }: Answer, now: number): number | undefined {
  const [, day, time] =
    /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? \+0000 UTC(?: m=[+-][\d.]+)?$/.exec(
      header(response, 'retry-after')?.trim() ?? '',
    ) ?? [];
  const date = Date.parse(`${day}T${time}Z`);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** An instance of XSUAA has at most 1000 bindings. */
const MOST_PAGES = 200;

/** An item of a list. It may hold credentials and is never shown. */
export type SmItem = JsonObject & { readonly id: string; readonly name: string };

/**
 * All items of a list, over all pages.
 *
 * @param what for messages: `list the bindings`.
 * @param path `/v1/service_bindings` or `/v1/service_instances`.
 * @param fieldQuery such as `name eq 'calm-api'`; undefined: all.
 * @throws Failure E_AUTHORITY, also where one item cannot be understood.
 */
export async function listAll(
  client: ApiClient,
  what: string,
  path: string,
  fieldQuery: string | undefined,
): Promise<readonly SmItem[]> {
  const found: SmItem[] = [];
  let token: string | undefined;
  for (let number = 1; ; number++) {
    const place = `${path}?${pageQuery(fieldQuery, token)}`;
    const answer = await client.send(apiRequest('GET', place, what));
    if (!isSuccess(answer)) throw requestFailure(what, answer, client);
    const { items, token: next } = isJsonObject(answer.document) ? answer.document : {};
    const following = next ?? '';
    const isEndless = following !== '' && number === MOST_PAGES;
    if (!Array.isArray(items) || !items.every(isItem) || isEndless || !isNext(following, token)) {
      throw unknownForm(`SAP Service Manager answered the request to ${what}`, answer);
    }
    found.push(...items);
    if (following === '') return found;
    token = following;
  }
}

function pageQuery(fieldQuery: string | undefined, token: string | undefined): string {
  const query = new URLSearchParams({
    ...(fieldQuery === undefined ? {} : { fieldQuery }),
    // Each may hold a certificate, its chain and a key: with more, an answer could exceed 1 MiB.
    max_items: '50',
    attach_last_operations: 'true',
    ...(token === undefined ? {} : { token }),
  });
  // Their grammar wants a blank as %20, not as a plus.
  return query.toString().replaceAll('+', '%20');
}

/** Names the next page, or is empty. It becomes a part of a URL, and differs from the last one. */
function isNext(token: unknown, last: string | undefined): token is string {
  return typeof token === 'string' && token.length <= 4096 && token !== last;
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

/** By status. */
const NEXT_STEPS: Readonly<Record<number, string>> = {
  400: 'Check the parameters of the authority in the inventory.',
  401: 'Is the binding in authority-login one of this region and subaccount?',
  403: 'The login may not do this: bindings of a whole subaccount need a binding of the plan subaccount-admin.',
  404: 'Is sm_url in authority-login right? If it is, run the job again later.',
  409: 'Something of this name exists already. Run the job again: the next name is another one.',
  422: 'Another operation works on the same instance or binding. Run the job again later.',
  429: 'Too many requests were sent by this client. Run the job later.',
};
