import { Failure } from '../../../base/failure.ts';
import type { JsonObject } from '../../../base/json.ts';
import { type CreatedCredential, UnknownOutcome } from '../../types.ts';
import { type Answer, apiRequest, isAnswer } from '../api-client.ts';
import { apiFailure, type CfClient, isNotFound } from './api.ts';
import {
  awaitJob,
  type CfJobEnd,
  type CfKey,
  failureReasons,
  findKey,
  isInProgress,
  isManaged,
  isUsable,
  keyName,
  MANAGED_BY,
  MANAGER,
  readDetails,
  settledKey,
} from './keys.ts';
import type { CfSettings } from './settings.ts';

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
    {
      facts: [apiHost],
      next: 'It goes on there, and a later run takes the key or deletes it. Raise the input timeout if the service is slow.',
    },
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
    {
      facts: [settings.apiHost],
      next: `${rest} Check parameters of the authority and the instance, and run the job again.`,
    },
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
const MOST = 3;

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
    const end = await deletion(key, attempt === MOST, client);
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
      { facts, next: 'It goes on there. Raise the input timeout if the service is slow.' },
    );
  }
  const told = client.reasons(failureReasons(end, key));
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was not deleted, its service refused it${told}.`,
    { facts, next: 'Its credentials may still work. The next run tries it again.' },
  );
}

/** The engine names only what it has named itself; this is the second line of defence. */
function refuseForeign(key: CfKey): void {
  if (isManaged(key)) return;
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(key.name)} does not have the labels of a key that this action has created, or belongs to a deployment as well, so it was not deleted.`,
    { next: 'Delete it by hand if nothing uses it.' },
  );
}
