import { isInOrder, refuseUnread } from '../preflight.ts';
import type { ManualJob } from './manual-job.ts';
import { type Pair, readPair } from './pair.ts';

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
