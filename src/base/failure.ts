/** The public error codes. docs/troubleshooting.md has a heading for each. */
export type FailureCode =
  | 'E_INPUT_MISSING'
  | 'E_INPUT_CONFLICT'
  | 'E_INPUT_CHARSET'
  | 'E_INPUT_INVALID'
  | 'E_CREDENTIAL_FORMAT'
  | 'E_CREDENTIAL_SHAPE'
  | 'E_CREDENTIAL_SIZE'
  | 'E_CREDENTIAL_AMBIGUOUS'
  | 'E_CREDENTIAL_NO_SECRET'
  | 'E_CREDENTIAL_BASIC_ONLY'
  | 'E_CREDENTIAL_GRANT'
  | 'E_CERT_EXPIRED'
  | 'E_CERT_NOT_YET_VALID'
  | 'E_CERT_KEY_MISMATCH'
  | 'E_PEM'
  | 'E_PEM_ENCRYPTED'
  | 'E_CERT_NO_URL'
  | 'E_URL_INVALID'
  | 'E_URL_INSECURE'
  | 'E_URL_USERINFO'
  | 'E_URL_FRAGMENT'
  | 'E_URL_DOUBLED'
  | 'E_URL_SECRET_IN_QUERY'
  | 'E_HOST_NOT_ALLOWED'
  | 'E_DNS'
  | 'E_CONNECT'
  | 'E_TIMEOUT'
  | 'E_TLS_UNTRUSTED'
  | 'E_TLS'
  | 'E_TLS_DISABLED'
  | 'E_MTLS_REJECTED'
  | 'E_PROXY'
  | 'E_PROXY_AUTH'
  | 'E_REDIRECT'
  | 'E_PROTOCOL'
  | 'E_HEADERS_TOO_LARGE'
  | 'E_RESPONSE_TOO_LARGE'
  | 'E_ENCODING'
  | 'E_HTTP'
  | 'E_UNAUTHORIZED'
  | 'E_RATE_LIMITED'
  | 'E_TOKEN_EMPTY'
  | 'E_TOKEN_NOT_JSON'
  | 'E_TOKEN_MISSING'
  | 'E_TOKEN_CHARSET'
  | 'E_TOKEN_SIZE'
  | 'E_TOKEN_TYPE'
  | 'E_TOKEN_EXPIRES'
  | 'E_TOKEN_TENANT'
  | 'E_SCOPE_MISSING'
  | 'E_OIDC_PERMISSION'
  | 'E_RUNNER'
  | 'E_CONFIG'
  | 'E_AUTHORITY_LOGIN'
  | 'E_AUTHORITY'
  | 'E_NOT_ROTATABLE'
  | 'E_VERIFY'
  | 'E_DESTINATION'
  | 'E_STALE'
  | 'E_LOCKED'
  | 'E_NAME';

/**
 * A failure that its reader can act on.
 *
 * `message` is one line: what happened, where, what to do next. It is put together from this
 * project's own words and sanitised fields. It never carries a caught error's message: `JSON.parse`
 * quotes its input, and that input is a secret.
 */
export class Failure extends Error {
  readonly code: FailureCode;

  constructor(code: FailureCode, message: string) {
    super(message);
    this.name = 'Failure';
    this.code = code;
  }

  /** By name: each part of the bundle that is loaded on demand has a copy of this class. */
  static override [Symbol.hasInstance](value: unknown): boolean {
    return isOwn(value) && /^(?:Transport)?Failure$/.test(value.name);
  }
}

/** Made by this project: nothing else has a code of this form. */
export function isOwn(value: unknown): value is Error {
  return value instanceof Error && 'code' in value && /^E_[A-Z_]+$/.test(String(value.code));
}

/** A fault of this action itself. Its message may hold anything, so only its kind is told. */
export function unexpected(error: unknown): Failure {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const place =
    error instanceof Error ? (/[\w-]+\.cjs:\d+:\d+/.exec(error.stack ?? '')?.[0] ?? '') : '';
  return new Failure(
    'E_RUNNER',
    `The action failed in a way that was not foreseen (${kind} ${place}). Please report this with the version of the action.`,
  );
}
