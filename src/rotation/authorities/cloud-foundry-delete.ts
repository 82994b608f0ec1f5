import { Failure } from '../../failure.ts';
import { isNotFound, isSilence, reasons } from './cloud-foundry-answer.ts';
import { awaitJob, type CfJobEnd, failureReasons } from './cloud-foundry-jobs.ts';
import { type CfKey, isInProgress, isManaged } from './cloud-foundry-keys.ts';
import { findKey, keyName, settledKey } from './cloud-foundry-lookup.ts';
import { apiFailure, type CfClient, callApi } from './cloud-foundry-request.ts';

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
  const result = await callApi({ method: 'DELETE', path, purpose }, client);
  if (isSilence(result) && result.unanswered.retries > 0 && !last) return 'no answer';
  if (isNotFound(result)) return { state: 'complete' };
  if (!isSilence(result) && result.status === 204) return { state: 'complete' };
  if (isSilence(result) || result.status !== 202) throw apiFailure(purpose, result, client.context);
  return awaitJob(result, `the deletion of ${keyName(key.name)}`, client);
}

async function requireGone(
  end: CfJobEnd,
  instance: string,
  name: string,
  client: CfClient,
): Promise<void> {
  if (end.state === 'complete') return;
  const { context } = client;
  if (end.state === 'unreadable') {
    throw apiFailure(`tell what became of the deletion of ${keyName(name)}`, end.result, context);
  }
  const key = await settledKey(instance, name, client);
  if (key === undefined) return;
  if (isInProgress(key)) {
    throw new Failure(
      'E_AUTHORITY',
      `The deletion of the service key ${keyName(name)} has begun and did not end in time (${context.apiHost}). It goes on there. Raise the input timeout if the service is slow.`,
    );
  }
  const told = reasons(failureReasons(end, key), context.secrets);
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(name)} was not deleted, its service refused it${told} (${context.apiHost}). Its credentials may still work. The next run tries it again.`,
  );
}

/** The engine names only what it has named itself; this is the second line of defence. */
function refuseForeign(key: CfKey): void {
  if (isManaged(key)) return;
  throw new Failure(
    'E_AUTHORITY',
    `The service key ${keyName(key.name)} does not have the labels of a key that this action has created, or belongs to a deployment as well, so it was not deleted. Delete it by hand if nothing uses it.`,
  );
}
