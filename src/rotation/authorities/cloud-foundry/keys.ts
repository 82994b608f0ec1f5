import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { header } from '../../../http/response.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import { type CreatedCredential, UnknownOutcome } from '../../types.ts';
import {
  type Answer,
  apiRequest,
  dateOf,
  isAnswer,
  isCleared,
  objectOf,
  type Result,
  unknownForm,
} from '../api-client.ts';
import {
  apiFailure,
  type CfClient,
  type CfError,
  errorsOf,
  guidOf,
  isNotFound,
  listValue,
  pages,
  textOf,
} from './api.ts';

/** A service key: a service credential binding of type key (CF API v3). */
export interface CfKey {
  readonly guid: string;
  readonly name: string;
  readonly createdAt: Date | undefined;
  /** Undefined: it is older than operations are, and usable. */
  readonly operation: CfOperation | undefined;
  readonly labels: JsonObject;
}

interface CfOperation {
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

function isInProgress({ operation }: CfKey): boolean {
  return operation?.state === 'initial' || operation?.state === 'in progress';
}

/** Label keys have the form of a DNS name, a slash and a name; values have no slash. */
export const MANAGED_BY = 'api-client-credentials.github.io/managed-by';

const MANAGER = 'api-client-credentials';

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

const PATH = '/v3/service_credential_bindings';

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
  const keys: CfKey[] = [];
  for await (const { resources, result } of pages(PATH, query, 'list the service keys', client)) {
    const bindings = resources.filter((each) => !isJsonObject(each) || each['type'] !== 'app');
    for (const key of bindings.map(keyOf)) {
      if (key === undefined) throw unknownForm('Cloud Foundry listed the service keys', result);
      keys.push(key);
    }
  }
  return keys.filter((key) => name === undefined || key.name === name);
}

/** Undefined where it cannot be read. */
function keyOf(resource: unknown): CfKey | undefined {
  if (!isJsonObject(resource)) return undefined;
  const { name, created_at: created, last_operation: operation, metadata } = resource;
  const guid = guidOf(resource);
  if (guid === undefined || typeof name !== 'string' || name === '') return undefined;
  const labels = isJsonObject(metadata) ? metadata['labels'] : undefined;
  return {
    guid,
    name,
    createdAt: dateOf(created),
    operation: isJsonObject(operation) ? operationOf(operation) : undefined,
    labels: isJsonObject(labels) ? labels : {},
  };
}

function operationOf({ type, state, description }: JsonObject): CfOperation {
  return { type: textOf(type), state: textOf(state), description: textOf(description) };
}

/** The key of that name, or undefined where there is none. */
async function findKey(
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
    if (!(await client.pause(`the service key ${keyName(name)}`, waits))) return key;
  }
}

/** For messages. */
function keyName(name: string): string {
  return oneLine(name, 100);
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
  const result = await client.send(apiRequest('GET', `${PATH}/${guid}/details`, purpose));
  if (isNotFound(result)) return undefined;
  const document = objectOf(result);
  if (document === undefined) throw apiFailure(purpose, result, client);
  client.context.secrets.keep(secretLeaves(document));
  const { credentials } = document;
  if (isJsonObject(credentials)) return credentials;
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} has no credentials that can be read.`,
    'Please report this with the version of the action.',
    result.facts,
  );
}

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
  const { apiHost, parameters } = client.settings;
  const purpose = `create the service key ${keyName(name)}`;
  const body = keyRequest(instance, name, parameters);
  const result = await client.send(apiRequest('POST', PATH, purpose, body));
  if (!isAnswer(result) || (result.status !== 201 && result.status !== 202)) {
    throw client.notCreated(result, 'A service key', apiFailure(purpose, result, client));
  }
  const end = await jobEnd(result, `the creation of ${keyName(name)}`, client);
  if (end.state === 'unreadable') {
    const told = client.describe(end.result, ', which does not tell how it ended');
    throw new UnknownOutcome(
      `The creation of the service key ${keyName(name)} has begun. ${told}`,
      end.result.facts,
    );
  }
  const key = await settledKey(instance, name, client);
  if (key === undefined && end.state !== 'failed') {
    throw new UnknownOutcome(
      `The service key ${keyName(name)} was asked for, and no such key is listed.`,
      [apiHost],
    );
  }
  if (key === undefined || !isUsable(key)) throw await failed(end, key, instance, name, client);
  const value = await readDetails(key, client);
  if (value !== undefined) return { name, value };
  throw new UnknownOutcome(
    `The service key ${keyName(name)} was created, and its credentials are not there.`,
    [apiHost],
  );
}

function keyRequest(
  instance: string,
  name: string,
  parameters: JsonObject | undefined,
): JsonObject {
  return {
    type: 'key',
    name,
    relationships: { service_instance: { data: { guid: instance } } },
    ...(parameters === undefined ? {} : { parameters }),
    metadata: {
      labels: { [MANAGED_BY]: MANAGER },
      annotations: {
        'api-client-credentials.github.io/note':
          'Created by a rotation. A GitHub secret may hold these credentials; the rotation deletes the key when nothing uses it any more.',
      },
    },
  };
}

/** What a failed creation leaves counts against the quota. */
async function failed(
  end: JobEnd,
  key: CfKey | undefined,
  instance: string,
  name: string,
  client: CfClient,
): Promise<Failure> {
  const facts = [client.settings.apiHost];
  if (key !== undefined && isInProgress(key)) {
    // Its outcome is not unknown, it is still to come; a later run finds the key by its name.
    return new Failure(
      'E_AUTHORITY',
      `The creation of the service key ${keyName(name)} has begun and did not end in time.`,
      'It goes on there, and a later run takes the key or deletes it. Raise the input timeout if the service is slow.',
      facts,
    );
  }
  const told = client.reasons(failureReasons(end, key));
  const rest = (await isCleared(() => deleteKey(instance, name, client)))
    ? 'Nothing of it is left.'
    : 'What is left of it could not be deleted now, and counts against the quota.';
  return new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was not created, its service refused it${told}.`,
    `${rest} Check parameters of the authority and the instance, and run the job again.`,
    facts,
  );
}

