import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { hostAllowed, isPrivate, withoutSlashes } from '../../../base/url.ts';
import type { AuthorityContext } from '../../types.ts';
import {
  type Answer,
  type ApiClient,
  apiClient,
  isAnswer,
  objectIn,
  objectOf,
  type Result,
  type Session,
  textOf,
} from '../api-client.ts';
import { jobTokens, loginRequest } from '../authority-login.ts';
import { type CfClient, type CfSettings, cfClient, cloudFoundryDialect } from './api.ts';

/** A client of the API that logs in at the UAA server when it first needs a token. */
export function loggedInClient(settings: CfSettings, context: AuthorityContext): CfClient {
  let uaa: ApiClient | undefined;
  const client: CfClient = cfClient(settings, context, {
    open: async () => {
      uaa ??= apiClient(
        cloudFoundryDialect('The UAA server', await discoverUaa(client), context),
        context,
      );
      return requestToken(uaa, settings);
    },
    headers: (token) => ({ authorization: `Bearer ${token}` }),
    expired: 'The token is not accepted any more; logging in again.',
    // Nothing but a token that was revoked is refused before it expires.
    renewal: 'run',
  });
  return client;
}

/**
 * Asks the API where its UAA server is (`GET /`, which needs no token).
 *
 * @returns the URL without a slash at its end.
 * @throws Failure E_AUTHORITY, or E_HOST_NOT_ALLOWED before anything secret is sent there.
 */
async function discoverUaa(client: CfClient): Promise<string> {
  const result = await client.send({
    name: 'The discovery',
    method: 'GET',
    path: '/',
    repeat: 'always',
    anonymous: true,
  });
  const links = objectIn(objectOf(result), 'links');
  const hrefs = ['uaa', 'login'].map((name) => textOf(objectIn(links, name)?.['href']));
  const named = hrefs.find((href) => href !== '');
  if (named !== undefined) return checkedUaa(named, result, client);
  throw client.failure(
    result,
    'The Cloud Foundry API does not tell where its UAA server is.',
    'Is api of the authority right, for example https://api.cf.eu10.hana.ondemand.com? Is there a proxy between that answers itself?',
  );
}

function checkedUaa(named: string, { facts }: Result, { settings, context }: CfClient): string {
  const url = URL.parse(named);
  if (url === null || !isPrivate(url) || url.username !== '' || url.password !== '') {
    throw new Failure(
      'E_AUTHORITY',
      'The Cloud Foundry API names a UAA server that has no plain https URL, so the login was not sent.',
      'Is api of the authority right?',
      facts,
    );
  }
  const refused = refusedUaa(url, settings);
  if (refused !== undefined) {
    const host = context.secrets.isRepeatedBy(url.host)
      ? 'with a name that repeats a part of a secret and is not shown'
      : oneLine(url.host, 100);
    throw new Failure(
      'E_HOST_NOT_ALLOWED',
      `The Cloud Foundry API ${settings.apiHost} names the UAA server ${host}, which is ${refused}. The login was not sent.`,
      refused === UNLISTED
        ? 'If the host is right, name both in allowed-hosts.'
        : 'Is api of the authority right? The login goes to login or uaa in the domain of the API, and allowed-hosts does not widen that.',
    );
  }
  return withoutSlashes(`${url.origin}${url.pathname}`);
}

const UNLISTED = 'not among the allowed-hosts';

/**
 * Why the login does not go there; undefined: it does. Cloud Foundry puts login and UAA beside the API:
 * for api.cf.eu10.hana.ondemand.com below cf.eu10.hana.ondemand.com. What is above that domain, such
 * as cfapps, belongs to the applications of everybody.
 */
function refusedUaa(url: URL, { api, allowedHosts }: CfSettings): string | undefined {
  const { hostname } = new URL(api);
  const [, domain] = /^api\.([^.]+\.[^.].*)$/.exec(hostname) ?? [];
  const own = domain === undefined ? [] : [`login.${domain}`, `uaa.${domain}`];
  if (![hostname, ...own].includes(url.hostname)) return 'not in the domain of the API';
  return hostAllowed(url, allowedHosts ?? [url.host]) ? undefined : UNLISTED;
}

/**
 * Logs in at the UAA server: the password grant (RFC 6749 4.3) or that for JWTs (RFC 7523 2.1).
 *
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY where no answer came, and what `oidcToken` throws.
 */
