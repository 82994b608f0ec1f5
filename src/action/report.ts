import type { Credential } from '../credentials/credential.ts';
import { oneLine } from '../text.ts';
import type { AccessToken } from '../token/access-token.ts';
import { grantedScopes } from '../token/claims.ts';
import { isoSeconds } from './outputs.ts';
import { type Write, workflowCommand } from './workflow-commands.ts';

/** What a person wants to see in the log of a step that worked; nothing of it is secret. */
export async function report(credential: Credential, token: AccessToken): Promise<string> {
  const scopes = grantedScopes(token.scope, token.claims);
  const lines: (readonly [string, string | undefined])[] = [
    ['client id', credential.clientId],
    ['provider', credential.provider],
    ['authentication', credential.authMethod],
    ['token URL', withoutQuery(credential.tokenUrl.href)],
    ['API URL', withoutQuery(credential.apiUrl)],
    ['issuer', claim(token, 'iss')],
    ['zone', claim(token, 'zid')],
    ['scopes', scopes.length === 0 ? undefined : scopes.join(' ')],
    ['expires at', expiry(token)],
  ];
  const texts = lines.flatMap(([, value]) => value ?? []);
  const hidden = texts.some((text) => LONG_RUN.test(text))
    ? await echoes(credential, token)
    : never;
  const table = lines.flatMap(([name, value]) =>
    value === undefined ? [] : [row(name, hidden(value) ? NOT_SHOWN : value)],
  );
  return [
    workflowCommand('group', {}, `Access token for ${oneLine(credential.clientId)}`),
    ...table,
    workflowCommand('endgroup', {}, ''),
  ].join('');
}

/** A text without such a run is too short, or too much broken up, to give a secret away. */
const LONG_RUN = /[\w+/=%$~-]{16}/;
const NOT_SHOWN = 'not shown: it repeats a part of the secret or the token';

/** A server could put the secret or the token, in some encoding, where a person will read it. */
async function echoes(
  { proof }: Credential,
  { value, otherSecrets }: AccessToken,
): Promise<(text: string) => boolean> {
  const { repeatsSecret } = await import('../token/repeats-secret.ts');
  return (text) => LONG_RUN.test(text) && repeatsSecret(text, proof, [value, ...otherSecrets]);
}

/** What a query or user information says is nobody's business who reads a log. */
function withoutQuery(url: string | undefined): string | undefined {
  return url?.replace(/[?#].*$/s, '').replace(/\/\/[^/]*@/, '//');
}

function never(): boolean {
  return false;
}

function row(name: string, value: string): string {
  return `${name.padEnd(16)}${oneLine(value, 2000)}\n`;
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
