import { Failure } from '../base/failure.ts';
import { oneLine } from '../base/text.ts';
import { secureUrl } from '../base/url.ts';
import { counted, type ExchangeOptions, exchange } from '../http/exchange.ts';
import type { HttpRequest } from '../http/http.ts';
import type { Context, Environment } from '../runner/runner.ts';
import { claimsOf, isTokenLike, jwtSecrets, parsedBody } from './response.ts';

/**
 * The OIDC token of this job for an audience. GitHub's own token, by which it is asked for, and the
 * one that comes are kept before anything else is done with them.
 *
 * @param audience the `aud` that the token will have.
 * @throws Failure E_OIDC_PERMISSION where GitHub offers the job none, and what `githubOidcToken` throws.
 */
export async function oidcToken(audience: string, context: Context): Promise<string> {
  const access = oidcAccess(context.env);
  context.secrets.keep([access.requestToken]);
  const token = await githubOidcToken(access, audience, context);
  context.secrets.keep(jwtSecrets(token));
  return token;
}

const URL_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_URL';

const TOKEN_VARIABLE = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';

/** What GitHub lets a job ask for its OIDC token with. */
export interface OidcAccess {
  readonly url: URL;
  readonly requestToken: string;
}

/**
 * Reads it from the environment of the job.
 *
 * @throws Failure E_OIDC_PERMISSION, and what `secureUrl` throws.
 */
export function oidcAccess(env: Environment): OidcAccess {
  const url = env[URL_VARIABLE]?.trim() ?? '';
  const requestToken = env[TOKEN_VARIABLE]?.trim() ?? '';
  if (url === '' || !/^[\x21-\x7e]+$/.test(requestToken)) {
    throw noPermission('GitHub offers no OIDC token to this job.');
  }
  return { url: secureUrl(url, `URL in ${URL_VARIABLE}`), requestToken };
}

/**
 * Asks GitHub for an OIDC token of this job.
 *
 * @param audience the `aud` that the token will have.
 * @throws Failure E_OIDC_PERMISSION, E_HTTP or E_TOKEN_MISSING, and what `exchange` throws. Of the
 * answer nothing but its status is told.
 */
export async function githubOidcToken(
  { url, requestToken }: OidcAccess,
  audience: string,
  options: ExchangeOptions,
): Promise<string> {
  const request: HttpRequest = {
    method: 'GET',
    url: withAudience(url, audience),
    headers: {
      accept: 'application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${requestToken}`,
      'user-agent': 'api-client-credentials',
    },
    body: '',
    namedByRunner: true,
  };
  const { response, attempts } = await exchange(() => request, options);
  const facts = [url.host, counted(attempts)];
  const { status } = response;
  const refused = `GitHub answered ${status} when asked for the OIDC token of this job.`;
  if (status === 401 || status === 403) throw noPermission(refused, facts);
  if (status !== 200) {
    throw new Failure(
      'E_HTTP',
      refused,
      'Run the job again later; githubstatus.com tells whether it has a problem.',
      facts,
    );
  }
  const value = parsedBody(response)?.['value'];
  if (isTokenLike(value) && /^[\w-]+\.[\w-]+\.[\w-]+$/.test(value) && claimsOf(value)) {
    return value;
  }
  throw new Failure(
    'E_TOKEN_MISSING',
    'GitHub answered 200, but without an OIDC token of this job.',
    'Is there a proxy between that answers itself?',
    facts,
  );
}

/** GitHub's URL has a query, which is kept as it is. */
function withAudience(url: URL, audience: string): URL {
  const asked = new URL(url);
  const before = asked.search === '' ? '?' : `${asked.search}&`;
  asked.search = `${before}audience=${encodeURIComponent(audience)}`;
  return asked;
}

function noPermission(happened: string, facts: readonly string[] = []): Failure {
  return new Failure(
    'E_OIDC_PERMISSION',
    happened,
    'Give the job permissions: id-token: write; where a job is called from another workflow, the calling job needs it too. Workflows of pull requests from forks cannot have it.',
    facts,
  );
}

/** What the trust of a server in GitHub's tokens can depend on (RFC 7523 3). None is a secret. */
const TRUSTED: readonly string[] = ['iss', 'sub', 'aud'];

/**
 * What to compare where a server refuses the OIDC token of a job: three of its claims, and the two
 * forms in which GitHub writes the subject.
 *
 * @param token the one that was sent; nothing else of it is told.
 * @param repeats does a text repeat a secret?
 */
export function oidcTrust(token: string, repeats: (text: string) => boolean): string {
  const claims = claimsOf(token) ?? {};
  const shown = TRUSTED.map((name) => {
    const text = claimText(claims[name]);
    return `${name} ${repeats(text) ? 'not shown' : oneLine(text)}`;
  });
  return `The OIDC token of this job has ${shown.join(', ')}. Compare them with the configured trust, character by character. The subject of a job with an environment is repo:OWNER/REPO:environment:NAME, and repo:OWNER@ID/REPO@ID:environment:NAME in repositories that were created, renamed or transferred after 2026-07-15: trust the one that is shown.`;
}

/** `aud` may be a list (RFC 7519 4.1.3). */
function claimText(claim: unknown): string {
  if (claim === undefined) return 'absent';
  const texts = [claim].flat();
  return texts.every((text) => typeof text === 'string') ? texts.join(' ') : 'not a text';
}
