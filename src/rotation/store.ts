import { Failure, withParts } from '../base/failure.ts';
import { listOf } from '../base/text.ts';
import type { Destination, NewCredential, RotationJob } from './types.ts';

/**
 * Writes the value that is current anyway to every destination, the main one last.
 *
 * @throws Failure E_DESTINATION
 */
export async function storeAgain(
  { others, main }: Pick<RotationJob, 'others' | 'main'>,
  text: string,
): Promise<void> {
  for (const destination of [...others, main]) await destination.store(text);
}

/**
 * Stores a new credential, the main destination last: until then a run that dies leaves a job that
 * reads the old one, and both are alive.
 *
 * @param old what is put back where a destination fails; undefined: nothing that works.
 * @throws Failure E_DESTINATION
 */
export async function storeNew(
  job: Pick<RotationJob, 'others' | 'main' | 'runner'>,
  { name, text }: Pick<NewCredential, 'name' | 'text'>,
  old: string | undefined,
): Promise<void> {
  const written: Destination[] = [];
  const failed: Destination[] = [];
  for (const destination of [...job.others, job.main]) {
    job.runner.progress(`storing ${name} in ${destination.label}`);
    try {
      await destination.store(text);
      written.push(destination);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed.push(destination);
      // What was written without an answer may hold either; the old value is alive as well.
      if (old !== undefined) throw await putBack(job, [...written, destination], old, error);
    }
  }
  // The old credential is dead: each destination that works again is better than none.
  if (failed.length > 0) {
    throw new Failure(
      'E_DESTINATION',
      `The new credential ${name} could not be stored in ${listOf(failed.map(({ label }) => label))}; the other destinations have it.`,
      'Run the rotation again.',
    );
  }
}

/** @returns the failure, with what the destinations hold now. */
async function putBack(
  { main }: Pick<RotationJob, 'main'>,
  touched: readonly Destination[],
  old: string,
  failure: Failure,
): Promise<Failure> {
  const left: string[] = [];
  for (const destination of touched) {
    // Written after one that keeps the new value, it would look like the end of a run that went well.
    if (destination === main && left.length > 0) {
      left.push(main.label);
      break;
    }
    try {
      await destination.store(old);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      if (destination !== touched.at(-1)) left.push(destination.label);
    }
  }
  const state =
    left.length === 0
      ? 'All destinations hold the old credential, which is alive.'
      : `${listOf(left)} may hold the new credential, which is alive as well.`;
  return withParts(failure, {
    happened: `${failure.happened} ${state}`,
    next: `${failure.next} The next run puts it right.`.trim(),
  });
}
