import { Failure, type Warning } from '../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { httpDate } from '../base/time.ts';
import type { Credential } from '../credentials/credential.ts';
import type { HttpResponse } from '../http/http.ts';
import { header } from '../http/response.ts';

/** An access token as the server issued it. Nothing of it has been printed, masked or kept yet. */
export interface AccessToken {
  readonly value: string;
  /** As the server wrote it, for example `bearer` or `BearerToken`. */
  readonly tokenType: string;
  /** What the server granted; what was asked for, where the server leaves it out (RFC 6749 5.1). */
  readonly scope: string | undefined;
  /** Seconds from the answer on; undefined where nothing says so. */
  readonly expiresIn: number | undefined;
  /** By the server's clock. */
  readonly expiresAt: Date | undefined;
  /** The claims of a JWT, read but not verified: for hints, never for decisions on security. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
  /** Refresh and id tokens of the same answer, to be masked and forgotten. */
  readonly otherSecrets: readonly string[];
  /** The `sub` of the job's OIDC token, where that was the proof: a server trusts it by name. */
  readonly subject?: string | undefined;
  /** What the user should know. */
  readonly warnings: readonly Warning[];
}

/** No header that carries the token could be longer at any server. */
const LARGEST_TOKEN = 100_000;

/**
 * The shortest text that is taken for a token: 16 characters of base64 are 96 bits. RFC 6749 10.10
 * wants more, and what is shorter is found in any log by chance, so that its mask would ruin the log.
 */
const SHORTEST_TOKEN = 16;

/** SAP's routers take headers of up to 16 KB. */
const LARGE_TOKEN = 16_000;

const TEN_YEARS = 10 * 366 * 86_400;

/** Clocks that differ by less are nobody's problem, in milliseconds. */
const SKEW = 30_000;

/**
 * Validates a successful token response (RFC 6749 5.1, charsets of appendix A) before any of it is
 * used. Other answers, and OAuth errors, are for `refusal`.
 *
 * @param receivedAt when the answer came, in milliseconds since the epoch by the local clock.
 * @param requestedScope what the answer means if it names no scope.
 * @throws Failure E_TOKEN_MISSING, E_TOKEN_CHARSET, E_TOKEN_SIZE, E_TOKEN_TYPE or E_TOKEN_EXPIRES.
 */
export function accessToken(
  body: JsonObject,
  response: HttpResponse,
  receivedAt: number,
  requestedScope: string | undefined,
): AccessToken {
  const value = tokenValue(body['access_token']);
  const tokenType = bearer(body['token_type']);
  const claims = claimsOf(value);
  const serverTime = httpDate(header(response, 'date'));
  const clock = serverTime ?? receivedAt;
  const expiresIn =
    lifetime(body['expires_in']) ??
    usualLifetime(body, clock) ??
    remaining(claims, clock) ??
    secondsLeft(body['ext_expires_in'], clock);
  if (expiresIn !== undefined && expiresIn <= 0) {
    throw new Failure(
      'E_TOKEN_EXPIRES',
      'The server issued a token that has already expired.',
      'Tell the operator of the server.',
    );
  }
  return {
    value,
    tokenType,
    scope: grantedScope(body['scope']) ?? claimedScope(claims) ?? requestedScope,
    expiresIn,
    expiresAt: expiresIn === undefined ? undefined : new Date(clock + expiresIn * 1000),
    claims,
    otherSecrets: [body['refresh_token'], body['id_token']].filter(isTokenLike),
    warnings: [
      ...(value.length > LARGE_TOKEN
        ? [
            {
              code: 'W_TOKEN_LARGE' as const,
              text: `The token is ${value.length} characters long; servers that allow headers of 16 KB will refuse it. Ask for fewer scopes.`,
            },
          ]
        : []),
      ...skewWarning(serverTime, receivedAt),
    ],
  };
}

/**
 * The JSON object in the body of an answer.
 *
 * @throws Failure E_TOKEN_EMPTY or E_TOKEN_NOT_JSON, with type and length but none of the content.
 */
export function jsonBody(response: HttpResponse): JsonObject {
  if (bodyText(response) === '') {
    throw new Failure(
      'E_TOKEN_EMPTY',
      'The server answered 200 with an empty body.',
      'Is this the token endpoint?',
    );
  }
  const parsed = parsedBody(response);
  if (parsed !== undefined) return parsed;
  throw new Failure(
    'E_TOKEN_NOT_JSON',
    `The server answered 200 with ${response.body.length} bytes of ${contentType(response)} instead of a JSON object.`,
    'Is this the token endpoint, or a login page or proxy before it?',
  );
}

/** Without the byte order mark that some servers send. */
function bodyText({ body }: HttpResponse): string {
  return body
    .toString()
    .replace(/^\uFEFF/, '')
    .trim();
}

/** Only types with a name of their own: the header could hold anything, a secret too. */
function contentType(response: HttpResponse): string {
  const type = header(response, 'content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  return /^(?:text\/(?:html|plain|xml)|application\/(?:json|xml|octet-stream|problem\+json))$/.test(
    type,
  )
    ? type
    : 'another type';
}

