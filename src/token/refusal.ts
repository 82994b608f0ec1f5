import { Failure, type FailureCode } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import { oneLine } from '../base/text.ts';
import type { Credential } from '../credentials/credential.ts';
import { looksCut, looksLikePlaceholder, lostItsDollar } from '../credentials/damage.ts';
import { counted, type Exchanged } from '../http/exchange.ts';
import type { HttpResponse } from '../http/http.ts';
import { header } from '../http/response.ts';
import type { Secrets } from '../secrets/ledger.ts';
import { signedAudience } from './assertions.ts';
import { oidcTrust } from './github-oidc.ts';
import { parsedBody } from './response.ts';

/** What was sent, beside the credential, that explains a refusal. */
interface Sent {
  /** The scopes that were asked for. */
  readonly scope?: string | undefined;
  /** The client assertion of the last attempt. */
  readonly assertion?: string | undefined;
}

/**
 * The failure that an answer other than a token means.
 *
 * Of the answer only the status, the OAuth error and its description (RFC 6749 5.2, sanitised, and
 * withheld where they repeat a part of a secret) and the correlation id are used.
 *
 * @param secrets what was sent is kept there; tokens that came along with the error are kept here.
 */
export function refusal(
  { response, attempts }: Pick<Exchanged, 'response' | 'attempts'>,
  credential: Credential,
  secrets: Secrets,
  sent: Sent = {},
): Failure {
  const { status } = response;
  const body = parsedBody(response);
  // Shorter ones are no tokens: as masks they would ruin the log.
  secrets.keep(tokensIn(body).filter(({ length }) => length >= 8));
  const error = typeof body?.['error'] === 'string' ? body['error'] : '';
  const code = codeFor(status, error);
  const facts = [credential.tokenUrl.host, counted(attempts), ...correlation(response, secrets)];
  if (code === 'E_REDIRECT') {
    return new Failure(
      code,
      `The server answered ${status} and points to ${redirectTarget(response, credential, secrets)}; a credential is never sent to another place than the one that was given.`,
      '',
      facts,
    );
  }
  const next = hints(status, body, credential, sent.scope);
  const aboutTheClient = code === 'E_UNAUTHORIZED' || ABOUT_THE_PROOF.has(error);
  if (aboutTheClient) next.unshift(...assertionHints(credential, sent.assertion, secrets));
  return new Failure(
    code,
    `The server answered ${status}${reasons(body, secrets)}.`,
    next.join(' '),
    facts,
  );
}

/** What some servers say of an assertion that they do not take. */
const ABOUT_THE_PROOF: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_assertion']);

function tokensIn(body: JsonObject | undefined): string[] {
  return [body?.['access_token'], body?.['refresh_token'], body?.['id_token']].filter(
    (token) => typeof token === 'string',
  );
}

/** OAuth errors that are about who the client is, whatever status they come with. */
const ABOUT_THE_CLIENT: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized',
  'unauthorized_client',
  'access_denied',
]);

function codeFor(status: number, error: string): FailureCode {
  if (status >= 300 && status < 400) return 'E_REDIRECT';
  if (status === 429) return 'E_RATE_LIMITED';
  if (status === 401 || status === 403 || ABOUT_THE_CLIENT.has(error)) return 'E_UNAUTHORIZED';
  return 'E_HTTP';
}

function reasons(body: JsonObject | undefined, secrets: Secrets): string {
  const texts = [body?.['error'], body?.['error_description']].filter(
    (text) => typeof text === 'string' && text !== '',
  ) as string[];
  return texts.length === 0 ? '' : `: ${texts.map((text) => secrets.quote(text)).join(', ')}`;
}

function redirectTarget(
  response: HttpResponse,
  { tokenUrl }: Credential,
  secrets: Secrets,
): string {
  const target = URL.parse(header(response, 'location') ?? '', tokenUrl.href);
  if (target === null || secrets.isRepeatedBy(target.host)) return 'another place';
  return target.host === tokenUrl.host
    ? 'another path on the same host'
    : oneLine(target.host, 100);
}

/** The headers by which SAP's support finds a request. */
const CORRELATION: readonly string[] = ['x-vcap-request-id', 'x-correlationid', 'x-correlation-id'];

function correlation(response: HttpResponse, secrets: Secrets): string[] {
  const found = CORRELATION.map((name) => header(response, name)).find(
    (id) => id !== undefined && /^[A-Za-z0-9-]{4,64}$/.test(id),
  );
  return found === undefined || secrets.isRepeatedBy(found) ? [] : [`correlation id ${found}`];
}

/**
 * What to do next, by status and OAuth error, and by what the credential itself looks like.
 *
 * @param scope the scopes that were asked for.
 */
