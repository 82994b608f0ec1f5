import { validityOf } from '../certificate-validity.ts';
import type { PendingRetirement, RotationOutcome, RotationState } from '../outcome.ts';
import type { ManualJob } from './manual-job.ts';
import type { Pair } from './pair.ts';
import { nextRotationAt } from './reason.ts';

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
