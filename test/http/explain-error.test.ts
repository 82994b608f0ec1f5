import { describe, expect, test } from 'vitest';
import type { Phase } from '../../src/http/errors.ts';
import { TransportFailure, timedOut } from '../../src/http/errors.ts';
import { attemptFailure, explainError } from '../../src/http/explain.ts';

function coded(code: unknown): Error {
  return Object.assign(new Error('hidden words'), { code });
}

function explained(error: unknown, phase: Phase = 'connect', mutualTls = false): string {
  const { code, message, retries } = explainError(error, phase, mutualTls);
  return `${code}: ${message} ${retries}`;
}

const CHECK = 'Check host and port of the URL, and the firewall of the runner.';
const CLOSED = 'The connection was closed before the answer was complete. Run the job again.';
const NO_ROUTE = `There is no route to the host. ${CHECK}`;
const NO_TLS = 'The server does not speak TLS on this port. Check the port of the URL.';
const tlsFailed = (code: string) =>
  `E_TLS: The TLS handshake failed (${code}). The server must offer TLS 1.2 or later; if it wants a client certificate, store a key of type x509. 0`;

test.each([
  ['ENOTFOUND', 'E_DNS: The host name cannot be resolved. Is the URL right? 1'],
  ['EAI_AGAIN', 'E_DNS: The name server did not answer. Try again. 3'],
  ['ECONNREFUSED', `E_CONNECT: The connection was refused. ${CHECK} 3`],
  ['ECONNRESET', `E_CONNECT: ${CLOSED} 3`],
  ['EPIPE', `E_CONNECT: ${CLOSED} 3`],
  ['ETIMEDOUT', `E_CONNECT: The connection could not be made in time. ${CHECK} 3`],
  ['EHOSTUNREACH', `E_CONNECT: ${NO_ROUTE} 3`],
  ['ENETUNREACH', `E_CONNECT: ${NO_ROUTE} 3`],
  ['ERR_SSL_WRONG_VERSION_NUMBER', `E_PROTOCOL: ${NO_TLS} 0`],
  ['ERR_SSL_PACKET_LENGTH_TOO_LONG', `E_PROTOCOL: ${NO_TLS} 0`],
  ['ESOMETHING', `E_CONNECT: The connection failed (ESOMETHING). ${CHECK} 0`],
])('%s is told and tried again as %j', (code, expected) => {
  for (const phase of ['connect', 'tls', 'http'] as const) {
    if (code === 'ESOMETHING' && phase === 'tls') continue;
    expect(explained(coded(code), phase)).toBe(expected);
  }
});

describe('a certificate that is not trusted', () => {
  test.each([
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'CERT_REVOKED',
    'INVALID_CA',
    'INVALID_PURPOSE',
  ])('%s', (code) => {
    expect(explained(coded(code), 'tls', true)).toBe(
      `E_TLS_UNTRUSTED: The server's certificate is not trusted (${code}). If a proxy inspects TLS or the server has a private CA, give that CA in the input ca-certificate. 0`,
    );
  });

  test.each(['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID'])('%s is a matter of time', (code) => {
    expect(explained(coded(code), 'tls', true)).toBe(
      `E_TLS_UNTRUSTED: The server's certificate, or the one of a CA above it, has expired or is not valid yet (${code}). Tell the operator of the server, or check the clock of the runner. 0`,
    );
  });

  test.each([
    [{}, 'for no host'],
    [{ cert: {} }, 'for no host'],
    [
      { cert: { subjectaltname: 'DNS:a.example, IP Address:192.0.2.1' } },
      'for a.example and 192.0.2.1',
    ],
    [{ cert: { subjectaltname: 'DNS:"hidden, DNS:b", DNS:c.example' } }, 'for c.example'],
    [{ cert: { subjectaltname: `DNS:${'a'.repeat(101)}` } }, 'for no host'],
  ])('the names of %j are told: %s', (properties, names) => {
    for (const code of ['ERR_TLS_CERT_ALTNAME_INVALID', 'HOSTNAME_MISMATCH']) {
      expect(explained(Object.assign(coded(code), properties), 'tls')).toBe(
        `E_TLS_UNTRUSTED: The server's certificate is ${names}, not for the host that was asked (${code}). Check the host of the URL; if it is right, tell the operator of the server. No input makes such a certificate trusted. 0`,
      );
    }
  });

  test.each([
    ['UNSPECIFIED', 'EE certificate key too weak', true],
    ['UNSPECIFIED', 'CA certificate key too weak', true],
    ['UNSPECIFIED', 'CA signature digest algorithm too weak', true],
    ['ERR_SSL_DH_KEY_TOO_SMALL', 'hidden words', true],
    ['UNSPECIFIED', 'hidden words', false],
    ['EPROTO', 'EE certificate key too weak', false],
  ])('%s with the words %j is about weak keys: %s', (code, message, weak) => {
    const words = explained(Object.assign(new Error(message), { code }), 'tls');
    expect(words.includes('RSA keys need 2048 bits')).toBe(weak);
    expect(words).toMatch(/^E_TLS: /);
    expect(words.includes(code)).toBe(!weak);
  });

  test.each(['ERR_CERT_X', 'ERR_TLS_CERT_ALTNAME_INVALID_FORMAT', 'X_INVALID_CA', 'INVALID_CA_X'])(
    '%s is another fault',
    (code) => {
      expect(explained(coded(code), 'tls')).toBe(tlsFailed(code));
    },
  );
});

