import { Failure } from '../../../base/failure.ts';
import { isJsonObject } from '../../../base/json.ts';
import type { AuthorityKind } from '../../types.ts';
import type { ApiClient } from '../api-client.ts';
import { givenLogin } from '../authority-login.ts';
import { type InstanceClient, smClient } from './api.ts';
import { createBinding, deleteBinding, listBindings, readCredentials } from './bindings.ts';
import { instanceId } from './instance.ts';
import { smLogin } from './login.ts';

/** Bindings of one instance of SAP Service Manager, by its HTTP API. The login is a binding, too. */
export const serviceManager: AuthorityKind = {
  kind: 'service-manager',
  open({ instance, parameters }, given, context) {
    if (typeof instance !== 'string' || instance.trim() === '') {
      throw new Failure(
        'E_CONFIG',
        'The authority service-manager needs instance: the name or the id of the instance whose bindings rotate.',
      );
    }
    const wanted = instance.trim();
    const login = givenLogin(serviceManager.kind, given);
    let opened: Promise<ApiClient> | undefined;
    let clientId: string | undefined;
    let known: InstanceClient | undefined;

    /** What reads the rarer forms of a login is loaded, so it cannot be read at once. */
    async function openClient(): Promise<ApiClient> {
      const read = await smLogin(login, context);
      clientId = read.clientId;
      return smClient(read, context);
    }
    async function client(): Promise<InstanceClient> {
      opened ??= openClient();
      const loggedIn = await opened;
      known ??= { ...loggedIn, instance: await instanceId(loggedIn, wanted) };
      return known;
    }

    return {
      kind: serviceManager.kind,
      get loginClientId() {
        return clientId;
      },
      check: async () => {
        await listBindings(await client());
      },
      list: async () => {
        const listed = await listBindings(await client());
        return listed.map(({ name, createdAt, usable, ours }) => ({
          name,
          createdAt,
          usable,
          ours,
        }));
      },
      create: async (name) => {
        requireName(name);
        const given = isJsonObject(parameters) ? parameters : undefined;
        return createBinding(await client(), name, given);
      },
      read: async (name) => {
        requireName(name);
        const value = await readCredentials(await client(), name);
        return value === undefined ? undefined : { name, value };
      },
      delete: async (name) => {
        requireName(name);
        await deleteBinding(await client(), name);
      },
    };
  },
};

/** Names come from rotation. Of a longer one the broker issues credentials that get no row. */
function requireName(name: string): void {
  if (/^[\x21-\x7e]{1,100}$/.test(name)) return;
  throw new Failure(
    'E_AUTHORITY',
    'The name of a binding must be printable text without spaces, not empty, and no longer than 100 characters.',
  );
}