/** The JSON object in the body, or undefined where it holds something else. */
export function parsedBody(response: HttpResponse): JsonObject | undefined {
  const parsed = parsedJson(bodyText(response));
  return isJsonObject(parsed) ? parsed : undefined;
}

/** RFC 6749 A.12: visible characters; a space would end the token in a Bearer header. */
function tokenValue(value: unknown): string {
  if (typeof value !== 'string' || value === '') {
    throw new Failure(
      'E_TOKEN_MISSING',
      'The answer holds no access_token, or one that is not a text.',
      'Is this the token endpoint?',
    );
  }
  if (value.length > LARGEST_TOKEN) {
    throw new Failure(
      'E_TOKEN_SIZE',
      `The token is ${value.length} characters long; no server takes a header of that size.`,
      'Ask for fewer scopes.',
    );
  }
  if (!/^[\x21-\x7e]+$/.test(value)) {
    throw new Failure(
      'E_TOKEN_CHARSET',
      'The token holds characters that RFC 6749 (appendix A.12) does not allow, such as spaces or line breaks.',
      'Tell the operator of the server.',
    );
  }
  if (isTokenText(value)) return value;
  if (isWords(value) || value.includes('://')) {
    throw new Failure(
      'E_TOKEN_MISSING',
      'The answer holds a word or a URL where its access_token belongs.',
      'Is this the token endpoint?',
    );
  }
  throw new Failure(
    'E_TOKEN_SIZE',
    `The token is ${value.length} characters long: too short to be masked without ruining the log, and easy to guess (RFC 6749 10.10).`,
    `Have the server issue tokens of at least ${SHORTEST_TOKEN} characters.`,
  );
}

/**
 * Has a text the characters (RFC 6749 A.12) and the length of a token? Nothing else that a server
 * sends is ever masked: not `ok`, `none` or `true`, no sentence, no URL.
 */
export function isTokenLike(value: unknown): value is string {
  return typeof value === 'string' && isTokenText(value);
}

function isTokenText(text: string): boolean {
  return (
    text.length >= SHORTEST_TOKEN &&
    /^[\x21-\x7e]+$/.test(text) &&
    !text.includes('://') &&
    !isWords(text)
  );
}

/** Words without digits, in any case: `not-authorized`, `InvalidCredentials`, `LOCKED`. */
function isWords(text: string): boolean {
  return text
    .split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/)
    .every((part) => /^(?:[A-Z]?[a-z]{2,19}|[A-Z]{0,20}|[a-z])$/.test(part));
}

/** RFC 6749 7.1: a client must not use a token of a type that it does not understand. */
function bearer(value: unknown): string {
  if (typeof value === 'string' && /^ *bearer(?:[ _-]?token)? *$/i.test(value)) return value;
  if (typeof value === 'string' && /^(?:mac|hawk|d?pop|n_a|basic|jwt|saml2?)$/i.test(value)) {
    throw new Failure(
      'E_TOKEN_TYPE',
      `The token is of type ${value}; only bearer tokens can be used.`,
      'Have the client set to them at the server.',
    );
  }
  throw new Failure(
    'E_TOKEN_TYPE',
    'The answer does not say that its token is a bearer token (token_type).',
    'Is this the token endpoint?',
  );
}

/** RFC 6749 A.14 wants digits in a number; some servers write the number as a text. */
function lifetime(value: unknown): number | undefined {
  if (value === undefined || value === null) return undefined;
  const seconds =
    typeof value === 'string' && /^\d{1,12}(?:\.\d{1,6})?$/.test(value) ? Number(value) : value;
  if (typeof seconds !== 'number' || !(seconds >= 0 && seconds <= TEN_YEARS)) {
    throw new Failure(
      'E_TOKEN_EXPIRES',
      'The lifetime of the token (expires_in) is not a number of seconds between 0 and ten years.',
      'Tell the operator of the server.',
    );
  }
  return Math.floor(seconds);
}

/**
 * What some servers write in place of `expires_in`: a moment. RFC 6749 does not know these members,
 * so one that makes no sense says nothing.
 */
function usualLifetime(body: JsonObject, now: number): number | undefined {
  return [body['expires_at'], body['expires_on'], body['expires']]
    .map((value) => secondsLeft(value, now))
    .find((seconds) => seconds !== undefined);
}

/** From a moment (ISO 8601 or an HTTP date, seconds or milliseconds since the epoch) or a duration. */
function secondsLeft(value: unknown, now: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,14}$/.test(value) ? Number(value) : value;
  const moment = typeof number === 'number' ? inMilliseconds(number, now) : dateOf(value);
  const seconds = Math.floor((moment - now) / 1000);
  return seconds > 0 && seconds <= TEN_YEARS ? seconds : undefined;
}

function inMilliseconds(number: number, now: number): number {
  if (number <= TEN_YEARS) return now + number * 1000;
  return number < 1e11 ? number * 1000 : number;
}

