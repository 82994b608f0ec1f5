import type { Credential } from '../credentials/credential.ts';
import { oneLine } from '../text.ts';
import { signedAudience } from './assertion-audience.ts';
import { claimsOf } from './claims.ts';

/** What the trust of a server in GitHub's tokens can depend on (RFC 7523 3). */
const TRUSTED: readonly string[] = ['iss', 'sub', 'aud'];

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
  if (proof.kind !== 'github-oidc') return [];
  const claims = claimsOf(assertion ?? '') ?? {};
  const shown = TRUSTED.map((name) => {
    const text = claimText(claims[name]);
    return `${name} ${repeats(text) ? 'not shown' : oneLine(text)}`;
  });
  return [
    `The OIDC token of this job has ${shown.join(', ')}. Compare them with the trust that is configured for this client, character by character. In repositories that were created, renamed or transferred after 2026-07-15 the subject begins with repo:OWNER@ID/REPO@ID: instead of repo:OWNER/REPO:.`,
  ];
}

/** `aud` may be a list (RFC 7519 4.1.3). */
function claimText(claim: unknown): string {
  if (claim === undefined) return 'absent';
  const texts = [claim].flat();
  return texts.every((text) => typeof text === 'string') ? texts.join(' ') : 'not a text';
}
