import { isJsonObject } from '../../credentials/credential.ts';
import { parsedJson } from '../../credentials/forms/json.ts';
import { Failure } from '../../failure.ts';
import { type HttpResponse, header } from '../../http/http.ts';
import { oneLine } from '../../text.ts';
import { repeatsSecret } from '../../token/repeats-secret.ts';

/** What came of one request to the CLI server. */
export interface BtpAnswer {
  readonly response: HttpResponse;
  /**
   * The status that counts: of the CLI server where it is not 200 (then the backend was not asked),
   * else that of the backend; undefined where a 200 does not tell it.
   */
  readonly status: number | undefined;
  /** From the backend? */
  readonly fromBackend: boolean;
  /** The body, where it is JSON. */
  readonly document: unknown;
  readonly host: string;
  readonly correlationId: string;
}

export function btpAnswer(response: HttpResponse, host: string, correlationId: string): BtpAnswer {
  const fromBackend = response.status === 200;
  const status = fromBackend ? backendStatus(response) : response.status;
  return {
    response,
    status,
    fromBackend,
    document: parsedJson(response.body.toString('utf8')),
    host,
    correlationId,
  };
}

function backendStatus(response: HttpResponse): number | undefined {
  const value = header(response, 'x-cpcli-backend-status')?.trim() ?? '';
  return /^[1-5]\d\d$/.test(value) ? Number(value) : undefined;
}

export function isSuccess({ fromBackend, status }: BtpAnswer): boolean {
  return fromBackend && status !== undefined && status >= 200 && status < 300;
}

/** The members of an error body that hold text for people; in some they hold objects with more. */
const TEXTS: readonly string[] = ['error', 'ErrorMessage', 'description', 'message', 'Description'];
const OBJECTS: readonly string[] = ['error', 'broker_error'];

/** Every text by which an answer says what is wrong, as it came. */
export function reasonTexts({ document, response }: BtpAnswer): string[] {
  const objects = isJsonObject(document)
    ? [document, ...OBJECTS.map((name) => document[name])]
    : [];
  const texts = objects
    .filter(isJsonObject)
    .flatMap((object) => TEXTS.map((name) => object[name]))
    .filter((text) => typeof text === 'string');
  const headers = ['x-cpcli-server-message', 'x-cpcli-backend-message'].map(
    (name) => header(response, name) ?? '',
  );
  return [...new Set([...texts, ...headers].map((text) => text.trim()))].filter(
    (text) => text !== '',
  );
}

/** The longest reason that is shown, in UTF-16 code units, and how many of them. */
const LONGEST = 200;
const MOST = 3;

/** `: "...", "..."`, or nothing; what repeats a secret is withheld. */
export function reasons(answer: BtpAnswer, secrets: readonly string[]): string {
  const quoted = reasonTexts(answer)
    .slice(0, MOST)
    .map((text) =>
      repeats(text, secrets)
        ? 'a reason that repeats a part of a secret and is not shown'
        : `"${oneLine(text, LONGEST)}"`,
    );
  return quoted.length === 0 ? '' : `: ${[...new Set(quoted)].join(', ')}`;
}

/** Does a text repeat a part of a secret? Then it is not shown. */
export function repeats(text: string, secrets: readonly string[]): boolean {
  return repeatsSecret(text, { kind: 'github-oidc' }, secrets);
}

/** `answered 403: "..." (host, correlation id ...)`: what happened, and where. */
export function happened(answer: BtpAnswer, secrets: readonly string[]): string {
  const { status, fromBackend } = answer;
  const said = status === undefined ? '200 without the status of the backend' : `${status}`;
  const speaker =
    fromBackend && status !== undefined
      ? 'The backend of the BTP CLI server'
      : 'The BTP CLI server';
  return `${speaker} answered ${said}${reasons(answer, secrets)} ${place(answer)}`;
}

export function place({ host, correlationId }: Pick<BtpAnswer, 'host' | 'correlationId'>): string {
  return `(${host}, correlation id ${oneLine(correlationId, 64)})`;
}

/** The failure that no answer at all means. `cause` is in our own words. */
export function unreachable(cause: Failure, where: string): Failure {
  return new Failure('E_AUTHORITY', `The BTP CLI server gave no answer. ${cause.message} ${where}`);
}
