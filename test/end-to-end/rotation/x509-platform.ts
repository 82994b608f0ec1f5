import { startCloudFoundry } from '../../servers/cloud-foundry-server.ts';
import { createPki } from '../../servers/pki.ts';
import { startServiceManager } from '../../servers/service-manager-server.ts';
import { type X509Broker, x509Broker } from '../../servers/x509-broker.ts';
import { metadataFor } from './cloud-foundry-issuer.ts';
import type { PlatformOptions, StartIssuer } from './platform.ts';
import { platform } from './rotation-step.ts';
import { labelsFor } from './service-manager-issuer.ts';

/** SAP's default lifetime of certificates. */
export const PARAMETERS = {
  'credential-type': 'x509',
  x509: { 'key-length': 2048, validity: 7, 'validity-type': 'DAYS' },
} as const;

const pki = await createPki();

export type Kind = 'cloud-foundry' | 'service-manager';

/** A platform whose issuer hands out certificates, and whose token server takes them by TLS. */
export async function x509Platform(kind: Kind, options: Partial<PlatformOptions> = {}) {
  const broker = x509Broker(pki);
  const start = kind === 'cloud-foundry' ? cloudFoundry : serviceManager;
  const world = await platform({
    startIssuer: start(broker),
    startTokenServer: broker.startTokenServer,
    ...options,
  });
  return { ...world, broker };
}

function cloudFoundry(broker: X509Broker): StartIssuer {
  return async ({ now, around }) => {
    const server = await startCloudFoundry({
      ...{ now, issue: broker.issue },
      around: async (request, happen) => {
        await broker.prepareFor(request, now());
        return around(request, happen);
      },
    });
    const { bindings, organization, space, instance } = server;
    const place = { api: server.api.url, organization, space, instance: instance.name };
    return {
      authority: { kind: 'cloud-foundry', ...place, parameters: PARAMETERS },
      login: JSON.stringify({ username: server.username, password: server.password }),
      get loginSecrets() {
        return [server.password, ...broker.keyLines()];
      },
      living: () =>
        new Map(bindings.map(({ name, credentials }) => [name ?? '', String(credentials['key'])])),
      byHand: async (name) => {
        await broker.prepare(PARAMETERS, now());
        server.addKey({ name, instance: instance.guid, ...metadataFor(name) });
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
}

function serviceManager(broker: X509Broker): StartIssuer {
  return async ({ now, around }) => {
    const { store, instance, login, close } = await startServiceManager({
      ...{ now: () => new Date(now()), issue: () => ({ uaa: broker.issue() }) },
      around: async (request, happen) => {
        await broker.prepareFor(request, now());
        return around(request, happen);
      },
    });
    const own = () => store.living().filter((binding) => binding.instance === instance.id);
    return {
      authority: { kind: 'service-manager', instance: instance.name, parameters: PARAMETERS },
      login,
      get loginSecrets() {
        return [String(JSON.parse(login).clientsecret), ...broker.keyLines()];
      },
      living: () =>
        new Map(
          own().map(({ name, credentials: { uaa } }) => [
            name,
            String((uaa as { readonly key?: string }).key),
          ]),
        ),
      byHand: async (name) => {
        await broker.prepare(PARAMETERS, now());
        return store.add(name, instance, labelsFor(name)).credentials;
      },
      deleteByHand: async (name) => store.forget(name),
      close,
    };
  };
}
