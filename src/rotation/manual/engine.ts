import { Failure } from '../../base/failure.ts';
import { tooLate } from '../engine.ts';
import { heldText, observeDestinations } from '../observe.ts';
import { inFull, type Reason } from '../reasons.ts';
import { dueAt } from '../schedule.ts';
import { storeAgain } from '../store.ts';
import type { Decision, PendingRetirement, RotationOutcome } from '../types.ts';
import { adopt } from './adopt.ts';
import {
  decideByHand,
  disableAfter,
  isDiverged,
  type ManualDeed,
  type ManualObserved,
} from './decide.ts';
import { type NoticeBoard, noticeBoard, placeOf, type Subject } from './notices.ts';
import { readPair, type StoredPair } from './pair.ts';
import { disableText, replaceText, whyReplace } from './steps.ts';
import type { ManualJob } from './types.ts';

/**
 * Looks after a credential whose issuer has no API: asks a person for a new one when it is to be
 * replaced, and tries and stores what the person has pasted into the main destination. What a run
 * knows is what that destination holds and what its issues say; docs/decisions/0015 says why.
 *
 * @throws Failure
 */
export async function rotateByHand(job: ManualJob): Promise<RotationOutcome> {
  if (job.storeAs === 'client-secret') {
    throw new Failure(
      'E_CONFIG',
      'An authority of the kind manual cannot have store-as: client-secret: a new client has a new client id, and both must be stored together.',
      'Set store-as: json.',
    );
  }
  refuseWithoutConfirm(job);
  const { observed, board } = await observe(job);
  return act(job, observed, decideByHand(observed, job, job.timing.now()), board);
}

/** @throws Failure E_INPUT_MISSING */
function refuseWithoutConfirm({ mode, confirm }: ManualJob): void {
  if (mode !== 'revoke-now' || confirm !== undefined) return;
  throw new Failure(
    'E_INPUT_MISSING',
    'The mode revoke-now needs the input confirm, the client id that is in wrong hands.',
    'No API can revoke it: with the client id, the run asks a person to do it at once.',
  );
}

/**
 * Reads every destination and the issues, and asks for a token with what a run has stored. What a
 * person has pasted is asked about when it is adopted.
 *
 * @returns no issues where the run comes too late to read them.
 * @throws Failure where a destination or the stored text cannot be read, or `confirm` names nothing.
 */
async function observe(
  job: ManualJob,
): Promise<{ readonly observed: ManualObserved; readonly board?: NoticeBoard }> {
  const text = heldText(job);
  const destinations = await observeDestinations(job, text);
  const nothing: ManualObserved = {
    ...destinations,
    ...{ current: undefined, pasted: undefined, previous: undefined },
    ...{ alive: false, isNew: false, leaked: false, reminded: false },
  };
  if (destinations.stale) return { observed: nothing };
  const { current, pasted } = text === undefined ? {} : await readPair(job, text);
  const board = await noticeBoard(job.owner, job.issues);
  if (current === undefined) {
    if (pasted === undefined) refuseUnknownConfirm(job, undefined);
    return { observed: { ...nothing, pasted }, board };
  }
  const about = aboutPair(job, current, board);
  const alive = (await job.verify(current)) === 'accepted';
  return { observed: { ...nothing, ...about, alive }, board };
}

/**
 * What the job and the issues say of the pair and of the client that was stored before.
 *
 * @throws Failure E_INPUT_INVALID where `confirm` names neither.
 */
