import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { Authority, AuthorityContext, AuthorityKind } from '../../types.ts';
import type { ApiClient } from '../api-client.ts';
import { givenLogin } from '../authority-login.ts';
import { smClient } from './api.ts';
import {
  bindingNamed,
  bindingState,
  bindingsOf,
  createBinding,
  deleteBinding,
} from './bindings.ts';
import { instanceId } from './instance.ts';
import { smLogin } from './login.ts';

/** Bindings of one instance of SAP Service Manager, by its HTTP API. The login is a binding, too. */
export const serviceManager: AuthorityKind = { kind: 'service-manager', open };

function open(
  { instance, parameters }: JsonObject,
  given: string | undefined,
  context: AuthorityContext,
): Authority {
  if (typeof instance !== 'string' || instance.trim() === '') {
    throw new Failure(
      'E_CONFIG',
      'The authority service-manager needs instance: the name or the id of the instance whose bindings rotate.',
    );
  }
  const login = givenLogin(serviceManager.kind, given);
  let opened: Promise<ApiClient> | undefined;
  let clientId: string | undefined;
  let id: string | undefined;

  /** What reads the rarer forms of a login is loaded, so it cannot be read at once. */
  async function openClient(): Promise<ApiClient> {
    const read = await smLogin(login, context);
    clientId = read.clientId;
    return smClient(read, context);
  }
  async function place(): Promise<readonly [client: ApiClient, instance: string]> {
    opened ??= openClient();
    const client = await opened;
    id ??= await instanceId(client, String(instance).trim());
    return [client, id];
  }

  return {
    kind: serviceManager.kind,
    get loginClientId() {
      return clientId;
    },
    check: async () => {
      await bindingsOf(...(await place()));
    },
    list: async () => {
      const listed = await bindingsOf(...(await place()));
      return listed.map(({ name, createdAt, usable }) => ({ name, createdAt, usable }));
    },
    create: async (name) => {
      requireName(name);
      const [client, of] = await place();
      return createBinding(client, of, name, isJsonObject(parameters) ? parameters : undefined);
    },
    read: async (name) => {
      requireName(name);
      const [client, of] = await place();
      const listed = await bindingNamed(client, of, name);
      const state = listed === undefined ? undefined : await bindingState(client, listed.id);
      const value = state?.usable === true ? state.credentials : undefined;
      return value === undefined ? undefined : { name, value };
    },
    delete: async (name) => {
      requireName(name);
      const [client, of] = await place();
      const listed = await bindingNamed(client, of, name);
      if (listed !== undefined) await deleteBinding(client, listed);
    },
  };
}

/** Names come from rotation; the service takes no empty one. */
function requireName(name: string): void {
  if (/^[\x21-\x7e]{1,255}$/.test(name)) return;
  throw new Failure(
    'E_AUTHORITY',
    'The name of a binding must be printable text without spaces, and not empty.',
  );
}
