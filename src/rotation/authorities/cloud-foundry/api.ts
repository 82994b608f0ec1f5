import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { counted, retryAfter } from '../../../http/exchange.ts';
import { header } from '../../../http/response.ts';
import type { AuthorityContext } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiClient,
  apiRequest,
  type Dialect,
  isAnswer,
  type Login,
  objectIn,
  objectOf,
  type Result,
  textOf,
} from '../api-client.ts';
import type { JsonLogin } from '../authority-login.ts';

/** The settings and the login, checked. */
export interface CfSettings {
  /** Without a slash at its end. */
  readonly api: string;
  readonly apiHost: string;
  readonly organization: string;
  readonly space: string;
  readonly instance: string;
  /** Of each new key, for its service broker; undefined: none. */
  readonly parameters: JsonObject | undefined;
  /** The provider is the origin key of the identity provider that knows the user. */
  readonly login: JsonLogin;
  /** The input allowed-hosts, with `*.` wildcards; undefined: it is left out. */
  readonly allowedHosts: readonly string[] | undefined;
}

export interface CfClient extends ApiClient {
  readonly settings: CfSettings;
}

export interface InstanceClient extends CfClient {
  /** The GUID of the instance whose keys rotate. */
  readonly instance: string;
}

/** The client of the CF API v3. */
export function cfClient(settings: CfSettings, context: AuthorityContext, login: Login): CfClient {
  const dialect = {
    ...cloudFoundryDialect('The Cloud Foundry API', settings.api, context),
    login,
    askedWait: untilReset,
    nextStep: (answer: Answer) => nextStep(answer, context),
  };
  return { ...apiClient(dialect, context), settings };
}

