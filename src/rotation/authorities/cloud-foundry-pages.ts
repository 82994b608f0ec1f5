import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import { type CfResult, objectOf } from './cloud-foundry-answer.ts';
import { apiFailure, type CfClient, callApi } from './cloud-foundry-request.ts';

/** One page of a list (CF API v3, Pagination). */
export interface CfPage {
  readonly resources: readonly unknown[];
  readonly document: JsonObject;
  /** Where it came from, for messages. */
  readonly result: CfResult;
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
    const request = { method: 'GET', path: `${path}?${numbered}`, purpose } as const;
    const result = await callApi(request, client);
    const document = objectOf(result, 200);
    const resources = document?.['resources'];
    if (document === undefined || !Array.isArray(resources)) {
      throw apiFailure(purpose, result, client.context);
    }
    yield { resources, document, result };
    if (isLast(document)) return;
  }
  throw new Failure(
    'E_AUTHORITY',
    `Cloud Foundry could not ${purpose}: the list has no end (${client.context.apiHost}, ${MOST} pages). Is there a proxy between that answers itself?`,
  );
}

function isLast({ pagination }: JsonObject): boolean {
  const next = isJsonObject(pagination) ? pagination['next'] : undefined;
  return !isJsonObject(next);
}