function aboutPair(job: ManualJob, current: StoredPair, board: NoticeBoard) {
  refuseUnknownConfirm(job, current);
  const { mode, confirm } = job;
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

async function act(
  job: ManualJob,
  observed: ManualObserved,
  decision: Decision<ManualDeed>,
  board: NoticeBoard | undefined,
): Promise<RotationOutcome> {
  const { because: reason } = decision;
  const { pasted } = observed;
  if (decision.do === 'stop' || board === undefined) {
    return outcomeOf(job, observed, { state: 'stale-snapshot', reason, notes: [tooLate(job)] });
  }
  if (decision.do === 'report') {
    const note = `${wouldDo(decision.would, reason)} Reason: ${inFull(reason)}.`;
    return outcomeOf(job, observed, { state: 'planned', reason, notes: [note] });
  }
  if (pasted === undefined) return attend(job, observed, decision, board);
  if (decision.do === 'wait') {
    const note = `${PASTED} A run in the mode when-due tries it and stores it in all destinations.`;
    return outcomeOf(job, observed, { state: 'not-due', reason, notes: [note] });
  }
  const stored = await adopt(job, pasted, board);
  const now: ManualObserved = {
    ...{ ...observed, ...aboutPair(job, stored, board), pasted: undefined },
    ...{ alive: true, isNew: true, outOfOrder: false },
    writtenAt: new Date(job.timing.now()),
  };
  return attend(job, now, decideByHand(now, job, job.timing.now()), board);
}

const PASTED = 'A person has pasted a client into the main destination.';

function wouldDo(would: ManualDeed, because: Reason): string {
  switch (would) {
    case 'adopt':
      return `${PASTED} It would be tried and stored in all destinations.`;
    case 'ask':
      return `${whyReplace(because)} A person would be asked.`;
    case 'remind':
      return 'Not due: a person would be asked to disable the client that was stored before.';
    case 'restore':
      return 'Not due: the current client would be stored in all destinations again.';
    default:
      return 'Not due.';
  }
}

/** Whatever is stored: the destinations, the old client and the issues are looked after in any case. */
async function attend(
  job: ManualJob,
  observed: ManualObserved,
  { do: deed, because: reason }: Decision<ManualDeed>,
  board: NoticeBoard,
): Promise<RotationOutcome> {
  const { current, isNew } = observed;
  const said = isNew && current ? newPair(current, board) : undefined;
  const diverged = current !== undefined && isDiverged(observed);
  if (diverged) await storeAgain(job, current.text);
  const writtenAt = diverged ? new Date(job.timing.now()) : observed.writtenAt;
  // What was asked for about any other client has been done.
  await board.settle(subjectOf(current));
  const { pending, reminder } = await remind(job, { ...observed, writtenAt }, board);
  const asked = deed === 'ask' ? await ask(job, current, reason, board) : undefined;
  const requests = [asked, reminder].filter((request) => request !== undefined);
  const trouble = requests.length > 0 ? board.trouble() : undefined;
  const quiet = isNew ? 'rotated' : 'not-due';
  const needs = asked !== undefined || (reminder !== undefined && !isNew);
  const notes = [
    asked?.note,
    said,
    diverged ? RESTORED : undefined,
    reminder?.note,
    trouble && `People were told here only, by no issue. ${trouble.message}`,
  ];
  return outcomeOf(job, observed, {
    reason,
    state: needs ? 'needs-a-person' : quiet,
    notes: notes.filter((note) => note !== undefined),
    retirePending: pending === undefined ? [] : [pending],
    ...(requests.length > 0 && {
      instructions: requests.map(({ steps }) => steps).join('\n\n---\n\n'),
    }),
  });
}

const RESTORED =
  'The destinations were written out of order, as where one was added: the current client has been stored in all of them again, and the grace period begins anew.';

function newPair({ clientId, previous }: StoredPair, board: NoticeBoard): string {
  const done = 'The client that a person has pasted works, and all destinations hold it.';
  if (previous !== undefined) return done;
  return board.asked().some(({ client }) => client === clientId)
    ? `${done} It has the client id of the one that was stored before: its age counts from now on.`
    : `${done} If another one was stored before, it is alive: disable it where it was issued when no job can hold it any more.`;
}

/** What a person is asked to do: in a sentence, and in Markdown. */
interface Request {
  readonly note: string;
  readonly steps: string;
}

/** Opens the issue that asks for a new client, or brings it up to date. */
async function ask(
  job: ManualJob,
  current: StoredPair | undefined,
  reason: Reason,
  board: NoticeBoard,
): Promise<Request> {
  const text = replaceText(job, current, reason);
  const urgent = reason === 'leaked' || reason === 'dead';
  const subject = { ...subjectOf(current), leaked: reason === 'leaked' };
  const where = placeOf(await board.post(subject, text, urgent), job.issues);
  return {
    note: `${whyReplace(reason)} A person has to create a new one: the steps stand in ${where}.`,
    steps: text.body,
  };
}

function subjectOf(pair: StoredPair | undefined): Subject {
  return { kind: 'replace', client: pair?.clientId, since: pair?.createdAt };
}

/**
 * Reminds a person once to disable the client that was stored before, when no job can hold it any
 * more. The person answers by closing the issue.
 */
async function remind(
  job: ManualJob,
  { current, alive, previous, writtenAt }: ManualObserved,
  board: NoticeBoard,
): Promise<{ readonly pending?: PendingRetirement; readonly reminder?: Request }> {
  if (!alive || current === undefined || previous === undefined) return {};
  const { name, leaked } = previous;
  const subject = { kind: 'disable', client: name, since: current.createdAt, leaked } as const;
  const known = board.find(subject);
  if (known?.open === false) return {};
  const after = disableAfter(current, previous, writtenAt, job);
  const pending = { name, after, byHand: true } as const;
  if (after.getTime() > job.timing.now()) return { pending };
  const text = disableText(job, current, previous);
  // Opens it, or brings it up to date.
  const notice = await board.post(subject, text, false);
  if (known !== undefined && notice !== undefined) return { pending };
  const where = placeOf(notice, job.issues);
  const what = leaked
    ? 'The old client is in wrong hands, and no API can revoke it.'
    : 'No job can need the old client any more.';
  const note = `${what} A person has to disable it: the steps stand in ${where}.`;
  return { pending, reminder: { note, steps: text.body } };
}

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is pasted while a run is at work may be lost.';

type Said = Pick<RotationOutcome, 'state' | 'reason' | 'notes'> &
  Partial<Pick<RotationOutcome, 'retirePending' | 'instructions'>>;

function outcomeOf(
  job: ManualJob,
  { current, pasted, isNew }: ManualObserved,
  said: Said,
): RotationOutcome {
  const { certificate, text } = current ?? pasted ?? {};
  return {
    // Of what nobody has tried yet nothing is shown: its client id may be a secret in the wrong place.
    credentialName: current?.clientId,
    previousName: isNew ? current?.previous?.name : current?.clientId,
    createdAt: current?.createdAt,
    expiresAt: certificate?.to,
    nextRotationAt: current && dueAt(current.createdAt, job.owner.entry, job, certificate),
    retiredNames: [],
    retirePending: [],
    destinations: [...job.others, job.main].map(({ label }) => ({
      label,
      state: isNew ? 'written' : 'unchanged',
    })),
    currentText: text,
    ...said,
    notes: [...said.notes, ...(job.run.startedAt === undefined ? [NO_START] : [])],
  };
}
