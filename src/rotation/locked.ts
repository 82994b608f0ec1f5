import { Failure } from '../failure.ts';
import type { RotationJob } from './job.ts';
import type { Preflight } from './preflight.ts';

/**
 * Refuses to create beside a run that has created and not stored yet. It helps where somebody forgot
 * the concurrency group, and replaces it by no means: two runs may both come this far.
 *
 * @throws Failure E_LOCKED
 */
export async function refuseBesideOthers(
  { run, runIsOver }: RotationJob,
  { ours, current }: Preflight,
): Promise<void> {
  const newer = ours.slice(ours.findIndex(({ name }) => name === current?.name) + 1);
  for (const id of new Set(newer.map(({ runId }) => runId))) {
    // Our own run may have been started again, and one that nobody can look up must not block.
    if (id === run.id || (await runIsOver(id)) !== false) continue;
    throw new Failure(
      'E_LOCKED',
      `The workflow run ${id} is rotating this credential now. Nothing was changed. Wait until it is over, and give the jobs that rotate it a concurrency group in common.`,
    );
  }
}
