import { Failure } from '../../../base/failure.ts';
import { oneLine } from '../../../base/text.ts';
import { hostAllowed, isPrivate } from '../../../base/url.ts';
import type { HttpResponse } from '../../../http/http.ts';
import { header } from '../../../http/response.ts';
import type { AuthorityContext } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiClient,
  type Dialect,
  isAnswer,
  isSuccess,
  type Login,
  type Redirect,
  type Result,
} from '../api-client.ts';
import type { JsonLogin } from '../authority-login.ts';
import { isOneOf } from '../hosts.ts';

/** The settings and the login, checked. */
export interface BtpSettings {
  /** The URL of the CLI server, without a slash at its end. */
  readonly server: string;
  /** Of the protocol, such as v2.106.1. Versions that have grown too old are refused at the login. */
  readonly version: string;
  /** Of the global account, also where the scope is a directory or a subaccount. */
  readonly subdomain: string;
  /** The parameter that names the scope, as the CLI server calls it. */
  readonly scope: Readonly<Record<string, string>>;
  /** New credentials may only read. */
  readonly readOnly: boolean;
  readonly login: JsonLogin;
  /** The tenant of SAP Cloud Identity Services; empty: the SAP ID service. */
  readonly idp: string;
  /** The input allowed-hosts, with `*.` wildcards; undefined: it is left out. */
  readonly allowedHosts: readonly string[] | undefined;
}

export interface BtpClient extends ApiClient {
  readonly settings: BtpSettings;
}

