import { Failure, type FailureCode, type FailureParts, isOwn } from '../base/failure.ts';

/** How far an attempt had come. */
export type Phase = 'connect' | 'tls' | 'http';

/** No complete answer came. `retries`: how many more attempts such a failure deserves. */
export class TransportFailure extends Failure {
  readonly retries: number;

  constructor(
    code: FailureCode,
    happened: string,
    retries: number,
    parts: Omit<FailureParts, 'happened'> = {},
  ) {
    super(code, happened, parts);
    this.name = 'TransportFailure';
    this.retries = retries;
  }

  static override [Symbol.hasInstance](value: unknown): boolean {
    return isOwn(value) && value.name === 'TransportFailure';
  }
}

const RETRY = 3;

const NEVER = 0;

const CHECK = 'Check host and port of the URL, and the firewall of the runner.';

const NO_TLS = 'The server does not speak TLS on this port. Check the port of the URL.';

const CLOSED = 'The connection was closed before the answer was complete. Run the job again.';

type Verdict = readonly [code: FailureCode, retries: number, what: string];

const BY_CODE: Readonly<Record<string, Verdict>> = {
  ENOTFOUND: ['E_DNS', 1, 'The host name cannot be resolved. Is the URL right?'],
  EAI_AGAIN: ['E_DNS', RETRY, 'The name server did not answer. Try again.'],
  ECONNREFUSED: ['E_CONNECT', RETRY, `The connection was refused. ${CHECK}`],
  ECONNRESET: ['E_CONNECT', RETRY, CLOSED],
  EPIPE: ['E_CONNECT', RETRY, CLOSED],
  ETIMEDOUT: ['E_CONNECT', RETRY, `The connection could not be made in time. ${CHECK}`],
  EHOSTUNREACH: ['E_CONNECT', RETRY, `There is no route to the host. ${CHECK}`],
  ENETUNREACH: ['E_CONNECT', RETRY, `There is no route to the host. ${CHECK}`],
  ERR_SSL_WRONG_VERSION_NUMBER: ['E_PROTOCOL', NEVER, NO_TLS],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['E_PROTOCOL', NEVER, NO_TLS],
};

/** What OpenSSL and Node say of a certificate that cannot be trusted. */
const UNTRUSTED =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|INVALID_PURPOSE|HOSTNAME_MISMATCH|ERR_TLS_CERT_ALTNAME_INVALID)$/;

/** The alerts of RFC 8446 6.2 that a client certificate can cause. */
const ABOUT_CERTIFICATE =
  /ALERT_(?:\w*CERTIFICATE\w*|UNKNOWN_CA|ACCESS_DENIED|HANDSHAKE_FAILURE|DECRYPT_ERROR)$/;

/**
 * Says in our own words why an attempt failed. Of the error only its code is used: messages of
 * Node's parsers and of OpenSSL may quote what was sent or received.
 *
 * @param mutualTls whether the client had shown a certificate, so that a TLS alert is about it.
 */
export function explainError(error: unknown, phase: Phase, mutualTls: boolean): TransportFailure {
  const code = codeOf(error);
  const known = BY_CODE[code];
  if (known !== undefined) return new TransportFailure(known[0], known[2], known[1]);
  if (UNTRUSTED.test(code)) {
    return new TransportFailure(
      'E_TLS_UNTRUSTED',
      `The server's certificate is not trusted (${code}). If a proxy inspects TLS or the server has a private CA, give that CA in the input ca-certificate.`,
      NEVER,
    );
  }
  if (mutualTls && ABOUT_CERTIFICATE.test(code)) {
    return new TransportFailure(
      'E_MTLS_REJECTED',
      `The server rejected the client certificate (${code}). Was its key or binding deleted, or has it expired?`,
      NEVER,
    );
  }
  if (phase === 'tls' || code.includes('SSL') || code.includes('TLS') || code === 'EPROTO') {
    return new TransportFailure(
      'E_TLS',
      `The TLS handshake failed (${code}). The server must offer TLS 1.2 or later; if it wants a client certificate, store a key of type x509.`,
      NEVER,
    );
  }
  return new TransportFailure('E_CONNECT', `The connection failed (${code}). ${CHECK}`, NEVER);
}

/** The code of an error, or of the first of several (one for each address that was tried). */
function codeOf(error: unknown): string {
  const candidates =
    error instanceof AggregateError ? [error, ...(error.errors as unknown[])] : [error];
  for (const candidate of candidates) {
    const code = candidate instanceof Error ? (candidate as NodeJS.ErrnoException).code : undefined;
    // OpenSSL 3.2 and newer call an alert ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE, for example.
    if (typeof code === 'string' && /^[A-Z0-9_/]{1,64}$/.test(code)) return code;
  }
  return 'no code';
}
