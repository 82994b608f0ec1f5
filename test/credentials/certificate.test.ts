import { createPrivateKey, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { certificateProof } from '../../src/credentials/certificate.ts';
import { createPki, type KeyPair, type Pki } from '../servers/pki.ts';

const NOW = Date.now();
const DAY = 86_400_000;
let pki: Pki;
let pair: KeyPair;
let other: KeyPair;

beforeAll(async () => {
  pki = await createPki();
  pair = await pki.issue({ commonName: 'client', client: true });
  other = await pki.issue({ commonName: 'other', client: true });
});

const DAMAGES: readonly [string, (pem: string) => string][] = [
  ['nothing', (pem) => pem],
  ['line breaks written as \\n', (pem) => pem.replace(/\n/g, '\\n')],
  ['line breaks written as \\r\\n', (pem) => pem.replace(/\n/g, '\\r\\n')],
  ['line breaks turned into spaces', (pem) => pem.replace(/\n/g, ' ')],
  ['line breaks lost', (pem) => pem.replace(/\n/g, '')],
  ['CRLF', (pem) => pem.replace(/\n/g, '\r\n')],
  ['indentation', (pem) => pem.replace(/^/gm, '    ')],
  ['text around it', (pem) => `subject=CN\n${pem}\nend`],
];

describe('a certificate and its key', () => {
  test.each(DAMAGES)('survive %s', (_name, damage) => {
    const proof = certificateProof(damage(pair.certificate), damage(pair.privateKey), NOW);
    const leaf = new X509Certificate(pair.certificate);
    expect(proof).toEqual({
      kind: 'certificate',
      certificate: pair.certificate,
      privateKey: pair.privateKey,
      expiresAt: new Date(leaf.validTo),
    });
  });

  test('keep their chain', () => {
    const proof = certificateProof(pair.certificate + pki.ca, pair.privateKey, NOW);
    expect(proof).toMatchObject({ certificate: pair.certificate + pki.ca });
  });

  test.each(['pkcs8', 'sec1'] as const)('may be a key in %s form', (type) => {
    const key = createPrivateKey(pair.privateKey).export({ type, format: 'pem' }).toString();
    expect(certificateProof(pair.certificate, key, NOW)).toMatchObject({ privateKey: key });
  });

  test.each<[string, () => [string, string, number?], string]>([
    ['of another pair', () => [pair.certificate, other.privateKey], 'E_CERT_KEY_MISMATCH'],
    ['of the CA', () => [pki.ca, pair.privateKey], 'E_CERT_KEY_MISMATCH'],
    [
      'after their time',
      () => [pair.certificate, pair.privateKey, NOW + 31 * DAY],
      'E_CERT_EXPIRED',
    ],
    [
      'before their time',
      () => [pair.certificate, pair.privateKey, NOW - DAY],
      'E_CERT_NOT_YET_VALID',
    ],
    ['swapped', () => [pair.privateKey, pair.certificate], 'E_PEM'],
    ['empty', () => ['', pair.privateKey], 'E_PEM'],
    ['without a key', () => [pair.certificate, ''], 'E_PEM'],
    ['cut', () => [pair.certificate.slice(0, -30), pair.privateKey], 'E_PEM'],
    ['cut in the key', () => [pair.certificate, pair.privateKey.slice(0, 90)], 'E_PEM'],
    [
      'cut in the middle',
      () => [pair.certificate, pair.privateKey.replace(/\n.{20}/, '\n')],
      'E_PEM',
    ],
    ['encrypted', () => [pair.certificate, encrypted('pkcs8')], 'E_PEM_ENCRYPTED'],
    ['encrypted in the old way', () => [pair.certificate, encrypted('sec1')], 'E_PEM_ENCRYPTED'],
  ])('%s are refused, and no part of them is shown', (_name, make, code) => {
    const [certificate, key, now = NOW] = make();
    const prove = () => certificateProof(certificate, key, now);
    expect(prove).toThrow(expect.objectContaining({ code }));
    expect(prove).not.toThrow(new RegExp(pair.privateKey.split('\n')[1]?.slice(0, 10) ?? 'none'));
  });
});

function encrypted(type: 'pkcs8' | 'sec1'): string {
  return createPrivateKey(pair.privateKey)
    .export({ type, format: 'pem', cipher: 'aes-128-cbc', passphrase: 'pass' })
    .toString();
}
