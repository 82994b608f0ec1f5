import type { Credential } from '../credentials/credential.ts';
import { Failure } from '../failure.ts';
import { counted, type ExchangeOptions, exchange } from '../http/exchange.ts';
import type { AccessToken } from './access-token.ts';
import { type TokenParameters, tokenRequest } from './token-request.ts';
import { accessToken, jsonBody } from './token-response.ts';

export interface TokenOptions extends ExchangeOptions {
  /** The environment of the job: GitHub says there how to ask for its OIDC token. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called with each secret that comes up on the way, before it is sent anywhere. */
  readonly onSecret: (secrets: readonly string[]) => void;
}

/**
 * Gets an access token by the client credentials grant (RFC 6749 4.4). One request when all is well,
 * and one more where GitHub is asked for the proof.
 *
 * @throws Failure
 */
export async function fetchToken(
  credential: Credential,
  parameters: TokenParameters,
  options: TokenOptions,
): Promise<AccessToken> {
  const { kind } = credential.proof;
  // Signing, and GitHub's part, are loaded by those that prove themselves so.
  const assertions =
    kind === 'private-key' || kind === 'github-oidc'
      ? (await import('./assertions.ts')).assertionsOf(credential, options)
      : undefined;
  const { response, attempts, receivedAt } = await exchange(
    assertions === undefined
      ? () => tokenRequest(credential, parameters)
      : async () => tokenRequest(credential, parameters, await assertions.next()),
    options,
  );
  try {
    const body = response.status === 200 ? jsonBody(response) : undefined;
    if (body !== undefined && typeof body['error'] !== 'string') {
      const token = accessToken(body, response, receivedAt, parameters.scope);
      return assertions === undefined ? token : assertions.described(token);
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const place = `${credential.tokenUrl.host}, ${counted(attempts)}`;
    throw new Failure(error.code, `${error.message} (${place})`);
  }
  const { refusal } = await import('./refusal.ts');
  throw refusal(response, credential, attempts, parameters, assertions?.made);
}
