import { classOf, Failure, type FailureClass } from '../../../base/failure.ts';
import { oneLine } from '../../../base/text.ts';
import { hostAllowed, secureUrl } from '../../../base/url.ts';
import { completeCredential } from '../../../credentials/complete.ts';
import { secretOf } from '../../../credentials/credential.ts';
import { stringMembers } from '../../../credentials/fields.ts';
import { readCredential } from '../../../credentials/read.ts';
import type { AuthorityContext } from '../../types.ts';
import type { Session } from '../api-client.ts';

/** A binding of Service Manager itself, by which one logs in there. */
export interface SmLogin {
  /** Where the API is (`sm_url`). */
  readonly api: URL;
  readonly clientId: string;
  /** Gets an access token. */
  readonly open: () => Promise<Session>;
}

/**
 * Reads the login and masks its secrets. Nothing is sent before a token is asked for.
 *
 * @throws Failure E_AUTHORITY_LOGIN where it is no binding of Service Manager; E_HOST_NOT_ALLOWED.
 */
export async function smLogin(login: string, context: AuthorityContext): Promise<SmLogin> {
  const { allowedHosts, secrets, timing } = context;
  const parsed = await asLogin(() => readCredential(login));
  secrets.keep(parsed.secrets);
  const smUrl = stringMembers(parsed.document).get('smurl');
  if (smUrl === undefined) {
    throw new Failure(
      'E_AUTHORITY_LOGIN',
      'The input authority-login holds a client, but no sm_url: it is no binding of SAP Service Manager.',
      'Create an instance of the service service-manager with the plan subaccount-admin, and store a binding of it.',
    );
  }
  const choices = { provider: 'auto', authMethod: 'auto' } as const;
  const { api, credential } = await asLogin(async () => ({
    api: secureUrl(smUrl, 'sm_url of authority-login'),
    credential: await completeCredential(parsed, {}, choices, timing.now()),
  }));
  secrets.keep([secretOf(credential.proof) ?? '']);
  const foreign = [api, credential.tokenUrl].find(
    (url) => !hostAllowed(url, allowedHosts ?? [url.host]),
  );
  if (foreign !== undefined) {
    throw new Failure(
      'E_HOST_NOT_ALLOWED',
      `The login at SAP Service Manager leads to ${oneLine(foreign.host, 100)}, which is not among the allowed-hosts. Nothing was sent.`,
    );
  }
  return {
    api,
    clientId: credential.clientId,
    open: async () => {
      const access = await asLogin(() => context.accessToken(login));
      secrets.keep([access.accessToken]);
      return { value: access.accessToken, expiresAt: access.expiresAt ?? Number.POSITIVE_INFINITY };
    },
  };
}

/** Says of a failure of the credential that it is the login's, not that of what rotates. */
async function asLogin<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.code === 'E_HOST_NOT_ALLOWED') throw failure;
    const { happened, next, facts } = failure;
    throw !NOT_THE_LOGIN.has(classOf(failure))
      ? new Failure(
          'E_AUTHORITY_LOGIN',
          `The input authority-login opens nothing at SAP Service Manager. ${happened}`,
          next,
          facts,
        )
      : new Failure(
          'E_AUTHORITY',
          `The token server of authority-login gave no token. ${happened}`,
          next,
          facts,
        );
  }
}

/** The token server could not be asked, or gave no token for a reason of its own. */
const NOT_THE_LOGIN: ReadonlySet<FailureClass> = new Set(['transport', 'answer']);