describe('an alert that is about the client certificate', () => {
  const alerts = [
    'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
    'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE',
    'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_EXPIRED',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
    'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
    'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
    'ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR',
  ];
  test.each(alerts)('%s', (code) => {
    for (const phase of ['tls', 'http'] as const) {
      expect(explained(coded(code), phase, true)).toBe(
        `E_MTLS_REJECTED: The server rejected the client certificate (${code}). Was its key or binding deleted, or has it expired? 0`,
      );
    }
  });

  test.each(alerts)('%s says nothing of a certificate that was not shown', (code) => {
    expect(explained(coded(code), 'http')).toBe(tlsFailed(code));
  });

  test.each(['ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR', 'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED_X'])(
    '%s is about something else',
    (code) => {
      expect(explained(coded(code), 'tls', true)).toContain('E_TLS:');
    },
  );
});

test.each([
  ['EPROTO', 'http', 'E_TLS'],
  ['ERR_SSL_NO_PROTOCOLS_AVAILABLE', 'connect', 'E_TLS'],
  ['ERR_TLS_INVALID_CONTEXT', 'connect', 'E_TLS'],
  ['ESOMETHING', 'tls', 'E_TLS'],
  ['ESOMETHING', 'connect', 'E_CONNECT'],
  ['ESOMETHING', 'http', 'E_CONNECT'],
] as const)('%s while %s is %s', (code, phase, expected) => {
  expect(explained(coded(code), phase)).toContain(`${expected}: `);
});

describe('of an error only its code is told', () => {
  test.each([
    [
      'of several the first that has one',
      new AggregateError([coded(7), coded('ECONNREFUSED'), coded('ENOTFOUND')]),
      'refused',
    ],
    [
      'their own before those of the addresses',
      Object.assign(new AggregateError([coded('ENOTFOUND')]), { code: 'ECONNREFUSED' }),
      'refused',
    ],
    ['none', new Error('hidden words'), '(no code)'],
    ['a number', coded(7), '(no code)'],
    ['words', coded('hidden words'), '(no code)'],
    ['a code with words behind it', coded('ECODE hidden words'), '(no code)'],
    ['words with a code behind them', coded('hidden words ECODE'), '(no code)'],
    ['nothing', coded(''), '(no code)'],
    ['65 characters', coded('E'.repeat(65)), '(no code)'],
    ['64 characters', coded('E'.repeat(64)), `(${'E'.repeat(64)})`],
    ['no error at all', { code: 'ENOTFOUND' }, '(no code)'],
    ['null', null, '(no code)'],
  ])('%s', (_name, error, expected) => {
    expect(explained(error)).toContain(expected);
    expect(explained(error)).not.toContain('hidden');
  });
});

describe('an attempt that has failed', () => {
  test('keeps all of its failure, and says whether anything was sent', () => {
    const facts = ['status 407'];
    const thrown = new TransportFailure('E_PROXY', 'No.', 'Ask.', { retries: 2, facts });
    for (const sent of [true, false]) {
      const failure = attemptFailure(thrown, 'http', false, sent);
      const { code, happened, next, retries } = failure;
      expect({ code, happened, next, retries, facts: failure.facts, sent: failure.sent }).toEqual({
        code: 'E_PROXY',
        ...{ happened: 'No.', next: 'Ask.', retries: 2, facts, sent },
      });
    }
  });

  test('is explained where it is an error of Node', () => {
    expect(attemptFailure(coded('EAI_AGAIN'), 'connect', false, false)).toMatchObject({
      ...{ code: 'E_DNS', retries: 3, sent: false },
      happened: 'The name server did not answer.',
    });
  });

  test.each([
    ['connect', false, 'no connection'],
    ['tls', true, 'no connection'],
    ['http', false, 'no answer'],
    ['http', true, 'no complete answer'],
  ] as const)('by time in the phase %s (begun: %s) had %s', (phase, begun, what) => {
    expect(timedOut(2449, phase, begun)).toMatchObject({
      ...{ code: 'E_TIMEOUT', next: '', retries: 3, sent: false },
      happened: `There was ${what} within 2.4 s.`,
    });
  });
});

test('a failure of no attempt says nothing more', () => {
  expect(new TransportFailure('E_DNS', 'No.')).toMatchObject({
    ...{ message: 'No.', next: '', retries: 0, sent: false, facts: [] },
  });
});

test('EPROTO is a fault of TLS as a whole word alone', () => {
  expect(explained(coded('EPROTO'), 'http')).toContain('E_TLS: ');
  for (const code of ['XEPROTO', 'EPROTOX']) {
    expect(explained(coded(code), 'http')).toContain('E_CONNECT: ');
  }
});
