import type { JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import type { ClientAccess } from '../../rotation/authority-kind.ts';
import type { RotationJob } from '../../rotation/job.ts';
import type { TokenOptions } from '../../token/fetch-token.ts';
import { checkToken } from '../checks.ts';
import type { Inputs, Wishes } from '../inputs.ts';
import { tokenMasks } from '../masks.ts';
import { obtainToken } from '../obtain-token.ts';
import { understand } from '../understand.ts';

/** What a token is asked for with, beside what is stored. */
export type TokenSettings = Pick<Inputs, 'binding' | 'parts' | 'choices' | 'wishes'>;

type Question = TokenSettings & Pick<Inputs, 'credentials'>;

/** The token path answers sooner; an authority must not wait for it as long as a person would. */
const LONGEST = 60_000;

/** By these a server, or the end of a certificate, says that a credential is not good any more. */
const FINAL: readonly string[] = ['E_UNAUTHORIZED', 'E_CERT_EXPIRED', 'E_MTLS_REJECTED'];

/** These say that a text is no credential that could give a token. */
const UNREADABLE = /^E_(?:CREDENTIAL|PEM|CERT|URL|INPUT)_?/;

/**
 * Asks for a token just as a job would that reads the stored text.
 *
 * @param replaces whatever is stored, also what cannot be read at all: the person wants it so.
 */
export function verifier(
  settings: TokenSettings,
  storeAs: 'json' | 'client-secret',
  replaces: boolean,
  world: TokenOptions,
): RotationJob['verify'] {
  return async ({ text, value }) => {
    try {
      await tokenFor(withStored(settings, storeAs, text, value), world);
      return 'accepted';
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (FINAL.includes(error.code)) return 'refused';
      if (replaces && UNREADABLE.test(error.code)) return 'refused';
      throw error;
    }
  };
}

/** An access token for any stored credential, as an authority needs one to log in. */
export async function clientAccess(
  credentials: string,
  wishes: Wishes,
  world: TokenOptions,
): Promise<ClientAccess> {
  const alone = { binding: undefined, parts: {}, choices: AUTOMATIC, wishes };
  const { credential, token } = await tokenFor({ ...alone, credentials }, world);
  return {
    clientId: credential.clientId,
    accessToken: token.value,
    expiresAt: token.expiresAt?.getTime(),
  };
}

const AUTOMATIC = { provider: 'auto', authMethod: 'auto' } as const;

async function tokenFor(question: Question, world: TokenOptions) {
  const { timing, onSecret } = world;
  const deadline = Math.min(world.deadline, timing.now() + LONGEST);
  const { credential: stored } = await understand(question, timing.now(), onSecret);
  const { credential, token } = await obtainToken(stored, question.wishes, { ...world, deadline });
  onSecret(tokenMasks(token));
  checkToken(credential, question.wishes, token);
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
  const parts = { ...settings.parts, clientSecret: text };
  const credentials = value === undefined ? undefined : JSON.stringify(value);
  return { ...settings, credentials, parts };
}
