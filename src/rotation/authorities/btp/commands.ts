import { Failure } from '../../../base/failure.ts';
import { requireText } from '../../../base/text.ts';
import { counted } from '../../../http/exchange.ts';
import { header } from '../../../http/response.ts';
import { oidcTrust } from '../../../token/github-oidc.ts';
import { pause } from '../api-client.ts';
import {
  type BtpAnswer,
  type BtpSilence,
  COMMAND_ATTEMPTS,
  happened,
  isSilence,
  LOGIN_ATTEMPTS,
  LONGER,
  place,
  post,
  repeats,
  unreachable,
  waitBeforeNext,
} from './api.ts';
import type { BtpContext } from './settings.ts';

/** The server itself gives up after 20 to 21 s, with 504. */
const LOGIN_LIMIT = 30_000;

const REDIRECTS: readonly number[] = [302, 307, 308];

/** The statuses that speak of who logs in. */
const ABOUT_THE_USER: readonly number[] = [400, 401, 403];

/** The session of a run: a user has at most ten at a time, each for twelve hours. */
export interface BtpSessions {
  /** The id of the session; logs in when it is asked for first. A failed login is not repeated. */
  id(): Promise<string>;
  /** This one is not accepted any more: the next call of `id` logs in anew. */
  drop(id: string): void;
}

export function btpSessions(context: BtpContext): BtpSessions {
  let known: Promise<string> | undefined;
  let current: string | undefined;
  return {
    id: () => {
      known ??= login(context).then((id) => {
        current = id;
        return id;
      });
      return known;
    },
    drop: (id) => {
      // Of several calls that met the same dead session only the first one ends it.
      if (id === current) known = current = undefined;
    },
  };
}

/** @throws Failure E_AUTHORITY_LOGIN, or E_AUTHORITY where no answer came. */
async function login(context: BtpContext): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    const jwt = await assertion(context);
    const result = await post(context, {
      path: `/login/${context.version}`,
      headers: {},
      body: loginBody(context, jwt),
      limit: LOGIN_LIMIT,
      redirects: REDIRECTS,
      login: true,
    });
    const id = isSilence(result) ? undefined : sessionId(result);
    if (id !== undefined) {
      context.keepSecret(id);
      return id;
    }
    const wait = waitBeforeNext(result, attempt, LOGIN_ATTEMPTS, context);
    if (wait === undefined) throw refusal(result, attempt, context, jwt);
    await pause('The login', result, wait, context);
  }
}

/** The JWT of a login that is made with one. */
async function assertion({ login, keepSecret }: BtpContext): Promise<string | undefined> {
  if ('password' in login) return undefined;
  const jwt = await login.assertion();
  keepSecret(jwt);
  return requireText(jwt, 'JWT assertion');
}

function loginBody({ login, idp, subdomain }: BtpContext, jwt: string | undefined): object {
  const place = { customIdp: idp, subdomain };
  return 'password' in login
    ? { ...place, userName: login.userName, password: login.password }
    : { ...place, userName: '', password: '', jwt };
}

function sessionId({ response }: BtpAnswer): string | undefined {
  const id = header(response, 'x-cpcli-sessionid')?.trim() ?? '';
  return response.status === 200 && /^[\x21-\x7e]{1,4096}$/.test(id) ? id : undefined;
}

function refusal(
  result: BtpAnswer | BtpSilence,
  attempts: number,
  context: BtpContext,
  jwt: string | undefined,
): Failure {
  const after = counted(attempts);
  if (isSilence(result)) {
    const where = `The login was tried with ${after} ${result.place}. ${LONGER}`;
    return unreachable(result.unanswered, where);
  }
  const { status } = result.response;
  const what =
    status === 200
      ? `The BTP CLI server answered the login with 200, but without a session ${place(result)}`
      : `The login was refused. ${happened(result, context.secrets)}`;
  const advice = [sessionNextStep(status, context)];
  if (jwt !== undefined && ABOUT_THE_USER.includes(status)) {
    advice.push(oidcTrust(jwt, (text) => repeats(text, context.secrets)));
  }
  return new Failure('E_AUTHORITY_LOGIN', `${what}, ${after}. ${advice.join(' ')}`);
}

