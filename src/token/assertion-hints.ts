import type { Credential } from '../credentials/credential.ts';
import { oneLine } from '../text.ts';
import { signedAudience } from './assertion-audience.ts';
import { oidcTrust } from './oidc-claims.ts';

/**
 * What to compare where a server refuses a client assertion; nothing for other proofs.
 *
 * @param assertion the one that was sent.
 * @param repeats does a text repeat a secret?
 */
export function assertionHints(
  { proof, clientId, tokenUrl }: Credential,
  assertion: string | undefined,
  repeats: (text: string) => boolean,
): string[] {
  if (proof.kind === 'private-key') {
    const key =
      proof.keyId === undefined ? 'without a kid' : `with the kid ${oneLine(proof.keyId)}`;
    return [
      `The client assertion named the client ${oneLine(clientId)} and the audience ${signedAudience(tokenUrl)}, ${key}. Check that the server has the public key of this private key for this client, and that the clock of the runner is right.`,
    ];
  }
  return proof.kind === 'github-oidc' ? [oidcTrust(assertion ?? '', repeats)] : [];
}
