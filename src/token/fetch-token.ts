import { Failure, type Warning, withParts } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import type { Credential } from '../credentials/credential.ts';
import { counted, type ExchangeOptions, exchange } from '../http/exchange.ts';
import type { HttpResponse } from '../http/http.ts';
import type { Context } from '../runner/runner.ts';
import { secretParameters, type TokenParameters, tokenRequest } from './request.ts';
import { type AccessToken, accessToken, claimsOf, jsonBody, parsedBody } from './response.ts';

/**
 * Gets an access token by the client credentials grant (RFC 6749 4.4). One request when all is well,
 * and one more where GitHub is asked for the proof. Secret parameters and assertions are kept before
 * they are sent; who has made the credential has kept its secret.
 *
 * @throws Failure
 */
export async function fetchToken(
  credential: Credential,
  parameters: TokenParameters,
  context: Context,
): Promise<AccessToken> {
  const { proof, tokenUrl } = credential;
  const { secrets } = context;
  // What is stored is asked for where no input says otherwise.
  const scope = parameters.scope ?? credential.parameters['scope'];
  secrets.keep(secretParameters(parameters));
  // Signing, and GitHub's part, are loaded by those that prove themselves so.
  const byAssertion =
    proof.kind === 'private-key' || proof.kind === 'github-oidc'
      ? await import('./unusual.ts')
      : undefined;
  let assertion: string | undefined;
  const { response, attempts, receivedAt } = await exchange(async () => {
    assertion = await byAssertion?.clientAssertion(
      credential,
      context,
      parameters.assertionAudience,
    );
    return tokenRequest(credential, parameters, assertion);
  }, context);
  try {
    const body = tokenBody(response);
    if (body !== undefined && (typeof body['error'] !== 'string' || body['error'] === '')) {
      const token = accessToken(body, response, receivedAt, scope);
      return proof.kind === 'github-oidc' ? { ...token, subject: subjectOf(assertion) } : token;
    }
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    throw withParts(error, { facts: [tokenUrl.host, counted(attempts)] });
  }
  const { refusal } = await import('./unusual.ts');
  throw refusal({ response, attempts }, credential, secrets, {
    scope,
    assertion,
  });
}

/** RFC 6749 5.1 wants 200; some servers issue tokens with 201 or another status of success. */
function tokenBody(response: HttpResponse): JsonObject | undefined {
  if (response.status === 200) return jsonBody(response);
  const body = response.status > 200 && response.status < 300 ? parsedBody(response) : undefined;
  return body?.['access_token'] === undefined ? undefined : body;
}

function subjectOf(assertion: string | undefined): string | undefined {
  const subject = claimsOf(assertion ?? '')?.['sub'];
  return typeof subject === 'string' ? subject : undefined;
}

/**
 * The credential with a token URL that takes its certificate: where the credential does not say it,
 * the server is asked.
 *
 * @throws Failure E_CERT_NO_URL, and what `exchange` throws.
 */
export async function withMutualTlsEndpoint(
  credential: Credential,
  options: ExchangeOptions,
): Promise<Credential> {
  const { metadataUrl } = credential;
  if (metadataUrl === undefined) return credential;
  const { discoverMutualTlsEndpoint } = await import('./unusual.ts');
  return discoverMutualTlsEndpoint(credential, metadataUrl, options);
}

const DAY = 86_400_000;

/**
 * The warning of a rotation that is overdue, as the stored value tells; a rotation that runs once a
 * day may come when that day is over.
 */
export async function overdueRotation(stored: string | undefined, now: number): Promise<Warning[]> {
  const [, text = ''] = stored?.match(/"rotation":\s*\{[^{}]*"due":\s*"([\d.:TZ-]{10,30})"/) ?? [];
  const due = new Date(text);
  if (!(due.getTime() + DAY < now)) return [];
  const { overdueWarning } = await import('./unusual.ts');
  return [overdueWarning(due)];
}
