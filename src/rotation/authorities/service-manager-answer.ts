import { isJsonObject } from '../../credentials/credential.ts';
import { parsedJson } from '../../credentials/forms/json.ts';
import { type HttpResponse, header } from '../../http/http.ts';
import { oneLine } from '../../text.ts';
import { repeatsSecret } from '../../token/repeats-secret.ts';
import type { Unanswered } from '../unanswered.ts';

/** Where a request went; the correlation id is by which SAP's support finds it. */
export interface SmPlace {
  readonly host: string;
  readonly correlationId: string;
}

/** What came of one request to Service Manager. */
export interface SmAnswer extends SmPlace {
  readonly response: HttpResponse;
  readonly status: number;
  /** The body, where it is JSON. */
  readonly document: unknown;
}

/** No complete answer came. */
export interface SmSilence extends SmPlace {
  readonly unanswered: Unanswered;
}

export type SmResult = SmAnswer | SmSilence;

export function smAnswer(response: HttpResponse, place: SmPlace): SmAnswer {
  const document = parsedJson(response.body.toString('utf8'));
  return { ...place, response, status: response.status, document };
}

export function isSilence(result: SmResult): result is SmSilence {
  return 'unanswered' in result;
}

/** Was it done, or at least begun? */
export function isSuccess(result: SmResult): result is SmAnswer {
  return !isSilence(result) && result.status >= 200 && result.status < 300;
}

/** The word for the kind of error, such as `NotFound`, where the service itself says one. */
export function errorWord(result: SmResult): string | undefined {
  const word =
    !isSilence(result) && isJsonObject(result.document) ? result.document['error'] : undefined;
  return typeof word === 'string' ? word : undefined;
}

/**
 * The service says that there is no such thing, or no more (404, 410). The router in front of it
 * answers 404, too, while the service is down: then nobody knows.
 */
export function isMissing(result: SmResult): boolean {
  return (
    !isSilence(result) &&
    (result.status === 404 || result.status === 410) &&
    errorWord(result) !== undefined &&
    !isByRouter(result)
  );
}

function isByRouter({ response }: SmAnswer): boolean {
  return response.headers['x-cf-routererror'] !== undefined;
}

/** Another operation works on the same thing: nothing was done, and it is over in a moment. */
export function isBusy(result: SmResult): boolean {
  return (
    !isSilence(result) &&
    result.status === 422 &&
    /OperationInProgress$/.test(errorWord(result) ?? '')
  );
}

/** The longest reason that is shown, in UTF-16 code units, and how many of them. */
const LONGEST = 200;
const MOST = 3;

/**
 * The texts by which an error says what is wrong, for a message: `: "...", "..."`, or nothing. What
 * repeats a secret is withheld.
 *
 * @param error `{"error", "description", "broker_error"}`, or a list of such.
 */
export function reasons(error: unknown, secrets: readonly string[]): string {
  const quoted = [...new Set(reasonTexts(error))]
    .slice(0, MOST)
    .map((text) =>
      repeatsSecret(text, { kind: 'github-oidc' }, secrets)
        ? 'a reason that repeats a part of a secret and is not shown'
        : `"${oneLine(text, LONGEST)}"`,
    );
  return quoted.length === 0 ? '' : `: ${[...new Set(quoted)].join(', ')}`;
}

function reasonTexts(error: unknown): string[] {
  const errors = [error].flat().slice(0, MOST).filter(isJsonObject);
  return errors
    .flatMap((one) => [one, one['broker_error']])
    .filter(isJsonObject)
    .flatMap((one) => [one['error'], one['description']])
    .filter((text) => typeof text === 'string')
    .map((text) => text.trim())
    .filter((text) => text !== '');
}

/** `SAP Service Manager answered 403: "..." (host, correlation id ...)`, or why it did not. */
export function happened(result: SmResult, secrets: readonly string[]): string {
  if (isSilence(result)) {
    return `SAP Service Manager gave no answer. ${result.unanswered.message} ${where(result)}`;
  }
  const { status, document, response } = result;
  if (isByRouter(result)) {
    const word = oneLine(header(response, 'x-cf-routererror') ?? '', 40);
    const shown =
      word === '' || repeatsSecret(word, { kind: 'github-oidc' }, secrets) ? '' : ` (${word})`;
    return `The router before SAP Service Manager answered ${status}${shown} ${where(result)}`;
  }
  return `SAP Service Manager answered ${status}${reasons(document, secrets)} ${where(result)}`;
}

export function where({ host, correlationId }: SmPlace): string {
  return `(${host}, correlation id ${oneLine(correlationId, 64)})`;
}
