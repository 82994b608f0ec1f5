import { header } from '../../http/http.ts';
import {
  type CfAnswer,
  type CfError,
  type CfResult,
  errorsOf,
  isNotFound,
  objectOf,
} from './cloud-foundry-answer.ts';
import type { CfKey } from './cloud-foundry-keys.ts';
import { type CfClient, callApi } from './cloud-foundry-request.ts';
import { pace } from './cloud-foundry-waits.ts';

/** What became of a job (CF API v3, Jobs). */
export type CfJobEnd =
  /** It has not ended in time, nobody remembers it, or none was named: the key itself tells. */
  | { readonly state: 'complete' | 'unknown' }
  | { readonly state: 'failed'; readonly errors: readonly CfError[] }
  /** It cannot be asked. */
  | { readonly state: 'unreadable'; readonly result: CfResult };

/**
 * Waits for the job that a 202 has started.
 *
 * @param what names it in the log.
 * @throws Failure E_AUTHORITY_LOGIN
 */
export async function awaitJob(
  accepted: CfAnswer,
  what: string,
  client: CfClient,
): Promise<CfJobEnd> {
  const guid = jobGuid(accepted);
  if (guid === undefined) return { state: 'unknown' };
  const request = {
    method: 'GET',
    path: `/v3/jobs/${guid}`,
    purpose: 'read the state of a job',
  } as const;
  for (let waits = 0; await pace(what, waits, client.context); waits++) {
    const result = await callApi(request, client);
    if (isNotFound(result)) return { state: 'unknown' };
    const job = objectOf(result, 200);
    if (job === undefined) return { state: 'unreadable', result };
    if (job['state'] === 'COMPLETE') return { state: 'complete' };
    if (job['state'] === 'FAILED') return { state: 'failed', errors: errorsOf(job) };
  }
  return { state: 'unknown' };
}

/** Of the absolute URL in `Location` only the id is used: it may name another host. */
function jobGuid({ response }: CfAnswer): string | undefined {
  const location = header(response, 'location')?.trim() ?? '';
  return /\/v3\/jobs\/([\w-]{1,200})$/.exec(location)?.[1];
}

/**
 * Why an operation failed. After a broker that works asynchronously has failed, the job tells only
 * a class of the Cloud Controller, and the key has the reason.
 */
export function failureReasons(end: CfJobEnd, key: CfKey | undefined): CfError[] {
  const description = key?.operation?.description ?? '';
  const own = description === '' ? [] : [{ code: undefined, title: '', detail: description }];
  const told = end.state === 'failed' ? end.errors : [];
  const useful = told.filter(
    ({ detail }) =>
      !detail.includes('LastOperationFailedState') &&
      (description === '' || !detail.includes(description)),
  );
  return [...own, ...useful];
}
