import type { PendingRetirement } from '../outcome.ts';
import { retirableAt } from '../policy.ts';
import type { AdoptedPair } from './adopt.ts';
import type { ManualJob } from './manual-job.ts';
import { type NoticeBoard, placeOf } from './notice-board.ts';
import { disableText } from './steps.ts';

export interface Reminder {
  /** The old client; undefined: a person has said that it is disabled. */
  readonly pending: PendingRetirement | undefined;
  readonly notes: readonly string[];
  /** What a person does now, where this run is the one that says it. */
  readonly steps: string | undefined;
}

/**
 * Reminds a person once to disable the client that was stored before, when no job can hold it any
 * more. The person answers by closing the issue. Undefined: there is no old client that is known.
 */
export async function remind(
  job: ManualJob,
  pair: AdoptedPair,
  writtenAt: Date | undefined,
  board: NoticeBoard,
): Promise<Reminder | undefined> {
  const { createdAt, previous: stored } = pair.adopted;
  if (stored === undefined) return undefined;
  const leaked = stored.leaked || (job.mode === 'revoke-now' && job.confirm === stored.name);
  const previous = { ...stored, leaked };
  const after = leaked ? createdAt : retirableAt(createdAt, writtenAt ?? createdAt, job);
  const subject = { kind: 'disable', client: stored.name, since: createdAt, leaked } as const;
  const known = board.find(subject);
  if (known?.open === false) return { pending: undefined, notes: [], steps: undefined };
  const pending = { name: stored.name, after, byHand: true } as const;
  if (after.getTime() > job.now()) return { pending, notes: [], steps: undefined };
  const text = disableText(job, pair, previous, createdAt);
  // Opens it, or brings it up to date.
  const notice = await board.tell(subject, text, false);
  if (known !== undefined && notice !== undefined) return { pending, notes: [], steps: undefined };
  const where = placeOf(notice, job.issues);
  const what = leaked
    ? 'The old client is in wrong hands, and no API can revoke it.'
    : 'No job can need the old client any more.';
  const note = `${what} A person has to disable it: the steps stand in ${where}.`;
  return { pending, notes: [note], steps: text.body };
}
