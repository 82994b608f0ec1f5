import type { Credential } from '../credentials/credential.ts';
import { Failure } from '../failure.ts';
import { counted, type ExchangeOptions, exchange } from '../http/exchange.ts';
import type { AccessToken } from './access-token.ts';
import { secretParameters, type TokenParameters, tokenRequest } from './token-request.ts';
import { accessToken, jsonBody } from './token-response.ts';

/**
 * Gets an access token by the client credentials grant (RFC 6749 4.4). One request when all is well.
 *
 * @throws Failure
 */
export async function fetchToken(
  credential: Credential,
  parameters: TokenParameters,
  options: ExchangeOptions,
): Promise<AccessToken> {
  const { response, attempts, receivedAt } = await exchange(
    () => tokenRequest(credential, parameters),
    options,
  );
  try {
    const body = response.status === 200 ? jsonBody(response) : undefined;
    if (body !== undefined && typeof body['error'] !== 'string') {
      return accessToken(body, response, receivedAt, parameters.scope);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const place = `${credential.tokenUrl.host}, ${counted(attempts)}`;
    throw new Failure(error.code, `${error.message} (${place})`);
  }
  const { refusal } = await import('./refusal.ts');
  throw refusal(response, credential, attempts, secretParameters(parameters));
}
