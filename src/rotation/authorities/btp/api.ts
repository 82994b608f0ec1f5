import { Failure } from '../../../base/failure.ts';
import { isJsonObject } from '../../../base/json.ts';
import { oneLine, requireText } from '../../../base/text.ts';
import { hostAllowed, isLoopback } from '../../../base/url.ts';
import { counted } from '../../../http/exchange.ts';
import type { HttpResponse } from '../../../http/http.ts';
import { header } from '../../../http/response.ts';
import { oidcTrust } from '../../../token/github-oidc.ts';
import type { AuthorityContext } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiClient,
  type Dialect,
  isAnswer,
  isSuccess,
  type Redirect,
  type Result,
  type Session,
} from '../api-client.ts';
import type { BtpSettings } from './settings.ts';

export type BtpAction = 'create' | 'list' | 'get' | 'delete';

/** The login takes the server up to 21 s, then it gives up with 504; commands take up to 1.3 s. */
const LOGIN_LIMIT = 30_000;

const COMMAND_LIMIT = 60_000;

/** One login of twenty is answered 504. */
const LOGIN_ATTEMPTS = 3;

/** The client of the CLI server. A user has at most ten sessions at a time, each for twelve hours. */
export function btpClient(settings: BtpSettings, context: AuthorityContext): ApiClient {
  const { subdomain, idp } = settings;
  const dialect: Dialect = {
    name: SERVER,
    url: settings.server,
    login: {
      open: () => logIn(client, settings),
      headers: (session) => ({
        'x-cpcli-sessionid': session,
        'x-cpcli-subdomain': subdomain,
        'x-cpcli-customidp': idp,
      }),
      expired: 'The session has expired; logging in again.',
      renewal: 'request',
    },
    headers: (correlationId) => ({ 'x-cpcli-format': 'json', 'x-correlationid': correlationId }),
    limit: ({ anonymous }) => (anonymous ? LOGIN_LIMIT : COMMAND_LIMIT),
    facts: (_attempts, correlationId) => [`correlation id ${oneLine(correlationId, 64)}`],
    status: (response, { anonymous }) => (anonymous ? response.status : commandStatus(response)),
    answered,
    reasonHeaders: ['x-cpcli-server-message', 'x-cpcli-backend-message'],
    isBusy: ({ status, document, response }) =>
      status === 400 && [document, response.headers].some(saysLocked),
    askedWait: rateWindow,
    redirect: (response, { request, url, hops }, facts) => {
      const statuses = request.repeat === 'never' ? NOTHING_DONE : FOLLOWED;
      if (!statuses.includes(response.status)) return undefined;
      const target = URL.parse(header(response, 'location') ?? '', url.href);
      const fault = redirectFault(target, url, hops, request.anonymous === true, settings, context);
      if (target !== null && fault === undefined) {
        return { url: target, headers: passedOn(response, context) };
      }
      throw new Failure(
        'E_AUTHORITY',
        `The BTP CLI server answered with ${fault}; nothing was sent there.`,
        '',
        facts,
      );
    },
    nextStep,
  };
  const client = apiClient(dialect, context);
  return client;
}

const SERVER = 'The BTP CLI server';

