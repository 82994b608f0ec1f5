import type { Warning } from '../base/failure.ts';

/**
 * What is told where the rotation of a stored credential has not taken place on its day.
 *
 * @param due from the member `rotation` of the stored value, ISO 8601.
 */
export function overdueWarning(due: Date): Warning {
  return {
    code: 'W_ROTATION',
    text: `The rotation of this credential is overdue since ${due.toISOString().slice(0, 10)}. Look whether the workflow that rotates it still runs: GitHub stops schedules of repositories without activity after 60 days.`,
  };
}
