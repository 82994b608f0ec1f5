import { Failure } from '../../base/failure.ts';
import { listOf } from '../../base/text.ts';
import { reassert, tooLate } from '../engine.ts';
import { isInOrder, refuseUnread } from '../observe.ts';
import { dueAt, retirableAt } from '../schedule.ts';
import { validityOf } from '../stored-value.ts';
import type { Destination, PendingRetirement, RotationOutcome, RotationState } from '../types.ts';
import { isSame, type NoticeBoard, noticeBoard, placeOf, type Subject } from './notices.ts';
import { type Adopted, type Pair, type Previous, readPair, textOf } from './pair.ts';
import { disableText, type Reason, replaceText, whyReplace } from './steps.ts';
import type { ManualJob } from './types.ts';

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

/** What every destination holds. */
export type AdoptedPair = Pair & { readonly adopted: Adopted };

/**
 * Tries what a person has pasted into the main destination, and stores it everywhere.
 *
 * @throws Failure E_VERIFY where the pair does not work, and nothing is stored; E_DESTINATION.
 */
export async function adopt(
  job: ManualJob,
  pasted: Pair,
  board: NoticeBoard,
): Promise<AdoptedPair> {
  const adopted = { createdAt: new Date(job.now()), previous: previousOf(job, pasted, board) };
  const pair = { ...pasted, adopted, text: textOf(pasted, adopted) };
  // As it will be stored, since that is what later jobs use.
  if ((await job.verify(pair)) !== 'accepted') throw refused(job);
  await distribute(job, pair);
  return pair;
}

/**
 * Other than that of an issuer with an API, this order needs nothing to put back: the main destination
 * holds the pair already. It is written again only when all others have it, and says so from then on.
 */
async function distribute({ others, main, progress }: ManualJob, { text }: Pair): Promise<void> {
  const failed: Destination[] = [];
  for (const destination of others) {
    progress(`storing the client in ${destination.label}`);
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
      `The client that was pasted works, and could not be stored in ${listOf(failed.map(({ label }) => label))}; the other destinations have it. Leave the old client enabled, and run the rotation again.`,
    );
  }
  progress(`storing the client in ${main.label}`);
  await main.store(text);
}

/**
 * The main destination does not hold the old client any more. A person who fears a leak names it; a
 * text that was changed by hand carries it; and the issue that asked for the new one has it.
 */
function previousOf(
  { mode, confirm }: ManualJob,
  { clientId, before }: Pair,
  board: NoticeBoard,
): Previous | undefined {
  const asked = board
    .all()
    .filter(
      ({ marker }) => marker.kind === 'replace' && !marker.done && marker.client !== undefined,
    )
    .at(-1)?.marker;
  if (mode === 'revoke-now' && confirm !== undefined && confirm !== clientId) {
    return { name: confirm, leaked: true };
  }
  const name = before ?? asked?.client;
  if (name === undefined || name === clientId) return undefined;
  return { name, leaked: asked?.client === name && asked.leaked };
}

/** What was pasted may be a secret where a client id should be, so nothing of it is said. */
function refused({ main }: ManualJob): Failure {
  return new Failure(
    'E_VERIFY',
    `The client that was pasted into the ${main.label} is refused by its token server, and jobs that read it there fail. Nothing was stored in other destinations. Compare client id, client secret and token URL with what the issuer shows, and whether the client is enabled there; store it once more by gh secret set, the value from a file, and run the rotation again.`,
  );
}

/** What a run finds before it changes anything. */
export interface Found {
  /** Undefined: nothing is stored yet, or what this run holds is too old to be looked at. */
  readonly pair: Pair | undefined;
  /** The main destination is newer than what this run holds. */
  readonly stale: boolean;
  /** When the main destination was last written, by its own clock. */
  readonly writtenAt: Date | undefined;
  /** Destinations may hold different clients. */
  readonly outOfOrder: boolean;
}

/** @throws Failure where a destination or the stored text cannot be read. */
export async function look(job: ManualJob): Promise<Found> {
  const { main, others, run } = job;
  // A secret that a job cannot read is empty.
  const text = job.current?.trim() === '' ? undefined : job.current;
  const stored = await Promise.all(others.map((destination) => destination.check()));
  const { updatedAt: writtenAt } = await main.check();
  refuseUnread(job, text, writtenAt);
  const stale =
    writtenAt !== undefined && run.startedAt !== undefined && writtenAt >= run.startedAt;
  return {
    pair: stale || text === undefined ? undefined : await readPair(job, text),
    stale,
    writtenAt,
    outOfOrder: stored.some(({ updatedAt }) => !isInOrder(updatedAt, writtenAt)),
  };
}

