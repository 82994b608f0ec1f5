import { Failure } from '../../base/failure.ts';
import { listOf } from '../../base/text.ts';
import type { Destination } from '../types.ts';
import type { NoticeBoard } from './notices.ts';
import { type PastedPair, type Previous, type StoredPair, textOf } from './pair.ts';
import type { ManualJob } from './types.ts';

/**
 * Tries what a person has pasted into the main destination, and stores it everywhere.
 *
 * @throws Failure E_VERIFY where the pair does not work, and nothing is stored; E_DESTINATION.
 */
export async function adopt(
  job: ManualJob,
  { before, ...pasted }: PastedPair,
  board: NoticeBoard,
): Promise<StoredPair> {
  const createdAt = new Date(job.timing.now());
  const memory = { createdAt, previous: previousOf(job, pasted.clientId, before, board) };
  const pair = { ...pasted, ...memory, text: textOf(pasted, memory) };
  // As it will be stored, since that is what later jobs use.
  if ((await job.verify(pair)) !== 'accepted') throw refused(job);
  await distribute(job, pair.text);
  return pair;
}

/**
 * Other than that of an issuer with an API, this order needs nothing to put back: the main destination
 * holds the pair already. It is written again only when all others have it, and says so from then on.
 */
async function distribute({ others, main, runner }: ManualJob, text: string): Promise<void> {
  const failed: Destination[] = [];
  for (const destination of others) {
    runner.progress(`storing the client in ${destination.label}`);
    try {
      await destination.store(text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed.push(destination);
    }
  }
  if (failed.length > 0) {
    throw new Failure(
      'E_DESTINATION',
      `The client that was pasted works, and could not be stored in ${listOf(failed.map(({ label }) => label))}; the other destinations have it.`,
      'Leave the old client enabled, and run the rotation again.',
    );
  }
  runner.progress(`storing the client in ${main.label}`);
  await main.store(text);
}

/**
 * The main destination does not hold the old client any more. A person who fears a leak names it; a
 * text that was changed by hand carries it; and the issue that asked for the new one has it.
 */
function previousOf(
  { mode, confirm }: ManualJob,
  clientId: string,
  before: string | undefined,
  board: NoticeBoard,
): Previous | undefined {
  if (mode === 'revoke-now' && confirm !== undefined && confirm !== clientId) {
    return { name: confirm, leaked: true };
  }
  const asked = board.asked().findLast(({ client }) => client !== undefined);
  const name = before ?? asked?.client;
  if (name === undefined || name === clientId) return undefined;
  return { name, leaked: asked?.client === name && asked.leaked };
}

/** What was pasted may be a secret where a client id should be, so nothing of it is said. */
function refused({ main }: ManualJob): Failure {
  return new Failure(
    'E_VERIFY',
    `The client that was pasted into the ${main.label} is refused by its token server, and jobs that read it there fail. Nothing was stored in other destinations.`,
    'Compare client id, client secret and token URL with what the issuer shows, and whether the client is enabled there; store it once more by gh secret set, the value from a file, and run the rotation again.',
  );
}
