import { randomBytes, randomUUID } from 'node:crypto';

/** The client that the server knows. The secret has the characters that real ones have. */
export const CLIENT = {
  id: 'sb-bench-application!t1001',
  secret: '00000000-0000-4000-8000-000000000001$FAKE_bench-secret_0001+0000000000000000/0=',
  zone: '00000000-0000-4000-8000-000000900001',
  application: 'bench-application!t1001',
} as const;

/** The client ids of a set of many; short, since 128 KiB have to hold a thousand of them. */
export const MEMBER = /^sb-m\d+!t1$/;

export function memberSecret(clientId: string): string {
  return `${clientId.slice(4)}$FAKE_bench-secret+0=`;
}

const SCOPES = ['uaa.resource', `${CLIENT.application}.Read`, `${CLIENT.application}.Write`];
const LIFETIME = 43_199;

/** A token response with the members and the size of a real XSUAA one. */
export function tokenResponse(issuer: string, now: Date, clientId: string = CLIENT.id) {
  const jti = randomUUID().replaceAll('-', '');
  return {
    access_token: accessToken(issuer, clientId, jti, Math.floor(now.getTime() / 1000)),
    token_type: 'bearer',
    expires_in: LIFETIME,
    scope: SCOPES.join(' '),
    jti,
  };
}

// About 1.2 kB. The signature is random: nobody in the benchmark checks it.
function accessToken(issuer: string, clientId: string, jti: string, issuedAt: number): string {
  const header = {
    alg: 'RS256',
    jku: `${issuer}/token_keys`,
    kid: 'default-jwt-key-1',
    typ: 'JWT',
  };
  const payload = {
    jti,
    ext_attr: { enhancer: 'XSUAA', subaccountid: CLIENT.zone, zdn: 'bench' },
    sub: clientId,
    authorities: SCOPES,
    scope: SCOPES,
    client_id: clientId,
    azp: clientId,
    grant_type: 'client_credentials',
    iat: issuedAt,
    exp: issuedAt + LIFETIME,
    iss: `${issuer}/oauth/token`,
    zid: CLIENT.zone,
    aud: ['uaa', CLIENT.application],
  };
  const [head, body] = [header, payload].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  return `${head}.${body}.${randomBytes(256).toString('base64url')}`;
}

/**
 * 25 headers beyond the necessary ones, as a gateway and an API host add them. Their number
 * matters: an HTTP parser in WebAssembly gets compiled once more when it has seen so many bytes.
 */
export const EXTRA_HEADERS = {
  'Access-Control-Allow-Origin': '*',
  'Access-Control-Expose-Headers':
    'ETag, Link, Location, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Used, X-RateLimit-Resource, X-RateLimit-Reset, X-OAuth-Scopes',
  'Cache-Control': 'no-store',
  'Content-Language': 'en-US',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'; script-src 'self'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  Expires: '0',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=()',
  Pragma: 'no-cache',
  'Referrer-Policy': 'origin-when-cross-origin, strict-origin-when-cross-origin',
  Server: 'gorouter',
  'Set-Cookie': 'JTENANTSESSIONID_bench=0aBcDeFgHiJkLmNoPqRsTuVwXyZ; Path=/; Secure; HttpOnly',
  'Strict-Transport-Security': 'max-age=31536000; includeSubDomains; preload',
  Vary: 'Accept-Encoding, Accept, X-Requested-With, Origin',
  'X-Content-Type-Options': 'nosniff',
  'X-Correlation-ID': '00000000-0000-4000-8000-000000000003',
  'X-Frame-Options': 'DENY',
  'X-RateLimit-Limit': '5000',
  'X-RateLimit-Remaining': '4987',
  'X-RateLimit-Reset': '1767225600',
  'X-RateLimit-Resource': 'core',
  'X-Request-Id': 'A1B2:3C4D:5E6F70:8192A3:B4C5D6E7',
  'X-Vcap-Request-Id': '00000000-0000-4000-8000-000000000004',
  'X-XSS-Protection': '1; mode=block',
} as const;