/** The client of the BTP CLI server. */
export function btpClient(
  settings: BtpSettings,
  context: AuthorityContext,
  login: Login,
): BtpClient {
  const dialect: Dialect = {
    name: SERVER,
    url: settings.server,
    login,
    headers: (correlationId) => ({ 'x-cpcli-format': 'json', 'x-correlationid': correlationId }),
    // The login takes the server up to 21 s, then it gives up with 504; commands take up to 1.3 s.
    limit: ({ anonymous }) => (anonymous ? 30_000 : 60_000),
    facts: (_attempts, correlationId) => [`correlation id ${oneLine(correlationId, 64)}`],
    status: (response, { anonymous }) => (anonymous ? response.status : commandStatus(response)),
    answered,
    reasonHeaders: ['x-cpcli-server-message', 'x-cpcli-backend-message'],
    isBusy: ({ status, response }) => status === 400 && saysLocked(response),
    askedWait: rateWindow,
    redirect: (response, { request, url, hops }, facts) => {
      // After a 302 a credential may exist; 307 and 308 say that nothing was done (RFC 9110 15.4.8).
      const followed = request.creates === true ? [307, 308] : [302, 307, 308];
      if (!followed.includes(response.status)) return undefined;
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
    nextStep: ({ status }) => NEXT_STEPS[status],
    support: 'give the correlation id to the support of SAP BTP',
  };
  return { ...apiClient(dialect, context), settings };
}

const SERVER = 'The BTP CLI server';

/** SAP's own. Where redirects lead beside the server itself, whatever allowed-hosts names. */
export const CLI_SERVERS =
  /^(?:(?:[a-z0-9-]+\.)?cli\.btp\.cloud\.sap|cpcli\.cf\.[a-z0-9-]+\.hana\.ondemand\.com)$/;

/** What a command does, and what is impossible where the server does not know the command. */
const USES = {
  create: 'no credential can be created',
  list: 'the credentials cannot be listed and none can be rotated',
  get: 'no credential can be looked up',
  delete: 'no credential can be deleted',
} as const;

export type BtpAction = keyof typeof USES;

/**
 * The command `security/api-credential` with an action, in the scope of the authority. `create` is
 * repeated only after an answer that says that nothing was done: a 401 (RFC 9110 15.5.2), a limit of
 * requests, or another operation that holds the account.
 *
 * @param parameters further ones beside the scope.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export function runCommand(
  client: BtpClient,
  action: BtpAction,
  parameters: Readonly<Record<string, string>>,
): Promise<Result> {
  const { version, scope } = client.settings;
  return client.send({
    name: `The command ${action}`,
    method: 'POST',
    path: `/command/${version}/security/api-credential?${action}`,
    body: { paramValues: { ...scope, ...parameters } },
    ...(action === 'create' ? { repeat: 'when-postponed', creates: true } : { repeat: 'always' }),
  });
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function commandFailure(client: BtpClient, action: BtpAction, result: Result): Failure {
  const isUnknown =
    isAnswer(result) && !isByBackend(result) && [404, 405, 501].includes(result.status);
  const next = `The server does not know this command in protocol version ${client.settings.version}, so that ${USES[action]}. ${NEWER}`;
  const failed = `The command security/api-credential?${action} failed.`;
  return client.failure(result, failed, isUnknown ? next : undefined);
}

export const NEWER =
  'Use a newer version of this action, or set protocol-version of the authority.';

/** Has the backend done it? */
export function isDone(result: Result): result is Answer {
  return isSuccess(result) && isByBackend(result);
}

/** There is no such credential: the backend says so. A 404 of the server is about the command. */
export function isMissing(result: Result): boolean {
  return isAnswer(result) && isByBackend(result) && result.status === 404;
}

/** A 200 of the CLI server tells what the backend has answered; after others it was not asked. */
function isByBackend({ response }: Answer): boolean {
  return response.status === 200;
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
function saysLocked({ headers, body }: HttpResponse): boolean {
  const texts = [body.toString(), ...Object.values(headers).flat()];
  return texts.some((text) => text?.includes('[Error: 30004/400]') === true);
}

/** `Maximum request rate limit is X requests in Y seconds` is in the details of a 429. */
function rateWindow({ status, response }: Answer): number | undefined {
  const text = status === 429 ? response.body.toString() : '';
  const [, seconds] = / in (\d{1,5}) seconds?\b/.exec(text) ?? [];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

const MOST_REDIRECTS = 3;

/** Why a redirect is not followed; undefined: it is. */
function redirectFault(
  target: URL | null,
  from: URL,
  hops: number,
  isLogin: boolean,
  { server, allowedHosts }: BtpSettings,
  { secrets }: AuthorityContext,
): string | undefined {
  if (target === null) return 'a redirect without a usable target';
  if (hops >= MOST_REDIRECTS) return `more than ${MOST_REDIRECTS} redirects`;
  const hasUser = target.username !== '' || target.password !== '';
  if (target.origin === from.origin && !hasUser) return undefined;
  const named = secrets.isRepeatedBy(target.host) ? 'another host' : oneLine(target.host, 100);
  if (isLogin) return `a redirect of the login to ${named}, which would get the password, too`;
  if (!isPrivate(target)) return `a redirect to ${named}, which is not reached by https`;
  const isOurs = target.hostname === new URL(server).hostname || isOneOf(target, CLI_SERVERS);
  if (!isOurs) return `a redirect to ${named}, which is no BTP CLI server of SAP`;
  if (hostAllowed(target, allowedHosts ?? [target.host]) && !hasUser) return undefined;
  return `a redirect to ${named}, which is not among the allowed-hosts`;
}

/** What the CLI server sends along with a redirect for the request that follows. */
function passedOn(response: HttpResponse, { secrets }: AuthorityContext): Redirect['headers'] {
  const found = ['x-cpcli-subdomain', 'x-id-token'].map((name) => {
    return [name, header(response, name)?.trim() ?? ''] as const;
  });
  const usable = Object.fromEntries(
    found.filter(([, value]) => /^[\x21-\x7e]{1,8000}$/.test(value)),
  );
  secrets.keep([usable['x-id-token'] ?? '']);
  return usable;
}

/** By status. */
const NEXT_STEPS: Readonly<Record<number, string>> = {
  400: 'Check the scope of the authority: the subdomain of the global account, or the id of the directory or subaccount.',
  401: 'The session is not accepted, not even a new one. Does idp in authority-login name the tenant where the user is known?',
  403: 'Check the scope of the authority, and give the user the role of an administrator there.',
  429: 'Too many requests were sent for this user. Run the job later.',
  0: 'Is cli-server right, or is there a proxy between that answers itself?',
};
