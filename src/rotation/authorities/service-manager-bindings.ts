import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { secretLeaves } from '../../credentials/secrets.ts';
import { Failure } from '../../failure.ts';
import type { IssuedCredential } from '../authority.ts';
import { isMissing, isSuccess } from './service-manager-answer.ts';
import { ask, requestFailure, type SmContext } from './service-manager-exchange.ts';
import { listAll, quoted, type SmItem } from './service-manager-list.ts';

export const BINDINGS = '/v1/service_bindings';

/** The label of every binding that rotation has made. No other one is ever deleted. */
export const LABEL = 'managed_by';
export const LABEL_VALUE = 'api-client-credentials';

export interface SmBinding extends IssuedCredential {
  readonly id: string;
  /** Has it our label? */
  readonly managed: boolean;
}

/** @throws Failure E_AUTHORITY */
export async function bindingsOf(
  context: SmContext,
  instance: string,
): Promise<readonly SmBinding[]> {
  const query = `service_instance_id eq ${quoted(instance)}`;
  const listed = await listAll(context, 'list the bindings', BINDINGS, query);
  return listed.filter(isOf(instance)).map(binding);
}

/**
 * Names are unique among the bindings of an instance.
 *
 * @throws Failure E_AUTHORITY
 */
export async function bindingNamed(
  context: SmContext,
  instance: string,
  name: string,
): Promise<SmBinding | undefined> {
  const query = `service_instance_id eq ${quoted(instance)} and name eq ${quoted(name)}`;
  const listed = await listAll(context, 'look up a binding', BINDINGS, query);
  const [only, ...others] = listed
    .filter(isOf(instance))
    .filter((each) => each.name === name)
    .map(binding);
  if (others.length === 0) return only;
  throw new Failure(
    'E_AUTHORITY',
    `There are ${others.length + 1} bindings with the name ${name}, so nobody knows which one is meant. Delete those that nothing uses.`,
  );
}

/** What was not asked for is not touched, whatever an answer holds. */
function isOf(instance: string): (item: SmItem) => boolean {
  return ({ service_instance_id: of }) => of === undefined || of === instance;
}

/** A binding as one answer tells it; undefined: there is none. */
export interface SmBindingState {
  /** False: its creation has failed or has not ended. */
  readonly usable: boolean;
  /** Is it being deleted, or has that failed? */
  readonly deletion: 'in progress' | 'failed' | undefined;
  /** Its secrets have been masked. Undefined: there are none, or not yet. */
  readonly credentials: JsonObject | undefined;
}

/** @throws Failure E_AUTHORITY */
export async function bindingState(
  context: SmContext,
  id: string,
): Promise<SmBindingState | undefined> {
  const what = 'read a binding';
  const answer = await ask(context, {
    what,
    method: 'GET',
    path: `${BINDINGS}/${encodeURIComponent(id)}`,
  });
  if (isMissing(answer)) return undefined;
  const document = isSuccess(answer) ? answer.document : undefined;
  if (!isJsonObject(document)) throw requestFailure(what, answer, context);
  const { type, state } = lastOperation(document);
  const deletes = type === 'delete' && state !== 'succeeded';
  return {
    usable: isUsable(document),
    deletion: deletes ? (state === 'failed' ? 'failed' : 'in progress') : undefined,
    credentials: keptCredentials(context, document),
  };
}

/** The issuer's own JSON of a binding, masked before anything else is done with it. */
export function keptCredentials(
  { keepSecret }: SmContext,
  document: JsonObject,
): JsonObject | undefined {
  const credentials = document['credentials'];
  if (!isJsonObject(credentials) || Object.keys(credentials).length === 0) return undefined;
  for (const secret of secretLeaves(credentials)) keepSecret(secret);
  return credentials;
}

function binding(item: SmItem): SmBinding {
  const createdAt = new Date(String(item['created_at']));
  const labels = item['labels'];
  const values = isJsonObject(labels) ? labels[LABEL] : undefined;
  return {
    id: item.id,
    name: item.name,
    createdAt: Number.isNaN(createdAt.getTime()) ? undefined : createdAt,
    usable: isUsable(item),
    managed: Array.isArray(values) && values.includes(LABEL_VALUE),
  };
}

/** Bindings that are older than operations were recorded have none. */
function isUsable(document: JsonObject): boolean {
  const { state } = lastOperation(document);
  return document['ready'] === true && (state === undefined || state === 'succeeded');
}

function lastOperation(document: JsonObject): JsonObject {
  const operation = document['last_operation'];
  return isJsonObject(operation) ? operation : {};
}
