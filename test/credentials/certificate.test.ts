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

describe('what is there in place of a certificate or a key', () => {
  const pem = (label: string) => `-----BEGIN ${label}-----\nAAAA\n-----END ${label}-----\n`;
  const byTool = (text: string) => Buffer.from(text, 'latin1').toString('base64');
  test.each<[name: string, key: () => string, what: RegExp]>([
    ['a key of OpenSSH', () => pem('OPENSSH PRIVATE KEY'), /ssh-keygen -p -m PKCS8/],
    ['a key of PuTTY', () => 'PuTTY-User-Key-File-3: ssh-ed25519', /ssh-keygen/],
    ['a key of PGP', () => pem('PGP PRIVATE KEY BLOCK'), /PGP/],
    ['a public key', () => pem('PUBLIC KEY'), /a public key/],
    ['a public key of RSA', () => pem('RSA PUBLIC KEY'), /a public key/],
    ['a public key of SSH', () => 'ssh-ed25519 AAAA me', /a public key/],
    ['a certificate', () => pair.certificate, /swapped/],
    ['a request', () => pem('CERTIFICATE REQUEST'), /request for a certificate/],
    ['an older request', () => pem('NEW CERTIFICATE REQUEST'), /request for a certificate/],
    ['PKCS#7', () => pem('PKCS7'), /openssl pkcs7/],
    ['parameters', () => pem('DH PARAMETERS'), /parameters of a key/],
    ['a key of DSA', () => pem('DSA PRIVATE KEY'), /RSA or EC/],
    ['PKCS#12', () => byTool(`0\x82\x09\xa1\x02\x01\x030${'a'.repeat(60)}`), /openssl pkcs12/],
    ['a Java key store', () => byTool(`\xfe\xed\xfe\xed\0\0\0\x02${'a'.repeat(60)}`), /Java/],
    ['DER', () => pair.privateKey.replace(/-----.*-----/g, ''), /BEGIN and END/],
    ['a JWK', () => '{"kty":"EC","d":"AAAA"}', /JWK/],
    ['a placeholder', () => '<your private key>', /placeholder/],
    ['a reference', () => 'op://vault/item/key', /reference/],
    ['a word', () => 'word', /no private key in PEM form/],
  ])('%s', (_name, key, what) => {
    const prove = () => certificateProof(pair.certificate, key(), NOW);
    expect(prove).toThrow(
      expect.objectContaining({ code: 'E_PEM', message: expect.stringMatching(what) }),
    );
  });

  test('a key in place of the certificate', () => {
    expect(() => certificateProof(pair.privateKey, pair.certificate, NOW)).toThrow(/swapped/);
    expect(() => certificateProof(pem('TRUSTED CERTIFICATE'), pair.privateKey, NOW)).toThrow(
      /openssl x509/,
    );
  });

  test('parameters before a key are no fault', () => {
    const key = createPrivateKey(pair.privateKey).export({ type: 'sec1', format: 'pem' });
    const proof = certificateProof(pair.certificate, `${pem('EC PARAMETERS')}${key}`, NOW);
    expect(proof).toMatchObject({ privateKey: key });
  });

  test('a chain in another order names the certificate of the key', () => {
    expect(() => certificateProof(pki.ca + pair.certificate, pair.privateKey, NOW)).toThrow(
      /belongs to certificate 2 of the chain/,
    );
  });
});

function encrypted(type: 'pkcs8' | 'sec1'): string {
  return createPrivateKey(pair.privateKey)
    .export({ type, format: 'pem', cipher: 'aes-128-cbc', passphrase: 'pass' })
    .toString();
}
