import type { Credential } from '../credentials/credential.ts';
import { oneLine } from '../text.ts';
import type { AccessToken } from '../token/access-token.ts';
import { grantedScopes } from '../token/claims.ts';
import { isoSeconds } from './outputs.ts';
import { type Write, workflowCommand } from './workflow-commands.ts';

/** What a person wants to see in the log of a step that worked; nothing of it is secret. */
export function report(credential: Credential, token: AccessToken): string {
  const scopes = grantedScopes(token.scope, token.claims);
  const lines: (readonly [string, string | undefined])[] = [
    ['client id', credential.clientId],
    ['provider', credential.provider],
    ['authentication', credential.authMethod],
    ['token URL', credential.tokenUrl.href],
    ['API URL', credential.apiUrl],
    ['issuer', claim(token, 'iss')],
    ['zone', claim(token, 'zid')],
    ['scopes', scopes.length === 0 ? undefined : scopes.join(' ')],
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
