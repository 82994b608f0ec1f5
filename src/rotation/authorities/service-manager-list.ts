import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { Failure } from '../../failure.ts';
import { isSuccess, type SmAnswer, where } from './service-manager-answer.ts';
import { ask, requestFailure, type SmContext } from './service-manager-exchange.ts';

/** Each item may hold a certificate, its chain and a key: with more, an answer could exceed 1 MiB. */
const PAGE = 50;
/** An instance of XSUAA has at most 1000 bindings. */
const MOST_PAGES = 200;
/** In UTF-16 code units: it becomes a part of a URL. */
const LONGEST_TOKEN = 4096;

/** An item of a list. It may hold credentials and is never shown. */
export type SmItem = JsonObject & { readonly id: string; readonly name: string };

/**
 * All items of a list, over all pages.
 *
 * @param what for messages: `list the bindings`.
 * @param path `/v1/service_bindings` or `/v1/service_instances`.
 * @param fieldQuery such as `name eq 'calm-api'`.
 * @throws Failure E_AUTHORITY, also where one item cannot be understood.
 */
export async function listAll(
  context: SmContext,
  what: string,
  path: string,
  fieldQuery: string,
): Promise<readonly SmItem[]> {
  const found: SmItem[] = [];
  let token: string | undefined;
  for (let number = 1; ; number++) {
    const answer = await ask(context, {
      what,
      method: 'GET',
      path,
      query: {
        fieldQuery,
        max_items: String(PAGE),
        attach_last_operations: 'true',
        ...(token === undefined ? {} : { token }),
      },
    });
    if (!isSuccess(answer)) throw requestFailure(what, answer, context);
    const page = pageOf(answer);
    const isEndless = number === MOST_PAGES || (token !== undefined && page?.token === token);
    if (page === undefined || (page.token !== undefined && isEndless)) {
      throw unknownForm(what, answer);
    }
    found.push(...page.items);
    if (page.token === undefined) return found;
    token = page.token;
  }
}

interface Page {
  readonly items: readonly SmItem[];
  /** Names the next page; undefined: this is the last one. */
  readonly token: string | undefined;
}

/** Undefined where it is no page. */
function pageOf({ document }: SmAnswer): Page | undefined {
  const { items, token } = isJsonObject(document) ? document : {};
  if (!Array.isArray(items) || !items.every(isItem)) return undefined;
  if (token === undefined || token === null || token === '') return { items, token: undefined };
  return typeof token === 'string' && token.length <= LONGEST_TOKEN ? { items, token } : undefined;
}

/** Ids become parts of paths. */
function isItem(item: unknown): item is SmItem {
  return (
    isJsonObject(item) &&
    isId(item['id']) &&
    typeof item['name'] === 'string' &&
    item['name'] !== ''
  );
}

export function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[\w-]{1,100}$/.test(value);
}

/** A text in a query: single quotes are doubled. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** To leave an item out could mean to count, or to delete, the wrong ones. */
function unknownForm(what: string, answer: SmAnswer): Failure {
  return new Failure(
    'E_AUTHORITY',
    `SAP Service Manager answered the request to ${what} in a form that is not known ${where(answer)}. Please report this with the version of the action.`,
  );
}
