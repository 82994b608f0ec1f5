import { MANAGED_BY } from '../../../src/rotation/authorities/cloud-foundry-keys.ts';
import { startCloudFoundry } from '../../servers/cloud-foundry-server.ts';
import { isManagedName } from './guarded-platform.ts';
import type { StartIssuer } from './platform.ts';

/** Service keys of Cloud Foundry. */
export const cloudFoundryIssuer: StartIssuer = async ({ tokenServer, now, around }) => {
  const server = await startCloudFoundry({ tokenServer: tokenServer.url, now, around });
  const { bindings, organization, space, instance } = server;
  return {
    authority: {
      kind: 'cloud-foundry',
      api: server.api.url,
      organization,
      space,
      instance: instance.name,
    },
    login: JSON.stringify({ username: server.username, password: server.password }),
    loginSecrets: [server.password],
    living: () =>
      new Map(
        bindings.map(({ name, credentials }) => [name ?? '', String(credentials['clientsecret'])]),
      ),
    byHand: async (name) => {
      const labels = isManagedName(name) ? { [MANAGED_BY]: 'api-client-credentials' } : {};
      server.addKey({ name, instance: instance.guid, labels });
      return bindings.at(-1)?.credentials ?? {};
    },
    deleteByHand: async (name) => {
      bindings.splice(
        bindings.findIndex((binding) => binding.name === name),
        1,
      );
    },
    close: server.close,
  };
};