/** After a request without an answer it is looked up first what became of it. */
const MOST_DELETIONS = 3;

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
    const end = await deletion(key, attempt === MOST_DELETIONS, client);
    if (end !== 'no answer') return requireGone(end, instance, name, client);
  }
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

/** @param last throw a failure where no answer came. */
async function deletion(
  key: CfKey,
  last: boolean,
  client: CfClient,
): Promise<JobEnd | 'no answer'> {
  if (key.operation?.type === 'delete' && isInProgress(key)) return { state: 'unknown' };
  const purpose = `delete the service key ${keyName(key.name)}`;
  const result = await client.send(apiRequest('DELETE', `${PATH}/${key.guid}`, purpose));
  if (isNotFound(result)) return { state: 'complete' };
  if (isAnswer(result)) {
    if (result.status === 204) return { state: 'complete' };
    if (result.status === 202) {
      return jobEnd(result, `the deletion of ${keyName(key.name)}`, client);
    }
  } else if (result.noAnswer.retries > 0 && !last) return 'no answer';
  throw apiFailure(purpose, result, client);
}

async function requireGone(
  end: JobEnd,
  instance: string,
  name: string,
  client: CfClient,
): Promise<void> {
  if (end.state === 'complete') return;
  if (end.state === 'unreadable') {
    throw apiFailure(`tell what became of the deletion of ${keyName(name)}`, end.result, client);
  }
  const facts = [client.settings.apiHost];
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

/** What became of a job (CF API v3, Jobs). */
type JobEnd =
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
async function jobEnd(accepted: Answer, what: string, client: CfClient): Promise<JobEnd> {
  // The URL is absolute; only the id is used of it, since it may name another host.
  const location = header(accepted.response, 'location')?.trim() ?? '';
  const [, guid] = /\/v3\/jobs\/([\w-]{1,200})$/.exec(location) ?? [];
  if (guid === undefined) return { state: 'unknown' };
  const request = apiRequest('GET', `/v3/jobs/${guid}`, 'read the state of a job');
  const end = await client.follow(request, what, (result): JobEnd | undefined => {
    if (isNotFound(result)) return { state: 'unknown' };
    const job = objectOf(result);
    if (job === undefined) return { state: 'unreadable', result };
    if (job['state'] === 'COMPLETE') return { state: 'complete' };
    return job['state'] === 'FAILED' ? { state: 'failed', errors: errorsOf(job) } : undefined;
  });
  return end ?? { state: 'unknown' };
}

/**
 * Why an operation failed. After a broker that works asynchronously has failed, the job tells only
 * a class of the Cloud Controller, and the key has the reason.
 */
function failureReasons(end: JobEnd, key: CfKey | undefined): readonly object[] {
  const description = key?.operation?.description ?? '';
  const own = description === '' ? [] : [{ description }];
  const told = end.state === 'failed' ? end.errors : [];
  const useful = told.filter(
    ({ detail }) =>
      !detail.includes('LastOperationFailedState') &&
      (description === '' || !detail.includes(description)),
  );
  return [...own, ...useful];
}
