import { counted } from '../../../http/exchange.ts';
import { header } from '../../../http/response.ts';
import type { AuthorityContext } from '../../types.ts';
import { isAnswer, type Session } from '../api-client.ts';
import { jobTokens, loginRequest } from '../authority-login.ts';
import { type BtpClient, type BtpSettings, btpClient, NEWER } from './api.ts';

/**
 * A client of the CLI server that logs in when it first needs a session. A user has at most ten of
 * them at a time, each for twelve hours.
 */
export function loggedInClient(settings: BtpSettings, context: AuthorityContext): BtpClient {
  const client: BtpClient = btpClient(settings, context, {
    open: () => logIn(client),
    headers: (session) => ({
      'x-cpcli-sessionid': session,
      'x-cpcli-subdomain': settings.subdomain,
      'x-cpcli-customidp': settings.idp,
    }),
    expired: 'The session has expired; logging in again.',
    renewal: 'request',
  });
  return client;
}

/** @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY where no answer came, and what `oidcToken` throws. */
async function logIn(client: BtpClient): Promise<Session> {
  const { context, settings } = client;
  const { login, idp: customIdp, subdomain, version } = settings;
  const tokens = jobTokens(context);

  async function body(): Promise<object> {
    const user = { customIdp, subdomain, userName: '', password: '' };
    return 'password' in login
      ? { ...user, userName: login.user, password: login.password }
      : { ...user, jwt: await tokens.next(login.audience) };
  }
  const sent = await client.send(loginRequest(`/login/${version}`, body));
  const result = { ...sent, facts: [...sent.facts, counted(sent.attempts)] };
  if (!isAnswer(result)) throw client.loginFailure(result);
  const { status, response } = result;
  const id = header(response, 'x-cpcli-sessionid')?.trim() ?? '';
  if (status === 200 && /^[\x21-\x7e]{1,4096}$/.test(id)) {
    context.secrets.keep([id]);
    return { value: id, expiresAt: Number.POSITIVE_INFINITY };
  }
  const isAboutToken = !('password' in login) && [400, 401, 403].includes(status);
  throw client.loginFailure(
    result,
    `${nextStep(status, settings)}${isAboutToken ? ` ${tokens.trust()}` : ''}`,
    status === 200
      ? 'The BTP CLI server answered the login with 200, but without a session.'
      : undefined,
  );
}

function nextStep(status: number, { login, version }: BtpSettings): string {
  const byStatus: Readonly<Record<number, string>> = {
    401:
      'password' in login
        ? 'Check userName, password and idp in authority-login. An SAP Universal ID cannot log in here; best is a technical user of your own SAP Cloud Identity Services tenant (idp).'
        : 'Check idp and audience in authority-login: the tenant must trust the issuer of the JWT, accept its audience, and find a user by its subject.',
    403: 'The user has no access to this global account. Give it a role in the global account, or in a directory or subaccount of it.',
    404: 'There is no global account with this subdomain. The subdomain of the authority is that of the global account, also where the scope is a directory or a subaccount.',
    412: `The server does not speak protocol version ${version} any more. ${NEWER}`,
    504: 'The server did not finish the login in its own time, which happens now and then. Run the job again.',
    200: 'The user was not accepted. Check idp in authority-login, and cli-server: is there a proxy between that answers itself?',
  };
  return byStatus[status] ?? 'Is cli-server right? If it is, run the job again later.';
}
