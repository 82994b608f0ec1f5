import { Failure } from '../../failure.ts';
import type { ApiRequest } from '../http-client.ts';
import { Unanswered } from '../unanswered.ts';
import { type CfResult, type CfSpeaker, cfAnswer } from './cloud-foundry-answer.ts';
import type { CfContext } from './cloud-foundry-context.ts';

/** How long one answer may take, in milliseconds. Work that takes longer runs in jobs. */
const LIMIT = 60_000;

export const LONGER = 'Raise the input timeout if the server is slow.';

/**
 * Sends a request once.
 *
 * @param attempts how many it will be, this one included.
 * @throws Failure E_AUTHORITY when no time is left, and what `world.send` throws beside Unanswered.
 */
export async function sendOnce(
  request: ApiRequest,
  speaker: CfSpeaker,
  attempts: number,
  { world }: CfContext,
): Promise<CfResult> {
  const where = { speaker, host: request.url.host, attempts };
  const left = world.deadline - world.timing.now();
  if (left <= 0) throw outOfTime(where.host);
  try {
    const headers = {
      accept: 'application/json',
      'user-agent': 'api-client-credentials',
      ...request.headers,
    };
    const response = await world.send({ ...request, headers }, Math.min(left, LIMIT));
    return cfAnswer(response, where);
  } catch (error) {
    if (error instanceof Unanswered) return { ...where, unanswered: error };
    throw error;
  }
}

function outOfTime(host: string): Failure {
  return new Failure('E_AUTHORITY', `No time is left to ask ${host}. ${LONGER}`);
}
