import { startBtpServer } from '../../servers/btp-server.ts';
import type { OidcTrust } from './oidc-trust.ts';
import type { Issuer, StartIssuer } from './platform.ts';

/** API credentials of XSUAA, issued over the BTP CLI server. */
export const btpIssuer: StartIssuer = (options) => start(options);

/** The same for jobs that log in with their OIDC token, and for no password. */
export const btpIssuerTrusting =
  (trust: OidcTrust): StartIssuer =>
  (options) =>
    start(options, trust);

const IDP = 'acmetenant';

async function start(
  { tokenServer, around }: Parameters<StartIssuer>[0],
  trust?: OidcTrust,
): Promise<Issuer> {
  const { zoneId } = tokenServer;
  const server = await startBtpServer({
    ...{ issuer: tokenServer, around },
    ...(trust && { idp: IDP, takesAssertion: trust.takesAssertion }),
    ...(zoneId === undefined ? {} : { subaccounts: [zoneId] }),
  });
  return {
    authority: {
      kind: 'btp',
      scope: { subaccount: server.subaccount },
      subdomain: server.globalAccount,
      'cli-server': server.url,
    },
    login: JSON.stringify(
      trust === undefined
        ? { userName: server.userName, password: server.password }
        : { oidc: true, idp: IDP, audience: trust.audience },
    ),
    loginSecrets: [server.password],
    living: server.living,
    byHand: async (name) => server.issue(name),
    deleteByHand: async (name) => server.withdraw(name),
    close: server.close,
  };
}
