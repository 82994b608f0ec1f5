import type { Failure } from '../../../base/failure.ts';
import { isJsonObject } from '../../../base/json.ts';
import { counted } from '../../../http/exchange.ts';
import { header } from '../../../http/response.ts';
import type { AuthorityContext } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiClient,
  askedWait,
  type Dialect,
  isAnswer,
  type Login,
  type Result,
} from '../api-client.ts';
import type { CfSettings } from './settings.ts';

/** Everything that speaks to the API needs these. */
export interface CfClient extends ApiClient {
  readonly settings: CfSettings;
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

/** How long one answer may take, in milliseconds. Work that takes longer runs in jobs. */
const LIMIT = 60_000;

/** What the API and the UAA server have in common. */
export function cloudFoundryDialect(
  name: string,
  url: string,
  { secrets }: AuthorityContext,
): Omit<Dialect, 'nextStep'> {
  return {
    ...{ name, url, isBusy },
    headers: () => ({ accept: 'application/json' }),
    limit: () => LIMIT,
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
export function apiFailure(purpose: string, result: Result, client: ApiClient): Failure {
  return client.failure(result, `Cloud Foundry could not ${purpose}.`);
}

/** One entry of the member `errors` of an answer or a job (CF API v3, Errors). */
export interface CfError {
  readonly code?: unknown;
  /** For example CF-UnprocessableEntity. */
  readonly title?: unknown;
  readonly detail: string;
}

export function errorsOf(document: unknown): CfError[] {
  const errors = isJsonObject(document) ? document['errors'] : undefined;
  if (!Array.isArray(errors)) return [];
  return errors
    .slice(0, 3)
    .filter(isJsonObject)
    .map(({ code, title, detail }) => ({
      ...{ code, title },
      detail: typeof detail === 'string' ? detail.trim() : '',
    }));
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

function nextStep(answer: Answer, { timing }: AuthorityContext): string {
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
      const asked = askedWait({ askedWait: untilReset }, answer, timing.now()) ?? 0;
      const when =
        asked === 0
          ? 'Run the job later.'
          : `The API may be asked again in ${Math.ceil(asked / 1000)} s; run the job then.`;
      return `Too many requests were sent for this user. ${when}`;
    }
    default:
      if (answer.status >= 500) return 'Run the job again later.';
      return answer.status < 400
        ? 'Is api of the authority right, or is there a proxy between that answers itself?'
        : 'If the reason does not help, give the request id to the support of the platform.';
  }
}

/** What to do, by the text alone: all of them have code 10008. */
const UNPROCESSABLE: readonly (readonly [text: string, next: string])[] = [
  [
    'getting deleted or its deletion failed',
    'Delete that key by hand, or run the job again when it is gone.',
  ],
  [
    'Key binding names must be unique',
    'Run the job again: a key of another run gets another name.',
  ],
  [
    'You have exceeded your',
    'Delete service keys that nobody uses, or have the quota (total_service_keys) raised.',
  ],
  [
    'service instance could not be found',
    'Give the user the role Space Developer in the space that owns the instance.',
  ],
  ['There is an operation in progress', 'Run the job again when that operation is over.'],
  [
    'does not allow bindings',
    'Instances of this plan have no service keys, so nothing can be rotated there.',
  ],
];

function unprocessable({ document }: Answer): string {
  const text = errorsOf(document)
    .map(({ detail }) => detail)
    .join(' ');
  const [, next] = UNPROCESSABLE.find(([part]) => text.includes(part)) ?? [];
  return (
    next ?? 'Check parameters of the authority, and whether the instance can have service keys.'
  );
}
