import { Failure, type Warning, withParts } from '../base/failure.ts';
import { completeCredential } from '../credentials/complete.ts';
import { type Credential, credentialMasks, secretOf } from '../credentials/credential.ts';
import { readCredential, warningsAbout } from '../credentials/read.ts';
import type { Context } from '../runner/runner.ts';
import { formEncode, type Secrets } from '../secrets/ledger.ts';
import { fetchToken, withMutualTlsEndpoint } from '../token/fetch-token.ts';
import { type AccessToken, isWanted, type WantedScopes } from '../token/response.ts';
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
 * What a token must be before it is handed over: `checkToken`, which is loaded only where the token
 * may be another one than the one that is wanted.
 *
 * @param secrets keeps the token before anything of it is shown.
 * @returns warnings.
 * @throws Failure E_TOKEN_CLIENT, E_TOKEN_TENANT or E_SCOPE_MISSING
 */
export async function requireWanted(
  credential: Credential,
  wanted: WantedScopes,
  token: AccessToken,
  secrets: Secrets,
): Promise<Warning[]> {
  if (isWanted(credential, wanted, token)) return [];
  const { checkToken } = await import('../token/unusual.ts');
  return checkToken(credential, wanted, token, secrets);
}
