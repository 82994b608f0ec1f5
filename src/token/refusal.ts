import { Failure, type FailureCode } from '../base/failure.ts';
import { isJsonObject, type JsonObject } from '../base/json.ts';
import { oneLine } from '../base/text.ts';
import type { Credential } from '../credentials/credential.ts';
import { type Damage, damageOfClientId, damageOfSecret } from '../credentials/damage.ts';
import { counted, type Exchanged } from '../http/exchange.ts';
import type { HttpResponse } from '../http/http.ts';
import { header } from '../http/response.ts';
import type { Secrets } from '../secrets/ledger.ts';
import { signedAudience } from './assertions.ts';
import { oidcTrust } from './github-oidc.ts';
import { isTokenLike, parsedBody, scopesIn } from './response.ts';

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
 * withheld where they repeat a part of a secret), the scopes that the client has and the correlation
 * id are shown.
 *
 * @param secrets what was sent is kept there; tokens that came along with the error are kept here.
 */
export function refusal(
  { response, attempts }: Pick<Exchanged, 'response' | 'attempts'>,
  credential: Credential,
  secrets: Secrets,
  sent: Sent = {},
): Failure {
  const body = parsedBody(response);
  secrets.keep(
    [body?.['access_token'], body?.['refresh_token'], body?.['id_token']].flatMap(tokensIn),
  );
  const answer = answerOf(response, body, credential, sent, secrets);
  const { status } = answer;
  const code = codeFor(answer);
  const happened =
    code === 'E_REDIRECT'
      ? `The server answered ${status} and points to ${redirectTarget(answer)}; a credential is never sent to another place than the one that was given.`
      : `The server answered ${status}${reasons(answer)}.`;
  const next = RULES.find(({ applies }) => applies(answer))?.next(answer) ?? [];
  const facts = [credential.tokenUrl.host, counted(attempts), ...correlation(response, secrets)];
  return new Failure(code, happened, next.join(' '), facts);
}

/** An answer without a token, and what it answers. */
interface Answer {
  readonly status: number;
  readonly response: HttpResponse;
  readonly body: JsonObject | undefined;
  /** The OAuth error, as RFC 6749 5.2 spells it; empty where there is none that is known. */
  readonly code: string;
  /** Is `error` no code but a sentence or an object, or is the answer a page for people? */
  readonly isForeign: boolean;
  /** What the server says, in lower case and without brackets. For decisions, never to be shown. */
  readonly words: string;
  readonly credential: Credential;
  readonly sent: Sent;
  readonly secrets: Secrets;
}

/** OAuth errors that are about who the client is, whatever status they come with. */
const ABOUT_THE_CLIENT: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized',
  'unauthorized_client',
  'access_denied',
]);

/** RFC 6749 5.2 and 4.1.2.1, RFC 6750 3.1, RFC 8628 3.5, RFC 8707 2; the last ones of servers. */
const CODES: ReadonlySet<string> = new Set([
  ...ABOUT_THE_CLIENT,
  ...['invalid_request', 'invalid_grant', 'unsupported_grant_type', 'invalid_scope'],
  ...['server_error', 'temporarily_unavailable', 'invalid_token', 'insufficient_scope'],
  ...['slow_down', 'invalid_target', 'invalid_assertion', 'scope_invalid', 'invalid_resource'],
]);

