import {
  LABEL,
  LABEL_VALUE,
  OWNER_LABEL,
} from '../../../src/rotation/authorities/service-manager/bindings.ts';
import {
  type ServiceManagerServer,
  startServiceManager,
} from '../../servers/service-manager-server.ts';
import { isManagedName, OWNER_TEXT } from './guarded-platform.ts';
import type { Issuer, StartIssuer } from './platform.ts';

/** Those that the rotation gives to what it makes. */
export function labelsFor(name: string): Readonly<Record<string, readonly string[]>> {
  return isManagedName(name) ? { [LABEL]: [LABEL_VALUE], [OWNER_LABEL]: [OWNER_TEXT] } : {};
}

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
  const own = () => server.store.living().filter(({ instance }) => instance === server.instance.id);
  return {
    authority: { kind: 'service-manager', instance: server.instance.name },
    ...loginFor(server),
    living: () => new Map(own().map(({ name, credentials }) => [name, secretOf(credentials)])),
    byHand: async (name) => {
      return server.store.add(name, server.instance, labelsFor(name)).credentials;
    },
    deleteByHand: async (name) => server.store.forget(name),
    close: server.close,
  };
}

function secretOf({ uaa }: Readonly<Record<string, unknown>>): string {
  return String((uaa as { readonly clientsecret?: string }).clientsecret);
}
