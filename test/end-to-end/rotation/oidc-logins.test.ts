import { describe, expect, test } from 'vitest';
import { GITHUB_ISSUER } from '../../servers/github-oidc.ts';
import { btpIssuerTrusting } from './btp-issuer.ts';
import { cloudFoundryIssuerTrusting } from './cloud-foundry-issuer.ts';
import { type OidcTrust, oidcPlatform, oidcStep, TRUSTED_AUDIENCE } from './oidc-trust.ts';
import { DAY, type Platform, type StartIssuer } from './platform.ts';
import { failureOf, rotateStep } from './rotation-step.ts';

const SHORT = 'repo:acme/portal:environment:production';
const LONG = 'repo:acme@1717/portal@4711:environment:production';

const ISSUERS: readonly (readonly [string, (trust: OidcTrust) => StartIssuer])[] = [
  ['SAP BTP', btpIssuerTrusting],
  ['Cloud Foundry', cloudFoundryIssuerTrusting],
];

function expectUnchanged(world: Platform): void {
  expect([...world.issuer.living().keys()]).toEqual(['calm-key-by-hand']);
  expect(world.github.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
}

describe.each(ISSUERS)('a rotation at %s without a stored login', (_issuer, trusting) => {
  test.each([SHORT, LONG])('goes through its whole life as %s', async (subject) => {
    const { world, gitHub } = await oidcPlatform(trusting, { subject });
    const first = await oidcStep(world, gitHub);
    expect(first.outputs['state']).toBe('rotated');
    world.wait(61 * DAY);
    const gone = gitHub.tokens.length;
    const second = await rotateStep(world, {}, gitHub.env);
    expect(second.outputs['state']).toBe('rotated');
    expect(gitHub.tokens.length).toBeGreaterThan(gone);
    world.wait(7 * DAY + 60_000);
    expect((await rotateStep(world, {}, gitHub.env)).outputs['state']).toBe('retired');
    expect([...world.issuer.living().keys()]).toEqual([
      'calm-key-by-hand',
      second.outputs['credential-name'],
    ]);
  });

  test.each([
    ['the old form of the subject', { subject: LONG, trustedSubject: SHORT }],
    ['the new form of the subject', { subject: SHORT, trustedSubject: LONG }],
    ['another audience', { subject: LONG, audience: 'https://another.accounts.ondemand.com' }],
  ])('is refused where %s is trusted, and says what was sent', async (_what, setting) => {
    const { world, gitHub } = await oidcPlatform(trusting, setting);
    const run = await oidcStep(world, gitHub);
    const [code, message] = failureOf(run);
    expect(code).toBe('E_AUTHORITY_LOGIN');
    const audience = 'audience' in setting ? setting.audience : TRUSTED_AUDIENCE;
    expect(message).toContain(
      `The OIDC token of this job has iss ${GITHUB_ISSUER}, sub ${setting.subject}, aud ${audience}. Compare them`,
    );
    expect(message).toContain('repo:OWNER/REPO:environment:NAME');
    expect(message).toContain('repo:OWNER@ID/REPO@ID:environment:NAME');
    // A login that was refused is not tried again.
    expect(gitHub.tokens).toHaveLength(1);
    expectUnchanged(world);
  });

  test('needs the permission id-token', async () => {
    const { world, gitHub } = await oidcPlatform(trusting, { subject: SHORT });
    const run = await rotateStep(world);
    expect(failureOf(run)).toEqual([
      'E_OIDC_PERMISSION',
      expect.stringContaining('Give the job permissions: id-token: write'),
    ]);
    expect(run.summary).toContain('E_OIDC_PERMISSION');
    expect(gitHub.requests).toEqual([]);
    expectUnchanged(world);
  });

  test('needs an audience in the login', async () => {
    const { world, gitHub } = await oidcPlatform(trusting, { subject: SHORT });
    const { audience: _left, ...rest } = JSON.parse(world.issuer.login);
    const run = await rotateStep(world, { 'authority-login': JSON.stringify(rest) }, gitHub.env);
    expect(failureOf(run)).toEqual([
      'E_AUTHORITY_LOGIN',
      expect.stringContaining('Its member audience is missing, empty or no text.'),
    ]);
    expect(gitHub.requests).toEqual([]);
    expectUnchanged(world);
  });
});
