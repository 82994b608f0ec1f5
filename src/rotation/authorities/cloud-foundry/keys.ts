import { Failure } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import { oneLine } from '../../../base/text.ts';
import { header } from '../../../http/response.ts';
import { secretLeaves } from '../../../secrets/in-documents.ts';
import { type CreatedCredential, type IssuedCredential, UnknownOutcome } from '../../types.ts';
import {
  type Answer,
  apiRequest,
  type BrokerVerdict,
  brokerVerdict,
  dateOf,
  isAnswer,
  isCleared,
  objectIn,
  objectOf,
  type Result,
  textOf,
  unknownForm,
} from '../api-client.ts';
import {
  apiFailure,
  type CfClient,
  errorsOf,
  guidOf,
  type InstanceClient,
  isNotFound,
  listValue,
  pages,
} from './api.ts';

/** A service key: a service credential binding of type key (CF API v3). */
interface CfKey extends IssuedCredential {
  readonly guid: string;
  /** This rotation has created it, and nobody else has taken it over. */
  readonly ours: boolean;
  /** What is being done with it; undefined: nothing. */
  readonly inProgress: string | undefined;
  /** Of its last operation, for people; or nothing. */
  readonly description: string;
}

/** Label keys have the form of a DNS name, a slash and a name; values have no slash. */
export const MANAGED_BY = 'api-client-credentials.github.io/managed-by';

const MANAGER = 'api-client-credentials';

/** An annotation, since labels have 63 characters: the owner in full, which a name has no room for. */
export const OWNER = 'api-client-credentials.github.io/owner';

/** Whoever set one of these deletes or replaces the key itself: a deployment, or an operator. */
const FOREIGN_LABELS: readonly string[] = [
  'mta_id',
  'mta_namespace',
  'space_guid',
  'service-operator.cf.cs.sap.com/owner',
];

const PATH = '/v3/service_credential_bindings';

/**
 * The keys of a service instance, those of others included.
 *
 * @param name of the only one that is wanted; left out: all.
 * @throws Failure E_AUTHORITY_LOGIN, E_AUTHORITY
 */
export async function listKeys(client: InstanceClient, name?: string): Promise<readonly CfKey[]> {
  const query = {
    type: 'key',
    service_instance_guids: client.instance,
    ...(name === undefined ? {} : { names: listValue(name) }),
    order_by: 'created_at',
  };
  const keys: CfKey[] = [];
  for await (const { resources, result } of pages(client, PATH, query, 'list the service keys')) {
    const bindings = resources.filter((each) => !isJsonObject(each) || each['type'] !== 'app');
    for (const key of bindings.map((each) => keyOf(each, client.context.owners))) {
      if (key === undefined) throw unknownForm('Cloud Foundry listed the service keys', result);
      keys.push(key);
    }
  }
  return keys.filter((key) => name === undefined || key.name === name);
}

/** Undefined where it cannot be read. */
function keyOf(resource: unknown, owners: readonly unknown[]): CfKey | undefined {
  const guid = guidOf(resource);
  if (guid === undefined || !isJsonObject(resource)) return undefined;
  const { name, metadata, created_at, last_operation: operation } = resource;
  if (typeof name !== 'string' || name === '') return undefined;
  const labels = objectIn(metadata, 'labels');
  const owner = objectIn(metadata, 'annotations')?.[OWNER];
  const { type, state, description } = isJsonObject(operation) ? operation : OLD;
  return {
    guid,
    name,
    createdAt: dateOf(created_at),
    usable: type === 'create' && state === 'succeeded',
    inProgress: state === 'initial' || state === 'in progress' ? textOf(type) : undefined,
    description: textOf(description),
    ours:
      labels?.[MANAGED_BY] === MANAGER &&
      owners.includes(owner) &&
      !FOREIGN_LABELS.some((label) => label in labels),
  };
}

/** The operation of a key that is older than operations are: it is usable. */
const OLD: JsonObject = { type: 'create', state: 'succeeded' };

/**
 * The key of that name when nothing goes on with it any more, or as it is when the deadline comes;
 * undefined: there is none.
 */
