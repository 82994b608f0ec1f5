import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { hasControls, oneLine } from '../../../base/text.ts';
import { secureUrl, withoutSlashes } from '../../../base/url.ts';
import type { AuthorityContext, AuthorityKind } from '../../types.ts';
import { objectIn } from '../api-client.ts';
import { jsonLogin } from '../authority-login.ts';
import { type Place, refusedPlace } from '../hosts.ts';
import {
  type CfClient,
  type CfSettings,
  guidOf,
  type InstanceClient,
  listValue,
  pages,
} from './api.ts';
import { createKey, deleteKey, listKeys, readDetails, settledKey } from './keys.ts';
import { loggedInClient } from './login.ts';

/**
 * Service keys of one service instance, over the CF API v3. Settings: `api`, `organization`,
 * `space`, `instance`, `parameters`. Login by a user, or by the OIDC token of the job.
 */
export const cloudFoundry: AuthorityKind = {
  kind: 'cloud-foundry',
  place: placeOf,
  open(settings, login, context) {
    const client = loggedInClient(cfSettings(settings, login, context), context);
    let known: InstanceClient | undefined;

    async function instance(): Promise<InstanceClient> {
      known ??= { ...client, instance: await findInstance(client) };
      return known;
    }

    return {
      kind: cloudFoundry.kind,
      loginClientId: undefined,
      check: async () => {
        await instance();
      },
      list: async () => {
        const keys = await listKeys(await instance());
        return keys.map(({ name, createdAt, usable, ours }) => ({ name, createdAt, usable, ours }));
      },
      create: async (name) => createKey(await instance(), named(name)),
      read: async (name) => {
        const key = await settledKey(await instance(), named(name));
        // The credentials of others are none of our business, not even to look at.
        if (key?.usable !== true || !key.ours) return undefined;
        const value = await readDetails(client, key);
        return value === undefined ? undefined : { name, value };
      },
      delete: async (name) => deleteKey(await instance(), named(name)),
    };
  },
};

/** An empty name would filter nothing. */
function named(name: string): string {
  if (name !== '') return name;
  throw new Failure('E_AUTHORITY', 'A service key without a name cannot be managed.');
}

/**
 * @throws Failure E_CONFIG where a setting is not what it must be, E_INPUT_MISSING,
 * E_AUTHORITY_LOGIN, E_HOST_NOT_ALLOWED, and what `secureUrl` throws.
 */
function cfSettings(
  settings: JsonObject,
  givenLogin: string | undefined,
  context: AuthorityContext,
): CfSettings {
  // First, so that whatever is wrong with the settings, the login is masked.
  const names = { user: 'username', provider: 'origin' } as const;
  const login = jsonLogin('cloud-foundry', names, givenLogin, context.secrets);
  const { allowedHosts } = context;
  const place = placeOf(settings);
  const refused = refusedPlace(place, allowedHosts);
  if (refused !== undefined) throw refused;
  const { url: api } = place;
  const { parameters } = settings;
  if (parameters !== undefined && !isJsonObject(parameters)) throw invalid('parameters');
  return {
    api: withoutSlashes(`${api.origin}${api.pathname}`),
    apiHost: api.host,
    organization: textOf(settings, 'organization'),
    space: textOf(settings, 'space'),
    instance: textOf(settings, 'instance'),
    ...{ parameters, login, allowedHosts },
  };
}

function textOf(settings: JsonObject, name: string): string {
  const value = settings[name];
  if (typeof value === 'string' && value.trim() !== '' && value.isWellFormed()) {
    if (!hasControls(value)) return value;
  }
  throw invalid(name);
}

function invalid(name: string): Failure {
  return new Failure(
    'E_CONFIG',
    `The setting ${name} of the authority cloud-foundry is missing or not what it must be.`,
    'It needs api (https://api.cf.eu10.hana.ondemand.com or the like), organization, space and instance, and may have parameters, an object.',
  );
}

function placeOf(settings: JsonObject): Place {
  const url = secureUrl(textOf(settings, 'api'), 'api of the authority cloud-foundry');
  return { name: 'The Cloud Foundry API', url, builtIn: APIS };
}

/** Those of SAP BTP, one in each region. */
const APIS = /^api\.cf\.[a-z0-9-]+\.hana\.ondemand\.com$/;

/**
 * The GUID of the managed service instance that the settings name, in one call (for each 200 of
 * that name): the answer brings the names of spaces and organizations along.
 *
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
async function findInstance(client: CfClient): Promise<string> {
  const { instance, space, organization } = client.settings;
  const query = {
    names: listValue(instance),
    type: 'managed',
    'fields[space]': 'guid,name,relationships.organization',
    'fields[space.organization]': 'guid,name',
  };
  const listed = pages(client, '/v3/service_instances', query, 'look up the service instance');
  let facts: readonly string[] = [];
  let elsewhere = 0;
  for await (const { resources, included, result } of listed) {
    const found = resources.filter(isJsonObject).filter(({ name }) => name === instance);
    const wanted = found.find((each) => isInSpace(each, included, client.settings));
    const guid = guidOf(wanted);
    if (guid !== undefined) return guid;
    facts = result.facts;
    elsewhere += found.length;
  }
  const others =
    elsewhere === 0 ? '' : `Other spaces have ${elsewhere} of this name. Is one meant? `;
  throw new Failure(
    'E_AUTHORITY',
    `The user sees no managed service instance "${oneLine(instance, 100)}" in the space "${oneLine(space, 100)}" of the organization "${oneLine(organization, 100)}".`,
    `${others}Check organization, space and instance of the authority, and give the user the role Space Developer in the space that owns the instance.`,
    facts,
  );
}

/** By exact names: some databases compare in the filter without regard to case. */
function isInSpace(instance: JsonObject, included: unknown, names: CfSettings): boolean {
  const space = related(instance, 'space', included);
  const organization = related(space, 'organization', included);
  return space?.['name'] === names.space && organization?.['name'] === names.organization;
}

/** What a resource refers to by `relationships.space.data.guid` and the like. */
function related(
  resource: JsonObject | undefined,
  kind: 'space' | 'organization',
  included: unknown,
): JsonObject | undefined {
  const guid = guidOf(objectIn(objectIn(resource?.['relationships'], kind), 'data'));
  const all = isJsonObject(included) ? included[`${kind}s`] : undefined;
  if (!Array.isArray(all) || guid === undefined) return undefined;
  return all.filter(isJsonObject).find((each) => each['guid'] === guid);
}
