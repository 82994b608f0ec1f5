import { isJsonObject } from '../credentials/credential.ts';
import { parsedJson } from '../credentials/forms/json.ts';

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

/** The scopes of a token: what the answer says, or what the token itself says. */
export function grantedScopes(scope: string | undefined, claims: unknown): string[] {
  if (scope !== undefined) return scope.split(' ').filter((name) => name !== '');
  const claim = isJsonObject(claims) ? claims['scope'] : undefined;
  if (typeof claim === 'string') return claim.split(' ').filter((name) => name !== '');
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
