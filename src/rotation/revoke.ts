import { Failure } from '../failure.ts';
import { isByFingerprint } from './identify.ts';
import type { RotationJob } from './job.ts';
import type { Managed } from './policy.ts';
import { deleteOneByOne } from './retire.ts';
import type { CurrentCredential, StoredCredential } from './stored-value.ts';

/**
 * The name of what `revoke-now` deletes; undefined in other modes. It is the current credential, or
 * one that an earlier run has replaced and did not come to delete.
 *
 * @throws Failure E_INPUT_MISSING, E_INPUT_INVALID
 */
export function confirmed(
  { mode, confirm }: RotationJob,
  ours: readonly Managed[],
  current: CurrentCredential | undefined,
): string | undefined {
  if (mode !== 'revoke-now') return undefined;
  if (ours.some(({ name }) => name === confirm)) return confirm;
  const own = ours.find(({ name }) => name === current?.name)?.name;
  if (own === undefined) {
    throw new Failure(
      'E_INPUT_INVALID',
      'The mode revoke-now deletes what rotation has created for this entry, and the stored credential is not among what of that is alive. Nothing was changed. Run the rotation with the mode force, then delete the old credential by hand.',
    );
  }
  if (confirm === undefined) {
    throw new Failure(
      'E_INPUT_MISSING',
      `The mode revoke-now needs the input confirm, the name of the credential that is to be deleted at once. The current one is ${own}. Nothing was changed.`,
    );
  }
  throw new Failure(
    'E_INPUT_INVALID',
    `The input confirm names none of the living credentials of this entry; the current one is ${own}. Nothing was changed. If an earlier run has deleted the one that is meant, nothing is left to do.`,
  );
}

/**
 * For a leak only: no grace period.
 *
 * @param replaced what was stored until now.
 */
export async function revoke(
  job: RotationJob,
  stored: StoredCredential,
  name: string,
  replaced?: CurrentCredential,
): Promise<readonly string[]> {
  await deleteOneByOne(job, stored, [name]);
  const notes = [`${name} was deleted at once: jobs that still hold it fail.`];
  if (replaced?.name !== name || !isByFingerprint(job, replaced.text)) return notes;
  // A secret that was pasted by hand is taken for that of our newest one, and outlives it.
  if ((await job.verify(replaced)) === 'refused') return notes;
  return [
    ...notes,
    'The secret that was stored until now is accepted still: it belongs to another credential, most likely one that was made by hand. Delete that one by hand.',
  ];
}
