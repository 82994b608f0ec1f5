import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import { objectOf, place } from './cloud-foundry-answer.ts';
import { guidOf, listValue } from './cloud-foundry-instance.ts';
import { apiFailure, type CfClient, callApi } from './cloud-foundry-request.ts';

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

/** More keys and bindings than this no instance may have: 1000 of XSUAA is the highest known limit. */
const MOST_PAGES = 50;
/** A key takes about 1.1 KB, and an answer may have 1 MiB. */
const PAGE = '200';

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
  const purpose = 'list the service keys';
  const keys: CfKey[] = [];
  for (let page = 1; page <= MOST_PAGES; page++) {
    const query = new URLSearchParams({
      type: 'key',
      service_instance_guids: instance,
      ...(name === undefined ? {} : { names: listValue(name) }),
      order_by: 'created_at',
      per_page: PAGE,
      page: `${page}`,
    });
    const path = `/v3/service_credential_bindings?${query}`;
    const result = await callApi({ method: 'GET', path, purpose }, client);
    const document = objectOf(result, 200);
    if (document === undefined) throw apiFailure(purpose, result, client.context);
    const found = keysOf(document);
    // To leave one out could mean to count, or to delete, the wrong ones.
    if (found === undefined) throw unknownForm(place(result, client.context.secrets));
    keys.push(...found);
    if (isLast(document)) return keys.filter((key) => name === undefined || key.name === name);
  }
  throw new Failure(
    'E_AUTHORITY',
    `Cloud Foundry lists service keys without end (${client.context.apiHost}, ${MOST_PAGES} pages). Is there a proxy between that answers itself?`,
  );
}

function unknownForm(where: string): Failure {
  return new Failure(
    'E_AUTHORITY',
    `Cloud Foundry listed the service keys in a form that is not known ${where}. Please report this with the version of the action.`,
  );
}

/** The URL of the next page is not followed: it may name another host. */
function isLast({ pagination }: JsonObject): boolean {
  const next = isJsonObject(pagination) ? pagination['next'] : undefined;
  return !isJsonObject(next);
}

/** Undefined where one of them cannot be read. */
function keysOf({ resources }: JsonObject): CfKey[] | undefined {
  if (!Array.isArray(resources)) return undefined;
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
