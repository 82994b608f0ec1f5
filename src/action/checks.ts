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
 * @returns a warning where the server did not grant all that was asked for.
 * @throws Failure E_SCOPE_MISSING where it did not grant what is required.
 */
export function checkScopes({ requireScopes, parameters }: Wishes, token: AccessToken): string[] {
  if (requireScopes.length === 0 && parameters.scope === undefined) return [];
  const granted = grantedScopes(token.scope, token.claims);
  const missing = missingScopes(requireScopes, granted);
  if (missing.length > 0) {
    throw new Failure(
      'E_SCOPE_MISSING',
      `The token lacks the required scopes ${listOf(missing)}. Assign them to the client: they come from the service plan, the role or the authorities of the key.`,
    );
  }
  const notGranted = missingScopes((parameters.scope ?? '').split(' ').filter(Boolean), granted);
  return notGranted.length === 0
    ? []
    : [`The server did not grant the requested scopes ${listOf(notGranted)}.`];
}
