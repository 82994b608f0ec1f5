import { isJsonObject, type JsonObject } from '../../credentials/credential.ts';
import { parsedJson } from '../../credentials/forms/json.ts';
import { counted } from '../../http/exchange.ts';
import { type HttpResponse, header } from '../../http/http.ts';
import { oneLine } from '../../text.ts';
import { repeatsSecret } from '../../token/repeats-secret.ts';
import type { Unanswered } from '../unanswered.ts';

/** Who is spoken to, as messages name it. */
export type CfSpeaker = 'The Cloud Foundry API' | 'The UAA server';

interface CfPlace {
  readonly speaker: CfSpeaker;
  readonly host: string;
  /** How many requests it took. */
  readonly attempts: number;
}

/** What came of a request: an answer of any status, or none. */
export type CfResult = CfAnswer | CfSilence;

export interface CfAnswer extends CfPlace {
  readonly response: HttpResponse;
  readonly status: number;
  /** The body, where it is JSON, whatever its content type says: a 429 is sent as text/plain. */
  readonly document: unknown;
}

export interface CfSilence extends CfPlace {
  readonly unanswered: Unanswered;
}

export function cfAnswer(response: HttpResponse, place: CfPlace): CfAnswer {
  const document = parsedJson(response.body.toString('utf8'));
  return { ...place, response, status: response.status, document };
}

export function isSilence(result: CfResult): result is CfSilence {
  return 'unanswered' in result;
}

/** An answer of that status whose body is a JSON object. */
export function objectOf(result: CfResult, status: number): JsonObject | undefined {
  if (isSilence(result) || result.status !== status) return undefined;
  return isJsonObject(result.document) ? result.document : undefined;
}

/** One entry of the member `errors` of an answer or a job (CF API v3, Errors). */
export interface CfError {
  readonly code: number | undefined;
  /** For example CF-UnprocessableEntity. */
  readonly title: string;
  readonly detail: string;
}

/** The longest reason that is shown, in UTF-16 code units, and how many of them. */
const LONGEST = 300;
const MOST = 3;

/** The errors of an answer or a job; those of UAA have the members of RFC 6749 5.2 in their place. */
export function errorsOf(document: unknown): CfError[] {
  if (!isJsonObject(document)) return [];
  const { errors, error, error_description: description } = document;
  const entries = Array.isArray(errors)
    ? errors.slice(0, MOST)
    : [error, description].map((detail) => ({ detail }));
  return entries.filter(isJsonObject).map(({ code, title, detail }) => ({
    code: typeof code === 'number' ? code : undefined,
    title: typeof title === 'string' && /^CF-[A-Za-z]{1,60}$/.test(title) ? title : '',
    detail: typeof detail === 'string' ? detail.trim() : '',
  }));
}

/** Is it the Cloud Controller that does not know the thing? A router says 404 during an outage. */
export function isNotFound(result: CfResult): boolean {
  return (
    !isSilence(result) &&
    result.status === 404 &&
    errorsOf(result.document).some(({ code }) => code === 10010)
  );
}

/** All 422 have one code, so that only the text tells: something else has to end before this. */
export function isBusy(result: CfResult): boolean {
  return (
    !isSilence(result) &&
    result.status === 422 &&
    errorsOf(result.document).some(({ detail }) =>
      detail.startsWith('There is an operation in progress for the service '),
    )
  );
}

/** `: "..." (CF-NotAuthorized), "..."`, or nothing; what repeats a secret is withheld. */
export function reasons(errors: readonly CfError[], secrets: readonly string[]): string {
  const quoted = errors.map(({ title, detail }) => {
    const text = detail === '' ? title : `"${shown(detail, secrets, LONGEST)}"`;
    return detail === '' || title === '' ? text : `${text} (${shown(title, secrets, LONGEST)})`;
  });
  const told = [...new Set(quoted)].filter((text) => text !== '');
  return told.length === 0 ? '' : `: ${told.join(', ')}`;
}

/** Foreign text, harmless and cut. */
export function shown(text: string, secrets: readonly string[], limit: number): string {
  return repeatsSecret(text, { kind: 'github-oidc' }, secrets)
    ? 'a text that repeats a part of a secret and is not shown'
    : oneLine(text, limit);
}

/** `The Cloud Foundry API answered 422: "..." (host, 1 attempt, request id ...)`. */
export function happened(result: CfResult, secrets: readonly string[]): string {
  if (isSilence(result)) {
    const { speaker, unanswered } = result;
    return `${speaker} gave no answer. ${unanswered.message} ${place(result, secrets)}`;
  }
  const { speaker, status, document } = result;
  const reason = status < 300 ? '' : reasons(errorsOf(document), secrets);
  return `${speaker} answered ${status}${reason} ${place(result, secrets)}`;
}

const UUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
/** The id of the router, and behind two colons that of the Cloud Controller. */
const REQUEST_ID = new RegExp(`^${UUID}(?:::${UUID})?$`);

export function place(result: CfResult, secrets: readonly string[]): string {
  const where = `${result.host}, ${counted(result.attempts)}`;
  if (isSilence(result)) return `(${where})`;
  const id = header(result.response, 'x-vcap-request-id')?.trim() ?? '';
  const told = REQUEST_ID.test(id) && !repeatsSecret(id, { kind: 'github-oidc' }, secrets);
  return told ? `(${where}, request id ${id.replace('::', ' ')})` : `(${where})`;
}