/** What the API and the UAA server have in common. */
export function cloudFoundryDialect(
  name: string,
  url: string,
  { secrets }: AuthorityContext,
): Dialect {
  return {
    ...{ name, url, isBusy },
    // Brokers mostly need a second; Cloud Foundry asks slow ones once a minute.
    longestPause: 15_000,
    headers: () => ({ accept: 'application/json' }),
    support: 'give the request id to the support of the platform',
    // Work that takes longer runs in jobs.
    limit: () => 60_000,
    facts: (attempts, _correlationId, response) => {
      const value = 'headers' in response ? header(response, 'x-vcap-request-id') : undefined;
      const id = value?.trim() ?? '';
      const isShown = REQUEST_ID.test(id) && !secrets.isRepeatedBy(id);
      return [counted(attempts), ...(isShown ? [`request id ${id.replace('::', ' ')}`] : [])];
    },
  };
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';

/** The id of the router, and behind two colons that of the Cloud Controller. */
const REQUEST_ID = new RegExp(`^${UUID}(?:::${UUID})?$`);

/** The failure that a result other than success means, where nothing hangs in the air. */
export function apiFailure(client: ApiClient, purpose: string, result: Result): Failure {
  return client.failure(result, `Cloud Foundry could not ${purpose}.`);
}

/** More keys and bindings than this no instance may have: 1000 of XSUAA is the highest known limit. */
const MOST_PAGES = 50;

/**
 * The pages of a list (CF API v3, Pagination), one after the other. The URL of the next page is not
 * followed, since it may name another host; pages are numbered.
 *
 * @param query without `page` and `per_page`.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function* pages(
  client: CfClient,
  path: string,
  query: Readonly<Record<string, string>>,
  purpose: string,
) {
  for (let page = 1; page <= MOST_PAGES; page++) {
    // A resource takes 1 to 2 KB, and an answer may have 1 MiB.
    const numbered = new URLSearchParams({ ...query, per_page: '200', page: `${page}` });
    const result = await client.send(apiRequest('GET', `${path}?${numbered}`, purpose));
    const { resources, included, pagination } = objectOf(result) ?? {};
    if (!Array.isArray(resources)) throw apiFailure(client, purpose, result);
    yield { resources: resources as readonly unknown[], included, result };
    if (objectIn(pagination, 'next') === undefined) return;
  }
  throw new Failure(
    'E_AUTHORITY',
    `Cloud Foundry could not ${purpose}: the list has no end.`,
    'Is there a proxy between that answers itself?',
    [client.settings.apiHost, `${MOST_PAGES} pages`],
  );
}

/** Lists are split at commas before their values are unescaped once more. */
export function listValue(name: string): string {
  return encodeURIComponent(name);
}

/** GUIDs become parts of paths, so they have no other characters. */
export function guidOf(resource: unknown): string | undefined {
  const guid = isJsonObject(resource) ? resource['guid'] : undefined;
  return typeof guid === 'string' && /^[\w-]{1,200}$/.test(guid) ? guid : undefined;
}

/** The member `errors` of an answer or a job (CF API v3, Errors). Titles are CF-NotFound and the like. */
export function errorsOf(document: unknown) {
  const errors = isJsonObject(document) ? document['errors'] : undefined;
  if (!Array.isArray(errors)) return [];
  return errors
    .slice(0, 3)
    .filter(isJsonObject)
    .map(({ code, title, detail }) => ({ code, title, detail: textOf(detail) }));
}

/** Is it the Cloud Controller that does not know the thing? A router says 404 during an outage. */
export function isNotFound(result: Result): boolean {
  return isAnswer(result) && result.status === 404 && hasCode(result, 10010);
}

function hasCode({ document }: Answer, wanted: number): boolean {
  return errorsOf(document).some(({ code }) => code === wanted);
}

/** All 422 have one code, so that only the text tells: something else has to end before this. */
function isBusy({ status, document }: Answer): boolean {
  const start = 'There is an operation in progress for the service ';
  return status === 422 && errorsOf(document).some(({ detail }) => detail.startsWith(start));
}

/** A 429 tells at least when the hour is over, in seconds since the epoch. */
function untilReset({ status, response }: Answer, now: number): number | undefined {
  const value = header(response, 'x-ratelimit-reset')?.trim() ?? '';
  if (status !== 429 || !/^\d{1,12}$/.test(value)) return undefined;
  return Math.max(0, Number(value) * 1000 - now);
}

function nextStep(answer: Answer, { timing }: AuthorityContext): string | undefined {
  switch (answer.status) {
    case 401:
      return 'The token is not accepted, not even a new one. Does the user belong to this Cloud Foundry?';
    case 403:
      return hasCode(answer, 10017)
        ? 'Nothing can be changed there until the organization is active again.'
        : 'Give the user the role Space Developer in this space.';
    case 422:
      return unprocessable(answer);
    case 429: {
      const now = timing.now();
      const asked = retryAfter(answer.response, now) ?? untilReset(answer, now) ?? 0;
      const when =
        asked === 0
          ? 'Run the job later.'
          : `The API may be asked again in ${Math.ceil(asked / 1000)} s; run the job then.`;
      return `Too many requests were sent for this user. ${when}`;
    }
    default:
      return answer.status < 400
        ? 'Is api of the authority right, or is there a proxy between that answers itself?'
        : undefined;
  }
}

/** What to do, by the text alone: all of them have code 10008. */
const UNPROCESSABLE: Readonly<Record<string, string>> = {
  'getting deleted or its deletion failed':
    'Delete that key by hand, or run the job again when it is gone.',
  'Key binding names must be unique': 'Run the job again: a key of another run gets another name.',
  'You have exceeded your':
    'Delete service keys that nobody uses, or have the quota (total_service_keys) raised.',
  'service instance could not be found':
    'Give the user the role Space Developer in the space that owns the instance.',
  'There is an operation in progress': 'Run the job again when that operation is over.',
  'does not allow bindings':
    'Instances of this plan have no service keys, so nothing can be rotated there.',
};

function unprocessable({ document }: Answer): string {
  const details = errorsOf(document).map(({ detail }) => detail);
  const text = Object.keys(UNPROCESSABLE).find((part) => details.join(' ').includes(part)) ?? '';
  return (
    UNPROCESSABLE[text] ??
    'Check parameters of the authority, and whether the instance can have service keys.'
  );
}
