import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { header } from '../../../http/response.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import { type CreatedCredential, UnknownOutcome } from '../../types.ts';
import { type Answer, apiRequest, isAnswer, objectOf, type Result } from '../api-client.ts';
import { apiFailure, type CfClient, type CfError, errorsOf, isNotFound } from './api.ts';
import type { CfSettings } from './settings.ts';

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
    if (found === undefined) throw unknownForm(page.result);
    keys.push(...found);
  }
  return keys.filter((key) => name === undefined || key.name === name);
}

function unknownForm({ facts }: Result): Failure {
  return new Failure(
    'E_AUTHORITY',
    'Cloud Foundry listed the service keys in a form that is not known.',
    REPORT,
    facts,
  );
}

const REPORT = 'Please report this with the version of the action.';

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

/**
 * The credentials of a key, masked before anything else. Each reading is written to the audit log of
 * the platform, so it is done once and never to wait for something.
 *
 * @returns undefined: there are none, since the key is gone, or was never finished.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function readDetails(
  { guid, name }: CfKey,
  client: CfClient,
): Promise<JsonObject | undefined> {
  const purpose = `read the credentials of the service key ${keyName(name)}`;
  const path = `/v3/service_credential_bindings/${guid}/details`;
  const result = await client.send(apiRequest('GET', path, purpose));
  if (isNotFound(result)) return undefined;
  const document = objectOf(result);
  if (document === undefined) throw apiFailure(purpose, result, client);
  client.context.secrets.keep(secretLeaves(document));
  const { credentials } = document;
  if (isJsonObject(credentials)) return credentials;
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} has no credentials that can be read.`,
    REPORT,
    result.facts,
  );
}

/**
 * The GUID of the managed service instance that the settings name, in one call (for each 200 of
 * that name): the answer brings the names of spaces and organizations along.
 *
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function findInstance(client: CfClient): Promise<string> {
  const { instance, space, organization } = client.settings;
  const purpose = 'look up the service instance';
  const query = {
    names: listValue(instance),
    type: 'managed',
    'fields[space]': 'guid,name,relationships.organization',
    'fields[space.organization]': 'guid,name',
  };
  let facts: readonly string[] = [];
  let elsewhere = 0;
  for await (const page of pages('/v3/service_instances', query, purpose, client)) {
    const found = page.resources.filter(isJsonObject).filter(({ name }) => name === instance);
    const wanted = found.find((each) => isInSpace(each, page.document, client.settings));
    const guid = guidOf(wanted);
    if (guid !== undefined) return guid;
    facts = page.result.facts;
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

/** GUIDs become parts of paths, so they have no other characters. */
export function guidOf(resource: unknown): string | undefined {
  const guid = isJsonObject(resource) ? resource['guid'] : undefined;
  return typeof guid === 'string' && /^[\w-]{1,200}$/.test(guid) ? guid : undefined;
}

/** Brokers mostly need a second; Cloud Foundry asks slow ones once a minute. In milliseconds. */
const LONGEST_WAIT = 15_000;

/** What became of a job (CF API v3, Jobs). */
export type CfJobEnd =
  /** It has not ended in time, nobody remembers it, or none was named: the key itself tells. */
  | { readonly state: 'complete' | 'unknown' }
  | { readonly state: 'failed'; readonly errors: readonly CfError[] }
  /** It cannot be asked. */
  | { readonly state: 'unreadable'; readonly result: Result };

/**
 * Waits for the job that a 202 has started.
 *
 * @param what names it in the log.
 * @throws Failure E_AUTHORITY_LOGIN
 */
export async function awaitJob(
  accepted: Answer,
  what: string,
  client: CfClient,
): Promise<CfJobEnd> {
  const guid = jobGuid(accepted);
  if (guid === undefined) return { state: 'unknown' };
  const request = apiRequest('GET', `/v3/jobs/${guid}`, 'read the state of a job');
  for (let waits = 0; await client.pause(what, waits, LONGEST_WAIT); waits++) {
    const result = await client.send(request);
    if (isNotFound(result)) return { state: 'unknown' };
    const job = objectOf(result);
    if (job === undefined) return { state: 'unreadable', result };
    if (job['state'] === 'COMPLETE') return { state: 'complete' };
    if (job['state'] === 'FAILED') return { state: 'failed', errors: errorsOf(job) };
  }
  return { state: 'unknown' };
}

/** Of the absolute URL in `Location` only the id is used: it may name another host. */
function jobGuid({ response }: Answer): string | undefined {
  const location = header(response, 'location')?.trim() ?? '';
  return /\/v3\/jobs\/([\w-]{1,200})$/.exec(location)?.[1];
}

