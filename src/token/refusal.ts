import type { Credential, JsonObject } from '../credentials/credential.ts';
import { Failure, type FailureCode } from '../failure.ts';
import { counted } from '../http/exchange.ts';
import { type HttpResponse, header } from '../http/http.ts';
import { oneLine } from '../text.ts';
import { hints } from './hints.ts';
import { repeatsSecret } from './repeats-secret.ts';
import { parsedObject } from './token-response.ts';

/** OAuth errors that are about who the client is, whatever status they come with. */
const ABOUT_THE_CLIENT: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized',
  'unauthorized_client',
  'access_denied',
]);

/** The headers by which SAP's support finds a request. */
const CORRELATION: readonly string[] = ['x-vcap-request-id', 'x-correlationid', 'x-correlation-id'];

/**
 * The failure that an answer other than a token means.
 *
 * Of the answer only the status, the OAuth error and its description (RFC 6749 5.2, sanitised, and
 * withheld where they repeat a part of the secret) and the correlation id are used.
 */
export function refusal(response: HttpResponse, credential: Credential, attempts: number): Failure {
  const body = parsedObject(
    response.body
      .toString()
      .replace(/^\uFEFF/, '')
      .trim(),
  );
  const isError = body !== undefined && typeof body['error'] === 'string';
  const code = codeFor(response.status, isError ? String(body['error']) : '');
  const facts = [credential.tokenUrl.host, counted(attempts), ...correlation(response)];
  const next = code === 'E_REDIRECT' ? [] : hints(response.status, body, credential);
  return new Failure(
    code,
    [`${whatHappened(response, body, credential)} (${facts.join(', ')}).`, ...next].join(' '),
  );
}

function codeFor(status: number, error: string): FailureCode {
  if (status >= 300 && status < 400) return 'E_REDIRECT';
  if (status === 429) return 'E_RATE_LIMITED';
  if (status === 401 || status === 403 || ABOUT_THE_CLIENT.has(error)) return 'E_UNAUTHORIZED';
  return 'E_HTTP';
}

function whatHappened(
  response: HttpResponse,
  body: JsonObject | undefined,
  credential: Credential,
): string {
  const { status } = response;
  if (status >= 300 && status < 400) {
    return `The server answered ${status} and points to ${redirectTarget(response, credential)}; a credential is never sent to another place than the one that was given`;
  }
  const reasons = [body?.['error'], body?.['error_description']]
    .filter((reason) => typeof reason === 'string' && reason !== '')
    .map((reason) => quoted(reason as string, credential));
  return `The server answered ${status}${reasons.length === 0 ? '' : `: ${reasons.join(', ')}`}`;
}

function quoted(text: string, credential: Credential): string {
  return repeatsSecret(text, credential.proof)
    ? 'a reason that repeats a part of the secret and is not shown'
    : `"${oneLine(text)}"`;
}

function redirectTarget(response: HttpResponse, credential: Credential): string {
  const target = URL.parse(header(response, 'location') ?? '', credential.tokenUrl.href);
  if (target === null || repeatsSecret(target.host, credential.proof)) return 'another place';
  return target.host === credential.tokenUrl.host
    ? 'another path on the same host'
    : oneLine(target.host, 100);
}

function correlation(response: HttpResponse): string[] {
  const found = CORRELATION.map((name) => header(response, name)).find(
    (id) => id !== undefined && /^[A-Za-z0-9-]{4,64}$/.test(id),
  );
  return found === undefined ? [] : [`correlation id ${found}`];
}
