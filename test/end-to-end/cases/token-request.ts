import type { RecordedRequest } from '../../servers/https-server.ts';

/** What a request to a token endpoint says of its client. */
export interface TokenRequest {
  readonly host: string | undefined;
  /** Without a query. */
  readonly path: string;
  readonly form: URLSearchParams;
  readonly clientId: string | undefined;
  readonly secret: string | undefined;
  readonly authMethod: string | undefined;
}

export function tokenRequest(request: RecordedRequest): TokenRequest {
  const form = new URLSearchParams(request.body);
  const [user, password] = basicPair(request.headers.authorization);
  const assertion = form.get('client_assertion') ?? undefined;
  return {
    host: request.host,
    path: request.path.split('?')[0] ?? '',
    form,
    clientId: user ?? form.get('client_id') ?? issuerOf(assertion),
    secret: password ?? form.get('client_secret') ?? undefined,
    authMethod: methodOf(request, form),
  };
}

function methodOf(request: RecordedRequest, form: URLSearchParams): string | undefined {
  if (request.headers.authorization?.startsWith('Basic ')) return 'client_secret_basic';
  if (form.has('client_secret')) return 'client_secret_post';
  if (form.has('client_assertion')) return 'private_key_jwt';
  return request.clientCertificateSubject === undefined ? undefined : 'tls_client_auth';
}

/** Both form-encoded, as RFC 6749 2.3.1 says. */
function basicPair(authorization: string | undefined): string[] {
  if (!authorization?.startsWith('Basic ')) return [];
  const text = Buffer.from(authorization.slice('Basic '.length), 'base64').toString();
  const at = text.indexOf(':');
  return [text.slice(0, at), text.slice(at + 1)].map(decoded);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function issuerOf(assertion: string | undefined): string | undefined {
  if (assertion === undefined) return undefined;
  const claims = Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString();
  return JSON.parse(claims)['iss'];
}
