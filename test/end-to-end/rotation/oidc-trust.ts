import { expect, onTestFinished } from 'vitest';
import { renderWholeLog } from '../../runner/job-log.ts';
import type { ActionRun } from '../../runner/run-action.ts';
import { type GitHubOidc, startGitHubOidc } from '../../servers/github-oidc.ts';
import { findLeaks } from '../leaks.ts';
import type { Platform, StartIssuer } from './platform.ts';
import { platform, rotateStep } from './rotation-step.ts';

/** How an identity provider trusts the tokens that GitHub gives to jobs. */
export interface OidcTrust {
  /** What the login asks GitHub for. */
  readonly audience: string;
  readonly takesAssertion: (jwt: string) => Promise<boolean>;
}

export const TRUSTED_AUDIENCE = 'https://acmetenant.accounts.ondemand.com';

/** Who GitHub says the job is, and what the identity provider expects. */
export interface OidcSetting {
  readonly subject: string;
  /** Default: the same. */
  readonly trustedSubject?: string;
  /** Default: the one that is trusted. */
  readonly audience?: string;
}

/** A platform set up by hand whose issuer lets in whoever an identity provider trusts. */
export async function oidcPlatform(
  issuerTrusting: (trust: OidcTrust) => StartIssuer,
  { subject, trustedSubject = subject, audience = TRUSTED_AUDIENCE }: OidcSetting,
): Promise<{ readonly world: Platform; readonly gitHub: GitHubOidc }> {
  const gitHub = await startGitHubOidc({ subject });
  onTestFinished(() => gitHub.close());
  const trusted = { audience: TRUSTED_AUDIENCE, subject: trustedSubject };
  const startIssuer = issuerTrusting({
    audience,
    takesAssertion: (jwt) =>
      gitHub.verify(jwt, trusted).then(
        () => true,
        () => false,
      ),
  });
  const world = await platform({ startIssuer });
  await world.setUpByHand();
  return { world, gitHub };
}

/** One run of a job that may ask for its OIDC token, of which nothing may be seen. */
export async function oidcStep(
  world: Platform,
  gitHub: GitHubOidc,
  inputs: Readonly<Record<string, string>> = {},
): Promise<ActionRun> {
  const run = await rotateStep(world, inputs, gitHub.env);
  for (const secret of [gitHub.requestToken, ...gitHub.tokens]) {
    expect(run.stdout.split(`::add-mask::${secret}\n`).length).toBe(2);
    expect(run.stdout.split(secret).length).toBe(2);
  }
  const parts = gitHub.tokens.flatMap((token) => token.split('.'));
  const shown = `${renderWholeLog(run)}\n${run.summary}`;
  expect(findLeaks(shown, [gitHub.requestToken, ...parts])).toEqual([]);
  return run;
}
