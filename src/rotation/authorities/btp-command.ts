import { Failure } from '../../failure.ts';
import { type BtpAnswer, happened, unreachable } from './btp-answer.ts';
import { type BtpSilence, isSilence, LONGER, post } from './btp-exchange.ts';
import type { BtpContext } from './btp-options.ts';
import type { BtpSessions } from './btp-session.ts';
import { COMMAND_ATTEMPTS, waitBeforeNext } from './btp-waits.ts';
import { pause } from './waits.ts';

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
    `${intro} ${happened(result, context.secrets)}. ${nextStep(action, result, context)}`,
  );
}

function nextStep(action: BtpAction, answer: BtpAnswer, { version }: BtpContext): string {
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
