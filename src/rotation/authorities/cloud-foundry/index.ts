import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json.ts';
import type { Authority, AuthorityContext, AuthorityKind } from '../../types.ts';
import {
  createKey,
  deleteKey,
  findInstance,
  isManaged,
  isUsable,
  listKeys,
  readDetails,
  settledKey,
} from './keys.ts';
import { loggedInClient } from './login.ts';
import { cfSettings } from './settings.ts';

/**
 * Service keys of one service instance, over the CF API v3. Settings: `api`, `organization`,
 * `space`, `instance`, `parameters`. Login by a user, or by the OIDC token of the job.
 */
export const cloudFoundry: AuthorityKind = { kind: 'cloud-foundry', open };

function open(
  settings: JsonObject,
  login: string | undefined,
  context: AuthorityContext,
): Authority {
  const client = loggedInClient(cfSettings(settings, login, context), context);
  let known: string | undefined;

  async function instance(): Promise<string> {
    known ??= await findInstance(client);
    return known;
  }

  return {
    kind: cloudFoundry.kind,
    loginClientId: undefined,
    check: async () => {
      await instance();
    },
    list: async () => {
      const keys = await listKeys(await instance(), undefined, client);
      return keys.map((key) => ({
        name: key.name,
        createdAt: key.createdAt,
        usable: isUsable(key),
      }));
    },
    create: async (name) => createKey(await instance(), named(name), client),
    read: async (name) => {
      const key = await settledKey(await instance(), named(name), client);
      // The credentials of others are none of our business, not even to look at.
      if (key === undefined || !isUsable(key) || !isManaged(key)) return undefined;
      const value = await readDetails(key, client);
      return value === undefined ? undefined : { name, value };
    },
    delete: async (name) => deleteKey(await instance(), named(name), client),
  };
}

/** An empty name would filter nothing. */
function named(name: string): string {
  if (name !== '') return name;
  throw new Failure('E_AUTHORITY', 'A service key without a name cannot be managed.');
}
