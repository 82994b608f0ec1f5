import { completeCredential } from '../../../src/credentials/complete.ts';
import { readCredential } from '../../../src/credentials/read.ts';
import type { AuthorityContext, ClientAccess } from '../../../src/rotation/types.ts';
import { fetchToken } from '../../../src/token/fetch-token.ts';
import { testContext } from '../../context.ts';

/** Tokens for stored credentials, as the token action gets them. */
export async function clientAccess(
  text: string,
  { transport, timing, deadline }: Pick<AuthorityContext, 'transport' | 'timing' | 'deadline'>,
): Promise<ClientAccess> {
  const choices = { provider: 'auto', authMethod: 'auto' } as const;
  const credential = await completeCredential(
    await readCredential(text),
    {},
    choices,
    timing.now(),
  );
  const token = await fetchToken(
    credential,
    { resource: [], others: [] },
    testContext({ transport, timing, deadline }),
  );
  return {
    clientId: credential.clientId,
    accessToken: token.value,
    expiresAt: token.expiresIn === undefined ? undefined : timing.now() + token.expiresIn * 1000,
  };
}
