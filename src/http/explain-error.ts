import type { FailureCode } from '../failure.ts';
import { type Phase, TransportFailure } from './transport-failure.ts';

const RETRY = 3;
const NEVER = 0;
const NO_TLS = 'The server does not speak TLS on this port.';
const CLOSED = 'The connection was closed before the answer was complete.';

type Verdict = readonly [code: FailureCode, retries: number, what: string];

const BY_CODE: Readonly<Record<string, Verdict>> = {
  ENOTFOUND: ['E_DNS', 1, 'The host name cannot be resolved. Is the URL right?'],
  EAI_AGAIN: ['E_DNS', RETRY, 'The name server did not answer. Try again.'],
  ECONNREFUSED: ['E_CONNECT', RETRY, 'The connection was refused.'],
  ECONNRESET: ['E_CONNECT', RETRY, CLOSED],
  EPIPE: ['E_CONNECT', RETRY, CLOSED],
  ETIMEDOUT: ['E_CONNECT', RETRY, 'The connection could not be made in time.'],
  EHOSTUNREACH: ['E_CONNECT', RETRY, 'There is no route to the host.'],
  ENETUNREACH: ['E_CONNECT', RETRY, 'There is no route to the host.'],
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
    return new TransportFailure('E_TLS', `The TLS handshake failed (${code}).`, NEVER);
  }
  return new TransportFailure('E_CONNECT', `The connection failed (${code}).`, NEVER);
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
