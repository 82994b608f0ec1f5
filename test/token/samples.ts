import type { Credential } from '../../src/credentials/credential.ts';
import type { HttpResponse } from '../../src/http/http.ts';

export const SECRET = 'a1b2c3d4-0000-4000-8000-00000000beef$Zq7-xW_9kLmN+pQr/stUvWxYz=';

/** Belongs to nobody. */
export const OPAQUE = 'q7Xw2LpZ9vKt4RbN8mYc';

export function credential(changes: Partial<Credential> = {}): Credential {
  return {
    provider: 'xsuaa',
    clientId: 'sb-release!b123|service!b456',
    authMethod: 'client_secret_post',
    proof: { kind: 'secret', clientSecret: SECRET },
    tokenUrl: new URL('https://tenant.example.com/oauth/token'),
    apiUrl: undefined,
    endpoints: {},
    zoneId: undefined,
    parameters: {},
    ...changes,
  };
}

export function response(
  status: number,
  body: unknown,
  headers: HttpResponse['headers'] = {},
): HttpResponse {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers, body: Buffer.from(text) };
}

/** Signs nothing. */
export const SIGNATURE = 'c2lnbmF0dXJlIG9mIG5vYm9keQ';

/** An unsigned JWT with these claims. */
export function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.${SIGNATURE}`;
}
