import { Failure } from '../../base/failure.ts';
import { tooLate } from '../engine.ts';
import { inFull, type Reason } from '../reasons.ts';
import { dueAt } from '../schedule.ts';
import { storeAgain } from '../store.ts';
import { validityOf } from '../stored-value.ts';
import type { PendingRetirement, RotationOutcome, RotationState } from '../types.ts';
import { adopt } from './adopt.ts';
import {
  type AskReason,
  adoptedPair,
  decideByHand,
  disableAfter,
  isDiverged,
  type ManualDecision,
  type ManualObserved,
} from './decide.ts';
import { isSame, type NoticeBoard, placeOf, type Subject } from './notices.ts';
import { type Found, observeAdopted, observeByHand, previousClient } from './observe.ts';
import type { AdoptedPair, Pair } from './pair.ts';
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
  const found = await observeByHand(job);
  const decision = decideByHand(found.observed, job, job.timing.now());
  return outcomeByHand(job, await act(job, found, decision));
}

/** What acting on a decision has led to. */
interface ManualEffect {
  readonly state: RotationState;
  readonly reason: Reason;
  /** What is stored now; left out where that is not known, or nothing is. */
  readonly pair?: Pair | undefined;
  /** This run has stored it in all destinations. */
  readonly isNew?: boolean;
  readonly pending?: PendingRetirement | undefined;
  readonly notes: readonly string[];
  /** Markdown: what a person does now, one text for each issue. */
  readonly instructions?: readonly string[];
  /** Why there is no issue for it. */
  readonly trouble?: Failure | undefined;
}

async function act(
  job: ManualJob,
  { observed, board }: Found,
  decision: ManualDecision,
): Promise<ManualEffect> {
  const { because: reason } = decision;
  const { pair } = observed;
  if (decision.do === 'stop' || board === undefined) {
    return { state: 'stale-snapshot', reason, notes: [tooLate(job)] };
  }
  if (decision.do === 'report') {
    return { state: 'planned', reason, pair, notes: [planNote(decision.would)] };
  }
  if (pair === undefined || pair.adopted !== undefined) {
    return attend(job, observed, decision, board, []);
  }
  if (decision.do === 'wait') {
    const note = `${PASTED} A run in the mode when-due tries it and stores it in all destinations.`;
    return { state: 'not-due', reason, pair, notes: [note] };
  }
  const stored = await adopt(job, pair, board);
  const now = await observeAdopted(job, observed, stored, board);
  const next = decideByHand(now, job, job.timing.now());
  return attend(job, now, next, board, [newPair(stored, board)]);
}

const PASTED = 'A person has pasted a client into the main destination.';

function planNote(would: Exclude<ManualDecision, { do: 'report' }>): string {
  return `${wouldDo(would)} Reason: ${inFull(would.because)}.`;
}

