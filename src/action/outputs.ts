import { oneLine } from '../base/text.ts';
import { isoSeconds } from '../base/time.ts';
import { type Credential, expiryOf } from '../credentials/credential.ts';
import { present } from '../runner/files.ts';
import type { Entries, Runner } from '../runner/runner.ts';
import type { Secrets } from '../secrets/ledger.ts';
import { type AccessToken, grantedScopes, tokenMasks } from '../token/response.ts';

/** The outputs of the action; what nothing is known of is left out, so that it reads as empty. */
export function outputs(
  credential: Credential,
  token: AccessToken,
  { scopes }: ShownFacts,
): Entries {
  return present([
    ['access-token', token.value],
    ['token-type', token.tokenType],
    // What must not be seen in the log is no output either: debug logging shows those.
    ['scope', scopes === NOT_SHOWN ? undefined : token.scope],
    ['expires-in', token.expiresIn?.toString()],
    ['expires-at', isoSeconds(token.expiresAt)],
    ['api-url', credential.apiUrl],
    ['endpoints', JSON.stringify(credential.endpoints)],
    ['token-url', credential.tokenUrl.href],
    ['client-id', credential.clientId],
    ['provider', credential.provider],
    ['auth-method', credential.authMethod],
    ['certificate-expires-at', isoSeconds(expiryOf(credential.proof))],
  ]);
}

/** The environment variables that `env-prefix` asks for. */
export function variables(prefix: string, credential: Credential, token: AccessToken): Entries {
  return present([
    [`${prefix}_ACCESS_TOKEN`, token.value],
    [`${prefix}_API_URL`, credential.apiUrl],
    [`${prefix}_EXPIRES_AT`, isoSeconds(token.expiresAt)],
  ]);
}

/** What a server says of its token, as far as it may be seen; undefined: nothing. */
export interface ShownFacts {
  readonly issuer: string | undefined;
  readonly zone: string | undefined;
  /** The client to which the token belongs, by its own words. */
  readonly client: string | undefined;
  /** All that were granted, separated by spaces. */
  readonly scopes: string | undefined;
  readonly subject: string | undefined;
}

/** Stands in place of a text that repeats a secret. */
const NOT_SHOWN = 'not shown: it repeats a part of the secret or the token';

/**
 * What a server says of its token. A server could put the secret or the token, in some encoding, where
 * a person will read it: such a text is not shown, and the others are.
 */
export function shownFacts(
  credential: Credential,
  token: AccessToken,
  secrets: Secrets,
): ShownFacts {
  const client = claim(token, 'cid') ?? claim(token, 'client_id') ?? claim(token, 'azp');
  const said = {
    issuer: claim(token, 'iss'),
    zone: claim(token, 'zid'),
    client: client === credential.clientId ? undefined : client,
    scopes: grantedScopes(token.scope, token.claims).join(' ') || undefined,
    subject: token.subject,
  };
  // A token is long, and what can only be words is not worth looking for in it.
  if (!Object.values(said).every((text) => isNoPartOf(token, text))) {
    secrets.keep(tokenMasks(token));
  }
  const shown = (text: string | undefined) =>
    text !== undefined && secrets.isRepeatedBy(text) ? NOT_SHOWN : text;
  return {
    issuer: shown(said.issuer),
    zone: shown(said.zone),
    client: shown(said.client) ?? client,
    scopes: shown(said.scopes),
    subject: shown(said.subject),
  };
}

const LONG_RUNS = /[\w+/=%$~-]{8,}/g;
/** Single characters with something between them. */
const SCATTERED = /(?:[A-Za-z0-9]{1,3}[^A-Za-z0-9]{1,3}){6}/;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Can a text only be words or the id of something else, whatever the encoding? */
function isNoPartOf({ value }: AccessToken, text: string = ''): boolean {
  const runs = text.match(LONG_RUNS) ?? [];
  const whole = value.toLowerCase();
  return (
    !SCATTERED.test(text) &&
    runs.every((run) => (isShortWords(run) || UUID.test(run)) && !whole.includes(run.toLowerCase()))
  );
}

/** Short words and numbers between separators. */
function isShortWords(run: string): boolean {
  return run
    .split(/[-_/]/)
    .every((part) => /^(?:[a-z]{0,15}(?:[A-Z][a-z]{2,14}){0,3}|[a-z0-9]{0,7})$/.test(part));
}

/** What a person wants to see in the log of a step that worked; nothing of it is secret. */
export function reportToken(
  credential: Credential,
  token: AccessToken,
  shown: ShownFacts,
  runner: Pick<Runner, 'group'>,
): void {
  const facts = present([
    ['client id', credential.clientId],
    ['provider', credential.provider],
    ['authentication', credential.authMethod],
    ['subject', shown.subject],
    ['token URL', withoutQuery(credential.tokenUrl.href)],
    ['API URL', withoutQuery(credential.apiUrl)],
    ['token client', shown.client],
    ['issuer', shown.issuer],
    ['zone', shown.zone],
    ['scopes', shown.scopes],
    ['expires at', expiry(token)],
  ]);
  runner.group(
    `Access token for ${oneLine(credential.clientId)}`,
    facts.map(([name, value]) => `${name.padEnd(16)}${oneLine(value, 2000)}`),
  );
}

/** What a query or user information says is nobody's business who reads a log. */
function withoutQuery(url: string | undefined): string | undefined {
  return url?.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
}

function claim({ claims }: AccessToken, name: string): string | undefined {
  const value = claims?.[name];
  return typeof value === 'string' ? value : undefined;
}

function expiry({ expiresAt, expiresIn }: AccessToken): string {
  if (expiresAt === undefined) return 'unknown: the server does not say';
  return `${isoSeconds(expiresAt)} (in ${expiresIn} s)`;
}
