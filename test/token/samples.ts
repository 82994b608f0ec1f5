import type { Credential } from '../../src/credentials/credential.ts';
import type { HttpResponse } from '../../src/http/http.ts';

export const SECRET = 'a1b2c3d4-0000-4000-8000-00000000beef$Zq7-xW_9kLmN+pQr/stUvWxYz=';

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

/** An unsigned JWT with these claims. */
export function jwt(claims: unknown): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'RS256' })}.${part(claims)}.c2lnbmF0dXJl`;
}