/** How a run has ended. */
export interface ManualEnding {
  readonly state: RotationState;
  /** What is stored now; left out where that is not known, or nothing is. */
  readonly pair?: Pair | undefined;
  /** This run has stored it in all destinations. */
  readonly isNew?: boolean;
  readonly pending?: PendingRetirement | undefined;
  readonly notes: readonly string[];
  /** Markdown: what a person does now. */
  readonly steps?: readonly string[];
  /** Why there is no issue for it. */
  readonly trouble?: string | undefined;
}

const NO_START =
  'The token may not read this workflow run (permission actions: read), so nobody could tell whether the value that the run holds is an old one. What is pasted while a run is at work may be lost.';

export async function manualOutcome(
  job: ManualJob,
  ending: ManualEnding,
): Promise<RotationOutcome> {
  const { state, pair, isNew = false, pending, steps = [], trouble } = ending;
  const adopted = pair?.adopted;
  return {
    state,
    // Of what nobody has tried yet nothing is told: its client id may be a secret in the wrong place.
    credentialName: adopted && pair?.clientId,
    previousName: isNew ? adopted?.previous?.name : adopted && pair?.clientId,
    createdAt: adopted?.createdAt,
    expiresAt: pair && (await validityOf(pair.value))?.to,
    nextRotationAt: adopted && pair && (await nextRotationAt(job, { ...pair, adopted })),
    retiredNames: [],
    retirePending: pending === undefined ? [] : [pending],
    destinations: [...job.others, job.main].map(({ label }) => ({
      label,
      state: isNew ? 'written' : 'unchanged',
    })),
    currentText: pair?.text,
    notes: [
      ...ending.notes,
      ...(trouble === undefined || steps.length === 0 ? [] : [withoutIssue(trouble)]),
      ...(job.run.startedAt === undefined ? [NO_START] : []),
    ],
    ...(steps.length > 0 && { steps: steps.join('\n\n---\n\n') }),
  };
}

function withoutIssue(trouble: string): string {
  return `People were told here only, by no issue. ${trouble}`;
}

/** What is stored, and what is known of it. */
export interface Known {
  readonly pair: AdoptedPair | undefined;
  readonly alive: boolean;
  /** This run has stored it. */
  readonly isNew: boolean;
}

/** Why a person has to replace the client now; undefined: there is no reason, or the mode asks for none. */
export async function reasonFor(
  job: ManualJob,
  { pair, alive, isNew }: Known,
  board: NoticeBoard,
): Promise<Reason | undefined> {
  if (job.mode === 'retire') return undefined;
  if (pair === undefined) return 'none';
  if (isLeaked(job, pair, board)) return 'leaked';
  if (!alive) return 'refused';
  if (isNew) return undefined;
  if (job.mode === 'force') return 'asked';
  return (await nextRotationAt(job, pair)).getTime() <= job.now() ? 'age' : undefined;
}

export async function nextRotationAt(job: ManualJob, pair: AdoptedPair): Promise<Date> {
  const certificate = await validityOf(pair.value);
  return dueAt(pair.adopted.createdAt, job.owner.entry, job, certificate);
}

/** An open issue remembers it; a person who closes it takes it back. */
function isLeaked({ mode, confirm }: ManualJob, pair: AdoptedPair, board: NoticeBoard): boolean {
  if (mode === 'revoke-now' && confirm === pair.clientId) return true;
  const { clientId: client, adopted } = pair;
  const notice = board.find({ kind: 'replace', client, since: adopted.createdAt });
  return notice?.open === true && notice.marker.leaked;
}

/** @throws Failure E_INPUT_MISSING */
export function refuseWithoutConfirm({ mode, confirm }: ManualJob): void {
  if (mode !== 'revoke-now' || confirm !== undefined) return;
  throw new Failure(
    'E_INPUT_MISSING',
    'The mode revoke-now needs the input confirm, the client id that is in wrong hands. No API can revoke it: with the client id, the run asks a person to do it at once.',
  );
}

/** @throws Failure E_INPUT_INVALID */
export function refuseUnknownConfirm(
  { mode, confirm }: ManualJob,
  pair: AdoptedPair | undefined,
): void {
  const names = [pair?.clientId, pair?.adopted.previous?.name];
  if (mode !== 'revoke-now' || names.includes(confirm)) return;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input confirm is neither the client id that is stored nor the one that was stored before. Nobody was asked for anything. The summary of the last run shows both.',
  );
}

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
