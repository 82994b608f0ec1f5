import {
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomUUID,
  X509Certificate,
} from 'node:crypto';
import { type JWTVerifyOptions, jwtVerify } from 'jose';
import { describe, expect, test } from 'vitest';
import { signingKeyProof } from '../../src/credentials/certificate.ts';
import type { Fields } from '../../src/credentials/fields.ts';
import { signedAssertion } from '../../src/token/assertions.ts';
import { createPki } from '../servers/pki.ts';
import { credential } from './samples.ts';

const NOW = Date.UTC(2026, 10, 23, 12, 0, 0, 900);
const ISSUED = Math.floor(NOW / 1000);
const TOKEN_URL = new URL('https://tenant.example.com/base/oauth/token?zone=a');
const AUDIENCE = 'https://tenant.example.com/base/oauth/token';
const CLIENT = credential({ authMethod: 'private_key_jwt', tokenUrl: TOKEN_URL });

/** What jose takes is a public key of plain RSA: the last 270 bytes of the other one hold it. */
function pss(options: object = {}) {
  const pair = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...options });
  const key = pair.publicKey.export({ type: 'spki', format: 'der' }).subarray(-270);
  return { ...pair, publicKey: createPublicKey({ key, format: 'der', type: 'pkcs1' }) };
}
const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve });
const KEYS = [
  ['RS256', 'RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ['RS256', 'RSA of 3072 bits', generateKeyPairSync('rsa', { modulusLength: 3072 })],
  ['PS256', 'RSA-PSS', pss()],
  [
    'PS256',
    'RSA-PSS for SHA-256 alone',
    pss({ hashAlgorithm: 'sha256', mgf1HashAlgorithm: 'sha256', saltLength: 32 }),
  ],
  ['ES256', 'P-256', ec('P-256')],
  ['ES384', 'P-384', ec('P-384')],
  ['ES512', 'P-521', ec('P-521')],
  ['EdDSA', 'Ed25519', generateKeyPairSync('ed25519')],
] as const;

const pemOf = (key: KeyObject, type: 'pkcs8' | 'sec1' | 'pkcs1' = 'pkcs8') =>
  key.export({ type, format: 'pem' }).toString();
const proofOf = (privateKey: string, others: Fields = {}) =>
  signingKeyProof({ privateKey, ...others }, NOW);

/** The oracle: an independent library reads, checks and verifies. */
function verified(assertion: string, key: KeyObject, options: JWTVerifyOptions = {}) {
  return jwtVerify(assertion, key, {
    issuer: CLIENT.clientId,
    subject: CLIENT.clientId,
    audience: AUDIENCE,
    typ: 'JWT',
    requiredClaims: ['jti', 'iat', 'exp'],
    currentDate: new Date(NOW),
    maxTokenAge: '1m',
    ...options,
  });
}

describe.each(KEYS)('%s by a key of %s', (algorithm, _name, { privateKey, publicKey }) => {
  const proof = proofOf(pemOf(privateKey));

  test('makes an assertion that jose verifies, with these claims and no others', async () => {
    const assertion = signedAssertion(CLIENT, proof, NOW, 'an id');
    const { payload, protectedHeader } = await verified(assertion, publicKey, {
      algorithms: [algorithm],
    });
    expect(protectedHeader).toEqual({ alg: algorithm, typ: 'JWT' });
    expect(payload).toEqual({
      iss: CLIENT.clientId,
      sub: CLIENT.clientId,
      aud: AUDIENCE,
      jti: 'an id',
      iat: ISSUED,
      exp: ISSUED + 300,
    });
  });

  test('is new each time, and refused after five minutes', async () => {
    const [first, second] = [0, 1].map(() => signedAssertion(CLIENT, proof, NOW)) as [
      string,
      string,
    ];
    const ids = await Promise.all(
      [first, second].map(async (assertion) => (await verified(assertion, publicKey)).payload.jti),
    );
    expect(new Set(ids).size).toBe(2);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    const late = { currentDate: new Date(NOW + 301_000), maxTokenAge: '1h' };
    await expect(verified(first, publicKey, late)).rejects.toMatchObject({
      code: 'ERR_JWT_EXPIRED',
    });
  });

  test('does not verify by another key, nor with other claims', async () => {
    const assertion = signedAssertion(CLIENT, proof, NOW);
    const [header, , signature] = assertion.split('.');
    const claims = Buffer.from(JSON.stringify({ iss: 'somebody else' })).toString('base64url');
    await expect(verified(`${header}.${claims}.${signature}`, publicKey)).rejects.toThrow();
    const stranger = KEYS.find(
      ([name, , pair]) => name === algorithm && pair.publicKey !== publicKey,
    );
    if (stranger !== undefined) {
      await expect(verified(assertion, stranger[2].publicKey)).rejects.toThrow();
    }
  });
});

test.each([
  ['pkcs1', KEYS[0]],
  ['sec1', KEYS[4]],
] as const)(
  'a key may stand in %s form',
  async (type, [algorithm, , { privateKey, publicKey }]) => {
    const assertion = signedAssertion(CLIENT, proofOf(pemOf(privateKey, type)), NOW);
    await verified(assertion, publicKey, { algorithms: [algorithm] });
  },
);

test('a key may be damaged on its way and stand after the parameters of its curve', async () => {
  const [, , { privateKey, publicKey }] = KEYS[4];
  const parameters =
    '-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n-----END EC PARAMETERS-----\n';
  const text = `${parameters}${pemOf(privateKey, 'sec1')}`.replaceAll('\n', '\\n');
  await verified(signedAssertion(CLIENT, proofOf(text), NOW), publicKey);
});

test('the header names the key, and its certificate by thumbprint', async () => {
  const pki = await createPki();
  const pair = await pki.issue({ commonName: 'client', client: true, rsa: true });
  const proof = signingKeyProof(
    { privateKey: pair.privateKey, certificate: pair.certificate + pki.ca, keyId: 'key-1' },
    Date.now(),
  );
  const leaf = new X509Certificate(pair.certificate);
  expect(proof).toMatchObject({ keyId: 'key-1', expiresAt: new Date(leaf.validTo) });
  const assertion = signedAssertion(CLIENT, proof, NOW);
  const { protectedHeader } = await verified(assertion, createPublicKey(pair.privateKey));
  const thumbprint = Buffer.from(leaf.fingerprint256.replaceAll(':', ''), 'hex');
  expect(protectedHeader).toEqual({
    alg: 'RS256',
    typ: 'JWT',
    kid: 'key-1',
    'x5t#S256': thumbprint.toString('base64url'),
  });
});

describe('a private key is refused', () => {
  const encrypted = KEYS[0][2].privateKey
    .export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'passphrase' })
    .toString();

  test.each<[what: string, code: string, text: string | undefined, says: RegExp]>([
    ['that is missing', 'E_CREDENTIAL_NO_SECRET', undefined, /input private-key/],
    ['that is encrypted', 'E_PEM_ENCRYPTED', encrypted, /passphrase/],
    ['that is no PEM', 'E_PEM', randomUUID(), /private key in PEM form/],
    ['that is cut', 'E_PEM', pemOf(KEYS[0][2].privateKey).slice(0, 400), /PEM block/],
    [
      'that is a public key',
      'E_PEM',
      KEYS[0][2].publicKey.export({ type: 'spki', format: 'pem' }).toString(),
      /is a public key/,
    ],
    [
      'of RSA with 1024 bits',
      'E_PEM',
      pemOf(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
      /1024 bits.*2048/,
    ],
    [
      'of RSA-PSS with 1024 bits',
      'E_PEM',
      pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 1024 }).privateKey),
      /1024 bits.*2048/,
    ],
    [
      'of RSA-PSS for SHA-512',
      'E_PEM',
      pemOf(
        pss({ hashAlgorithm: 'sha512', mgf1HashAlgorithm: 'sha512', saltLength: 64 }).privateKey,
      ),
      /Supported are RSA.*Ed25519/,
    ],
    ['on secp256k1', 'E_PEM', pemOf(ec('secp256k1').privateKey), /Supported are RSA.*Ed25519/],
    ['of Ed448', 'E_PEM', pemOf(generateKeyPairSync('ed448').privateKey), /Supported are/],
    ['of X25519', 'E_PEM', pemOf(generateKeyPairSync('x25519').privateKey), /Supported are/],
  ])('%s', (_what, code, privateKey, says) => {
    const fields = privateKey === undefined ? {} : { privateKey };
    // Before anything is sent: as it is read, or as it signs the first assertion.
    const sign = () => signedAssertion(credential(), signingKeyProof(fields, NOW), NOW);
    expect(sign).toThrow(expect.objectContaining({ code, message: expect.stringMatching(says) }));
  });

  test.each([
    ['has expired', 'E_CERT_EXPIRED', -2, -1],
    ['is not valid yet', 'E_CERT_NOT_YET_VALID', 1, 2],
  ])('whose certificate %s', async (_what, code, from, to) => {
    const pki = await createPki();
    const day = (days: number) => new Date(Date.now() + days * 86_400_000);
    const pair = await pki.issue({
      commonName: 'client',
      client: true,
      notBefore: day(from),
      notAfter: day(to),
    });
    expect(() => signingKeyProof(pair, Date.now())).toThrow(expect.objectContaining({ code }));
  });

  test('that does not belong to its certificate', async () => {
    const pki = await createPki();
    const [{ certificate }, { privateKey }] = [
      await pki.issue({ commonName: 'client', client: true }),
      await pki.issue({ commonName: 'other', client: true }),
    ];
    expect(() => signingKeyProof({ certificate, privateKey }, Date.now())).toThrow(
      expect.objectContaining({ code: 'E_CERT_KEY_MISMATCH' }),
    );
  });

  test('whose id holds a line break', () => {
    const privateKey = pemOf(KEYS[4][2].privateKey);
    expect(() => proofOf(privateKey, { keyId: 'a\nb' })).toThrow(
      expect.objectContaining({ code: 'E_INPUT_CHARSET' }),
    );
  });
});