/**
 * The command `security/api-credential` with an action, in the scope of the authority. `create` is
 * not repeated, except after a 401: then it was not applied (RFC 9110 15.5.2).
 *
 * @param parameters further ones beside the scope; empty ones are left out.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export function runCommand(
  action: BtpAction,
  parameters: Readonly<Record<string, string>>,
  { version, scopeParameters }: BtpSettings,
  client: ApiClient,
): Promise<Result> {
  const given = Object.entries({ ...scopeParameters, ...parameters });
  return client.send({
    name: `The command ${action}`,
    method: 'POST',
    path: `/command/${version}/security/api-credential?${action}`,
    body: { paramValues: Object.fromEntries(given.filter(([, value]) => value !== '')) },
    repeat: action === 'create' ? 'never' : 'always',
  });
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function commandFailure(
  action: BtpAction,
  result: Result,
  { version }: BtpSettings,
  client: ApiClient,
): Failure {
  const isUnknown =
    isAnswer(result) && !isByBackend(result) && [404, 405, 501].includes(result.status);
  const next = `The server does not know this command in protocol version ${version}, so that ${USES[action]}. ${NEWER}`;
  const failed = `The command security/api-credential?${action} failed.`;
  return client.failure(result, failed, isUnknown ? next : undefined);
}

const USES: Readonly<Record<BtpAction, string>> = {
  create: 'no credential can be created',
  list: 'the credentials cannot be listed and none can be rotated',
  get: 'no credential can be looked up',
  delete: 'no credential can be deleted',
};

const NEWER = 'Use a newer version of this action, or set protocol-version of the authority.';

/** A 200 of the CLI server tells what the backend has answered; after others it was not asked. */
export function isByBackend({ response }: Answer): boolean {
  return response.status === 200;
}

/** Has the backend done it? */
export function isDone(result: Result): result is Answer {
  return isSuccess(result) && isByBackend(result);
}

function commandStatus(response: HttpResponse): number {
  if (response.status !== 200) return response.status;
  const value = header(response, 'x-cpcli-backend-status')?.trim() ?? '';
  return /^[1-5]\d\d$/.test(value) ? Number(value) : 0;
}

function answered(answer: Answer): string {
  if (answer.status === 0) return `${SERVER} answered 200 without the status of the backend`;
  const speaker = isByBackend(answer) ? 'The backend of the BTP CLI server' : SERVER;
  return `${speaker} answered ${answer.status}`;
}

/** Another operation holds the account: it is over in a moment. */
function saysLocked(source: unknown): boolean {
  return JSON.stringify(source ?? '').includes('[Error: 30004/400]');
}

/** `Maximum request rate limit is X requests in Y seconds` is in the details of a 429. */
function rateWindow({ status, document }: Answer): number | undefined {
  const error = isJsonObject(document) ? document['error'] : undefined;
  const details = status === 429 && isJsonObject(error) ? error['details'] : undefined;
  if (!Array.isArray(details)) return undefined;
  for (const detail of details.slice(0, 10)) {
    const message = isJsonObject(detail) ? detail['message'] : undefined;
    const [, seconds] =
      / in (\d{1,5}) seconds?\b/.exec(typeof message === 'string' ? message : '') ?? [];
    if (seconds !== undefined) return Number(seconds) * 1000;
  }
  return undefined;
}

/** After a 302 a credential may exist; 307 and 308 say that nothing was done (RFC 9110 15.4.8). */
const NOTHING_DONE: readonly number[] = [307, 308];

const FOLLOWED: readonly number[] = [302, ...NOTHING_DONE];

const MOST_REDIRECTS = 3;

/** Why a redirect is not followed; undefined: it is. */
function redirectFault(
  target: URL | null,
  from: URL,
  hops: number,
  isLogin: boolean,
  { allowedHosts }: BtpSettings,
  { secrets }: AuthorityContext,
): string | undefined {
  if (target === null) return 'a redirect without a usable target';
  if (hops >= MOST_REDIRECTS) return `more than ${MOST_REDIRECTS} redirects`;
  const hasUser = target.username !== '' || target.password !== '';
  if (target.origin === from.origin && !hasUser) return undefined;
  const named = secrets.isRepeatedBy(target.host) ? 'another host' : oneLine(target.host, 100);
  if (isLogin) return `a redirect of the login to ${named}, which would get the password, too`;
  const isSecure =
    target.protocol === 'https:' || (target.protocol === 'http:' && isLoopback(target.hostname));
  if (!isSecure) return `a redirect to ${named}, which is not reached by https`;
  if (hostAllowed(target, allowedHosts) && !hasUser) return undefined;
  return `a redirect to ${named}, which is not among the allowed-hosts`;
}

/** What the CLI server sends along with a redirect for the request that follows. */
const PASSED_ON: readonly string[] = ['x-cpcli-subdomain', 'x-id-token'];

