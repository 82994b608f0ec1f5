import type { Credential } from '../credentials/credential.ts';
import { hostAllowed } from '../credentials/urls.ts';
import { Failure } from '../failure.ts';
import { listOf } from '../text.ts';
import type { AccessToken } from '../token/access-token.ts';
import { grantedScopes, missingScopes } from '../token/claims.ts';
import type { Wishes } from './inputs.ts';

/** @throws Failure E_HOST_NOT_ALLOWED */
export function checkHost(tokenUrl: URL, allowed: readonly string[] | undefined): void {
  if (allowed === undefined || hostAllowed(tokenUrl, allowed)) return;
  throw new Failure(
    'E_HOST_NOT_ALLOWED',
    `The credential would be sent to ${tokenUrl.host}, which the input allowed-hosts does not allow. Nothing was sent.`,
  );
}

/**
 * What a token must be before it is handed over.
 *
 * @returns warnings.
 * @throws Failure E_TOKEN_TENANT or E_SCOPE_MISSING
 */
export function checkToken(credential: Credential, wishes: Wishes, token: AccessToken): string[] {
  checkTenant(credential, token);
  return checkScopes(credential, wishes, token);
}

/** A token of another tenant opens other people's data, or nothing. */
function checkTenant({ zoneId, tokenUrl }: Credential, { claims }: AccessToken): void {
  const issued = claims?.['zid'];
  if (zoneId === undefined || typeof issued !== 'string' || issued === zoneId) return;
  throw new Failure(
    'E_TOKEN_TENANT',
    `${tokenUrl.host} issued a token of another tenant (claim zid) than the one that the credential names (zoneid). Check token-url and the url of the credential; a proxy or a copied host name may lead to the wrong tenant.`,
  );
}

/**
 * @returns a warning where the server did not grant all that was asked for.
 * @throws Failure E_SCOPE_MISSING where it did not grant what is required.
 */
function checkScopes(
  { tokenUrl }: Credential,
  { requireScopes, parameters }: Wishes,
  token: AccessToken,
): string[] {
  if (requireScopes.length === 0 && parameters.scope === undefined) return [];
  const granted = grantedScopes(token.scope, token.claims);
  const missing = missingScopes(requireScopes, granted);
  if (missing.length > 0) {
    throw new Failure(
      'E_SCOPE_MISSING',
      `The token of ${tokenUrl.host} lacks the required scopes ${listOf(missing)}. Assign them to the client: they come from the service plan, the role or the authorities of the key.`,
    );
  }
  const notGranted = missingScopes((parameters.scope ?? '').split(' ').filter(Boolean), granted);
  return notGranted.length === 0
    ? []
    : [`The server did not grant the requested scopes ${listOf(notGranted)}.`];
}
