import { X509Certificate } from 'node:crypto';
import type { JsonObject } from '../credentials/credential.ts';
import { pemBlocks, writePem } from '../credentials/pem.ts';
import type { Validity } from './policy.ts';
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
