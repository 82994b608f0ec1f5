import { LABEL, LABEL_VALUE } from '../../../src/rotation/authorities/service-manager/bindings.ts';
import {
  type ServiceManagerServer,
  startServiceManager,
} from '../../servers/service-manager-server.ts';
import { isManagedName } from './guarded-platform.ts';
import type { Issuer, StartIssuer } from './platform.ts';

/** Bindings of SAP Service Manager, which gives the tokens for them itself. */
export const serviceManagerIssuer: StartIssuer = (options) =>
  start(options, ({ login }) => ({
    login,
    loginSecrets: [String(JSON.parse(login).clientsecret)],
  }));

type Login = Pick<Issuer, 'login' | 'loginSecrets'>;

/** The same with another login, made for the server. */
export const serviceManagerIssuerWith =
  (loginFor: (server: ServiceManagerServer) => Login): StartIssuer =>
  (options) =>
    start(options, loginFor);

async function start(
  { now, around }: Parameters<StartIssuer>[0],
  loginFor: (server: ServiceManagerServer) => Login,
): Promise<Issuer> {
  const server = await startServiceManager({ now: () => new Date(now()), around });
  const own = () =>
    server.store.bindings().filter(({ instance }) => instance === server.instance.id);
  return {
    authority: { kind: 'service-manager', instance: server.instance.name },
    ...loginFor(server),
    living: () => new Map(own().map(({ name, credentials }) => [name, secretOf(credentials)])),
    byHand: async (name) => {
      const labels = isManagedName(name) ? { [LABEL]: [LABEL_VALUE] } : {};
      return server.store.add(name, server.instance, labels).credentials;
    },
    deleteByHand: async (name) => server.store.forget(name),
    close: server.close,
  };
}

function secretOf({ uaa }: Readonly<Record<string, unknown>>): string {
  return String((uaa as { readonly clientsecret?: string }).clientsecret);
}
