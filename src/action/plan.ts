import type { InventoryEntry } from '../rotation/inventory.ts';

/** GitHub makes no more jobs of one matrix. */
const MOST_JOBS = 256;

const DAY = 86_400_000;

/** One job of the matrix: what a workflow needs before it can call the action. */
export interface PlannedJob {
  readonly name: string;
  readonly secret: string;
  /** Empty: none. A job that names an empty environment has none. */
  readonly environment: string;
}

export interface Plan {
  readonly jobs: readonly PlannedJob[];
  /** How many entries have to wait for another day. */
  readonly left: number;
}

/**
 * A job for each entry, since each looks after its own credential also when nothing is due. Of more
 * than 256 entries each day has the next ones, so that all have their turn.
 *
 * @param now milliseconds since the epoch.
 */
export function planOf(entries: readonly InventoryEntry[], now: number): Plan {
  const count = Math.min(entries.length, MOST_JOBS);
  const first = count === 0 ? 0 : (Math.floor(now / DAY) * count) % entries.length;
  const turn = [...entries.slice(first), ...entries.slice(0, first)].slice(0, count);
  return {
    jobs: turn.map(({ name, secret, environment = '' }) => ({ name, secret, environment })),
    left: entries.length - count,
  };
}

/** The value for `strategy.matrix`. */
export function matrixOf({ jobs }: Plan): string {
  return JSON.stringify({ include: jobs });
}
