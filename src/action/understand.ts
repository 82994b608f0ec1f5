import { completeCredential } from '../credentials/complete.ts';
import type { Credential } from '../credentials/credential.ts';
import { readCredential } from '../credentials/read.ts';
import { remarks } from '../credentials/remarks.ts';
import type { Inputs } from './inputs.ts';
import { credentialMasks, keyMasks } from './masks.ts';

/**
 * Makes a credential of what the inputs say, and masks all its secrets on the way.
 *
 * @param now milliseconds since the epoch.
 * @throws Failure what reading and completing a credential throws.
 */
export async function understand(
  {
    credentials,
    binding,
    parts,
    choices,
  }: Pick<Inputs, 'credentials' | 'binding' | 'parts' | 'choices'>,
  now: number,
  mask: (values: readonly string[]) => void,
): Promise<{ credential: Credential; warnings: string[] }> {
  const statement =
    credentials === undefined ? undefined : await readCredential(credentials, binding);
  const clientId = parts.clientId ?? statement?.fields.clientId;
  const leaves = statement?.secrets ?? [];
  mask(leaves.filter((leaf) => leaf !== clientId).flatMap(leafMasks));
  const credential = await completeCredential(statement, parts, choices, now);
  mask(credentialMasks(credential));
  const written = parts.tokenUrl ?? statement?.fields.tokenUrl;
  const found = remarks(credentials, written, credential, now);
  return { credential, warnings: [...(statement?.remarks ?? []), ...found] };
}

function leafMasks(leaf: string): string[] {
  return leaf.includes('-----BEGIN') ? keyMasks(leaf) : [leaf];
}
