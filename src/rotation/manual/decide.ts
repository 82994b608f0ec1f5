import { firstOf, isDueBy, type Rule } from '../decide.ts';
import { retirableAt } from '../schedule.ts';
import type { Decision, ObservedDestinations, Policy, Schedule } from '../types.ts';
import type { PastedPair, Previous, StoredPair } from './pair.ts';

/** What a run finds before it changes anything. */
export interface ManualObserved extends ObservedDestinations {
  /** Undefined: nothing is stored, or what this run holds is pasted, or too old to be looked at. */
  readonly current: StoredPair | undefined;
  /** A person has pasted it, and no run has stored it anywhere yet. */
  readonly pasted: PastedPair | undefined;
  /** The token server accepts the current pair; false where it was not asked. */
  readonly alive: boolean;
  /** This run has stored the current pair. */
  readonly isNew: boolean;
  /** The current client is in wrong hands: a person has named it to this run, or an open issue says so. */
  readonly leaked: boolean;
  /** The client that was stored before. */
  readonly previous: Previous | undefined;
  /** A person has been asked to disable it. */
  readonly reminded: boolean;
}

/**
 * - `adopt`: tries what a person has pasted, and stores it everywhere;
 * - `ask`: asks a person for a new client;
 * - `remind`: asks a person to disable the one that was stored before;
 * - `restore`: stores the current one in all destinations again;
 * - `wait`, `stop`: as for every rotation.
 */
export type ManualDeed = 'adopt' | 'ask' | 'remind' | 'restore' | 'wait' | 'stop';

/** The first of these rules that applies decides. In the mode `retire` those that ask are left out. */
export const RULES: readonly Rule<ManualObserved, ManualDeed>[] = [
  { because: 'stale', do: 'stop', applies: ({ stale }) => stale },
  {
    because: 'pasted',
    do: 'wait',
    applies: ({ pasted }, { mode }) => mode === 'retire' && !!pasted,
  },
  { because: 'pasted', do: 'adopt', applies: ({ pasted }) => pasted !== undefined },
  { because: 'missing', do: 'ask', applies: ({ current }) => current === undefined },
  { because: 'leaked', do: 'ask', applies: ({ leaked }) => leaked },
  { because: 'dead', do: 'ask', applies: ({ alive }) => !alive },
  { because: 'pasted', do: 'wait', applies: ({ isNew }) => isNew },
  { because: 'forced', do: 'ask', applies: (_observed, { mode }) => mode === 'force' },
  { because: 'certificate', do: 'ask', applies: isDueBy('certificate') },
  { because: 'age', do: 'ask', applies: isDueBy('age') },
  { because: 'leaked', do: 'remind', applies: isLeakReminderDue },
  { because: 'diverged', do: 'restore', applies: isDiverged },
  { because: 'old', do: 'remind', applies: isReminderDue },
  { because: 'kept', do: 'wait', applies: (_observed, { mode }) => mode === 'retire' },
  { because: 'young', do: 'wait', applies: () => true },
];

/**
 * What a run does, and why. It reads nothing and knows no clock.
 *
 * @param now milliseconds since the epoch.
 */
export function decideByHand(
  observed: ManualObserved,
  policy: Policy,
  now: number,
): Decision<ManualDeed> {
  return firstOf(RULES, 'ask', observed, policy, now);
}

/** Where nobody knows when this run began, what it holds may be older than what is stored. */
export function isDiverged({ current, alive, outOfOrder, startKnown }: ManualObserved): boolean {
  return current !== undefined && alive && outOfOrder && startKnown;
}

function isReminderDue(observed: ManualObserved, schedule: Schedule, now: number): boolean {
  const { current, alive, previous, reminded, writtenAt } = observed;
  if (!alive || current === undefined || previous === undefined || reminded) return false;
  return disableAfter(current, previous, writtenAt, schedule).getTime() <= now;
}

function isLeakReminderDue(observed: ManualObserved, schedule: Schedule, now: number): boolean {
  return observed.previous?.leaked === true && isReminderDue(observed, schedule, now);
}

/**
 * From when on a person may disable the client that was stored before: no job can hold it any more,
 * or it is in wrong hands.
 *
 * @param writtenAt when the main destination was last written, by its own clock.
 */
export function disableAfter(
  { createdAt }: StoredPair,
  { leaked }: Previous,
  writtenAt: Date | undefined,
  schedule: Schedule,
): Date {
  return leaked ? createdAt : retirableAt(createdAt, writtenAt ?? createdAt, schedule);
}