export async function settledKey(client: InstanceClient, name: string): Promise<CfKey | undefined> {
  for (let waits = 0; ; waits++) {
    const [key] = await listKeys(client, name);
    if (key === undefined || key.inProgress === undefined) return key;
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
  client: CfClient,
  { guid, name }: CfKey,
): Promise<JsonObject | undefined> {
  const purpose = `read the credentials of the service key ${keyName(name)}`;
  const result = await client.send(apiRequest('GET', `${PATH}/${guid}/details`, purpose));
  if (isNotFound(result)) return undefined;
  const document = objectOf(result);
  if (document === undefined) throw apiFailure(client, purpose, result);
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
export async function createKey(client: InstanceClient, name: string): Promise<CreatedCredential> {
  const unknown = (what: string) =>
    new UnknownOutcome(`The service key ${keyName(name)} ${what}.`, [client.settings.apiHost]);
  const purpose = `create the service key ${keyName(name)}`;
  const request = apiRequest('POST', PATH, purpose, keyRequest(client, name));
  const result = await client.send({ ...request, creates: true });
  if (!isAnswer(result) || (result.status !== 201 && result.status !== 202)) {
    throw client.notCreated(result, 'A service key', apiFailure(client, purpose, result));
  }
  const end = await jobEnd(client, result, `the creation of ${keyName(name)}`);
  if (end.state === 'unreadable') {
    const told = client.describe(end.result, ', which does not tell how it ended');
    throw new UnknownOutcome(
      `The creation of the service key ${keyName(name)} has begun. ${told}`,
      end.result.facts,
    );
  }
  const key = await settledKey(client, name);
  if (key === undefined && end.state !== 'failed')
    throw unknown('was asked for, and no such key is listed');
  if (key?.usable !== true) throw await failed(client, name, end, key);
  const value = await readDetails(client, key);
  if (value === undefined) throw unknown('was created, and its credentials are not there');
  if (Object.keys(value).length === 0) throw await withoutCredentials(client, name);
  return { name, value };
}

async function withoutCredentials(client: InstanceClient, name: string): Promise<Failure> {
  return new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was created, and its service has given no credentials for it. ${await clearedAway(client, name)}`,
    'Is this an instance of a service whose keys hold credentials? Check instance and parameters of the authority.',
    [client.settings.apiHost],
  );
}

/** What a failed creation leaves counts against the quota. @returns a sentence about what is left. */
async function clearedAway(client: InstanceClient, name: string): Promise<string> {
  return (await isCleared(() => deleteKey(client, name)))
    ? 'Nothing of it is left.'
    : 'What is left of it could not be deleted now, and counts against the quota.';
}

function keyRequest({ instance, settings, context }: InstanceClient, name: string): JsonObject {
  const [owner] = context.owners;
  const { parameters } = settings;
  return {
    type: 'key',
    name,
    relationships: { service_instance: { data: { guid: instance } } },
    ...(parameters === undefined ? {} : { parameters }),
    metadata: {
      labels: { [MANAGED_BY]: MANAGER },
      annotations: {
        [OWNER]: owner,
        'api-client-credentials.github.io/note':
          'Created by a rotation. A GitHub secret may hold these credentials; the rotation deletes the key when nothing uses it any more.',
      },
    },
  };
}

async function failed(
  client: InstanceClient,
  name: string,
  end: JobEnd,
  key: CfKey | undefined,
): Promise<Failure> {
  const facts = [client.settings.apiHost];
  if (key?.inProgress !== undefined) {
    // Its outcome is not unknown, it is still to come; a later run finds the key by its name.
    return new Failure(
      'E_AUTHORITY',
      `The service broker is slow: the creation of the service key ${keyName(name)} has begun and did not end in time.`,
      'It goes on there, and a later run deletes what comes of it. Raise the input timeout if the broker is always so slow.',
      facts,
    );
  }
  const errors = failureReasons(end, key);
  const verdict = brokerVerdict(errors);
  const rest = await clearedAway(client, name);
  return new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was not created, ${BROKER[verdict]}${client.reasons(errors)}. ${rest}`,
    verdict === 'refused'
      ? 'Check parameters of the authority and the instance, and run the job again.'
      : 'Run the job again later.',
    facts,
  );
}

const BROKER: Readonly<Record<BrokerVerdict, string>> = {
  refused: 'its service refused it',
  failed: 'its service failed',
  silent: 'its service did not answer',
};

/**
 * Deletes the key of that name, if there is one.
 *
 * @throws Failure E_AUTHORITY_LOGIN, or E_AUTHORITY, also for a key that is not ours by its labels.
 */
export async function deleteKey(client: InstanceClient, name: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const [key] = await listKeys(client, name);
    if (key === undefined) return;
    // The engine names only what it has named itself; this is the second line of defence.
    if (!key.ours) {
      throw new Failure(
        'E_AUTHORITY',
        `The service key ${keyName(name)} does not have the label and the annotation of a key that the rotation of this entry has created, or belongs to a deployment as well, so it was not deleted.`,
        'Delete it by hand if nothing uses it.',
      );
    }
    const what = `the request to delete ${keyName(name)} to be sent again`;
    const isFresh = attempt === 1 || key.inProgress !== undefined;
    const isLast = attempt === 4 || !(isFresh || (await client.pause(what, attempt - 2)));
    // After an answer that may pass, or none, it is looked up first what became of the request.
    const end = await deletion(client, key, isLast);
    if (end !== 'may pass') return requireGone(client, name, end);
  }
}

