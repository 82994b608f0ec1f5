import { Failure } from '../failure.ts';
import { tooLate } from './engine.ts';
import { type AdoptedPair, adopt } from './manual/adopt.ts';
import { type Found, look } from './manual/look.ts';
import type { ManualJob } from './manual/manual-job.ts';
import { type ManualEnding, manualOutcome } from './manual/manual-outcome.ts';
import { isSame, type Subject } from './manual/marker.ts';
import { type NoticeBoard, noticeBoard, placeOf } from './manual/notice-board.ts';
import { reasonFor, refuseUnknownConfirm, refuseWithoutConfirm } from './manual/reason.ts';
import { remind } from './manual/remind.ts';
import { type Reason, replaceText, whyReplace } from './manual/steps.ts';
import type { RotationOutcome } from './outcome.ts';
import { reassert } from './store-everywhere.ts';

/**
 * Looks after a credential whose issuer has no API: tells a person when it is to be replaced and how,
 * and tries and stores what the person has pasted into the main destination. What a run knows is what
 * that destination holds and what its issues say; docs/decisions/0015 tells why.
 *
 * @throws Failure
 */
export async function rotateByHand(job: ManualJob): Promise<RotationOutcome> {
  if (job.storeAs === 'client-secret') {
    throw new Failure(
      'E_CONFIG',
      'An authority of the kind manual cannot have store-as: client-secret: a new client has a new client id, and both must be stored together. Set store-as: json.',
    );
  }
  refuseWithoutConfirm(job);
  const found = await look(job);
  return manualOutcome(job, await run(job, found));
}

async function run(job: ManualJob, found: Found): Promise<ManualEnding> {
  if (found.stale) return { state: 'stale-snapshot', notes: [tooLate(job)] };
  const board = await noticeBoard(job.owner, job.issues);
  if (found.pair?.adopted === undefined && found.pair !== undefined) {
    const waits = waiting(job);
    if (waits !== undefined) return { ...waits, pair: found.pair };
    const pair = await adopt(job, found.pair, board);
    const adopted = { ...found, pair, writtenAt: new Date(job.now()), outOfOrder: false };
    return attend(job, adopted, true, board, [newPair(pair, board)]);
  }
  return attend(job, found, false, board, []);
}

/** Modes that store nothing new. */
function waiting({ mode }: ManualJob): Pick<ManualEnding, 'state' | 'notes'> | undefined {
  const what = 'A person has pasted a client into the main destination.';
  if (mode === 'plan') {
    const note = `${what} It would be tried and stored in all destinations.`;
    return { state: 'planned', notes: [note] };
  }
  const note = `${what} A run in the mode when-due tries it and stores it in all destinations.`;
  return mode === 'retire' ? { state: 'not-due', notes: [note] } : undefined;
}

/** Whatever is stored: is it to be replaced, and is an old one to be disabled? */
async function attend(
  job: ManualJob,
  found: Found,
  isNew: boolean,
  board: NoticeBoard,
  told: readonly string[],
): Promise<ManualEnding> {
  const pair = adoptedPair(found);
  refuseUnknownConfirm(job, pair);
  const alive = isNew || (pair !== undefined && (await job.verify(pair)) === 'accepted');
  const reason = await reasonFor(job, { pair, alive, isNew }, board);
  if (job.mode === 'plan') return { pair, isNew, state: 'planned', notes: [planned(reason)] };
  const healed = alive && !isNew ? await heal(job, found, pair) : [];
  const writtenAt = healed.length > 0 ? new Date(job.now()) : found.writtenAt;
  const current = subjectOf(pair);
  // What was asked for about any other client has been done.
  await board.settle((marker) => marker.kind === 'replace' && !isSame(marker, current));
  const reminder = alive && pair ? await remind(job, pair, writtenAt, board) : undefined;
  const asked = reason === undefined ? undefined : await ask(job, pair, reason, board);
  const steps = [asked?.steps, reminder?.steps].filter((step) => step !== undefined);
  const quiet = isNew ? 'rotated' : 'not-due';
  const needs = asked !== undefined || (steps.length > 0 && !isNew);
  return {
    ...{ pair, isNew, steps },
    state: needs ? 'needs-a-person' : quiet,
    notes: [...(asked?.notes ?? []), ...told, ...healed, ...(reminder?.notes ?? [])],
    pending: reminder?.pending,
    trouble: board.trouble(),
  };
}

/** Opens the issue that asks for a new client, or brings it up to date. */
async function ask(
  job: ManualJob,
  pair: AdoptedPair | undefined,
  reason: Reason,
  board: NoticeBoard,
): Promise<{ readonly notes: readonly string[]; readonly steps: string }> {
  const text = replaceText(job, pair, reason);
  const urgent = reason === 'leaked' || reason === 'refused';
  const subject = { ...subjectOf(pair), leaked: reason === 'leaked' };
  const notice = await board.tell(subject, text, urgent);
  const where = placeOf(notice, job.issues);
  const note = `${whyReplace(reason)} A person has to create a new one: the steps stand in ${where}.`;
  return { notes: [note], steps: text.body };
}

function subjectOf(pair: AdoptedPair | undefined): Subject {
  return { kind: 'replace', client: pair?.clientId, since: pair?.adopted.createdAt };
}

function planned(reason: Reason | undefined): string {
  return reason === undefined ? 'Not due.' : `${whyReplace(reason)} A person would be asked.`;
}

function adoptedPair({ pair }: Found): AdoptedPair | undefined {
  return pair?.adopted === undefined ? undefined : { ...pair, adopted: pair.adopted };
}

/** Where nobody knows when this run began, what it holds may be older than what is stored. */
async function heal(
  job: ManualJob,
  { outOfOrder }: Found,
  pair: AdoptedPair | undefined,
): Promise<string[]> {
  if (!outOfOrder || pair === undefined || job.run.startedAt === undefined) return [];
  await reassert(job, pair.text);
  return [
    'The destinations were written out of order, as where one was added: the current client has been stored in all of them again, and the grace period begins anew.',
  ];
}

function newPair({ clientId, adopted }: AdoptedPair, board: NoticeBoard): string {
  const done = 'The client that a person has pasted works, and all destinations hold it.';
  if (adopted.previous !== undefined) return done;
  const asked = board.all().filter(({ marker }) => marker.kind === 'replace' && !marker.done);
  return asked.some(({ marker }) => marker.client === clientId)
    ? `${done} It has the client id of the one that was stored before: its age counts from now on.`
    : `${done} If another one was stored before, it is alive: disable it where it was issued when no job can hold it any more.`;
}