/**
 * Why an operation failed. After a broker that works asynchronously has failed, the job tells only
 * a class of the Cloud Controller, and the key has the reason.
 */
export function failureReasons(end: CfJobEnd, key: CfKey | undefined): CfError[] {
  const description = key?.operation?.description ?? '';
  const own = description === '' ? [] : [{ detail: description }];
  const told = end.state === 'failed' ? end.errors : [];
  const useful = told.filter(
    ({ detail }) =>
      !detail.includes('LastOperationFailedState') &&
      (description === '' || !detail.includes(description)),
  );
  return [...own, ...useful];
}

/** The key of that name, or undefined where there is none. */
export async function findKey(
  instance: string,
  name: string,
  client: CfClient,
): Promise<CfKey | undefined> {
  const [key] = await listKeys(instance, name, client);
  return key;
}

/** The same, when nothing goes on with it any more; as it is then, where the deadline comes first. */
export async function settledKey(
  instance: string,
  name: string,
  client: CfClient,
): Promise<CfKey | undefined> {
  for (let waits = 0; ; waits++) {
    const key = await findKey(instance, name, client);
    if (key === undefined || !isInProgress(key)) return key;
    const what = `the service key ${keyName(name)}`;
    if (!(await client.pause(what, waits, LONGEST_WAIT))) return key;
  }
}

/** For messages. */
export function keyName(name: string): string {
  return oneLine(name, 100);
}

/** One page of a list (CF API v3, Pagination). */
export interface CfPage {
  readonly resources: readonly unknown[];
  readonly document: JsonObject;
  /** Where it came from, for messages. */
  readonly result: Result;
}

/** A resource takes 1 to 2 KB, and an answer may have 1 MiB. */
const SIZE = '200';

/** More keys and bindings than this no instance may have: 1000 of XSUAA is the highest known limit. */
const MOST = 50;

/**
 * The pages of a list, one after the other. The URL of the next page is not followed, since it may
 * name another host; pages are numbered.
 *
 * @param query without `page` and `per_page`.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function* pages(
  path: string,
  query: Readonly<Record<string, string>>,
  purpose: string,
  client: CfClient,
): AsyncGenerator<CfPage> {
  for (let page = 1; page <= MOST; page++) {
    const numbered = new URLSearchParams({ ...query, per_page: SIZE, page: `${page}` });
    const result = await client.send(apiRequest('GET', `${path}?${numbered}`, purpose));
    const document = objectOf(result);
    const resources = document?.['resources'];
    if (document === undefined || !Array.isArray(resources)) {
      throw apiFailure(purpose, result, client);
    }
    yield { resources, document, result };
    if (isLast(document)) return;
  }
  throw new Failure(
    'E_AUTHORITY',
    `Cloud Foundry could not ${purpose}: the list has no end.`,
    'Is there a proxy between that answers itself?',
    [client.settings.apiHost, `${MOST} pages`],
  );
}

function isLast({ pagination }: JsonObject): boolean {
  const next = isJsonObject(pagination) ? pagination['next'] : undefined;
  return !isJsonObject(next);
}

const NOTE = 'api-client-credentials.github.io/note';

/**
 * Creates a key and reads its credentials. A key of the same name whose creation failed is replaced
 * by Cloud Foundry; any other is left alone, and the creation refused.
 *
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY; UnknownOutcome
 */
export async function createKey(
  instance: string,
  name: string,
  client: CfClient,
): Promise<CreatedCredential> {
  const purpose = `create the service key ${keyName(name)}`;
  const path = '/v3/service_credential_bindings';
  const body = keyRequest(instance, name, client.settings);
  const result = await client.send(apiRequest('POST', path, purpose, body));
  if (!isAnswer(result) || (result.status !== 201 && result.status !== 202)) {
    throw client.notCreated(result, 'A service key', apiFailure(purpose, result, client));
  }
  const end = await finished(result, name, client);
  const key = await settledKey(instance, name, client);
  if (key === undefined && end.state !== 'failed') {
    throw new UnknownOutcome(
      `The service key ${keyName(name)} was asked for, and no such key is listed.`,
      [client.settings.apiHost],
    );
  }
  if (key === undefined || !isUsable(key)) throw await failed(end, key, instance, name, client);
  const value = await readDetails(key, client);
  if (value !== undefined) return { name, value };
  throw new UnknownOutcome(
    `The service key ${keyName(name)} was created, and its credentials are not there.`,
    [client.settings.apiHost],
  );
}

function keyRequest(instance: string, name: string, { parameters }: CfSettings): JsonObject {
  return {
    type: 'key',
    name,
    relationships: { service_instance: { data: { guid: instance } } },
    ...(parameters === undefined ? {} : { parameters }),
    metadata: {
      labels: { [MANAGED_BY]: MANAGER },
      annotations: {
        [NOTE]:
          'Created by a rotation. A GitHub secret may hold these credentials; the rotation deletes the key when nothing uses it any more.',
      },
    },
  };
}

