import type { AuthorityContext } from '../../../src/rotation/types.ts';
import { type RecordingRunner, testContext } from '../../context.ts';

/** Of `OWNER` in the tests of authorities. */
export const OWNER_TEXT = 'api.github.com/4711/calm-release';

/** The servers of these tests, most of which are no hosts of SAP. */
const HOSTS: readonly string[] = [
  ...['localhost', '*.example.com', '*.example', '*.hana.ondemand.com', 'cli.btp.cloud.sap'],
];

/** What an authority needs of a run that has no network, no OIDC token and no token server. */
export function authorityContext(
  parts: Partial<Omit<AuthorityContext, 'runner'>> & { readonly runner?: RecordingRunner } = {},
): AuthorityContext & { readonly runner: RecordingRunner } {
  const { owners, allowedHosts, newCorrelationId, oidcToken, accessToken, ...context } = parts;
  return {
    ...testContext(context),
    owners: owners ?? [OWNER_TEXT],
    allowedHosts: 'allowedHosts' in parts ? allowedHosts : HOSTS,
    newCorrelationId: newCorrelationId ?? (() => '00000000-0000-4000-8000-000000000000'),
    oidcToken: oidcToken ?? (() => Promise.reject(new Error('no OIDC token is asked for'))),
    accessToken: accessToken ?? (() => Promise.reject(new Error('no access token is asked for'))),
  };
}
