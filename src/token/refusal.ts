import type { Credential, JsonObject } from '../credentials/credential.ts';
import { Failure, type FailureCode } from '../failure.ts';
import { counted } from '../http/exchange.ts';
import { type HttpResponse, header } from '../http/http.ts';
import { oneLine } from '../text.ts';
import { assertionHints } from './assertion-hints.ts';
import { hints } from './hints.ts';
import { repeatsSecret } from './repeats-secret.ts';
import { secretParameters, type TokenParameters } from './token-request.ts';
import { parsedBody } from './token-response.ts';

/** OAuth errors that are about who the client is, whatever status they come with. */
const ABOUT_THE_CLIENT: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized',
  'unauthorized_client',
  'access_denied',
]);

/** What some servers say of an assertion that they do not take. */
const ABOUT_THE_PROOF: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_assertion']);

const NOTHING_ASKED: TokenParameters = { resource: [], others: [] };

/** The headers by which SAP's support finds a request. */
const CORRELATION: readonly string[] = ['x-vcap-request-id', 'x-correlationid', 'x-correlation-id'];

/**
 * The failure that an answer other than a token means.
 *
 * Of the answer only the status, the OAuth error and its description (RFC 6749 5.2, sanitised, and
 * withheld where they repeat a part of the secret) and the correlation id are used.
 *
 * @param parameters what was asked for; some of it may be secret.
 * @param assertions the client assertions that were sent, the last one last.
 */
export function refusal(
  response: HttpResponse,
  credential: Credential,
  attempts: number,
  parameters: TokenParameters = NOTHING_ASKED,
  assertions: readonly string[] = [],
): Failure {
  const body = parsedBody(response);
  const isError = body !== undefined && typeof body['error'] === 'string';
  const error = isError ? String(body['error']) : '';
  const code = codeFor(response.status, error);
  const repeats = repeated(credential, body, [...secretParameters(parameters), ...assertions]);
  const facts = [credential.tokenUrl.host, counted(attempts), ...correlation(response, repeats)];
  const next =
    code === 'E_REDIRECT' ? [] : hints(response.status, body, credential, parameters.scope);
  const aboutTheClient = code === 'E_UNAUTHORIZED' || ABOUT_THE_PROOF.has(error);
  if (aboutTheClient) next.unshift(...assertionHints(credential, assertions.at(-1), repeats));
  const happened =
    code === 'E_REDIRECT'
      ? `The server answered ${response.status} and points to ${redirectTarget(response, credential, repeats)}; a credential is never sent to another place than the one that was given`
      : `The server answered ${response.status}${reasons(body, repeats)}`;
  return new Failure(code, [`${happened} (${facts.join(', ')}).`, ...next].join(' '));
}

function codeFor(status: number, error: string): FailureCode {
  if (status >= 300 && status < 400) return 'E_REDIRECT';
  if (status === 429) return 'E_RATE_LIMITED';
  if (status === 401 || status === 403 || ABOUT_THE_CLIENT.has(error)) return 'E_UNAUTHORIZED';
  return 'E_HTTP';
}

/** Does a text repeat the secret, or a token that came along with the error? */
type Repeats = (text: string) => boolean;

function repeated(
  credential: Credential,
  body: JsonObject | undefined,
  sent: readonly string[],
): Repeats {
  const tokens = [body?.['access_token'], body?.['refresh_token'], body?.['id_token']].filter(
    (token) => typeof token === 'string',
  );
  return (text) => repeatsSecret(text, credential.proof, [...tokens, ...sent]);
}

function reasons(body: JsonObject | undefined, repeats: Repeats): string {
  const texts = [body?.['error'], body?.['error_description']].filter(
    (text) => typeof text === 'string' && text !== '',
  ) as string[];
  if (texts.length === 0) return '';
  const quoted = texts.map((text) =>
    repeats(text)
      ? 'a reason that repeats a part of the secret and is not shown'
      : `"${oneLine(text)}"`,
  );
  return `: ${quoted.join(', ')}`;
}

function redirectTarget(
  response: HttpResponse,
  { tokenUrl }: Credential,
  repeats: Repeats,
): string {
  const target = URL.parse(header(response, 'location') ?? '', tokenUrl.href);
  if (target === null || repeats(target.host)) return 'another place';
  return target.host === tokenUrl.host
    ? 'another path on the same host'
    : oneLine(target.host, 100);
}

function correlation(response: HttpResponse, repeats: Repeats): string[] {
  const found = CORRELATION.map((name) => header(response, name)).find(
    (id) => id !== undefined && /^[A-Za-z0-9-]{4,64}$/.test(id),
  );
  return found === undefined || repeats(found) ? [] : [`correlation id ${found}`];
}
