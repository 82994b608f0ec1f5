import { Failure } from '../../base/failure.ts';
import { isInOrder, isStale, refuseUnread } from '../observe.ts';
import { validityOf } from '../stored-value.ts';
import { adoptedPair, type ManualObserved } from './decide.ts';
import { type NoticeBoard, noticeBoard } from './notices.ts';
import { type AdoptedPair, type Previous, readPair } from './pair.ts';
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
  const { main, others, run } = job;
  // A secret that a job cannot read is empty.
  const text = job.current?.trim() === '' ? undefined : job.current;
  const stored = await Promise.all(others.map((destination) => destination.check()));
  const { updatedAt: writtenAt } = await main.check();
  refuseUnread(job, text, writtenAt);
  const stale = isStale(run.startedAt, writtenAt);
  const found: ManualObserved = {
    pair: stale || text === undefined ? undefined : await readPair(job, text),
    stale,
    startKnown: run.startedAt !== undefined,
    writtenAt,
    outOfOrder: stored.some(({ updatedAt }) => !isInOrder(updatedAt, writtenAt)),
    ...{ alive: false, isNew: false, leaked: false, certificate: undefined, previous: undefined },
  };
  if (stale) return { observed: found, board: undefined };
  const board = await noticeBoard(job.owner, job.issues);
  const pair = adoptedPair(found);
  if (found.pair !== undefined && pair === undefined) return { observed: found, board };
  refuseUnknownConfirm(job, pair);
  if (pair === undefined) return { observed: found, board };
  const alive = (await job.verify(pair)) === 'accepted';
  const known = await knownOf(job, pair, board);
  return { observed: { ...found, ...known, alive }, board };
}

/** After this run has stored it everywhere. @throws Failure E_INPUT_INVALID */
export async function observeAdopted(
  job: ManualJob,
  found: ManualObserved,
  pair: AdoptedPair,
  board: NoticeBoard,
): Promise<ManualObserved> {
  refuseUnknownConfirm(job, pair);
  return {
    ...found,
    ...(await knownOf(job, pair, board)),
    pair,
    alive: true,
    isNew: true,
    writtenAt: new Date(job.timing.now()),
    outOfOrder: false,
  };
}

async function knownOf(
  job: ManualJob,
  pair: AdoptedPair,
  board: NoticeBoard,
): Promise<Pick<ManualObserved, 'leaked' | 'certificate' | 'previous'>> {
  const { createdAt: since } = pair.adopted;
  const previous = previousClient(job, pair);
  const reminded =
    previous !== undefined && board.find({ kind: 'disable', client: previous.name, since });
  return {
    leaked: isLeaked(job, pair, board),
    certificate: await validityOf(pair.value),
    previous: reminded ? undefined : previous,
  };
}

/** The client that was stored before, and whether somebody has said that it is in wrong hands. */
export function previousClient(
  { mode, confirm }: Pick<ManualJob, 'mode' | 'confirm'>,
  { adopted: { previous } }: AdoptedPair,
): Previous | undefined {
  if (previous === undefined) return undefined;
  const named = mode === 'revoke-now' && confirm === previous.name;
  return { ...previous, leaked: previous.leaked || named };
}

/** An open issue remembers it; a person who closes it takes it back. */
function isLeaked({ mode, confirm }: ManualJob, pair: AdoptedPair, board: NoticeBoard): boolean {
  if (mode === 'revoke-now' && confirm === pair.clientId) return true;
  const { clientId: client, adopted } = pair;
  const notice = board.find({ kind: 'replace', client, since: adopted.createdAt });
  return notice?.open === true && notice.marker.leaked;
}

/** @throws Failure E_INPUT_INVALID */
function refuseUnknownConfirm({ mode, confirm }: ManualJob, pair: AdoptedPair | undefined): void {
  const names = [pair?.clientId, pair?.adopted.previous?.name];
  if (mode !== 'revoke-now' || names.includes(confirm)) return;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input confirm is neither the client id that is stored nor the one that was stored before. Nobody was asked for anything.',
    'The summary of the last run shows both.',
  );
}