async function requestToken(uaa: ApiClient, { login }: CfSettings): Promise<Session> {
  const { provider: origin } = login;
  const tokens = jobTokens(uaa.context);

  async function form(): Promise<string> {
    if ('password' in login) {
      const { user: username, password } = login;
      return encoded({ grant_type: 'password', password, username });
    }
    const assertion = await tokens.next(login.audience);
    return encoded({
      assertion,
      client_id: 'cf',
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    });
  }
  // The identity provider goes into the query, as the cf CLI does it.
  const hint = encoded({ login_hint: JSON.stringify({ origin }) });
  const path = `/oauth/token${origin === undefined ? '' : `?${hint}`}`;
  const result = await uaa.send({
    ...loginRequest(path, form),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      // The public client of the cf CLI, `cf:` in base64. Its secret is empty, and still a UAA server
      // wants it proven before it looks at the user or the assertion.
      authorization: 'Basic Y2Y6',
    },
  });
  const session = received(objectOf(result), uaa.context);
  if (session !== undefined) return session;
  if (!isAnswer(result)) throw uaa.loginFailure(result);
  const told = uaa.describe(result, ', which is no bearer token by RFC 6749 5.1');
  throw uaa.loginFailure(
    result,
    loginNextStep(result, 'password' in login ? undefined : tokens.trust()),
    result.status === 200 ? `The login was refused. ${told}` : undefined,
  );
}

function encoded(parameters: Readonly<Record<string, string>>): string {
  return new URLSearchParams(parameters).toString();
}

function received(
  answer: JsonObject | undefined,
  { secrets, timing }: AuthorityContext,
): Session | undefined {
  if (answer === undefined) return undefined;
  const given = ['access_token', 'refresh_token', 'id_token'].map((name) => answer[name]);
  secrets.keep(given.filter((secret) => typeof secret === 'string'));
  const { access_token: value, token_type: type, expires_in: lifetime } = answer;
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,65536}$/.test(value)) return undefined;
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') return undefined;
  // A shorter one, in seconds, would mean a login for nearly every request.
  const known = typeof lifetime === 'number' && lifetime >= 120;
  const expiresAt = known ? timing.now() + lifetime * 1000 : Number.POSITIVE_INFINITY;
  return { value, expiresAt };
}

/** @param trust what to compare where the job logs in; undefined: it was the login of a user. */
function loginNextStep({ status, document }: Answer, trust: string | undefined): string {
  const { error, error_description: description } = isJsonObject(document) ? document : {};
  if (status === 400 || status === 401 || status === 403) {
    const said = `${textOf(error)} ${textOf(description)}`;
    const known = REFUSALS.find(([words]) => words.test(said))?.[1];
    if (trust === undefined) return known ?? PASSWORD_ADVICE;
    return `${known ?? ASSERTION_ADVICE} ${trust}`;
  }
  if (status === 429) return 'Too many requests were sent. Run the job later.';
  return 'Is api of the authority right? If it is, run the job again later.';
}

const PASSWORD_ADVICE =
  'Check username, password and origin in authority-login: a user of a custom identity provider needs the origin key of that provider, and one with a second factor cannot log in here.';

const ASSERTION_ADVICE =
  'Check origin and audience in authority-login: the identity provider of that origin key must trust the issuer of the OIDC token, accept its audience, and find a user by its subject.';

/** What to do, by the words of the UAA server: its codes are the same for most of these. */
const REFUSALS: readonly (readonly [words: RegExp, next: string])[] = [
  [/\block(?:ed|out)?\b/i, 'The user is locked after too many failed logins. Unlock it, or wait.'],
  [/not verified/i, 'Verify the account of this user first: its e-mail address is not confirmed.'],
  [
    /password.{0,40}\b(?:change|expired)|change.{0,20}\bpassword/i,
    'The password of this user has to be changed first. Log in as that user, change it, and store the new one in authority-login.',
  ],
  [
    /\borigin\b|identity provider/i,
    'Check origin in authority-login: no active identity provider that takes this login has that origin key.',
  ],
  [
    /pre-?created|shadow|user .{0,40}(?:not found|not exist)/i,
    'Create this user in the UAA server first, with the origin key of its identity provider: it does not create users at their first login.',
  ],
  [
    /\bmfa|second factor|multi-?factor|passcode/i,
    'This user needs a second factor, and cannot log in here. Use a technical user without one.',
  ],
  [
    /\bissuer\b/i,
    'No identity provider of this UAA server has the issuer of the OIDC token. Configure one with exactly this issuer.',
  ],
  [
    /\baud(?:ience)?\b/i,
    'The identity provider does not accept the audience of the OIDC token. Compare audience in authority-login with the client id of that identity provider.',
  ],
  [
    /grant type/i,
    'This UAA server does not let the client cf log in so. Use the other kind of authority-login, or ask the administrator of the platform.',
  ],
];
