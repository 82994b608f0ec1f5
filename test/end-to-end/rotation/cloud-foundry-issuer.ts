import { MANAGED_BY, OWNER } from '../../../src/rotation/authorities/cloud-foundry/keys.ts';
import { startCloudFoundry } from '../../servers/cloud-foundry-server.ts';
import { isManagedName, OWNER_TEXT } from './guarded-platform.ts';
import type { OidcTrust } from './oidc-trust.ts';
import type { Issuer, StartIssuer } from './platform.ts';

/** What the rotation gives to keys that it makes. */
export function metadataFor(name: string) {
  if (!isManagedName(name)) return {};
  return {
    labels: { [MANAGED_BY]: 'api-client-credentials' },
    annotations: { [OWNER]: OWNER_TEXT },
  };
}

/** Service keys of Cloud Foundry. */
export const cloudFoundryIssuer: StartIssuer = (options) => start(options);

/** The same for jobs that log in with their OIDC token, through an identity provider of its own. */
export const cloudFoundryIssuerTrusting =
  (trust: OidcTrust): StartIssuer =>
  (options) =>
    start(options, trust);

const ORIGIN = 'acme-platform';

async function start(
  { tokenServer, now, around }: Parameters<StartIssuer>[0],
  trust?: OidcTrust,
): Promise<Issuer> {
  const server = await startCloudFoundry({
    ...{ tokenServer: tokenServer.url, now, around },
    ...(trust && { origin: ORIGIN, takesAssertion: trust.takesAssertion }),
  });
  const { bindings, organization, space, instance } = server;
  return {
    authority: {
      kind: 'cloud-foundry',
      api: server.api.url,
      organization,
      space,
      instance: instance.name,
    },
    login: JSON.stringify(
      trust === undefined
        ? { username: server.username, password: server.password }
        : { oidc: true, origin: ORIGIN, audience: trust.audience },
    ),
    loginSecrets: [server.password],
    living: () =>
      new Map(
        bindings.map(({ name, credentials }) => [name ?? '', String(credentials['clientsecret'])]),
      ),
    byHand: async (name) => {
      server.addKey({ name, instance: instance.guid, ...metadataFor(name) });
      return bindings.at(-1)?.credentials ?? {};
    },
    deleteByHand: async (name) => {
      bindings.splice(
        bindings.findIndex((binding) => binding.name === name),
        1,
      );
    },
    connections: () => ({ api: server.api.connections(), uaa: server.login.connections() }),
    close: server.close,
  };
}