async function finished(accepted: Answer, name: string, client: CfClient): Promise<CfJobEnd> {
  const end = await awaitJob(accepted, `the creation of ${keyName(name)}`, client);
  if (end.state === 'unreadable') {
    throw new UnknownOutcome(
      `The creation of the service key ${keyName(name)} has begun. ${client.describe(end.result, ', which does not tell how it ended')}`,
      end.result.facts,
    );
  }
  return end;
}

/** Its outcome is not unknown, it is still to come; a later run finds the key by its name. */
function tooSlow(name: string, { apiHost }: CfSettings): Failure {
  return new Failure(
    'E_AUTHORITY',
    `The creation of the service key ${keyName(name)} has begun and did not end in time.`,
    'It goes on there, and a later run takes the key or deletes it. Raise the input timeout if the service is slow.',
    [apiHost],
  );
}

/** What a failed creation leaves counts against the quota. */
async function failed(
  end: CfJobEnd,
  key: CfKey | undefined,
  instance: string,
  name: string,
  client: CfClient,
): Promise<Failure> {
  const { settings } = client;
  if (key !== undefined && isInProgress(key)) return tooSlow(name, settings);
  const told = client.reasons(failureReasons(end, key));
  const rest = await cleanedUp(instance, name, client);
  return new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was not created, its service refused it${told}.`,
    `${rest} Check parameters of the authority and the instance, and run the job again.`,
    [settings.apiHost],
  );
}

async function cleanedUp(instance: string, name: string, client: CfClient): Promise<string> {
  try {
    await deleteKey(instance, name, client);
    return 'Nothing of it is left.';
  } catch (error) {
    if (error instanceof Failure)
      return 'What is left of it could not be deleted now, and counts against the quota.';
    throw error;
  }
}

/** After a request without an answer it is looked up first what became of it. */
const MOST_POLLS = 3;

/**
 * Deletes the key of that name, if there is one.
 *
 * @throws Failure E_AUTHORITY_LOGIN, or E_AUTHORITY, also for a key that is not ours by its labels.
 */
export async function deleteKey(instance: string, name: string, client: CfClient): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const key = await findKey(instance, name, client);
    if (key === undefined) return;
    refuseForeign(key);
    const end = await deletion(key, attempt === MOST_POLLS, client);
    if (end !== 'no answer') return requireGone(end, instance, name, client);
  }
}

/** @param last throw a failure where no answer came. */
async function deletion(
  key: CfKey,
  last: boolean,
  client: CfClient,
): Promise<CfJobEnd | 'no answer'> {
  if (key.operation?.type === 'delete' && isInProgress(key)) return { state: 'unknown' };
  const purpose = `delete the service key ${keyName(key.name)}`;
  const path = `/v3/service_credential_bindings/${key.guid}`;
  const result = await client.send(apiRequest('DELETE', path, purpose));
  if (!isAnswer(result) && result.noAnswer.retries > 0 && !last) return 'no answer';
  if (isNotFound(result)) return { state: 'complete' };
  if (isAnswer(result) && result.status === 204) return { state: 'complete' };
  if (!isAnswer(result) || result.status !== 202) throw apiFailure(purpose, result, client);
  return awaitJob(result, `the deletion of ${keyName(key.name)}`, client);
}

async function requireGone(
  end: CfJobEnd,
  instance: string,
  name: string,
  client: CfClient,
): Promise<void> {
  if (end.state === 'complete') return;
  const facts = [client.settings.apiHost];
  if (end.state === 'unreadable') {
    throw apiFailure(`tell what became of the deletion of ${keyName(name)}`, end.result, client);
  }
  const key = await settledKey(instance, name, client);
  if (key === undefined) return;
  if (isInProgress(key)) {
    throw new Failure(
      'E_AUTHORITY',
      `The deletion of the service key ${keyName(name)} has begun and did not end in time.`,
      'It goes on there. Raise the input timeout if the service is slow.',
      facts,
    );
  }
  const told = client.reasons(failureReasons(end, key));
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was not deleted, its service refused it${told}.`,
    'Its credentials may still work. The next run tries it again.',
    facts,
  );
}

/** The engine names only what it has named itself; this is the second line of defence. */
function refuseForeign(key: CfKey): void {
  if (isManaged(key)) return;
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(key.name)} does not have the labels of a key that this action has created, or belongs to a deployment as well, so it was not deleted.`,
    'Delete it by hand if nothing uses it.',
  );
}
