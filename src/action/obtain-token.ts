import { Failure, type Warning, withParts } from '../base/failure.ts';
import { listOf } from '../base/text.ts';
import { completeCredential } from '../credentials/complete.ts';
import { type Credential, credentialMasks, secretOf } from '../credentials/credential.ts';
import { readCredential, warningsAbout } from '../credentials/read.ts';
import type { Context } from '../runner/runner.ts';
import { formEncode, type Secrets } from '../secrets/ledger.ts';
import { fetchToken, withMutualTlsEndpoint } from '../token/fetch-token.ts';
import {
  type AccessToken,
  grantedScopes,
  missingScopes,
  scopesIn,
  tokenMasks,
} from '../token/response.ts';
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
  const secret = withoutName(secretOf(credential.proof) ?? '', parsed?.document['name']);
  // A Basic value is looked for by what is in it: the secret, as it is and form-encoded.
  secrets.keep([secret, ...(credential.proof.kind === 'secret' ? [formEncode(secret)] : [])]);
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
  { parameters, assertionAudience }: Pick<RequestOptions, 'parameters' | 'assertionAudience'>,
  context: Context,
): Promise<{ credential: Credential; token: AccessToken }> {
  const credential = await withMutualTlsEndpoint(stored, context);
  try {
    const sent = { ...parameters, assertionAudience };
    return { credential, token: await fetchToken(credential, sent, context) };
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
 * @param secrets keeps the token before anything of it is shown.
 * @returns warnings.
 * @throws Failure E_TOKEN_CLIENT, E_TOKEN_TENANT or E_SCOPE_MISSING
 */
export function checkToken(
  credential: Credential,
  requestOptions: RequestOptions,
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
    (name) => claims[name] !== clientId,
  );
  if (other === undefined) return;
  secrets.keep(tokenMasks(token));
  throw new Failure(
    'E_TOKEN_CLIENT',
    `${tokenUrl.host} issued a token of another client (claim ${other}: ${secrets.quote(String(claims[other]), 100)}) than the one that asked for it.`,
    'The token is not used. Check client-id and token-url, and whether a proxy or a cache before the server mixes up its answers.',
  );
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
  { tokenUrl, parameters: stored }: Credential,
  { requireScopes, parameters }: RequestOptions,
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
