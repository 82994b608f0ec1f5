import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import { oneLine } from '../../text.ts';
import { place } from './cloud-foundry-answer.ts';
import { pages } from './cloud-foundry-pages.ts';
import type { CfClient } from './cloud-foundry-request.ts';

/**
 * The GUID of the managed service instance that the settings name, in one call (for each 200 of
 * that name): the answer brings the names of spaces and organizations along.
 *
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function findInstance(client: CfClient): Promise<string> {
  const { instance, space, organization, secrets } = client.context;
  const purpose = 'look up the service instance';
  const query = {
    names: listValue(instance),
    type: 'managed',
    'fields[space]': 'guid,name,relationships.organization',
    'fields[space.organization]': 'guid,name',
  };
  let where = '';
  let elsewhere = 0;
  for await (const page of pages('/v3/service_instances', query, purpose, client)) {
    const found = page.resources.filter(isJsonObject).filter(({ name }) => name === instance);
    const wanted = found.find((each) => isInSpace(each, page.document, client.context));
    const guid = guidOf(wanted);
    if (guid !== undefined) return guid;
    where = place(page.result, secrets);
    elsewhere += found.length;
  }
  const others =
    elsewhere === 0 ? '' : ` Other spaces have ${elsewhere} of this name. Is one meant?`;
  throw new Failure(
    'E_AUTHORITY',
    `The user sees no managed service instance "${oneLine(instance, 100)}" in the space "${oneLine(space, 100)}" of the organization "${oneLine(organization, 100)}" ${where}.${others} Check organization, space and instance of the authority, and give the user the role Space Developer in the space that owns the instance.`,
  );
}

/** Lists are split at commas before their values are unescaped once more. */
export function listValue(name: string): string {
  return encodeURIComponent(name);
}

interface Names {
  readonly space: string;
  readonly organization: string;
}

/** By exact names: some databases compare in the filter without regard to case. */
function isInSpace(instance: JsonObject, { included }: JsonObject, names: Names): boolean {
  const space = byGuid(included, 'spaces', relatedGuid(instance, 'space'));
  if (space?.['name'] !== names.space) return false;
  const organization = byGuid(included, 'organizations', relatedGuid(space, 'organization'));
  return organization?.['name'] === names.organization;
}

function byGuid(
  included: unknown,
  kind: 'spaces' | 'organizations',
  guid: string | undefined,
): JsonObject | undefined {
  const all = isJsonObject(included) ? included[kind] : undefined;
  if (!Array.isArray(all) || guid === undefined) return undefined;
  return all.filter(isJsonObject).find((each) => each['guid'] === guid);
}

/** `relationships.space.data.guid` and the like. */
function relatedGuid({ relationships }: JsonObject, name: string): string | undefined {
  const related = isJsonObject(relationships) ? relationships[name] : undefined;
  return guidOf(isJsonObject(related) ? related['data'] : undefined);
}

/** GUIDs are parts of paths, so nothing else may stand in one. */
export function guidOf(resource: unknown): string | undefined {
  const guid = isJsonObject(resource) ? resource['guid'] : undefined;
  return typeof guid === 'string' && /^[\w-]{1,200}$/.test(guid) ? guid : undefined;
}
