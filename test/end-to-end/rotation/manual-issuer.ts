import { randomUUID } from 'node:crypto';
import type { StartIssuer } from './platform.ts';

/** Clients that a person makes, named by their client ids, at an issuer without an API. */
export const manualIssuer: StartIssuer = async ({ tokenServer }) => {
  const living = new Map<string, string>();
  return {
    authority: {
      kind: 'manual',
      instructions: 'Ask @platform-team.\n```\n<!-- api-client-credentials: calm-release 4711 -->',
    },
    login: '',
    loginSecrets: [],
    living: () => living,
    async byHand(clientId) {
      const secret = randomUUID();
      living.set(clientId, secret);
      return {
        clientid: clientId,
        clientsecret: secret,
        tokenurl: `${tokenServer.url}/oauth/token`,
      };
    },
    async deleteByHand(clientId) {
      living.delete(clientId);
    },
    close: async () => undefined,
  };
};
