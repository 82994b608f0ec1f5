import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { Authority, AuthorityKind, AuthorityWorld } from '../../types.ts';
import { givenLogin } from '../login.ts';
import type { SmContext } from './api.ts';
import { bindingNamed, bindingState, bindingsOf, instanceId } from './bindings.ts';
import { createBinding, deleteBinding } from './changes.ts';
import { type SmLogin, smLogin } from './login.ts';

/** Bindings of one instance of SAP Service Manager, by its HTTP API. The login is a binding, too. */
export const serviceManager: AuthorityKind = {
  kind: 'service-manager',
  open: (settings, login, world) => {
    const { instance, parameters } = settings;
    if (typeof instance !== 'string' || instance.trim() === '') {
      throw new Failure(
        'E_CONFIG',
        'The authority service-manager needs instance: the name or the id of the instance whose bindings rotate.',
      );
    }
    return bindings(
      instance.trim(),
      isJsonObject(parameters) ? parameters : undefined,
      givenLogin('service-manager', login),
      world,
    );
  },
};

function bindings(
  instance: string,
  parameters: JsonObject | undefined,
  login: string,
  world: AuthorityWorld,
): Authority {
  const secrets: string[] = [];
  const keepSecret = (secret: string): void => {
    if (secret === '' || secrets.includes(secret)) return;
    secrets.push(secret);
    world.onSecret(secret);
  };
  let opened: SmLogin | undefined;
  let id: string | undefined;

  /** What reads the rarer forms of a login is loaded, so it cannot be read at once. */
  async function context(): Promise<SmContext> {
    opened ??= await smLogin(login, world, keepSecret);
    return { ...world, login: opened, secrets, keepSecret };
  }
  async function place(): Promise<readonly [context: SmContext, instance: string]> {
    const found = await context();
    id ??= await instanceId(found, instance);
    return [found, id];
  }

  return {
    kind: 'service-manager',
    get loginClientId() {
      return opened?.clientId;
    },
    check: async () => {
      await bindingsOf(...(await place()));
    },
    list: async () => {
      const found = await bindingsOf(...(await place()));
      return found.map(({ name, createdAt, usable }) => ({ name, createdAt, usable }));
    },
    create: async (name) => {
      requireName(name);
      const [found, of] = await place();
      return createBinding(found, of, name, parameters);
    },
    read: async (name) => {
      requireName(name);
      const [found, of] = await place();
      const listed = await bindingNamed(found, of, name);
      const state = listed === undefined ? undefined : await bindingState(found, listed.id);
      const value = state?.usable === true ? state.credentials : undefined;
      return value === undefined ? undefined : { name, value };
    },
    delete: async (name) => {
      requireName(name);
      const [found, of] = await place();
      const listed = await bindingNamed(found, of, name);
      if (listed !== undefined) await deleteBinding(found, listed);
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
