import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { type ApiClient, apiRequest, isUuid, objectOf } from '../api-client.ts';
import { isMissing, listAll, quoted, requestFailure } from './api.ts';

const PATH = '/v1/service_instances';

/**
 * The id of the instance whose bindings rotate.
 *
 * @param instance its name or its id.
 * @throws Failure E_CONFIG where not exactly one is meant; E_AUTHORITY.
 */
export async function instanceId(client: ApiClient, instance: string): Promise<string> {
  // The service compares ids as text, and writes them in lower case.
  return isUuid(instance) ? byId(client, instance.toLowerCase()) : byName(client, instance);
}

async function byId(client: ApiClient, id: string): Promise<string> {
  const what = 'read the instance';
  const answer = await client.send(apiRequest('GET', `${PATH}/${id}`, what));
  if (isMissing(answer)) throw notThere(id);
  const document = objectOf(answer);
  if (document?.['id'] !== id) throw requestFailure(what, answer, client);
  if (!isOwn(document)) throw notOwn(id);
  return id;
}

async function byName(client: ApiClient, name: string): Promise<string> {
  // What a quote or a backslash means in a query is not documented; the answer is compared in full.
  const query = /['\\]/.test(name) ? undefined : `name eq ${quoted(name)}`;
  const listed = await listAll(client, 'find the instance', PATH, query);
  const named = listed.filter((each) => each.name === name);
  const own = named.filter(isOwn);
  const [only, ...others] = own;
  if (only === undefined) throw named.length > 0 ? notOwn(name) : notThere(name);
  if (others.length === 0) return only.id;
  throw new Failure(
    'E_CONFIG',
    `There are ${own.length} instances with the name ${shown(name)}.`,
    'Give the id of the one that is meant in the inventory.',
  );
}

/** Instances of Cloud Foundry and Kubernetes are listed, too, but cannot be bound here. */
function isOwn({ platform_id: platform }: JsonObject): boolean {
  return platform === undefined || platform === 'service-manager';
}

function notOwn(instance: string): Failure {
  return new Failure(
    'E_CONFIG',
    `The instance ${shown(instance)} belongs to another platform, such as Cloud Foundry or Kubernetes, and only that one can bind it.`,
    'Keys of instances in Cloud Foundry rotate at the authority cloud-foundry.',
  );
}

function notThere(instance: string): Failure {
  return new Failure(
    'E_CONFIG',
    `There is no instance ${shown(instance)} that the login at SAP Service Manager can see.`,
    'Compare its name or id, and whether authority-login is a binding of the same subaccount; one of the plan container sees its own instances only.',
  );
}

function shown(instance: string): string {
  return oneLine(instance, 100);
}
