import { X509Certificate } from 'node:crypto';
import type { JsonObject } from '../credentials/credential.ts';
import { pemBlocks, writePem } from '../credentials/pem.ts';
import { replacedAt, type Schedule, type Validity } from './policy.ts';
import { clientOf } from './stored-value.ts';

/** From when to when the client certificate of an issuer's JSON counts; undefined: it has none. */
export async function validityOf(value: JsonObject): Promise<Validity | undefined> {
  const { certificate } = await clientOf(value);
  const [leaf] = pemBlocks(certificate ?? '');
  if (leaf === undefined) return undefined;
  try {
    const { validFromDate: from, validToDate: to } = new X509Certificate(writePem(leaf));
    return { from, to };
  } catch {
    // The token request says what is wrong with it.
    return undefined;
  }
}

/** Has the certificate of an issuer's JSON ended, if it has one? */
export async function hasEnded(value: JsonObject, now: number): Promise<boolean> {
  const validity = await validityOf(value);
  return validity !== undefined && validity.to.getTime() <= now;
}

const DAY = 86_400_000;

/**
 * What a person should know where the inventory and the lifetime of certificates do not go together.
 * It is no fault: certificates are replaced in time whatever the inventory says.
 */
export function certificateNotes({ keepOld }: Pick<Schedule, 'keepOld'>, validity: Validity) {
  const left = validity.to.getTime() - replacedAt(validity).getTime();
  const notes: string[] = [];
  if (keepOld > left) {
    notes.push(
      `The certificate is replaced ${lasting(left)} before it ends, and keep-old is ${lasting(keepOld)}. Jobs can use a replaced one no longer than its certificate lives. Set keep-old to less than ${lasting(left)}, or ask for certificates that live longer, in the parameters of the authority.`,
    );
  }
  if (left <= DAY) {
    notes.push(
      `The certificate is replaced in the last ${lasting(left)} of its life, so a run once a day may come too late. Run the rotation more often, or ask for certificates that live longer, in the parameters of the authority.`,
    );
  }
  return notes;
}

function lasting(milliseconds: number): string {
  const [count, unit] =
    milliseconds >= 2 * DAY ? [milliseconds / DAY, 'days'] : [milliseconds / 3_600_000, 'hours'];
  return `${Math.round(count * 10) / 10} ${unit}`;
}
