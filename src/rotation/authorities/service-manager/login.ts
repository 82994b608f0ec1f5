import { Failure, type FailureCode } from '../../../base/failure.ts';
import { oneLine } from '../../../base/text.ts';
import { hostAllowed, secureUrl } from '../../../base/url.ts';
import { completeCredential } from '../../../credentials/complete.ts';
import { secretOf } from '../../../credentials/credential.ts';
import { stringMembers } from '../../../credentials/fields.ts';
import { readCredential } from '../../../credentials/read.ts';
import type { AuthorityWorld } from '../../types.ts';

/** A binding of Service Manager itself, by which one logs in there. */
export interface SmLogin {
  /** Where the API is (`sm_url`). */
  readonly api: URL;
  readonly clientId: string;
  /** A token that is valid now; the first call and one after `drop` get a new one. */
  token(): Promise<string>;
  /** This one is not accepted any more. */
  drop(token: string): void;
}

/** A token is not used in the last minute of its life, in milliseconds. */
const MARGIN = 60_000;

/**
 * Reads the login and masks its secrets. Nothing is sent before a token is asked for.
 *
 * @param keepSecret has a secret masked and remembers it.
 * @throws Failure E_AUTHORITY_LOGIN where it is no binding of Service Manager; E_HOST_NOT_ALLOWED.
 */
export async function smLogin(
  login: string,
  world: AuthorityWorld,
  keepSecret: (secret: string) => void,
): Promise<SmLogin> {
  const { api, clientId } = await readLogin(login, world, keepSecret);
  let current: { readonly token: string; readonly expiresAt: number } | undefined;
  return {
    api,
    clientId,
    token: async () => {
      if (current !== undefined && world.timing.now() < current.expiresAt - MARGIN) {
        return current.token;
      }
      const access = await orRefusal(() => world.accessToken(login));
      keepSecret(access.accessToken);
      const expiresAt = access.expiresAt ?? Number.POSITIVE_INFINITY;
      current = { token: access.accessToken, expiresAt };
      return current.token;
    },
    drop: (token) => {
      if (token === current?.token) current = undefined;
    },
  };
}

async function readLogin(
  login: string,
  { allowedHosts, timing }: AuthorityWorld,
  keepSecret: (secret: string) => void,
): Promise<Pick<SmLogin, 'api' | 'clientId'>> {
  const parsed = await orRefusal(() => readCredential(login));
  for (const secret of parsed.secrets) keepSecret(secret);
  const smUrl = stringMembers(parsed.document).get('smurl');
  if (smUrl === undefined) {
    throw new Failure(
      'E_AUTHORITY_LOGIN',
      'The input authority-login holds a client, but no sm_url: it is no binding of SAP Service Manager. Create an instance of the service service-manager with the plan subaccount-admin, and store a binding of it.',
    );
  }
  const { api, credential } = await orRefusal(async () => ({
    api: secureUrl(smUrl, 'sm_url of authority-login'),
    credential: await completeCredential(
      parsed,
      {},
      { provider: 'auto', authMethod: 'auto' },
      timing.now(),
    ),
  }));
  keepSecret(secretOf(credential.proof) ?? '');
  const foreign = [api, credential.tokenUrl].find(
    (url) => !hostAllowed(url, allowedHosts ?? [url.host]),
  );
  if (foreign === undefined) return { api, clientId: credential.clientId };
  throw new Failure(
    'E_HOST_NOT_ALLOWED',
    `The login at SAP Service Manager leads to ${oneLine(foreign.host, 100)}, which is not among the allowed-hosts. Nothing was sent.`,
  );
}

/** The token server could not be asked, or gave no token for a reason of its own. */
const NOT_ASKED: ReadonlySet<FailureCode> = new Set([
  ...(['E_DNS', 'E_CONNECT', 'E_TIMEOUT', 'E_TLS', 'E_TLS_UNTRUSTED', 'E_TLS_DISABLED'] as const),
  ...(['E_PROXY', 'E_PROXY_AUTH', 'E_REDIRECT', 'E_PROTOCOL', 'E_ENCODING'] as const),
  ...(['E_HEADERS_TOO_LARGE', 'E_RESPONSE_TOO_LARGE', 'E_HTTP', 'E_RATE_LIMITED'] as const),
]);

/** Says of a failure of the credential that it is the login's, not that of what rotates. */
async function orRefusal<T>(attempt: () => Promise<T>): Promise<T> {
  try {
    return await attempt();
  } catch (failure) {
    if (!(failure instanceof Failure) || failure.code === 'E_HOST_NOT_ALLOWED') throw failure;
    const { code, message } = failure;
    throw NOT_ASKED.has(code)
      ? new Failure('E_AUTHORITY', `The token server of authority-login gave no token. ${message}`)
      : new Failure(
          'E_AUTHORITY_LOGIN',
          `The input authority-login opens nothing at SAP Service Manager. ${message}`,
        );
  }
}
