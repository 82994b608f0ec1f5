import { Failure } from '../../failure.ts';
import { counted } from '../../http/exchange.ts';
import { header } from '../../http/http.ts';
import { oidcTrust } from '../../token/oidc-claims.ts';
import { visible } from '../../visible.ts';
import { type BtpAnswer, happened, place, repeats, unreachable } from './btp-answer.ts';
import { type BtpSilence, isSilence, LONGER, post } from './btp-exchange.ts';
import type { BtpContext } from './btp-options.ts';
import { LOGIN_ATTEMPTS, waitBeforeNext } from './btp-waits.ts';
import { pause } from './waits.ts';

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
  return visible(jwt, 'JWT assertion');
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
  const advice = [nextStep(status, context)];
  if (jwt !== undefined && ABOUT_THE_USER.includes(status)) {
    advice.push(oidcTrust(jwt, (text) => repeats(text, context.secrets)));
  }
  return new Failure('E_AUTHORITY_LOGIN', `${what}, ${after}. ${advice.join(' ')}`);
}

function nextStep(status: number, { login, version }: BtpContext): string {
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
