import type { Reason } from './reasons.ts';
import { mayBeLate, retirementCandidates, whyDue } from './schedule.ts';
import { isDocument } from './stored-value.ts';
import type { Decision, Deed, Observed, Policy, Validity } from './types.ts';

/** Where it applies, a run does this, for this reason. */
export interface Rule<Found = Observed, Does = Deed> {
  readonly because: Reason;
  readonly do: Does;
  readonly applies: (observed: Found, policy: Policy, now: number) => boolean;
}

/**
 * What decides that a rotation is due, and everything else that a run does: the first of these rules
 * that applies. In the mode `retire` those that replace are left out.
 *
 * | rule          | does    | where                                                            |
 * |---------------|---------|------------------------------------------------------------------|
 * | `stale`       | stop    | the main destination was written after the run had begun         |
 * | `leaked`      | replace | `revoke-now` names what is stored, or nothing stored works       |
 * | `leaked`      | revoke  | `revoke-now` names one that is replaced already                  |
 * | `forced`      | replace | mode `force`                                                     |
 * | `missing`     | replace | nothing is stored                                                |
 * | `dead`        | replace | what is stored gives no token                                    |
 * | `unmanaged`   | replace | nothing tells when what is stored was created                    |
 * | `form`        | replace | JSON is stored, and the inventory wants the secret alone         |
 * | `certificate` | replace | two thirds of the life of its certificate are over               |
 * | `age`         | replace | its day within the last tenth of `rotate-every` has come         |
 * | `diverged`    | restore | the times of writing say that a run has died between two places  |
 * | `old`         | retire  | others of ours are past the grace period, or their certificates  |
 * | `kept`        | wait    | mode `retire`                                                    |
 * | `young`       | wait    | everything else                                                  |
 */
export const RULES: readonly Rule[] = [
  { because: 'stale', do: 'stop', applies: ({ stale }) => stale },
  { because: 'leaked', do: 'replace', applies: leaksWhatIsStored },
  { because: 'leaked', do: 'revoke', applies: (_observed, { mode }) => mode === 'revoke-now' },
  { because: 'forced', do: 'replace', applies: (_observed, { mode }) => mode === 'force' },
  { because: 'missing', do: 'replace', applies: ({ current }) => current === undefined },
  { because: 'dead', do: 'replace', applies: ({ current }) => current?.alive === false },
  { because: 'unmanaged', do: 'replace', applies: isUnmanaged },
  { because: 'form', do: 'replace', applies: hasAnotherForm },
  { because: 'certificate', do: 'replace', applies: isDueBy('certificate') },
  { because: 'age', do: 'replace', applies: isDueBy('age') },
  { because: 'diverged', do: 'restore', applies: isDiverged },
  { because: 'old', do: 'retire', applies: leavesOldOnes },
  { because: 'kept', do: 'wait', applies: (_observed, { mode }) => mode === 'retire' },
  { because: 'young', do: 'wait', applies: () => true },
];

/**
 * What a run does, and why. It reads nothing and knows no clock: the same arguments give the same
 * decision.
 *
 * @param now milliseconds since the epoch.
 */
export function decide(observed: Observed, policy: Policy, now: number): Decision {
  return firstOf(RULES, 'replace', observed, policy, now);
}

/**
 * The first rule that applies. The mode `plan` decides as `when-due` does, and then only reports.
 *
 * @param renews the deed that the mode `retire` leaves out.
 */
export function firstOf<Found, Does extends string>(
  rules: readonly Rule<Found, Does>[],
  renews: Does,
  observed: Found,
  policy: Policy,
  now: number,
): Decision<Does | 'wait'> {
  const rule = rules.find(
    (candidate) =>
      !(policy.mode === 'retire' && candidate.do === renews) &&
      candidate.applies(observed, policy, now),
  );
  const { do: deed, because } = rule ?? { do: 'wait', because: 'young' };
  if (policy.mode !== 'plan' || deed === 'stop') return { do: deed, because };
  return { do: 'report', would: deed, because };
}

function leaksWhatIsStored(observed: Observed, { mode }: Policy): boolean {
  const { current, revoked } = observed;
  const isStored = current?.alive !== true || revoked === current.name;
  return mode === 'revoke-now' && (isStored || mayBeLate(observed));
}

function isUnmanaged({ current }: Observed): boolean {
  return current?.createdAt === undefined;
}

/** The other way round a secret alone is no credential, and what reads it says so. */
function hasAnotherForm({ current }: Observed, { storeAs }: Policy): boolean {
  return storeAs === 'client-secret' && current !== undefined && isDocument(current.text);
}

interface Dated {
  readonly createdAt: Date | undefined;
  readonly certificate: Validity | undefined;
}

export function isDueBy(
  what: 'certificate' | 'age',
): Rule<{ readonly current: Dated | undefined }>['applies'] {
  return ({ current }, policy, now) =>
    current?.createdAt !== undefined &&
    whyDue(current.createdAt, policy.owner.entry, policy, current.certificate, now) === what;
}

/** Only what works and has a name is stored in all destinations again. */
export function isDiverged(observed: Observed): boolean {
  const { current, outOfOrder } = observed;
  if (mayBeLate(observed)) return false;
  return outOfOrder && current?.alive === true && current.name !== undefined;
}

function leavesOldOnes(observed: Observed, policy: Policy, now: number): boolean {
  const { old, outlived } = retirementCandidates(observed, policy, now);
  return old.length + outlived.length > 0;
}
