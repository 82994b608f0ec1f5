import { Failure, type Warning, withParts } from '../base/failure.ts';
import { listOf } from '../base/text.ts';
import { completeCredential } from '../credentials/complete.ts';
import { type Credential, credentialMasks, secretOf } from '../credentials/credential.ts';
import { readCredential, warningsAbout } from '../credentials/read.ts';
import type { Context } from '../runner/runner.ts';
import { fetchToken, withMutualTlsEndpoint } from '../token/fetch-token.ts';
import { type AccessToken, grantedScopes, missingScopes } from '../token/response.ts';
import type { Inputs, RequestOptions } from './inputs.ts';

/** Inputs that say which credential it is. */
export type CredentialInputs = Pick<
  Inputs,
  'credentials' | 'binding' | 'overrides' | 'credentialOptions'
>;

/**
 * Makes a credential of what the inputs say, and masks all its secrets on the way.
 *
 * @throws Failure what reading and completing a credential throws.
 */
export async function resolveCredential(
  { credentials, binding, overrides, credentialOptions }: CredentialInputs,
  { timing, secrets }: Pick<Context, 'timing' | 'secrets'>,
): Promise<{ credential: Credential; warnings: Warning[] }> {
  const now = timing.now();
  const parsed = credentials === undefined ? undefined : await readCredential(credentials, binding);
  const clientId = overrides.clientId ?? parsed?.fields.clientId;
  const leaves = parsed?.secrets ?? [];
  secrets.mask(leaves.filter((leaf) => leaf !== clientId));
  const credential = await completeCredential(parsed, overrides, credentialOptions, now);
  secrets.maskOwn(credentialMasks(credential));
  secrets.keep([withoutName(secretOf(credential.proof) ?? '', parsed?.document['name'])]);
  const written = overrides.tokenUrl ?? parsed?.fields.tokenUrl;
  const found = await warningsAbout(credentials, written, credential, now);
  return { credential, warnings: [...(parsed?.warnings ?? []), ...found] };
}

/**
 * The secret of an API credential of XSUAA is `name$base64`. The name is public: a text that repeats
 * the name alone repeats no secret.
 */
function withoutName(secret: string, name: unknown): string {
  const start = `${String(name)}$`;
  return secret.startsWith(start) ? secret.slice(start.length) : secret;
}

/**
 * Gets a token for a credential.
 *
 * @returns the credential with the token URL that was used.
 * @throws Failure
 */
export async function obtainToken(
  stored: Credential,
  { parameters }: Pick<RequestOptions, 'parameters'>,
  context: Context,
): Promise<{ credential: Credential; token: AccessToken }> {
  const credential = await withMutualTlsEndpoint(stored, context);
  try {
    return { credential, token: await fetchToken(credential, parameters, context) };
  } catch (error) {
    throw afterDiscovery(error, stored);
  }
}

/** A host that nobody has written is refused: where its name came from, and what was sent there. */
function afterDiscovery(error: unknown, { metadataUrl }: Credential): unknown {
  if (metadataUrl === undefined) return error;
  if (!(error instanceof Failure && error.code === 'E_HOST_NOT_ALLOWED')) return error;
  const happened = `${error.happened} The metadata of ${metadataUrl.host} name it as the place for certificates; they were asked for without anything of the credential.`;
  return withParts(error, { happened });
}

/**
 * What a token must be before it is handed over.
 *
 * @returns warnings.
 * @throws Failure E_TOKEN_TENANT or E_SCOPE_MISSING
 */
export function checkToken(
  credential: Credential,
  requestOptions: RequestOptions,
  token: AccessToken,
): Warning[] {
  checkTenant(credential, token);
  return checkScopes(credential, requestOptions, token);
}

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
  { tokenUrl }: Credential,
  { requireScopes, parameters }: RequestOptions,
  token: AccessToken,
): Warning[] {
  if (requireScopes.length === 0 && parameters.scope === undefined) return [];
  const granted = grantedScopes(token.scope, token.claims);
  const missing = missingScopes(requireScopes, granted);
  if (missing.length > 0) {
    throw new Failure(
      'E_SCOPE_MISSING',
      `The token of ${tokenUrl.host} lacks the required scopes ${listOf(missing)}.`,
      'Assign them to the client: they come from the service plan, the role or the authorities of the key.',
    );
  }
  const notGranted = missingScopes((parameters.scope ?? '').split(' ').filter(Boolean), granted);
  if (notGranted.length === 0) return [];
  const text = `The server did not grant the requested scopes ${listOf(notGranted)}.`;
  return [{ code: 'W_SCOPE_NOT_GRANTED', text }];
}
