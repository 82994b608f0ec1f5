import { classOf, Failure } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import type { ClientAccess, RotationJob } from '../rotation/types.ts';
import type { Context } from '../runner/runner.ts';
import { tokenMasks } from '../token/response.ts';
import type { Inputs, RequestOptions } from './inputs.ts';
import { obtainToken, requireWanted, resolveCredential } from './obtain-token.ts';

/** What a token is asked for with, beside what is stored. */
export type TokenSettings = Pick<
  Inputs,
  'binding' | 'overrides' | 'credentialOptions' | 'requestOptions'
>;

type Question = TokenSettings & Pick<Inputs, 'credentials'>;

/** The token path answers sooner; an authority must not wait for it as long as a person would. */
const LONGEST = 60_000;

/**
 * Asks for a token just as a job would that reads the stored text.
 *
 * @param replaces whatever is stored, also what cannot be read at all: the person wants it so.
 */
export function verifier(
  settings: TokenSettings,
  storeAs: 'json' | 'client-secret',
  replaces: boolean,
  context: Context,
): RotationJob['verify'] {
  return async ({ text, value }) => {
    try {
      await tokenFor(withStored(settings, storeAs, text, value), context);
      return 'accepted';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      const kind = classOf(error);
      const isUnreadable = kind === 'credential' || kind === 'input';
      if (kind === 'refused' || (replaces && isUnreadable)) return 'refused';
      throw error;
    }
  };
}

/** An access token for any stored credential, as an authority needs one to log in. */
export async function clientAccess(
  credentials: string,
  requestOptions: RequestOptions,
  context: Context,
): Promise<ClientAccess> {
  const question = { ...withoutInputs(requestOptions), credentials };
  const { credential, token } = await tokenFor(question, context);
  return {
    clientId: credential.clientId,
    accessToken: token.value,
    expiresAt: token.expiresAt?.getTime(),
  };
}

/** Where a credential says everything about itself. */
export function withoutInputs(requestOptions: RequestOptions): TokenSettings {
  const credentialOptions = { provider: 'auto', authMethod: 'auto' } as const;
  return { binding: undefined, overrides: {}, credentialOptions, requestOptions };
}

async function tokenFor(question: Question, context: Context) {
  const { requestOptions } = question;
  const deadline = Math.min(context.deadline, context.timing.now() + LONGEST);
  const resolved = await resolveCredential(question, context);
  const { credential, token } = await obtainToken(resolved.credential, requestOptions, {
    ...context,
    deadline,
  });
  context.secrets.keep(tokenMasks(token));
  await requireWanted(credential, requestOptions, token, context.secrets);
  return { credential, token };
}

/** A secret alone is asked with beside the separate inputs, or with what the issuer says of it. */
function withStored(
  settings: TokenSettings,
  storeAs: 'json' | 'client-secret',
  text: string,
  value: JsonObject | undefined,
): Question {
  if (storeAs === 'json') return { ...settings, credentials: text };
  const overrides = { ...settings.overrides, clientSecret: text };
  const credentials = value === undefined ? undefined : JSON.stringify(value);
  return { ...settings, credentials, overrides };
}