function passedOn(response: HttpResponse, { secrets }: AuthorityContext): Redirect['headers'] {
  const found = PASSED_ON.map((name) => [name, header(response, name)?.trim() ?? ''] as const);
  const usable = Object.fromEntries(
    found.filter(([, value]) => /^[\x21-\x7e]{1,8000}$/.test(value)),
  );
  secrets.keep([usable['x-id-token'] ?? '']);
  return usable;
}

/** @throws Failure E_AUTHORITY_LOGIN, or E_AUTHORITY where no answer came. */
async function logIn(client: ApiClient, settings: BtpSettings): Promise<Session> {
  const { secrets } = client.context;
  const { login, idp: customIdp, subdomain, version } = settings;
  let jwt: string | undefined;

  async function body(): Promise<object> {
    if ('password' in login) {
      const { userName, password } = login;
      return { customIdp, subdomain, userName, password };
    }
    const assertion = await login.assertion();
    secrets.keep([assertion]);
    jwt = requireText(assertion, 'JWT assertion');
    return { customIdp, subdomain, userName: '', password: '', jwt };
  }
  const result = await client.send({
    name: 'The login',
    method: 'POST',
    path: `/login/${version}`,
    body,
    repeat: 'always',
    anonymous: true,
    attempts: LOGIN_ATTEMPTS,
  });
  const counting = { ...result, facts: [...result.facts, counted(result.attempts)] };
  if (!isAnswer(counting)) throw client.loginFailure(counting);
  const { status } = counting;
  const id = header(counting.response, 'x-cpcli-sessionid')?.trim() ?? '';
  if (status === 200 && /^[\x21-\x7e]{1,4096}$/.test(id)) {
    secrets.keep([id]);
    return { value: id, expiresAt: Number.POSITIVE_INFINITY };
  }
  const trust =
    jwt !== undefined && ABOUT_THE_USER.includes(status)
      ? ` ${oidcTrust(jwt, (text) => secrets.isRepeatedBy(text))}`
      : '';
  throw client.loginFailure(
    counting,
    `${loginNextStep(status, settings)}${trust}`,
    status === 200
      ? 'The BTP CLI server answered the login with 200, but without a session.'
      : undefined,
  );
}

/** The statuses that speak of who logs in. */
const ABOUT_THE_USER: readonly number[] = [400, 401, 403];

function loginNextStep(status: number, { login, version }: BtpSettings): string {
  switch (status) {
    case 401:
      return 'password' in login
        ? 'Check userName, password and idp in authority-login. An SAP Universal ID cannot log in here; best is a technical user of your own SAP Cloud Identity Services tenant (idp).'
        : 'Check idp and audience in authority-login: the tenant must trust the issuer of the JWT, accept its audience, and find a user by its subject.';
    case 403:
      return 'The user has no access to this global account. Give it a role in the global account, or in a directory or subaccount of it.';
    case 404:
      return 'There is no global account with this subdomain. The subdomain of the authority is that of the global account, also where the scope is a directory or a subaccount.';
    case 412:
      return `The server does not speak protocol version ${version} any more. ${NEWER}`;
    case 504:
      return 'The server did not finish the login in its own time, which happens now and then. Run the job again.';
    case 200:
      return 'The user was not accepted. Check idp in authority-login, and cli-server: is there a proxy between that answers itself?';
    default:
      return 'Is cli-server right? If it is, run the job again later.';
  }
}

function nextStep({ status }: Answer): string {
  switch (status) {
    case 400:
      return 'Check the scope of the authority: the subdomain of the global account, or the id of the directory or subaccount.';
    case 401:
      return 'The session is not accepted, not even a new one. Does idp in authority-login name the tenant where the user is known?';
    case 403:
      return 'Check the scope of the authority, and give the user the role of an administrator there.';
    case 429:
      return 'Too many requests were sent for this user. Run the job later.';
    case 0:
      return 'Is cli-server right, or is there a proxy between that answers itself?';
    default:
      return status >= 500
        ? 'Run the job again later.'
        : 'If the reason does not help, give the correlation id to the support of SAP BTP.';
  }
}
