import type { Reason } from '../reasons.ts';
import { retirableAt, whyDue } from '../schedule.ts';
import type { Policy, Schedule, Validity } from '../types.ts';
import type { AdoptedPair, Pair, Previous } from './pair.ts';

/** What a run finds before it changes anything. */
export interface ManualObserved {
  /** Undefined: nothing is stored yet, or what this run holds is too old to be looked at. */
  readonly pair: Pair | undefined;
  /** The main destination is newer than what this run holds. */
  readonly stale: boolean;
  /** Does anybody know when this run began? Else what it holds may be older than what is stored. */
  readonly startKnown: boolean;
  /** When the main destination was last written, by its own clock. */
  readonly writtenAt: Date | undefined;
  /** Destinations may hold different clients. */
  readonly outOfOrder: boolean;
  /** Its token server accepts the pair; false where it was not asked. */
  readonly alive: boolean;
  /** This run has stored the pair. */
  readonly isNew: boolean;
  /** The stored client is in wrong hands: a person has named it to this run, or an open issue says so. */
  readonly leaked: boolean;
  /** Undefined: the pair has none. */
  readonly certificate: Validity | undefined;
  /** The client that was stored before, where nobody has been reminded of it. */
  readonly previous: Previous | undefined;
}

/** Why a person is asked for a new client. */
export type AskReason = Extract<
  Reason,
  'missing' | 'leaked' | 'dead' | 'forced' | 'certificate' | 'age'
>;

/**
 * - `adopt`: tries what a person has pasted, and stores it everywhere;
 * - `ask`: asks a person for a new client;
 * - `remind`: asks a person to disable the one that was stored before;
 * - `restore`: stores the current one in all destinations again;
 * - `wait`, `stop`: as for every rotation.
 */
type Choice =
  | { readonly do: 'ask'; readonly because: AskReason }
  | { readonly do: 'adopt' | 'remind' | 'restore' | 'wait' | 'stop'; readonly because: Reason };

/** What a run does, and why. `report`: nothing, but it says what it would do. */
export type ManualDecision =
  | Choice
  | { readonly do: 'report'; readonly would: Choice; readonly because: Reason };

type Rule = Choice & {
  readonly applies: (observed: ManualObserved, policy: Policy, now: number) => boolean;
};

/**
 * The first of these rules that applies. In the mode `retire` those that ask are left out.
 *
 * | rule          | does    | where                                                           |
 * |---------------|---------|-----------------------------------------------------------------|
 * | `stale`       | stop    | the main destination was written after the run had begun        |
 * | `pasted`      | wait    | no run has stored it yet, and the mode is `retire`              |
 * | `pasted`      | adopt   | no run has stored it yet                                        |
 * | `missing`     | ask     | nothing is stored                                               |
 * | `leaked`      | ask     | the stored client is in wrong hands                             |
 * | `dead`        | ask     | the stored client gives no token                                |
 * | `pasted`      | wait    | this run has stored it                                          |
 * | `forced`      | ask     | mode `force`                                                    |
 * | `certificate` | ask     | two thirds of the life of its certificate are over              |
 * | `age`         | ask     | its day within the last tenth of `rotate-every` has come        |
 * | `leaked`      | remind  | the client that was stored before is in wrong hands             |
 * | `diverged`    | restore | the times of writing say that a destination may hold another    |
 * | `old`         | remind  | no job can need the client that was stored before               |
 * | `kept`        | wait    | mode `retire`                                                   |
 * | `young`       | wait    | everything else                                                 |
 */
export const RULES: readonly Rule[] = [
  { because: 'stale', do: 'stop', applies: ({ stale }) => stale },
  {
    because: 'pasted',
    do: 'wait',
    applies: ({ pair }, { mode }) => mode === 'retire' && isPasted(pair),
  },
  { because: 'pasted', do: 'adopt', applies: ({ pair }) => isPasted(pair) },
  { because: 'missing', do: 'ask', applies: ({ pair }) => pair === undefined },
  { because: 'leaked', do: 'ask', applies: ({ leaked }) => leaked },
  { because: 'dead', do: 'ask', applies: ({ alive }) => !alive },
  { because: 'pasted', do: 'wait', applies: ({ isNew }) => isNew },
  { because: 'forced', do: 'ask', applies: (_observed, { mode }) => mode === 'force' },
  { because: 'certificate', do: 'ask', applies: (...found) => isDueBy('certificate', ...found) },
  { because: 'age', do: 'ask', applies: (...found) => isDueBy('age', ...found) },
  {
    because: 'leaked',
    do: 'remind',
    applies: (observed, policy, now) =>
      observed.previous?.leaked === true && isReminderDue(observed, policy, now),
  },
  { because: 'diverged', do: 'restore', applies: isDiverged },
  { because: 'old', do: 'remind', applies: isReminderDue },
  { because: 'kept', do: 'wait', applies: (_observed, { mode }) => mode === 'retire' },
  { because: 'young', do: 'wait', applies: () => true },
];

/**
 * What a run does, and why. It reads nothing and knows no clock. The mode `plan` decides as
 * `when-due` does, and then only reports.
 *
 * @param now milliseconds since the epoch.
 */
export function decideByHand(
  observed: ManualObserved,
  policy: Policy,
  now: number,
): ManualDecision {
  const rule = RULES.find(
    (candidate) =>
      !(policy.mode === 'retire' && candidate.do === 'ask') &&
      candidate.applies(observed, policy, now),
  );
  const choice = rule === undefined ? ({ do: 'wait', because: 'young' } as const) : choiceOf(rule);
  if (policy.mode !== 'plan' || choice.do === 'stop') return choice;
  return { do: 'report', would: choice, because: choice.because };
}

function choiceOf(rule: Rule): Choice {
  return rule.do === 'ask'
    ? { do: rule.do, because: rule.because }
    : { do: rule.do, because: rule.because };
}

function isPasted(pair: Pair | undefined): boolean {
  return pair !== undefined && pair.adopted === undefined;
}

/** What a run has stored; undefined: nothing, or what a person has pasted since. */
export function adoptedPair({ pair }: Pick<ManualObserved, 'pair'>): AdoptedPair | undefined {
  return pair?.adopted === undefined ? undefined : { ...pair, adopted: pair.adopted };
}

function isDueBy(
  what: 'certificate' | 'age',
  ...[{ pair, certificate }, policy, now]: Parameters<Rule['applies']>
): boolean {
  if (pair?.adopted === undefined) return false;
  return whyDue(pair.adopted.createdAt, policy.owner.entry, policy, certificate, now) === what;
}

/** Where nobody knows when this run began, what it holds may be older than what is stored. */
export function isDiverged({
  pair,
  alive,
  isNew,
  outOfOrder,
  startKnown,
}: ManualObserved): boolean {
  return pair !== undefined && alive && !isNew && outOfOrder && startKnown;
}

function isReminderDue(observed: ManualObserved, schedule: Schedule, now: number): boolean {
  const { alive, previous, writtenAt } = observed;
  const pair = adoptedPair(observed);
  if (!alive || pair === undefined || previous === undefined) return false;
  return disableAfter(pair, previous, writtenAt, schedule).getTime() <= now;
}

/**
 * From when on a person may disable the client that was stored before: no job can hold it any more,
 * or it is in wrong hands.
 *
 * @param writtenAt when the main destination was last written, by its own clock.
 */
export function disableAfter(
  { adopted: { createdAt } }: AdoptedPair,
  previous: Previous,
  writtenAt: Date | undefined,
  schedule: Schedule,
): Date {
  return previous.leaked ? createdAt : retirableAt(createdAt, writtenAt ?? createdAt, schedule);
}