function wouldDo(would: Exclude<ManualDecision, { do: 'report' }>): string {
  switch (would.do) {
    case 'adopt':
      return `${PASTED} It would be tried and stored in all destinations.`;
    case 'ask':
      return `${whyReplace(would.because)} A person would be asked.`;
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
  decision: ManualDecision,
  board: NoticeBoard,
  said: readonly string[],
): Promise<ManualEffect> {
  const { alive, isNew } = observed;
  const pair = adoptedPair(observed);
  const restored = pair !== undefined && isDiverged(observed) ? await restore(job, pair) : [];
  const writtenAt = restored.length > 0 ? new Date(job.timing.now()) : observed.writtenAt;
  const current = subjectOf(pair);
  // What was asked for about any other client has been done.
  await board.settle((marker) => marker.kind === 'replace' && !isSame(marker, current));
  const reminder = alive && pair ? await remind(job, pair, writtenAt, board) : undefined;
  const asked = decision.do === 'ask' ? await ask(job, pair, decision.because, board) : undefined;
  const instructions = [asked, reminder].flatMap((each) => each?.instructions ?? []);
  const quiet = isNew ? 'rotated' : 'not-due';
  const needs = asked !== undefined || (instructions.length > 0 && !isNew);
  return {
    ...{ pair, isNew, instructions, reason: decision.because },
    state: needs ? 'needs-a-person' : quiet,
    notes: [...(asked?.notes ?? []), ...said, ...restored, ...(reminder?.notes ?? [])],
    pending: reminder?.pending,
    trouble: board.trouble(),
  };
}

async function restore(job: ManualJob, { text }: AdoptedPair): Promise<readonly string[]> {
  await storeAgain(job, text);
  return [
    'The destinations were written out of order, as where one was added: the current client has been stored in all of them again, and the grace period begins anew.',
  ];
}

/** Opens the issue that asks for a new client, or brings it up to date. */
async function ask(
  job: ManualJob,
  pair: AdoptedPair | undefined,
  reason: AskReason,
  board: NoticeBoard,
): Promise<{ readonly notes: readonly string[]; readonly instructions: string }> {
  const text = replaceText(job, pair, reason);
  const urgent = reason === 'leaked' || reason === 'dead';
  const subject = { ...subjectOf(pair), leaked: reason === 'leaked' };
  const notice = await board.post(subject, text, urgent);
  const where = placeOf(notice, job.issues);
  const note = `${whyReplace(reason)} A person has to create a new one: the steps stand in ${where}.`;
  return { notes: [note], instructions: text.body };
}

function subjectOf(pair: AdoptedPair | undefined): Subject {
  return { kind: 'replace', client: pair?.clientId, since: pair?.adopted.createdAt };
}

function newPair({ clientId, adopted }: AdoptedPair, board: NoticeBoard): string {
  const done = 'The client that a person has pasted works, and all destinations hold it.';
  if (adopted.previous !== undefined) return done;
  const asked = board.all().filter(({ marker }) => marker.kind === 'replace' && !marker.done);
  return asked.some(({ marker }) => marker.client === clientId)
    ? `${done} It has the client id of the one that was stored before: its age counts from now on.`
    : `${done} If another one was stored before, it is alive: disable it where it was issued when no job can hold it any more.`;
}

interface Reminder {
  /** The old client; undefined: a person has said that it is disabled. */
  readonly pending: PendingRetirement | undefined;
  readonly notes: readonly string[];
  /** What a person does now, where this run is the one that says it. */
  readonly instructions: string | undefined;
}

/**
 * Reminds a person once to disable the client that was stored before, when no job can hold it any
 * more. The person answers by closing the issue. Undefined: there is no old client that is known.
 */
async function remind(
  job: ManualJob,
  pair: AdoptedPair,
  writtenAt: Date | undefined,
  board: NoticeBoard,
): Promise<Reminder | undefined> {
  const previous = previousClient(job, pair);
  if (previous === undefined) return undefined;
  const { createdAt } = pair.adopted;
  const { name, leaked } = previous;
  const after = disableAfter(pair, previous, writtenAt, job);
  const subject = { kind: 'disable', client: name, since: createdAt, leaked } as const;
  const known = board.find(subject);
  if (known?.open === false) return { pending: undefined, notes: [], instructions: undefined };
  const pending = { name, after, byHand: true } as const;
  const quiet = { pending, notes: [], instructions: undefined };
  if (after.getTime() > job.timing.now()) return quiet;
  const text = disableText(job, pair, previous, createdAt);
  // Opens it, or brings it up to date.
  const notice = await board.post(subject, text, false);
  if (known !== undefined && notice !== undefined) return quiet;
  const where = placeOf(notice, job.issues);
  const what = leaked
    ? 'The old client is in wrong hands, and no API can revoke it.'
    : 'No job can need the old client any more.';
  const note = `${what} A person has to disable it: the steps stand in ${where}.`;
  return { pending, notes: [note], instructions: text.body };
}

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is pasted while a run is at work may be lost.';

async function outcomeByHand(job: ManualJob, effect: ManualEffect): Promise<RotationOutcome> {
  const { state, reason, pair, isNew = false, pending, instructions = [], trouble } = effect;
  const adopted = pair?.adopted;
  const certificate = pair && (await validityOf(pair.value));
  return {
    state,
    reason,
    // Of what nobody has tried yet nothing is shown: its client id may be a secret in the wrong place.
    credentialName: adopted && pair?.clientId,
    previousName: isNew ? adopted?.previous?.name : adopted && pair?.clientId,
    createdAt: adopted?.createdAt,
    expiresAt: certificate?.to,
    nextRotationAt: adopted && dueAt(adopted.createdAt, job.owner.entry, job, certificate),
    retiredNames: [],
    retirePending: pending === undefined ? [] : [pending],
    destinations: [...job.others, job.main].map(({ label }) => ({
      label,
      state: isNew ? 'written' : 'unchanged',
    })),
    currentText: pair?.text,
    notes: [
      ...effect.notes,
      ...(trouble === undefined || instructions.length === 0 ? [] : [withoutIssue(trouble)]),
      ...(job.run.startedAt === undefined ? [NO_START] : []),
    ],
    ...(instructions.length > 0 && { instructions: instructions.join('\n\n---\n\n') }),
  };
}

function withoutIssue({ message }: Failure): string {
  return `People were told here only, by no issue. ${message}`;
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
