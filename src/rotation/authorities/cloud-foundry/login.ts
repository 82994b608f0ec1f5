import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { requireText } from '../../../base/text.ts';
import { hostAllowed, isLoopback, withoutSlashes } from '../../../base/url.ts';
import { repeatsSecret } from '../../../secrets/echoes.ts';
import { oidcTrust } from '../../../token/github-oidc.ts';
import { pause } from '../api-client.ts';
import {
  ATTEMPTS,
  type CfResult,
  errorsOf,
  happened,
  isSilence,
  LOGIN_ATTEMPTS,
  objectOf,
  place,
  sendOnce,
  shown,
  waitBeforeNext,
} from './api.ts';
import type { CfContext, CfSession } from './settings.ts';

/** A token is replaced so long before it expires, in milliseconds: a request takes its time. */
const MARGIN = 60_000;

export function cfSession(context: CfContext): CfSession {
  const { timing, onProgress } = context.world;
  let uaa: string | undefined;
  let known: Promise<CfToken> | undefined;
  let renewed: string | undefined;

  async function login(): Promise<CfToken> {
    uaa ??= await discoverUaa(context);
    return requestToken(uaa, context);
  }

  return {
    token: async () => {
      known ??= login();
      const held = known;
      const { value, expiresAt } = await held;
      if (timing.now() < expiresAt - MARGIN) return value;
      // Of several calls that met the same old token only the first one replaces it.
      if (known === held) known = login();
      return (await known).value;
    },
    refused: (token) => {
      if (renewed !== undefined) return renewed === token;
      renewed = token;
      known = undefined;
      onProgress('The token is not accepted any more; logging in again.');
      return true;
    },
  };
}

/**
 * Asks the API where its UAA server is (`GET /`, which needs no token).
 *
 * @returns the URL without a slash at its end.
 * @throws Failure E_AUTHORITY, or E_HOST_NOT_ALLOWED before anything secret is sent there.
 */
export async function discoverUaa(context: CfContext): Promise<string> {
  const request = { method: 'GET', url: new URL(`${context.api}/`), headers: {} } as const;
  for (let attempt = 1; ; attempt++) {
    const result = await sendOnce(request, 'The Cloud Foundry API', attempt, context);
    const named = uaaLink(objectOf(result, 200));
    if (named !== undefined) {
      return checkedUaa(named, place(result, context.secrets), context);
    }
    const wait = waitBeforeNext(result, ATTEMPTS, context);
    if (wait === undefined) {
      throw new Failure(
        'E_AUTHORITY',
        `The Cloud Foundry API does not tell where its UAA server is. ${happened(result, context.secrets)}. Is api of the authority right, for example https://api.cf.eu10.hana.ondemand.com? Is there a proxy between that answers itself?`,
      );
    }
    await pause('The discovery', result, wait, context.world);
  }
}

function uaaLink(root: JsonObject | undefined): string | undefined {
  const links = root?.['links'];
  if (!isJsonObject(links)) return undefined;
  const hrefs = [links['uaa'], links['login']].map((link) =>
    isJsonObject(link) ? link['href'] : undefined,
  );
  return hrefs.filter((href) => typeof href === 'string').find((href) => href !== '');
}

