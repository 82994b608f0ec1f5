import type { Credential } from '../credentials/credential.ts';
import type { AccessToken } from '../token/access-token.ts';
import { fetchToken, type TokenOptions } from '../token/fetch-token.ts';
import { checkHost } from './checks.ts';
import type { Wishes } from './inputs.ts';

/**
 * Gets a token for a credential, and sends it to no host that is not allowed.
 *
 * @returns the credential with the token URL that was used.
 * @throws Failure
 */
export async function obtainToken(
  stored: Credential,
  { allowedHosts, parameters }: Wishes,
  options: TokenOptions,
): Promise<{ credential: Credential; token: AccessToken }> {
  checkHost(stored.tokenUrl, allowedHosts);
  let credential = stored;
  if (stored.metadataUrl !== undefined) {
    const { withMutualTlsEndpoint } = await import('../token/server-metadata.ts');
    credential = await withMutualTlsEndpoint(stored, options);
    checkHost(credential.tokenUrl, allowedHosts);
  }
  return { credential, token: await fetchToken(credential, parameters, options) };
}