function hints(
  status: number,
  body: JsonObject | undefined,
  credential: Credential,
  scope?: string,
): string[] {
  if (status === 429)
    return ['Too many token requests: reuse a token in the steps of a job, and spread the jobs.'];
  if (status >= 500) return ['The server has a problem; run the job again later.'];
  if (status === 404 || status === 405) {
    return [
      'That is no token endpoint. The host of an API is not the host of its tokens: check token-url, or the url (uaa.url) of the credential.',
    ];
  }
  const error = body?.['error'];
  // A server can send anything here, and not everything can be made a text.
  const byError = typeof error === 'string' ? BY_ERROR.get(error) : undefined;
  if (status !== 401 && status !== 403 && byError !== undefined) return [byError];
  return [
    ...aboutTheHost(credential),
    ...aboutTheSecret(credential),
    ...aboutTheMethod(credential),
    ...(status === 403 && error === undefined && scope === undefined
      ? ['Some servers answer so where no scope is asked for: try the input scope.']
      : []),
    'A deleted or rotated key, or a wrong tenant, gives the same answer.',
  ];
}

const BY_ERROR: ReadonlyMap<string, string> = new Map(
  Object.entries({
    invalid_scope:
      'A requested scope is unknown to the server or not granted to this client: check the input scope.',
    // Glewlwyd's spelling.
    scope_invalid:
      'A requested scope is unknown to the server or not granted to this client: check the input scope.',
    invalid_request:
      'A parameter of the request is missing or not known: check scope, audience, resource and parameters.',
    unsupported_grant_type:
      'The server does not offer the client credentials grant at this URL: check token-url.',
    invalid_target:
      'The server does not know the resource or audience: check the inputs resource and audience.',
  }),
);

/** The APIs of SAP are on other hosts than the servers that issue tokens for them. */
function aboutTheHost({ tokenUrl }: Credential): string[] {
  return /\.(?:cfapps|alm)\./.test(`.${tokenUrl.hostname}`)
    ? ['That is the host of an API: tokens come from the url (uaa.url) of the credential.']
    : [];
}

/** What the way of sending, or sending again, can do to a client. */
function aboutTheMethod({ authMethod, proof, provider }: Credential): string[] {
  const found: string[] = [];
  const special = proof.kind === 'secret' && /[^\w.~-]/.test(proof.clientSecret);
  if (authMethod === 'client_secret_basic' && special) {
    found.push(
      'Servers disagree about special characters in a Basic header: try auth-method: client_secret_post.',
    );
  }
  if (provider === 'ias') {
    found.push(
      'SAP Cloud Identity Services locks a client for 60 minutes after 5 failed logins; wait before you try again.',
    );
  }
  return found;
}

/** Traces of the ways in which secrets get damaged before they are stored. */
function aboutTheSecret({ clientId, proof, provider }: Credential): string[] {
  if (proof.kind === 'certificate') {
    return ['The certificate may not be bound to this client: was its key or binding deleted?'];
  }
  if (proof.kind !== 'secret') return [];
  const { clientSecret } = proof;
  const found: string[] = [];
  if (/[^\x21-\x7e]/.test(clientSecret)) {
    found.push(
      'The stored secret holds a space, an invisible character or one that is not ASCII: was it copied from a web page?',
    );
  }
  if (/\\[$!"'`\\]/.test(clientSecret)) {
    found.push(
      'The stored secret holds a backslash before a special character: store it without shell escapes.',
    );
  }
  if (looksLikePlaceholder(clientSecret)) {
    found.push('The stored secret is a placeholder, not a secret.');
  }
  if (provider === 'xsuaa' && lostItsDollar(clientSecret)) {
    found.push(
      'The stored secret has no single $ after its first part: a shell or a tool has probably replaced or doubled it; store the secret from a file.',
    );
  }
  if (provider === 'xsuaa' && looksCut(clientId)) {
    found.push('The client id looks cut; XSUAA ids end like !b123 or !t123.');
  }
  return found.length > 0
    ? found
    : [
        'Check that client id and secret belong together and are stored exactly as they were handed out.',
      ];
}

/** What to compare where a server refuses a client assertion; nothing for other proofs. */
function assertionHints(
  { proof, clientId, tokenUrl }: Credential,
  assertion: string | undefined,
  secrets: Secrets,
): string[] {
  if (proof.kind === 'private-key') {
    const key =
      proof.keyId === undefined ? 'without a kid' : `with the kid ${oneLine(proof.keyId)}`;
    return [
      `The client assertion named the client ${oneLine(clientId)} and the audience ${signedAudience(tokenUrl)}, ${key}. Check that the server has the public key of this private key for this client, and that the clock of the runner is right.`,
    ];
  }
  return proof.kind === 'github-oidc' ? [oidcTrust(assertion ?? '', secrets.isRepeatedBy)] : [];
}