function checkedUaa(named: string, where: string, context: CfContext): string {
  const url = URL.parse(named);
  const secure =
    url !== null &&
    (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (!secure || url.username !== '' || url.password !== '') {
    throw new Failure(
      'E_AUTHORITY',
      `The Cloud Foundry API names a UAA server that has no plain https URL, so the login was not sent ${where}. Is api of the authority right?`,
    );
  }
  if (!hostAllowed(url, context.allowedHosts)) {
    throw new Failure(
      'E_HOST_NOT_ALLOWED',
      `The Cloud Foundry API ${context.apiHost} names the UAA server ${shown(url.host, context.secrets, 100)}, which is not among the allowed-hosts, or, where that input is empty, not in the domain of the API. The login was not sent. If the host is right, name both in allowed-hosts.`,
    );
  }
  return withoutSlashes(`${url.origin}${url.pathname}`);
}

export interface CfToken {
  readonly value: string;
  /** Milliseconds since the epoch; Infinity: the server does not say, or not in earnest. */
  readonly expiresAt: number;
}

/** The public client of the cf CLI, `cf:` in base64: its secret is empty. */
const CF_CLIENT = 'Basic Y2Y6';

const JWT_BEARER = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

/**
 * Logs in at the UAA server: the password grant (RFC 6749 4.3) or that for JWTs (RFC 7523 2.1). A
 * login that was refused is never repeated: some of them lock the user.
 *
 * @param uaa its URL.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY where no answer came, and what `world.oidcToken`
 * throws.
 */
export async function requestToken(uaa: string, context: CfContext): Promise<CfToken> {
  for (let attempt = 1; ; attempt++) {
    const { headers, form } = await grant(context);
    const request = {
      method: 'POST',
      url: tokenUrl(uaa, context),
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(form).toString(),
    } as const;
    const result = await sendOnce(request, 'The UAA server', attempt, context);
    const token = received(objectOf(result, 200), context);
    if (token !== undefined) return token;
    const wait = waitBeforeNext(result, LOGIN_ATTEMPTS, context);
    if (wait === undefined) throw refusal(result, context, form['assertion']);
    await pause('The login', result, wait, context.world);
  }
}

/** The identity provider goes into the query, as the cf CLI does it. */
function tokenUrl(uaa: string, { login: { origin } }: CfContext): URL {
  const url = new URL(`${uaa}/oauth/token`);
  if (origin !== undefined) url.searchParams.set('login_hint', JSON.stringify({ origin }));
  return url;
}

interface Grant {
  readonly headers: Readonly<Record<string, string>>;
  readonly form: Readonly<Record<string, string>>;
}

async function grant({ login, world, keepSecret }: CfContext): Promise<Grant> {
  if ('password' in login) {
    const { username, password } = login;
    const form = { grant_type: 'password', password, username };
    return { headers: { authorization: CF_CLIENT }, form };
  }
  const jwt = await world.oidcToken(login.audience);
  keepSecret(jwt);
  const assertion = requireText(jwt, 'JWT assertion');
  return { headers: {}, form: { assertion, client_id: 'cf', grant_type: JWT_BEARER } };
}

/** A lifetime below this, in seconds, would mean a login for nearly every request. */
const SHORTEST = 120;

function received(answer: JsonObject | undefined, context: CfContext): CfToken | undefined {
  if (answer === undefined) return undefined;
  for (const name of ['access_token', 'refresh_token', 'id_token']) {
    const secret = answer[name];
    if (typeof secret === 'string') context.keepSecret(secret);
  }
  const { access_token: value, token_type: type, expires_in: lifetime } = answer;
  if (typeof value !== 'string' || !/^[\x21-\x7e]{1,65536}$/.test(value)) return undefined;
  if (typeof type !== 'string' || type.toLowerCase() !== 'bearer') return undefined;
  const known = typeof lifetime === 'number' && lifetime >= SHORTEST;
  const expiresAt = known ? context.world.timing.now() + lifetime * 1000 : Number.POSITIVE_INFINITY;
  return { value, expiresAt };
}

/** @param jwt the assertion that was sent, where the login was made with one. */
function refusal(result: CfResult, context: CfContext, jwt: string | undefined): Failure {
  const what = happened(result, context.secrets);
  if (isSilence(result)) {
    return new Failure(
      'E_AUTHORITY',
      `The login did not get through. ${what}. Check the connection, and run the job again.`,
    );
  }
  const told = result.status === 200 ? `${what}, which is no bearer token (RFC 6749 5.1)` : what;
  return new Failure(
    'E_AUTHORITY_LOGIN',
    `The login was refused. ${told}. ${nextStep(result.status, context, result.document, jwt)}`,
  );
}

function nextStep(
  status: number,
  { secrets }: CfContext,
  document: unknown,
  jwt: string | undefined,
): string {
  const locked = errorsOf(document).some(({ detail }) => /\block/i.test(detail));
  if (locked) return 'The user is locked after too many failed logins. Unlock it, or wait.';
  if (status === 400 || status === 401 || status === 403) {
    return jwt === undefined
      ? 'Check username, password and origin in authority-login: a user of a custom identity provider needs the origin key of that provider, and one with a second factor cannot log in here.'
      : `Check origin and audience in authority-login: the identity provider of that origin key must trust the issuer of the OIDC token, accept its audience, and find a user by its subject. ${oidcTrust(jwt, (text) => repeatsSecret(text, { kind: 'github-oidc' }, secrets))}`;
  }
  if (status === 429) return 'Too many requests were sent. Run the job later.';
  return 'Is api of the authority right? If it is, run the job again later.';
}
