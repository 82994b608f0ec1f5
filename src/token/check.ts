import { Failure, type Warning } from '../base/failure.ts';
import { listOf } from '../base/text.ts';
import type { Credential } from '../credentials/credential.ts';
import type { Secrets } from '../secrets/ledger.ts';
import {
  type AccessToken,
  grantedScopes,
  missingScopes,
  scopesIn,
  tokenMasks,
  type WantedScopes,
} from './response.ts';

/**
 * What a token must be before it is handed over.
 *
 * @param secrets keeps the token before anything of it is shown.
 * @returns warnings.
 * @throws Failure E_TOKEN_CLIENT, E_TOKEN_TENANT or E_SCOPE_MISSING
 */
export function checkToken(
  credential: Credential,
  requestOptions: WantedScopes,
  token: AccessToken,
  secrets: Secrets,
): Warning[] {
  checkClient(credential, token, secrets);
  checkTenant(credential, token);
  return checkScopes(credential, requestOptions, token);
}

/**
 * A token names its client in `client_id` (RFC 9068 2.2); UAA and Okta name it in `cid`, and others in
 * `azp` alone, which may also be who asked a server for a token of somebody else.
 */
function checkClient(
  { clientId, tokenUrl }: Credential,
  token: AccessToken,
  secrets: Secrets,
): void {
  const claims = token.claims ?? {};
  const texts = (names: readonly string[]) =>
    names.filter((name) => typeof claims[name] === 'string');
  const named = texts(['client_id', 'cid']);
  const other = (named.length > 0 ? named : texts(['azp'])).find(
    (name) => !isSame(String(claims[name]), clientId),
  );
  if (other === undefined) return;
  secrets.keep(tokenMasks(token));
  throw new Failure(
    'E_TOKEN_CLIENT',
    `${tokenUrl.host} issued a token of another client (claim ${other}: ${secrets.quote(String(claims[other]), 100)}) than the one that asked for it.`,
    'The token is not used. Check client-id and token-url, and whether a proxy or a cache before the server mixes up its answers.',
  );
}

/** Microsoft Entra ID takes a GUID in capitals, and writes it in small letters. */
function isSame(one: string, other: string): boolean {
  return one === other || (GUID.test(one) && one.toLowerCase() === other.toLowerCase());
}

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** A token of another tenant opens other people's data, or nothing. */
function checkTenant({ zoneId, tokenUrl }: Credential, { claims }: AccessToken): void {
  const issued = claims?.['zid'];
  if (zoneId === undefined || typeof issued !== 'string' || issued === zoneId) return;
  throw new Failure(
    'E_TOKEN_TENANT',
    `${tokenUrl.host} issued a token of another tenant (claim zid) than the one that the credential names (zoneid).`,
    'Check token-url and the url of the credential; a proxy or a copied host name may lead to the wrong tenant.',
  );
}

/**
 * @returns a warning where the server did not grant all that was asked for.
 * @throws Failure E_SCOPE_MISSING where it did not grant what is required.
 */
function checkScopes(
  { tokenUrl, parameters: stored }: Credential,
  { requireScopes, parameters }: WantedScopes,
  token: AccessToken,
): Warning[] {
  const asked = scopesIn(parameters.scope ?? stored['scope'] ?? '');
  if (requireScopes.length === 0 && asked.length === 0) return [];
  const granted = grantedScopes(token.scope, token.claims);
  const missing = missingScopes(requireScopes.flatMap(scopesIn), granted);
  if (missing.length > 0) {
    throw new Failure(
      'E_SCOPE_MISSING',
      `The token of ${tokenUrl.host} lacks the required scopes ${listOf(missing)}.`,
      'Assign them to the client: they come from the service plan, the role or the authorities of the key.',
    );
  }
  const notGranted = missingScopes(asked, granted);
  if (notGranted.length === 0) return [];
  const text = `The server did not grant the requested scopes ${listOf(notGranted)}.`;
  return [{ code: 'W_SCOPE_NOT_GRANTED', text }];
}
