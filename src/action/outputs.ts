import { type Credential, expiryOf } from '../credentials/credential.ts';
import type { AccessToken } from '../token/access-token.ts';

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

/** ISO 8601 in UTC, without fractions of a second. */
export function isoSeconds(date: Date | undefined): string | undefined {
  return date?.toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function present(entries: readonly (readonly [string, string | undefined])[]): Entry[] {
  return entries.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