/** Without a time zone a date can mean a day of different hours. */
function dateOf(value: unknown): number {
  const named = typeof value === 'string' && /(?:Z|GMT|UTC|[+-]\d\d:?\d\d)$/.test(value);
  return named ? Date.parse(value) : Number.NaN;
}

function remaining(claims: AccessToken['claims'], now: number): number | undefined {
  const expiry = claims?.['exp'];
  const seconds = typeof expiry === 'number' ? Math.floor(expiry - now / 1000) : Number.NaN;
  return seconds <= TEN_YEARS ? seconds : undefined;
}

/** RFC 6749 A.4; some servers write a list. */
function grantedScope(value: unknown): string | undefined {
  const isName = (name: unknown) => name && typeof name === 'string';
  const scope: unknown = Array.isArray(value) ? value.filter(isName).join(' ') : value;
  if (scope === undefined || scope === null || scope === '') return undefined;
  if (typeof scope === 'string' && /^[\x20\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)) return scope;
  throw new Failure(
    'E_TOKEN_CHARSET',
    'The scope of the token is not a text of the characters that RFC 6749 (appendix A.4) allows.',
    'Tell the operator of the server.',
  );
}

/** The scopes that the token itself names; a claim of another form says nothing. */
function claimedScope(claims: AccessToken['claims']): string | undefined {
  const names = grantedScopes(undefined, claims);
  const wellFormed = names.every(isScopeName);
  return names.length > 0 && wellFormed ? names.join(' ') : undefined;
}

function skewWarning(serverTime: number | undefined, localTime: number): Warning[] {
  const skew = serverTime === undefined ? 0 : localTime - serverTime;
  if (Math.abs(skew) <= SKEW) return [];
  const seconds = Math.round(Math.abs(skew) / 1000);
  return [
    {
      code: 'W_CLOCK',
      text: `The clock of this runner is ${seconds} s ${skew > 0 ? 'ahead of' : 'behind'} the server's. expires-at follows the server's clock.`,
    },
  ];
}

/** What the runner must mask of an answer: the token, its signature, and other tokens. */
export function tokenMasks({ value, claims, otherSecrets }: AccessToken): string[] {
  return [...(claims === undefined ? [value] : jwtSecrets(value)), ...otherSecrets];
}

/**
 * A JWT and its signature: whoever has the signature can put the rest together from what is known of
 * a job.
 */
export function jwtSecrets(jwt: string): string[] {
  return [jwt, jwt.split('.')[2]].filter(isTokenLike);
}

/** The payload of a JWT (RFC 7519), not verified; undefined for an opaque token. */
export function claimsOf(token: string): Record<string, unknown> | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const claims = parsedJson(Buffer.from(parts[1] ?? '', 'base64url').toString());
  return isJsonObject(claims) ? claims : undefined;
}

/** RFC 6749 3.3. */
export function isScopeName(text: string): boolean {
  return /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(text);
}

/** The scopes in a text. RFC 6749 3.3 has spaces between them; some servers have commas. */
export function scopesIn(text: string): string[] {
  return text.split(/[ ,]+/).filter((name) => name !== '');
}

/** The scopes of a token: what the answer says, or what the token itself says. */
export function grantedScopes(scope: string | undefined, claims: unknown): string[] {
  if (scope !== undefined) return scopesIn(scope);
  const claim = isJsonObject(claims) ? claims['scope'] : undefined;
  if (typeof claim === 'string') return scopesIn(claim);
  return Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
}

/**
 * Which of the wanted scopes are missing? XSUAA writes `application!t123.Read`; the name after the
 * application counts as well, since the number differs in every subaccount.
 */
export function missingScopes(wanted: readonly string[], granted: readonly string[]): string[] {
  const names = new Set(granted.flatMap((name) => [name, localName(name)]));
  return wanted.filter((name) => !names.has(name));
}

function localName(scope: string): string {
  return /^[^.\s]*![a-z]\d+\.(.+)$/.exec(scope)?.[1] ?? scope;
}

/** The scopes that a token must have, and those that are asked for. */
export interface WantedScopes {
  readonly requireScopes: readonly string[];
  readonly parameters: { readonly scope?: string | undefined };
}

/**
 * Is a token without doubt the one that is wanted: of this client and tenant, with all scopes? check.ts
 * looks closer at every other one.
 */
export function isWanted(
  { clientId, zoneId, parameters: stored }: Credential,
  { requireScopes, parameters }: WantedScopes,
  { claims = {}, scope }: AccessToken,
): boolean {
  const is = (name: string, value: string | undefined) =>
    claims[name] === undefined || value === undefined || claims[name] === value;
  const scopes = [...requireScopes, parameters.scope ?? stored['scope'] ?? ''].flatMap(scopesIn);
  return (
    ['client_id', 'cid', 'azp'].every((name) => is(name, clientId)) &&
    is('zid', zoneId) &&
    (scopes.length === 0 || missingScopes(scopes, grantedScopes(scope, claims)).length === 0)
  );
}
