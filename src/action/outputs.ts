import { oneLine } from '../base/text.ts';
import { isoSeconds } from '../base/time.ts';
import { type Credential, expiryOf, secretOf } from '../credentials/credential.ts';
import type { Write } from '../runner/runner.ts';
import { workflowCommand } from '../runner/workflow-commands.ts';
import { repeatsAny } from '../secrets/echoes.ts';
import { keyBody } from '../secrets/masks.ts';
import { type AccessToken, grantedScopes } from '../token/response.ts';

type Entry = readonly [name: string, value: string];

/** The outputs of the action; what nothing is known of is left out, so that it reads as empty. */
export function outputs(credential: Credential, token: AccessToken): Entry[] {
  return present([
    ['access-token', token.value],
    ['token-type', token.tokenType],
    ['scope', token.scope],
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
export function variables(prefix: string, credential: Credential, token: AccessToken): Entry[] {
  return present([
    [`${prefix}_ACCESS_TOKEN`, token.value],
    [`${prefix}_API_URL`, credential.apiUrl],
    [`${prefix}_EXPIRES_AT`, isoSeconds(token.expiresAt)],
  ]);
}

function present(entries: readonly (readonly [string, string | undefined])[]): Entry[] {
  return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

/** What a person wants to see in the log of a step that worked; nothing of it is secret. */
export function report(credential: Credential, token: AccessToken): string {
  const scopes = grantedScopes(token.scope, token.claims);
  const client = claim(token, 'cid') ?? claim(token, 'client_id') ?? claim(token, 'azp');
  const [issuer, zone, otherClient, granted, subject] = withoutEchoes(
    [
      claim(token, 'iss'),
      claim(token, 'zid'),
      client === credential.clientId ? undefined : client,
      scopes.join(' ') || undefined,
      token.subject,
    ],
    credential,
    token,
  );
  const lines: (readonly [string, string | undefined])[] = [
    ['client id', credential.clientId],
    ['provider', credential.provider],
    ['authentication', credential.authMethod],
    ['subject', subject],
    ['token URL', withoutQuery(credential.tokenUrl.href)],
    ['API URL', withoutQuery(credential.apiUrl)],
    ['token client', otherClient ?? client],
    ['issuer', issuer],
    ['zone', zone],
    ['scopes', granted],
    ['expires at', expiry(token)],
  ];
  const table = lines.flatMap(([name, value]) =>
    value === undefined ? [] : [`${name.padEnd(16)}${oneLine(value, 2000)}\n`],
  );
  return [
    workflowCommand('group', {}, `Access token for ${oneLine(credential.clientId)}`),
    ...table,
    workflowCommand('endgroup', {}, ''),
  ].join('');
}

/** Stands in the report in place of what repeats a secret. */
export const NOT_SHOWN = 'not shown: it repeats a part of the secret or the token';

const LONG_RUNS = /[\w+/=%$~-]{16,}/g;

/** Single characters with something between them. */
const SCATTERED = /(?:[A-Za-z0-9]{1,3}[^A-Za-z0-9]{1,3}){6}/;

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A server could put the secret or the token, in some encoding, where a person will read it. What
 * can only be words or the id of something else passes; the rest is worth the whole check.
 */
function withoutEchoes(
  texts: readonly (string | undefined)[],
  { proof }: Credential,
  { value, otherSecrets }: AccessToken,
): (string | undefined)[] {
  const secret = proof.kind === 'secret' ? proof.clientSecret.toLowerCase() : '';
  const harmless = (run: string) => (isWords(run) || UUID.test(run)) && !secret.includes(run);
  const runs = texts.flatMap((text) => text?.match(LONG_RUNS) ?? []);
  const scattered = texts.some((text) => text !== undefined && SCATTERED.test(text));
  if (runs.every(harmless) && !scattered) return [...texts];
  const own = 'privateKey' in proof ? keyBody(proof.privateKey) : (secretOf(proof) ?? '');
  return texts.map((text) =>
    text !== undefined && repeatsAny(text, [own, value, ...otherSecrets]) ? NOT_SHOWN : text,
  );
}

/** Short words and numbers between separators. */
function isWords(run: string): boolean {
  return run.split(/[-_/]/).every((part) => /^(?:[a-z]{0,15}|[a-z0-9]{0,8})$/.test(part));
}

/** What a query or user information says is nobody's business who reads a log. */
function withoutQuery(url: string | undefined): string | undefined {
  return url?.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
}

export function warn(write: Write, warnings: readonly string[]): void {
  for (const warning of warnings) write(workflowCommand('warning', {}, warning));
}

function claim({ claims }: AccessToken, name: string): string | undefined {
  const value = claims?.[name];
  return typeof value === 'string' ? value : undefined;
}

function expiry({ expiresAt, expiresIn }: AccessToken): string {
  if (expiresAt === undefined) return 'unknown: the server does not say';
  return `${isoSeconds(expiresAt)} (in ${expiresIn} s)`;
}
