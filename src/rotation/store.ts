import { Failure, withParts } from '../base/failure.ts';
import { listOf } from '../base/text.ts';
import type { Destination, DestinationOutcome, NewCredential, RotationJob } from './types.ts';

type Places = Pick<RotationJob, 'others' | 'main'>;

/** The destinations of a job, which remember what became of them. */
export interface Recorded {
  readonly places: Places;
  /** What has been done to each so far, the main one last. */
  states(): readonly DestinationOutcome[];
}

/** Whatever is written, and for whatever reason, is told. */
export function recorded({ others, main }: Places): Recorded {
  const states = new Map<Destination, DestinationOutcome['state']>();
  const noting = (destination: Destination): Destination => {
    async function noted<T>(doing: Promise<T>, done?: 'written'): Promise<T> {
      try {
        const result = await doing;
        if (done !== undefined) states.set(destination, done);
        return result;
      } catch (error) {
        states.set(destination, 'failed');
        throw error;
      }
    }
    return {
      label: destination.label,
      check: () => noted(destination.check()),
      store: (value) => noted(destination.store(value), 'written'),
    };
  };
  return {
    places: { others: others.map(noting), main: noting(main) },
    states: () =>
      [...others, main].map((destination) => ({
        label: destination.label,
        state: states.get(destination) ?? 'unchanged',
      })),
  };
}

/**
 * Writes the value that is current anyway to every destination, the main one last.
 *
 * @throws Failure E_DESTINATION of the first that refuses, when all others have it.
 */
export async function storeAgain(places: Places, text: string): Promise<void> {
  const [failure] = await storeWherePossible(places, text);
  if (failure !== undefined) throw failure;
}

/**
 * The same, where one that refuses is no reason to stop.
 *
 * @returns why some do not have it.
 */
export async function storeWherePossible(
  { others, main }: Places,
  text: string,
): Promise<readonly Failure[]> {
  const failures: Failure[] = [];
  for (const destination of [...others, main]) {
    try {
      await destination.store(text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failures.push(error);
    }
  }
  return failures;
}

/**
 * Stores a new credential, the main destination last: until then a run that dies leaves a job that
 * reads the old one, and both are alive.
 *
 * @param old what is put back where a destination fails; undefined: nothing that is to be used on.
 * @returns why some others do not have it; none where the old value can be put back.
 * @throws Failure E_DESTINATION where the main one does not have it, or the old value was put back.
 */
export async function storeNew(
  job: Places & Pick<RotationJob, 'runner'>,
  { name, text }: Pick<NewCredential, 'name' | 'text'>,
  old: string | undefined,
): Promise<readonly Failure[]> {
  const written: Destination[] = [];
  const failed: Destination[] = [];
  const failures: Failure[] = [];
  for (const destination of [...job.others, job.main]) {
    job.runner.progress(`storing ${name} in ${destination.label}`);
    try {
      await destination.store(text);
      written.push(destination);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      failed.push(destination);
      failures.push(error);
      // What was written without an answer may hold either; the old value is alive as well.
      if (old !== undefined) throw await putBack(job, [...written, destination], old, error);
    }
  }
  if (!failed.includes(job.main)) return failures;
  // Nothing that may be used on is stored there: each destination that works is better than none.
  throw new Failure(
    'E_DESTINATION',
    `The new credential ${name} could not be stored in ${listOf(failed.map(({ label }) => label))}; the other destinations have it.`,
    'Run the rotation again.',
  );
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