function sessionNextStep(status: number, { login, version }: BtpContext): string {
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
      return `The server does not speak protocol version ${version} any more. Use a newer version of this action, or set protocol-version of the authority.`;
    case 504:
      return 'The server did not finish the login in its own time, which happens now and then. Run the job again.';
    case 200:
      return 'The user was not accepted. Check idp in authority-login, and cli-server: is there a proxy between that answers itself?';
    default:
      return 'Is cli-server right? If it is, run the job again later.';
  }
}

export type BtpAction = 'create' | 'list' | 'get' | 'delete';

/** Recorded commands take up to 1.3 s; the server's own limit is not known. */
const COMMAND_LIMIT = 60_000;

/**
 * Runs `security/api-credential` with an action in the scope of the authority. What is safe to
 * repeat is repeated; `create` is not, except after a 401: then it was not applied (RFC 9110
 * 15.5.2). A session that has expired is renewed once.
 *
 * @param parameters further ones beside the scope; empty ones are left out.
 * @throws Failure E_AUTHORITY_LOGIN, or E_AUTHORITY for a redirect that is not followed.
 */
export async function runCommand(
  action: BtpAction,
  parameters: Readonly<Record<string, string>>,
  sessions: BtpSessions,
  context: BtpContext,
): Promise<BtpAnswer | BtpSilence> {
  const given = Object.entries({ ...context.scopeParameters, ...parameters });
  const paramValues = Object.fromEntries(given.filter(([, value]) => value !== ''));
  let renewals = 0;
  for (let attempt = 1; ; attempt++) {
    const session = await sessions.id();
    const result = await post(context, {
      path: `/command/${context.version}/security/api-credential?${action}`,
      headers: {
        'x-cpcli-sessionid': session,
        'x-cpcli-subdomain': context.subdomain,
        'x-cpcli-customidp': context.idp,
      },
      body: { paramValues },
      limit: COMMAND_LIMIT,
      // Nothing was done before a 307 or 308; after a 302 a credential may exist.
      redirects: action === 'create' ? [307, 308] : [302, 307, 308],
      login: false,
    });
    if (!isSilence(result) && result.status === 401 && renewals === 0) {
      renewals += 1;
      context.onProgress?.('The session has expired; logging in again.');
      sessions.drop(session);
      continue;
    }
    const wait =
      action === 'create'
        ? undefined
        : waitBeforeNext(result, attempt - renewals, COMMAND_ATTEMPTS, context);
    if (wait === undefined) return result;
    await pause(`The command ${action}`, result, wait, context);
  }
}

/** The failure that a result other than success means, where nothing hangs in the air. */
export function commandFailure(
  action: BtpAction,
  result: BtpAnswer | BtpSilence,
  context: BtpContext,
): Failure {
  const intro = `The command security/api-credential?${action} failed.`;
  if (isSilence(result)) {
    const { message } = unreachable(result.unanswered, `${result.place}. ${LONGER}`);
    return new Failure('E_AUTHORITY', `${intro} ${message}`);
  }
  return new Failure(
    'E_AUTHORITY',
    `${intro} ${happened(result, context.secrets)}. ${commandNextStep(action, result, context)}`,
  );
}

function commandNextStep(action: BtpAction, answer: BtpAnswer, { version }: BtpContext): string {
  const { status, fromBackend } = answer;
  if (!fromBackend && status !== undefined && [404, 405, 501].includes(status)) {
    return `The server does not know this command in protocol version ${version}, so that ${USES[action]}. Use a newer version of this action, or set protocol-version of the authority.`;
  }
  switch (status) {
    case 400:
      return 'Check the scope of the authority: the subdomain of the global account, or the id of the directory or subaccount.';
    case 401:
      return 'The session is not accepted, not even a new one. Does idp in authority-login name the tenant where the user is known?';
    case 403:
      return 'Check the scope of the authority, and give the user the role of an administrator there.';
    case 429:
      return 'Too many requests were sent for this user. Run the job later.';
    case undefined:
      return 'Is cli-server right, or is there a proxy between that answers itself?';
    default:
      return status >= 500
        ? 'Run the job again later.'
        : 'If the reason does not help, give the correlation id to the support of SAP BTP.';
  }
}

const USES: Readonly<Record<BtpAction, string>> = {
  create: 'no credential can be created',
  list: 'the credentials cannot be listed and none can be rotated',
  get: 'no credential can be looked up',
  delete: 'no credential can be deleted',
};
