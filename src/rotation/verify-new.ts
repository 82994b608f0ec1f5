import { Failure } from '../failure.ts';
import type { RotationJob } from './job.ts';
import type { StoredCredential } from './stored-value.ts';

/** Milliseconds between attempts with a new credential: it takes a moment to be known everywhere. */
const PATIENCE: readonly number[] = [2_000, 8_000, 30_000];

/**
 * Asks for a token with a new credential, few times: some servers lock a client after five failures,
 * and both secrets have one client.
 *
 * @throws Failure E_VERIFY where it is refused, E_CERT_KEY_MISMATCH, E_CERT_NOT_YET_VALID, or what
 * keeps it from being asked.
 */
export async function verifyNew(
  job: Pick<RotationJob, 'verify' | 'sleep' | 'progress'>,
  name: string,
  stored: StoredCredential,
): Promise<void> {
  for (const wait of [...PATIENCE, undefined]) {
    const isLast = wait === undefined;
    if ((await verdict(job, name, stored, isLast)) === 'accepted') return;
    if (isLast) break;
    job.progress(`${name} is not accepted yet; asking again in ${wait / 1000} s`);
    await job.sleep(wait);
  }
  throw new Failure(
    'E_VERIFY',
    `The new credential ${name} is refused by its token server. It was deleted, nothing was stored, and the current one stays.`,
  );
}

async function verdict(
  { verify }: Pick<RotationJob, 'verify'>,
  name: string,
  stored: StoredCredential,
  isLast: boolean,
): Promise<'accepted' | 'refused'> {
  try {
    return await verify(stored);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    // A certificate counts from now on, by a clock that may be ahead of that of the runner.
    if (error.code === 'E_CERT_NOT_YET_VALID' && !isLast) return 'refused';
    if (error.code !== 'E_CERT_KEY_MISMATCH') throw error;
    // It is nothing that a person has stored, as the usual message takes it to be.
    throw new Failure(
      'E_CERT_KEY_MISMATCH',
      `The issuer has handed out ${name} with a private key that does not belong to its certificate. It was deleted, nothing was stored, and the current one stays. Run the rotation again; if that repeats itself, ask the issuer.`,
    );
  }
}
