import { Failure } from '../../base/failure.ts';
import { heldText, observeDestinations } from '../observe.ts';
import type { ManualObserved } from './decide.ts';
import { type NoticeBoard, noticeBoard } from './notices.ts';
import { readPair, type StoredPair } from './pair.ts';
import type { ManualJob } from './types.ts';

/** What a run finds, and the issues; undefined where it comes too late to read them. */
export interface Found {
  readonly observed: ManualObserved;
  readonly board: NoticeBoard | undefined;
}

/**
 * Reads every destination and the issues, and asks for a token with what a run has stored. What a
 * person has pasted is asked about when it is adopted.
 *
 * @throws Failure where a destination or the stored text cannot be read, or `confirm` names nothing.
 */
export async function observeByHand(job: ManualJob): Promise<Found> {
  const text = heldText(job);
  const destinations = await observeDestinations(job, text);
  const nothing: ManualObserved = {
    ...destinations,
    ...{ current: undefined, pasted: undefined, previous: undefined },
    ...{ alive: false, isNew: false, leaked: false, reminded: false },
  };
  if (destinations.stale) return { observed: nothing, board: undefined };
  const { current, pasted } = text === undefined ? {} : await readPair(job, text);
  const board = await noticeBoard(job.owner, job.issues);
  if (pasted !== undefined) return { observed: { ...nothing, pasted }, board };
  refuseUnknownConfirm(job, current);
  if (current === undefined) return { observed: nothing, board };
  const alive = (await job.verify(current)) === 'accepted';
  return { observed: { ...nothing, ...known(job, current, board), alive }, board };
}

/** After this run has stored it everywhere. @throws Failure E_INPUT_INVALID */
export function observeAdopted(
  job: ManualJob,
  found: ManualObserved,
  pair: StoredPair,
  board: NoticeBoard,
): ManualObserved {
  refuseUnknownConfirm(job, pair);
  return {
    ...found,
    ...known(job, pair, board),
    pasted: undefined,
    alive: true,
    isNew: true,
    writtenAt: new Date(job.timing.now()),
    outOfOrder: false,
  };
}

/** What the job and the issues say of the pair and of the client that was stored before. */
function known({ mode, confirm }: ManualJob, current: StoredPair, board: NoticeBoard) {
  const isNamed = (name: string) => mode === 'revoke-now' && confirm === name;
  const { clientId, createdAt: since, previous } = current;
  // An open issue remembers it; a person who closes it takes it back.
  const notice = board.find({ kind: 'replace', client: clientId, since });
  const reminder = previous && board.find({ kind: 'disable', client: previous.name, since });
  return {
    current,
    leaked: isNamed(clientId) || (notice?.open === true && notice.marker.leaked),
    previous: previous && { ...previous, leaked: previous.leaked || isNamed(previous.name) },
    reminded: reminder !== undefined,
  };
}

/** @throws Failure E_INPUT_INVALID */
function refuseUnknownConfirm({ mode, confirm }: ManualJob, pair: StoredPair | undefined): void {
  const names = [pair?.clientId, pair?.previous?.name];
  if (mode !== 'revoke-now' || names.includes(confirm)) return;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input confirm is neither the client id that is stored nor the one that was stored before. Nobody was asked for anything.',
    'The summary of the last run shows both.',
  );
}
