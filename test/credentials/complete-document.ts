import {
  type CredentialOptions,
  completeCredential,
  type Overrides,
} from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';

export const HOST = 'https://t.authentication.eu10.hana.ondemand.com';
export const KEY = { clientid: 'sb-a!b1', clientsecret: 'stored', url: HOST };
const AUTO: CredentialOptions = { provider: 'auto', authMethod: 'auto' };

/** Completes a stored JSON document (or none) with what is typed and chosen beside it. */
export async function complete(
  document: object | undefined,
  parts: Overrides = {},
  choices: Partial<CredentialOptions> = {},
) {
  const stored = document && (await readCredential(JSON.stringify(document)));
  return completeCredential(stored, parts, { ...AUTO, ...choices }, Date.now());
}
