import { expect, test } from 'vitest';
import { tlsOptionsFor } from '../../src/http/connection.ts';

test('the check of the certificate and TLS 1.2 are asked for in so many words', () => {
  expect(tlsOptionsFor(undefined, undefined)).toEqual({
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
  });
});

test('a private CA and a client certificate change nothing of that', () => {
  const clientCertificate = { certificate: 'certificate', privateKey: 'key' };
  expect(tlsOptionsFor(clientCertificate, ['root'])).toEqual({
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    ca: ['root'],
    cert: 'certificate',
    key: 'key',
  });
});
