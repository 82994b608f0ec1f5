// What the errors of Node and OpenSSL mean, in our own words. A part that a success never loads.

import type { FailureCode } from '../base/failure.ts';
import { listOf } from '../base/text.ts';
import { endedEarly, type Phase, RETRY, TransportFailure } from './errors.ts';

/**
 * What an attempt has ended with: the failure that was thrown, or what an error of Node means, each
 * with the one thing that only the attempt knows.
 *
 * @param sent whether anything of the request has left this machine.
 */
export function attemptFailure(
  error: unknown,
  phase: Phase,
  mutualTls: boolean,
  sent: boolean,
): TransportFailure {
  const failure = error instanceof TransportFailure ? error : explainError(error, phase, mutualTls);
  const { code, happened, next, retries, facts } = failure;
  return new TransportFailure(code, happened, next, { retries, sent, facts });
}

const NEVER = 0;

const CHECK = 'Check host and port of the URL, and the firewall of the runner.';

const NO_TLS = 'The server does not speak TLS on this port.';

const NO_ROUTE = 'There is no route to the host.';

type Verdict = readonly [code: FailureCode, retries: number, happened: string, next: string];

const BY_CODE: Readonly<Record<string, Verdict>> = {
  ENOTFOUND: ['E_DNS', 1, 'The host name cannot be resolved.', 'Is the URL right?'],
  EAI_AGAIN: ['E_DNS', RETRY, 'The name server did not answer.', 'Try again.'],
  ECONNREFUSED: ['E_CONNECT', RETRY, 'The connection was refused.', CHECK],
  ETIMEDOUT: ['E_CONNECT', RETRY, 'The connection could not be made in time.', CHECK],
  EHOSTUNREACH: ['E_CONNECT', RETRY, NO_ROUTE, CHECK],
  ENETUNREACH: ['E_CONNECT', RETRY, NO_ROUTE, CHECK],
  ERR_SSL_WRONG_VERSION_NUMBER: ['E_PROTOCOL', NEVER, NO_TLS, 'Check the port of the URL.'],
  ERR_SSL_PACKET_LENGTH_TOO_LONG: ['E_PROTOCOL', NEVER, NO_TLS, 'Check the port of the URL.'],
};

const NOT_TRUSTED: Verdict = [
  'E_TLS_UNTRUSTED',
  NEVER,
  "The server's certificate is not trusted.",
  'If a proxy inspects TLS or the server has a private CA, give that CA in the input ca-certificate.',
];

const REJECTED: Verdict = [
  'E_MTLS_REJECTED',
  NEVER,
  'The server rejected the client certificate.',
  'Was its key or binding deleted, or has it expired?',
];

const NO_HANDSHAKE: Verdict = [
  'E_TLS',
  NEVER,
  'The TLS handshake failed.',
  'The server must offer TLS 1.2 or later; if it wants a client certificate, store a key of type x509.',
];

const FAILED: Verdict = ['E_CONNECT', NEVER, 'The connection failed.', CHECK];

const NOT_NOW: Verdict = [
  'E_TLS_UNTRUSTED',
  NEVER,
  "The server's certificate, or the one of a CA above it, has expired or is not valid yet.",
  'Tell the operator of the server, or check the clock of the runner.',
];

const WEAK: Verdict = [
  'E_TLS',
  NEVER,
  "The server's certificate, or the one of a CA above it, has a key that is too short or a signature that is too weak.",
  'Tell the operator of the server: RSA keys need 2048 bits or more, and signatures SHA-256. No setting of the workflow changes that.',
];

/** What OpenSSL and Node say of a certificate that cannot be trusted. */
const UNTRUSTED =
  /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|INVALID_CA|INVALID_PURPOSE)$/;

/**
 * Node has no code for these; its message is the text that OpenSSL has for the error
 * (X509_verify_cert_error_string).
 */
const WEAK_BY_WORDS =
  /^(?:EE certificate key|CA certificate key|CA signature digest algorithm) too weak$/;

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
  if (code === 'ECONNRESET' || code === 'EPIPE') return endedEarly();
  const known = BY_CODE[code];
  if (known !== undefined) return told(known);
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID' || code === 'HOSTNAME_MISMATCH') {
    return told(ofAnotherHost(error), [code]);
  }
  if (/^CERT_(?:HAS_EXPIRED|NOT_YET_VALID)$/.test(code)) return told(NOT_NOW, [code]);
  if (UNTRUSTED.test(code)) return told(NOT_TRUSTED, [code]);
  if (isWeak(error, code)) return told(WEAK);
  if (mutualTls && ABOUT_CERTIFICATE.test(code)) return told(REJECTED, [code]);
  const isTls = phase === 'tls' || /SSL|TLS|^EPROTO$/.test(code);
  return told(isTls ? NO_HANDSHAKE : FAILED, [code]);
}

/** A server that can take part in no strong exchange of keys is told by OpenSSL itself. */
function isWeak(error: unknown, code: string): boolean {
  if (code === 'ERR_SSL_DH_KEY_TOO_SMALL') return true;
  return code === 'UNSPECIFIED' && error instanceof Error && WEAK_BY_WORDS.test(error.message);
}

/** Shows of the certificate nothing but names of hosts. */
function ofAnotherHost(error: unknown): Verdict {
  const { cert } = error as { cert?: { subjectaltname?: unknown } };
  const names = [...String(cert?.subjectaltname ?? '').matchAll(HOST_NAMES)].map(([, n = '']) => n);
  const some = [...names.slice(0, 5), ...(names.length > 5 ? [`${names.length - 5} more`] : [])];
  return [
    'E_TLS_UNTRUSTED',
    NEVER,
    `The server's certificate is ${some.length === 0 ? 'for no host' : `for ${listOf(some)}`}, not for the host that was asked.`,
    'Check the host of the URL; if it is right, tell the operator of the server. No input makes such a certificate trusted.',
  ];
}

/** As Node writes subjectAltName; what needs quotes there is no name that a person would look up. */
const HOST_NAMES = /(?:^|, )(?:DNS|IP Address):([\w*.:-]{1,100})(?=,|$)/g;

function told(
  [code, retries, happened, next]: Verdict,
  facts: readonly string[] = [],
): TransportFailure {
  return new TransportFailure(code, happened, next, { retries, facts });
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