/** A server may put a token between other words, or into a URL, and repeat it in its reason. */
function tokensIn(value: unknown): string[] {
  return typeof value === 'string'
    ? [value, ...value.split(/[^\x21-\x7e]+|:\/\/|[?&#=,;"'<>()]/)].filter(isTokenLike)
    : [];
}

/** More of a text decides nothing. */
const LOOKED_AT = 8000;

/** What an answer says, for the rules. */
export function answerOf(
  response: HttpResponse,
  body: JsonObject | undefined,
  credential: Credential,
  sent: Sent,
  secrets: Secrets,
): Answer {
  const error = body?.['error'];
  const inError = isJsonObject(error) ? error['message'] : error;
  const spelled = typeof error === 'string' ? error.trim().toLowerCase() : '';
  // Spring Boot answers so where nothing of OAuth is.
  const isDefault = body?.['timestamp'] !== undefined && body['path'] !== undefined;
  const known = spelled.replace(/[ -]/g, '_');
  const code = CODES.has(known) && !isDefault ? known : '';
  const start = response.body.subarray(0, LOOKED_AT).toString();
  const isPage = body === undefined && /^\s*</.test(start);
  const isForeign =
    isPage ||
    isDefault ||
    (code === '' && (/\s/.test(spelled) || (inError !== error && typeof inError === 'string')));
  const said = [inError, ...SAID.map((name) => body?.[name]), faultOf(body)];
  const words = (body === undefined ? [start] : said)
    .filter((text) => typeof text === 'string')
    .join(' ')
    .slice(0, LOOKED_AT)
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(ANY_CAUSE, ' ');
  const { status } = response;
  return { status, response, body, code, isForeign, words, credential, sent, secrets };
}

/** Where servers say what is wrong: RFC 6749 5.2, RFC 9457, Okta, Apigee, SAP SuccessFactors. */
const SAID: readonly string[] = [
  ...['error_description', 'message', 'detail', 'title'],
  ...['errorSummary', 'Error', 'errorMessage'],
];

/** What Apigee says, and SAP API Management with it. */
function faultOf(body: JsonObject | undefined): unknown {
  const fault = body?.['fault'];
  return isJsonObject(fault) ? fault['faultstring'] : undefined;
}

/** Doorkeeper (GitLab) and others say this of a wrong secret, too. */
const ANY_CAUSE =
  /unknown client, no client authentication included,? or unsupported authentication method/;

function codeFor({ status, code }: Answer): FailureCode {
  if (status >= 300 && status < 400) return 'E_REDIRECT';
  if (status === 429) return 'E_RATE_LIMITED';
  if (status === 401 || status === 403 || ABOUT_THE_CLIENT.has(code)) return 'E_UNAUTHORIZED';
  return 'E_HTTP';
}

function reasons({ body, secrets }: Answer): string {
  const texts = [body?.['error'], body?.['error_description']].filter(
    (text) => typeof text === 'string' && text !== '',
  ) as string[];
  return texts.length === 0 ? '' : `: ${texts.map((text) => secrets.quote(text)).join(', ')}`;
}

function locationOf({ response, credential }: Answer): URL | null {
  return URL.parse(header(response, 'location') ?? '', credential.tokenUrl.href);
}

function redirectTarget(answer: Answer): string {
  const { credential, secrets } = answer;
  const target = locationOf(answer);
  if (target === null || secrets.isRepeatedBy(target.host)) return 'another place';
  if (header(answer.response, 'location') === undefined) return 'no place';
  if (target.href === credential.tokenUrl.href) return 'the same URL';
  return target.host === credential.tokenUrl.host
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

// What to do next

/** One cause of a refusal. */
interface Rule {
  readonly name: string;
  readonly applies: (answer: Answer) => boolean;
  /** Sentences that say what to do next. */
  readonly next: (answer: Answer) => readonly string[];
}

const TOKEN_URL = 'check the input token-url, or the url (uaa.url) of the credential.';

const NO_SCOPE =
  'No scope was asked for, and some servers want one or do not take the default: check the input scope.';

const SCOPE =
  'A requested scope is unknown to the server or not granted to this client: check the input scope.';

/**
 * The first rule that applies knows the cause best. The status of what stands before a server comes
 * first, then the OAuth error, and the words of the server last: they may be in any language.
 */
export const RULES: readonly Rule[] = [
  {
    name: 'login page',
    applies: (answer) => isRedirect(answer) && isLogin(locationOf(answer)),
    next: () => [
      `That is a login page, which servers show where no token endpoint is: ${TOKEN_URL}`,
    ],
  },
  {
    name: 'redirect to nowhere',
    applies: (answer) =>
      isRedirect(answer) && ['no place', 'the same URL'].includes(redirectTarget(answer)),
    next: () => [`No token endpoint answers so: ${TOKEN_URL}`],
  },
  {
    name: 'redirect',
    applies: isRedirect,
    next: () => [
      'If the new place is the token endpoint and you trust it, give it in the input token-url; else check the url (uaa.url) of the credential.',
    ],
  },
  {
    name: 'too many requests',
    applies: ({ status, code }) => status === 429 || code === 'slow_down',
    next: ({ words }) => [
      'Too many token requests: reuse a token in the steps of a job, and spread the jobs.',
      ...(LOCKED.test(words) ? [UNLOCK] : []),
    ],
  },
  {
    name: 'not available',
    applies: ({ status, code }) =>
      (status >= 502 && status <= 504) || code === 'temporarily_unavailable',
    next: () => [
      `The server has a problem or is not reachable behind its gateway; run the job again later. If it stays so, ${TOKEN_URL}`,
    ],
  },
  {
    name: 'fault of the server',
    // With 401 it is the answer of ServiceNow to a wrong secret.
    applies: ({ status, code }) =>
      (status >= 500 && status !== 501) || (code === 'server_error' && status !== 401),
    next: () => ['The server has a problem; run the job again later.'],
  },
  {
    name: 'no application',
    applies: ({ response, words, status }) =>
      status === 404 &&
      (header(response, 'x-cf-routererror') !== undefined || /requested route/.test(words)),
    next: () => [`The platform knows no application at that host: ${TOKEN_URL}`],
  },
  {
    name: 'no realm',
    applies: ({ status, words, code }) => status === 404 && code === '' && /\brealm\b/.test(words),
    next: () => ['The server has no such realm: check the realm in the path of token-url.'],
  },
  {
    name: 'no tenant',
    applies: isWithoutTenant,
    next: ({ credential }) => [noTenant(credential.tokenUrl)],
  },
  {
    name: 'no token endpoint',
    applies: isNoTokenEndpoint,
    next: ({ credential }) => [
      `That is no token endpoint. The host of an API is not the host of its tokens: ${TOKEN_URL}`,
      ...usualPath(credential),
    ],
  },
  {
    name: 'client certificate',
    applies: ({ words, credential, status }) =>
      credential.proof.kind === 'secret' &&
      status < 404 &&
      /(?:no required ssl|client|x\.?509) certificate (?:was |is |has )?(?:not |missing|sent|required)|mutual.?tls|\bmtls\b/.test(
        words,
      ),
    next: () => [
      'The server wants a client certificate in place of a secret: store a key with a certificate (X.509), or give the inputs certificate and private-key.',
    ],
  },
  {
    name: 'page',
    applies: ({ isForeign, body }) => isForeign && body === undefined,
    next: () => [
      `That is a page for people and no answer of a token endpoint: ${TOKEN_URL} Is there a proxy or a firewall before the server that answers itself?`,
    ],
  },
  {
    name: 'scope',
    applies: ({ code }) => code === 'invalid_scope' || code === 'scope_invalid',
    next: (answer) => [
      answer.sent.scope === undefined ? NO_SCOPE : SCOPE,
      ...scopesOfClient(answer),
      ...separators(answer),
    ],
  },
  {
    name: 'no scope',
    applies: ({ code, words, sent }) =>
      code === 'invalid_request' &&
      sent.scope === undefined &&
      /\bscopes?\b/.test(words) &&
      /missing|required|must|no default/.test(words) &&
      !/private_key_jwt|client_secret_/.test(words),
    next: () => [NO_SCOPE],
  },
  {
    name: 'audience',
    applies: ({ code, words }) =>
      code === 'invalid_target' ||
      code === 'invalid_resource' ||
      (['access_denied', 'invalid_request'].includes(code) &&
        /audience|resource server|client-grant|service not/.test(words)),
    next: () => [
      'The server does not know the resource or audience, or this client may not use it: check the inputs resource and audience.',
    ],
  },
  {
    name: 'grant at this URL',
    applies: ({ code, words }) =>
      code === 'unsupported_grant_type' || /not supported on this domain/.test(words),
    next: () => [
      'The server does not offer the client credentials grant at this URL: check token-url.',
    ],
  },
  {
    name: 'another method',
    applies: (answer) => namedMethod(answer) !== undefined,
    next: (answer) => [
      `The server names another way than ${answer.credential.authMethod} in which this client proves itself: try auth-method: ${namedMethod(answer)}.`,
    ],
  },
  {
    name: 'https',
    applies: ({ code, words }) => code === 'invalid_request' && /https.{0,10} required/.test(words),
    next: () => [
      'The request came by https, and the server did not see that: a proxy before it has to say so (X-Forwarded-Proto). Tell its operator.',
    ],
  },
  {
    name: 'refused method',
    applies: (answer) => isAboutTheClient(answer) && REFUSED_METHOD.test(answer.words),
    next: ({ credential: { authMethod, proof } }) => [
      `The server does not take ${authMethod} from this client: set its method at the server${
        proof.kind === 'secret'
          ? `, or try auth-method: client_secret_${authMethod === 'client_secret_post' ? 'basic' : 'post'}`
          : ''
      }.`,
    ],
  },
  {
    name: 'lost form',
    applies: ({ code, words }) =>
      code === 'invalid_request' &&
      /grant.?type/.test(words) &&
      /missing|required|fehlt/.test(words),
    next: () => [
      'The server did not find the form of the request: is there a proxy or a gateway before it that drops or changes the body? Check token-url, too.',
    ],
  },
  {
    name: 'request',
    applies: ({ code }) => code === 'invalid_request',
    next: (answer) => [
      'A parameter of the request is missing or not known: check scope, audience, resource and parameters.',
      ...(/client|secret|auth/.test(answer.words) ? aboutTheMethod(answer) : []),
    ],
  },
  {
    name: 'grant of the client, by its words',
    applies: (answer) =>
      isAboutTheClient(answer) &&
      GRANT_WORDS.test(answer.words) &&
      // Microsoft Entra ID, of a request without a secret.
      !/required for the/.test(answer.words),
    next: () => [GRANT],
  },
  {
    name: 'locked',
    applies: (answer) => answer.status === 423 || hasState(answer, LOCKED),
    next: ({ credential }) => [UNLOCK, ...locksOf(credential)],
  },
  {
    name: 'not yet active',
    applies: (answer) => hasState(answer, NOT_YET),
    next: () => [
      'The client is not active yet: wait until it is, or have it activated at the server.',
    ],
  },
  {
    name: 'not verified',
    applies: (answer) => hasState(answer, NOT_VERIFIED),
    next: () => [
      'The client, or its account, is not verified or approved: have that done at the server.',
    ],
  },
  {
    name: 'expired',
    applies: (answer) => hasState(answer, EXPIRED),
    next: () => [
      'The client or its secret has expired or was revoked: create a new one where it was issued, and store it.',
    ],
  },
  {
    name: 'disabled',
    applies: (answer) => hasState(answer, DISABLED),
    next: () => [
      'The client, or its tenant, is disabled: have an administrator enable it at the server.',
    ],
  },
  {
    name: 'grant of the client, by its code',
    applies: ({ code, words }) =>
      code === 'unauthorized_client' &&
      !/(?:invalid|wrong|bad) |secret|not found|unknown/.test(words),
    next: ({ body }) => [
      GRANT,
      ...(body?.['error_description'] === undefined
        ? ['If it may, compare client id and secret: some servers answer so to a wrong secret.']
        : []),
    ],
  },
  {
    name: 'no client seen',
    applies: (answer) => isAboutTheClient(answer) && NO_CLIENT.test(answer.words),
    next: (answer) => [
      ...assertionHints(answer),
      `The server found no client in the request, so that it may be no token endpoint: ${TOKEN_URL}`,
      ...otherMethod(answer),
    ],
  },
  {
    name: 'unknown client',
    applies: (answer) =>
      isAboutTheClient(answer) && UNKNOWN_CLIENT.some((pattern) => pattern.test(answer.words)),
    next: (answer) => [
      ...assertionHints(answer),
      ...visibleDamage(answer.credential),
      'The server does not know the client: check the client id, and that token-url leads to the tenant in which the client was created. A deleted client gives the same answer.',
    ],
  },
  {
    name: 'denied',
    // With 401 it is the answer of Auth0 to a wrong secret.
    applies: ({ code, status }) => code === 'access_denied' && status !== 401,
    next: (answer) => [
      ...assertionHints(answer),
      'The server denies this client a token: ask its operator which role, audience or network address the client needs.',
    ],
  },
  {
    name: 'client',
    applies: () => true,
    next: (answer) => [
      ...(codeFor(answer) === 'E_UNAUTHORIZED' || ABOUT_THE_PROOF.has(answer.code)
        ? assertionHints(answer)
        : []),
      ...aboutTheClient(answer),
    ],
  },
];

const NO_CLIENT = new RegExp(
  [
    'authentication object|full authentication|no client authentication|missing client',
    '(?<!(?:invalid|wrong) or )missing credentials',
    '\\bcredentials? (?:(?:is|are|was|were) )?(?:not found|missing|required)',
    'client.?id(?:entifier)? (?:is )?(?:required|missing)',
  ].join('|'),
);

const UNKNOWN_CLIENT: readonly RegExp[] = [
  /no client with|unknown client|unregistered client/,
  /(?:client|application)\b.{0,80}(?:not (?:be )?(?:found|exist|registered)|unbekannt)/,
  /(?:invalid|wrong|unknown|incorrect)(?: value for)? .?client.?id(?:entifier)?\b(?!.{0,5}(?:\bor\b|\band\b|\/))/,
  /(?<!\b(?:or|and) )\bclient.?id(?:entifier)? (?:is )?(?:invalid|wrong|unknown|incorrect)/,
];

/** What some servers say of an assertion that they do not take. */
const ABOUT_THE_PROOF: ReadonlySet<string> = new Set(['invalid_grant', 'invalid_assertion']);

const UNLOCK =
  'The server has locked the client: wait until the lock is over, since each attempt can prolong it, or have an administrator unlock it.';

const REFUSED_METHOD =
  /(?:unsupported|invalid|wrong) (?:client )?auth\w* method|auth\w* methods?\b.{0,40}\bnot (?:allowed|supported|permitted)/;

const GRANT_WORDS =
  /grant.?typ|service.?account|client.?credentials.{0,3} (?:grant|flow)|no client credentials user/;

const GRANT =
  'The client may not use the client credentials grant: allow the grant type client_credentials for it at the server (in Keycloak its service account).';

// States of a client, in English and as German, French and Spanish servers begin the words.
const LOCKED =
  /\block(?:ed|out)|\bblocked(?! by\b.{0,60}(?:polic|firewall|network))|too many (?:failed|invalid|login|attempts)|gesperrt|verrouill|bloquead/;
const NOT_YET = /not yet|noch nicht/;
const NOT_VERIFIED =
  /not (?:been )?(?:verified|confirmed|approved|activated)|unverified|nicht (?:verifiziert|best\u00e4tigt|freigegeben)|pending (?:approval|verification)/;
const EXPIRED = /expir|revoked|no longer valid|abgelaufen|widerrufen|nicht mehr g/;
const DISABLED =
  /disabled|deactivated|client is not enabled|inactive|not active|suspended|deaktiviert|inaktiv|nicht aktiv|d\u00e9sactiv|desactivad/;

function isRedirect({ status }: Answer): boolean {
  return status >= 300 && status < 400;
}

function isLogin(target: URL | null): boolean {
  return (
    target !== null &&
    /log-?[io]n|sign-?in|\bsso\b|saml|authorize/i.test(target.host + target.pathname)
  );
}

/** Does a refusal speak of the client, or of nothing? */
function isAboutTheClient({ status, code }: Answer): boolean {
  if (code !== '') return ABOUT_THE_CLIENT.has(code) || ABOUT_THE_PROOF.has(code);
  return [400, 401, 403].includes(status);
}

/** What a server says of an assertion is about the assertion: it expires, and is not valid yet. */
function hasState(answer: Answer, state: RegExp): boolean {
  if (!isAboutTheClient(answer) || !state.test(answer.words)) return false;
  const { kind } = answer.credential.proof;
  return (
    kind === 'secret' || kind === 'certificate' || ![NOT_YET, NOT_VERIFIED, EXPIRED].includes(state)
  );
}

/** UAA and SAP Cloud Identity Services have a host for each tenant, and know it by its first label. */
const TENANT_HOST = /(?:^|\.)authentication\.|\.accounts(?:400)?\./;

function isWithoutTenant({ status, code, words, body, credential }: Answer): boolean {
  // Microsoft Entra ID.
  if (/aadsts(?:90002|900023)\b|tenant\b.{0,80}not (?:found|exist)/.test(words)) return true;
  if (status !== 404 || code !== '') return false;
  const isEmpty = body !== undefined && Object.keys(body).length === 0;
  const { provider, tokenUrl } = credential;
  return TENANT_HOST.test(tokenUrl.hostname) || (isEmpty && provider === 'xsuaa');
}

function noTenant({ hostname }: URL): string {
  const tenant = hostname.startsWith('authentication.') ? undefined : hostname.split('.')[0];
  return TENANT_HOST.test(hostname) && tenant !== undefined
    ? `The server has no tenant ${oneLine(tenant, 100)}, the first part of its host name: is the subdomain misspelled, or was the subaccount deleted or moved? Check the input token-url, or the url (uaa.url) of the credential.`
    : `The server has no tenant of that name: check the tenant (subdomain) in the input token-url, or in the url (uaa.url) of the credential.`;
}

/**
 * Without an OAuth error (RFC 6749 5.2): another status than a token endpoint has, a page or a
 * sentence for people or about CSRF, or what an API says that wants a token (RFC 6750 3).
 */
function isNoTokenEndpoint({ status, code, isForeign, words, body, response }: Answer): boolean {
  if (code === 'invalid_token' || code === 'insufficient_scope') return true;
  if (code === 'invalid_request' && [404, 405, 406, 415].includes(status)) return true;
  if (code !== '') return false;
  // GitHub and others answer so to a wrong secret.
  if (status === 200 && typeof body?.['error'] === 'string' && !isForeign) return false;
  if (
    /csrf|xsrf|missing authentication token/.test(words) ||
    header(response, 'x-csrf-token') !== undefined
  )
    return true;
  if (/^bearer\b/i.test(header(response, 'www-authenticate') ?? '')) return true;
  if (![400, 401, 403, 423].includes(status)) return true;
  if (!isForeign || body === undefined) return false;
  // Some servers write a sentence of their own in place of invalid_client.
  return !/client|credential|secret|passwor|kennwort|locked|gesperrt|disabled/.test(words);
}

/** Where such servers have their token endpoint, if the URL says something else. */
function usualPath({ provider, tokenUrl }: Credential): string[] {
  const path = provider === 'ias' ? '/oauth2/token' : '/oauth/token';
  const isKnown = provider === 'ias' || provider === 'xsuaa';
  return isKnown && tokenUrl.pathname !== path ? [`These servers have it at ${path}.`] : [];
}

/** UAA tells what the client has. */
function scopesOfClient({ body, secrets }: Answer): string[] {
  const has = body?.['scope'];
  const names = [has].flat().flatMap((text) => (typeof text === 'string' ? scopesIn(text) : []));
  const list = names.filter((name) => /^[\w.:/!-]{1,200}$/.test(name)).join(' ');
  if (list === '' || secrets.isRepeatedBy(list)) return [];
  return [`The client has the scopes ${oneLine(list, 600)}.`];
}

function separators({ sent }: Answer): string[] {
  const asked = sent.scope;
  return asked?.includes(',')
    ? ['Scopes are separated by spaces; there is a comma between them.']
    : [];
}

/** Another method of RFC 6749 2.3.1 or OpenID Connect Core 9 that the server names as the client's. */
function namedMethod({ code, words, credential, status }: Answer): string | undefined {
  if (status !== 401 && code !== 'invalid_request' && !ABOUT_THE_CLIENT.has(code)) return undefined;
  const named = words.match(/client_secret_(?:basic|post)|private_key_jwt|tls_client_auth/g) ?? [];
  const other = named.find((method) => method !== credential.authMethod);
  if (other !== undefined || credential.authMethod !== 'client_secret_post') return other;
  return /basic auth|authorization header/.test(words) ? 'client_secret_basic' : undefined;
}

/** What is to be compared where nothing but the refusal of the client is known. */
function aboutTheClient(answer: Answer): string[] {
  const { status, body, credential, sent } = answer;
  const better = [...aboutTheHost(credential), ...visibleDamage(credential)];
  return [
    ...(better.length > 0 ? better : aboutTheProof(credential)),
    ...(answer.isForeign ? [`If that is no token endpoint, ${TOKEN_URL}`] : []),
    ...(isSurelyDamaged(credential) && credential.authMethod !== 'client_secret_basic'
      ? locksOf(credential)
      : aboutTheMethod(answer)),
    ...(status === 403 && body?.['error'] === undefined && sent.scope === undefined
      ? ['Some servers answer so where no scope is asked for: try the input scope.']
      : []),
    'A deleted or rotated key, or a wrong tenant, gives the same answer.',
  ];
}

/** The APIs of SAP are on other hosts than the servers that issue tokens for them. */
function aboutTheHost({ tokenUrl }: Credential): string[] {
  return /\.(?:cfapps|alm)\./.test(`.${tokenUrl.hostname}`)
    ? ['That is the host of an API: tokens come from the url (uaa.url) of the credential.']
    : [];
}

/** What the way of sending, or sending again, can do to a client. */
function aboutTheMethod(answer: Answer): string[] {
  return [...otherMethod(answer), ...locksOf(answer.credential)];
}

/** Who says so has read the secret, and takes it in the place where it was. */
const WRONG_SECRET =
  /(?:invalid|incorrect|wrong|bad) client.?secret|client.?secret\b.{0,60}\b(?:invalid|incorrect|wrong|mismatch|not match)/;

/**
 * RFC 6749 2.3.1 lets a server take secrets in a Basic header alone, and has id and secret
 * form-encoded in it, which not all servers decode.
 */
function otherMethod({ status, code, words, credential }: Answer): string[] {
  const { authMethod, proof, clientId, provider, tokenUrl } = credential;
  if (proof.kind !== 'secret' || WRONG_SECRET.test(words)) return [];
  if (authMethod === 'client_secret_basic') {
    return /[^\w.~-]/.test(clientId + proof.clientSecret)
      ? [
          'Servers disagree about special characters in a Basic header: try auth-method: client_secret_post.',
        ]
      : [];
  }
  const isUaa = clientId.startsWith('sb-') || TENANT_HOST.test(tokenUrl.hostname);
  const isPlain = provider === 'oauth2' || (provider === 'xsuaa' && !isUaa);
  return isPlain && (status === 401 || status === 403 || code === 'invalid_client')
    ? [
        'Some servers take the secret in a Basic header alone: try auth-method: client_secret_basic.',
      ]
    : [];
}

function locksOf({ provider }: Credential): string[] {
  return provider === 'ias'
    ? [
        'SAP Cloud Identity Services locks a client for 60 minutes after 5 failed logins; wait before you try again.',
      ]
    : [];
}

function aboutTheProof({ proof }: Credential): string[] {
  if (proof.kind === 'certificate') {
    return ['The certificate may not be bound to this client: was its key or binding deleted?'];
  }
  return proof.kind === 'secret'
    ? [
        'Check that client id and secret belong together and are stored exactly as they were handed out.',
      ]
    : [];
}

/** Traces of the ways in which ids and secrets get damaged before they are stored. */
function visibleDamage(credential: Credential): string[] {
  return damagesOf(credential).map(([value, { what, next }]) => `The ${value} ${what}. ${next}`);
}

/** To try another method with such a value leads nowhere. */
function isSurelyDamaged(credential: Credential): boolean {
  return damagesOf(credential).some(([, { certainty }]) => certainty !== 'possible');
}

function damagesOf({ clientId, proof, provider }: Credential): [value: string, Damage][] {
  const isOfXsuaa = provider === 'xsuaa';
  const ofSecret =
    proof.kind === 'secret' ? damageOfSecret(proof.clientSecret, clientId, isOfXsuaa) : undefined;
  const ofId = damageOfClientId(clientId, isOfXsuaa);
  return [
    ...(ofSecret === undefined ? [] : [['client secret', ofSecret] as [string, Damage]]),
    ...(ofId === undefined ? [] : [['client id', ofId] as [string, Damage]]),
  ];
}

/** What to compare where a server refuses a client assertion; nothing for other proofs. */
function assertionHints({ credential, sent, secrets }: Answer): string[] {
  const { proof, clientId, tokenUrl } = credential;
  if (proof.kind === 'private-key') {
    const key =
      proof.keyId === undefined ? 'without a kid' : `with the kid ${oneLine(proof.keyId)}`;
    return [
      `The client assertion named the client ${oneLine(clientId)} and the audience ${signedAudience(tokenUrl)}, ${key}. Check that the server has the public key of this private key for this client, and that the clock of the runner is right.`,
    ];
  }
  return proof.kind === 'github-oidc'
    ? [
        oidcTrust(sent.assertion ?? '', secrets.isRepeatedBy),
        'Where the server wants another aud, as Keycloak the issuer of its realm, give that in the input assertion-audience.',
      ]
    : [];
}
