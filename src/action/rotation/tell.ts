import type { RotationOutcome, RotationState } from '../../rotation/outcome.ts';
import type { Step } from '../step.ts';
import { workflowCommand } from '../workflow-commands.ts';
import { appendSummary } from './files.ts';
import { rotationSummary } from './summary.ts';

/** What was asked for was not done, or somebody else must do it. */
const UNDONE: readonly RotationState[] = ['needs-a-person', 'stale-snapshot'];

/** Tells people how a rotation has ended: in the job summary, and by annotations. */
export function tell(entry: string, outcome: RotationOutcome, { env, timing, write }: Step): void {
  appendSummary(env, rotationSummary(entry, outcome, timing.now()));
  const level = UNDONE.includes(outcome.state) ? 'warning' : 'notice';
  for (const note of outcome.notes) write(workflowCommand(level, { title: entry }, note));
}
