/** The shortest time between the starts of two writes, in milliseconds. */
const GAP = 1000;

const HOUR = 3_600_000;

/** How many writes GitHub allows in so many milliseconds. */
const WINDOWS = [
  { writes: 80, within: 60_000 },
  { writes: 500, within: HOUR },
] as const;

const LONGEST = 500;

export interface WritePace {
  /** How many milliseconds from now on the next write has to wait. */
  wait(): number;
  /** A write starts now. */
  started(): void;
  /** It has been answered, or never will be. */
  ended(): void;
}

/**
 * The pace that GitHub asks for where requests create content: one after the other, a second apart,
 * at most 80 in any minute and 500 in any hour. A token bucket would let twice as many pass in the
 * minute after a rest, so the times of the last 500 writes are kept instead.
 *
 * @param now milliseconds since the epoch.
 * @param writesInAnHour how many writes the jobs that follow one another could want in an hour. A job
 * does not know when the one before it wrote; where all could be too many, each spreads its own evenly.
 */
export function writePace(now: () => number, writesInAnHour = 0): WritePace {
  const spread = writesInAnHour > LONGEST;
  const gap = spread ? HOUR / LONGEST : GAP;
  // The job before this one may have written just now.
  const starts: number[] = spread ? [now()] : [];
  let end = Number.NEGATIVE_INFINITY;
  return {
    wait() {
      const last = starts.at(-1);
      if (last === undefined) return 0;
      const limits = WINDOWS.map(({ writes, within }) => (starts.at(-writes) ?? -within) + within);
      // GitHub's times have no fractions: writes in one second would not show which was the later.
      return Math.max(0, Math.max(last + gap, end + GAP, ...limits) - now());
    },
    started() {
      starts.push(now());
      if (starts.length > LONGEST) starts.shift();
    },
    ended() {
      end = now();
    },
  };
}
