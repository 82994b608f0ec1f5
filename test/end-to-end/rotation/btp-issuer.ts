import { startBtpServer } from '../../servers/btp-server.ts';
import type { StartIssuer } from './platform.ts';

/** API credentials of XSUAA, issued over the BTP CLI server. */
export const btpIssuer: StartIssuer = async ({ tokenServer, around }) => {
  const { zoneId } = tokenServer;
  const server = await startBtpServer({
    ...{ issuer: tokenServer, around },
    ...(zoneId === undefined ? {} : { subaccounts: [zoneId] }),
  });
  return {
    authority: {
      kind: 'btp',
      scope: { subaccount: server.subaccount },
      subdomain: server.globalAccount,
      'cli-server': server.url,
    },
    login: JSON.stringify({ userName: server.userName, password: server.password }),
    loginSecrets: [server.password],
    living: server.living,
    byHand: async (name) => server.issue(name),
    deleteByHand: async (name) => server.withdraw(name),
    close: server.close,
  };
};