/** @param last throw a failure where no answer came, or one that may pass. */
async function deletion(client: CfClient, key: CfKey, last: boolean): Promise<JobEnd | 'may pass'> {
  if (key.inProgress === 'delete') return { state: 'unknown' };
  const purpose = `delete the service key ${keyName(key.name)}`;
  const result = await client.send(apiRequest('DELETE', `${PATH}/${key.guid}`, purpose));
  if (isNotFound(result)) return { state: 'complete' };
  if (isAnswer(result)) {
    if (result.status === 204) return { state: 'complete' };
    if (result.status === 202) {
      return jobEnd(client, result, `the deletion of ${keyName(key.name)}`);
    }
  }
  if (!last && mayPass(result)) return 'may pass';
  throw apiFailure(client, purpose, result);
}

function mayPass(result: Result): boolean {
  if (!isAnswer(result)) return result.noAnswer.retries > 0;
  return result.status >= 500 || result.status === 408;
}

async function requireGone(client: InstanceClient, name: string, end: JobEnd): Promise<void> {
  if (end.state === 'complete') return;
  if (end.state === 'unreadable') {
    throw apiFailure(client, `tell what became of the deletion of ${keyName(name)}`, end.result);
  }
  const facts = [client.settings.apiHost];
  const key = await settledKey(client, name);
  if (key === undefined) return;
  if (key.inProgress !== undefined) {
    throw new Failure(
      'E_AUTHORITY',
      `The service broker is slow: the deletion of the service key ${keyName(name)} has begun and did not end in time.`,
      'It goes on there. Raise the input timeout if the broker is always so slow.',
      facts,
    );
  }
  const errors = failureReasons(end, key);
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was not deleted, ${BROKER[brokerVerdict(errors)]}${client.reasons(errors)}.`,
    'Its credentials may still work. The next run tries it again.',
    facts,
  );
}

/** What became of a job (CF API v3, Jobs). */
type JobEnd =
  /** It has not ended in time, nobody remembers it, or none was named: the key itself tells. */
  | { readonly state: 'complete' | 'unknown' }
  | { readonly state: 'failed'; readonly errors: ReturnType<typeof errorsOf> }
  /** It cannot be asked. */
  | { readonly state: 'unreadable'; readonly result: Result };

/**
 * Waits for the job that a 202 has started.
 *
 * @param what names it in the log.
 * @throws Failure E_AUTHORITY_LOGIN
 */
async function jobEnd(client: CfClient, accepted: Answer, what: string): Promise<JobEnd> {
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
  const { description = '' } = key ?? {};
  const own = description === '' ? [] : [{ description }];
  const told = end.state === 'failed' ? end.errors : [];
  const useful = told.filter(
    ({ detail }) =>
      !detail.includes('LastOperationFailedState') &&
      (description === '' || !detail.includes(description)),
  );
  return [...own, ...useful];
}
