import { Failure } from '../../failure.ts';
import { validityOf } from '../certificate-validity.ts';
import { dueAt } from '../policy.ts';
import type { AdoptedPair } from './adopt.ts';
import type { ManualJob } from './manual-job.ts';
import type { NoticeBoard } from './notice-board.ts';
import type { Reason } from './steps.ts';

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
