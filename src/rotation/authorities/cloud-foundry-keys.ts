import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import { place } from './cloud-foundry-answer.ts';
import { guidOf, listValue } from './cloud-foundry-instance.ts';
import { pages } from './cloud-foundry-pages.ts';
import type { CfClient } from './cloud-foundry-request.ts';

/** A service key: a service credential binding of type key (CF API v3). */
export interface CfKey {
  readonly guid: string;
  readonly name: string;
  readonly createdAt: Date | undefined;
  /** Undefined: it is older than operations are, and usable. */
  readonly operation: CfOperation | undefined;
  readonly labels: JsonObject;
}

export interface CfOperation {
  readonly type: string;
  /** `initial`, `in progress`, `succeeded` or `failed`. */
  readonly state: string;
  readonly description: string;
}

export function isUsable({ operation }: CfKey): boolean {
  return (
    operation === undefined || (operation.type === 'create' && operation.state === 'succeeded')
  );
}

export function isInProgress({ operation }: CfKey): boolean {
  return operation?.state === 'initial' || operation?.state === 'in progress';
}

/** Label keys have the form of a DNS name, a slash and a name; values have no slash. */
export const MANAGED_BY = 'api-client-credentials.github.io/managed-by';
export const MANAGER = 'api-client-credentials';

/** Whoever set one of these deletes or replaces the key itself: a deployment, or an operator. */
const FOREIGN_LABELS: readonly string[] = [
  'mta_id',
  'mta_namespace',
  'space_guid',
  'service-operator.cf.cs.sap.com/owner',
];

/** Has this action created the key, and has nobody else taken it over? */
export function isManaged({ labels }: CfKey): boolean {
  return labels[MANAGED_BY] === MANAGER && !FOREIGN_LABELS.some((label) => label in labels);
}

/**
 * The keys of a service instance, those of others included.
 *
 * @param name of the only one that is wanted; undefined: all.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function listKeys(
  instance: string,
  name: string | undefined,
  client: CfClient,
): Promise<readonly CfKey[]> {
  const query = {
    type: 'key',
    service_instance_guids: instance,
    ...(name === undefined ? {} : { names: listValue(name) }),
    order_by: 'created_at',
  };
  const purpose = 'list the service keys';
  const keys: CfKey[] = [];
  for await (const page of pages('/v3/service_credential_bindings', query, purpose, client)) {
    const found = keysOf(page.resources);
    // To leave one out could mean to count, or to delete, the wrong ones.
    if (found === undefined) throw unknownForm(place(page.result, client.context.secrets));
    keys.push(...found);
  }
  return keys.filter((key) => name === undefined || key.name === name);
}

function unknownForm(where: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `Cloud Foundry listed the service keys in a form that is not known ${where}. Please report this with the version of the action.`,
  );
}

/** Undefined where one of them cannot be read. */
function keysOf(resources: readonly unknown[]): CfKey[] | undefined {
  const bindings = resources.filter((each) => !isJsonObject(each) || each['type'] !== 'app');
  const keys = bindings.map(keyOf).filter((key) => key !== undefined);
  return keys.length === bindings.length ? keys : undefined;
}

function keyOf(resource: unknown): CfKey | undefined {
  if (!isJsonObject(resource)) return undefined;
  const { name, created_at: created, last_operation: operation, metadata } = resource;
  const guid = guidOf(resource);
  if (guid === undefined || typeof name !== 'string' || name === '') return undefined;
  const createdAt = new Date(typeof created === 'string' ? created : Number.NaN);
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  return {
    guid,
    name,
    createdAt: Number.isNaN(createdAt.getTime()) ? undefined : createdAt,
    operation: isJsonObject(operation) ? operationOf(operation) : undefined,
    labels: isJsonObject(labels) ? labels : {},
  };
}

function operationOf({ type, state, description }: JsonObject): CfOperation {
  return {
    type: typeof type === 'string' ? type : '',
    state: typeof state === 'string' ? state : '',
    description: typeof description === 'string' ? description.trim() : '',
  };
}
