import { oneLine } from '../text.ts';
import { claimsOf } from './claims.ts';

/** What the trust of a server in GitHub's tokens can depend on (RFC 7523 3). None is a secret. */
const TRUSTED: readonly string[] = ['iss', 'sub', 'aud'];

/**
 * What to compare where a server refuses the OIDC token of a job: three of its claims, and the two
 * forms in which GitHub writes the subject.
 *
 * @param token the one that was sent; nothing else of it is told.
 * @param repeats does a text repeat a secret?
 */
export function oidcTrust(token: string, repeats: (text: string) => boolean): string {
  const claims = claimsOf(token) ?? {};
  const shown = TRUSTED.map((name) => {
    const text = claimText(claims[name]);
    return `${name} ${repeats(text) ? 'not shown' : oneLine(text)}`;
  });
  return `The OIDC token of this job has ${shown.join(', ')}. Compare them with the configured trust, character by character. The subject of a job with an environment is repo:OWNER/REPO:environment:NAME, and repo:OWNER@ID/REPO@ID:environment:NAME in repositories that were created, renamed or transferred after 2026-07-15: trust the one that is shown.`;
}

/** `aud` may be a list (RFC 7519 4.1.3). */
function claimText(claim: unknown): string {
  if (claim === undefined) return 'absent';
  const texts = [claim].flat();
  return texts.every((text) => typeof text === 'string') ? texts.join(' ') : 'not a text';
}
