import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Failure } from '../base/failure.ts';
import { type PemBlock, pemBlocks, pemLabels, writePem } from '../base/pem.ts';
import { requireText } from '../base/text.ts';
import type { Proof } from './credential.ts';
import { damageOf } from './damage.ts';
import type { Fields } from './fields.ts';

/**
 * Checks a client certificate and its private key before anything is sent: Node silently drops a
 * pair that does not match, and the server's answer would then blame the wrong thing.
 *
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_PEM, E_PEM_ENCRYPTED, E_CERT_EXPIRED, E_CERT_NOT_YET_VALID or
 * E_CERT_KEY_MISMATCH.
 */
export function certificateProof(
  certificate: string,
  privateKey: string,
  now: number,
): Extract<Proof, { kind: 'certificate' }> {
  const pems = blocksOf(certificate, 'CERTIFICATE', 'certificate').map(writePem);
  const chain = pems.join('');
  const key = keyBlock(privateKey);
  const leaf = readByOpenSsl(() => new X509Certificate(chain), 'certificate');
  const expiresAt = new Date(leaf.validTo);
  if (expiresAt.getTime() <= now) {
    throw new Failure(
      'E_CERT_EXPIRED',
      `The client certificate expired at ${expiresAt.toISOString()}.`,
      'Create a new key or binding and store it; keys of type x509 live for days (XSUAA: 7 by default).',
    );
  }
  const validFrom = new Date(leaf.validFrom);
  if (validFrom.getTime() > now) {
    throw new Failure(
      'E_CERT_NOT_YET_VALID',
      `The client certificate is valid from ${validFrom.toISOString()} on.`,
      'Check the clock of the runner, or wait.',
    );
  }
  if (!leaf.checkPrivateKey(keyObject(key))) throw mismatch(pems, key);
  // OpenSSL also looks at the rest of the chain, and refuses keys that are too short.
  readByOpenSsl(() => createSecureContext({ cert: chain, key }), 'certificate chain');
  return { kind: 'certificate', certificate: chain, privateKey: key, expiresAt };
}

/** @param pems the certificates, of which the first must be the client's. */
function mismatch(pems: readonly string[], key: string): Failure {
  const place = pems.findIndex((pem, index) => {
    if (index === 0) return false;
    const other = readByOpenSsl(() => new X509Certificate(pem), 'certificate chain');
    return other.checkPrivateKey(keyObject(key));
  });
  return place > 0
    ? new Failure(
        'E_CERT_KEY_MISMATCH',
        `The private key belongs to certificate ${place + 1} of the chain, not to the first one.`,
        'Store the certificate of the client first, then those of its issuers.',
      )
    : new Failure(
        'E_CERT_KEY_MISMATCH',
        'The private key does not belong to the client certificate.',
        'Store certificate and key of the same service key. If one of them comes from an input and the other from the credential, give both in inputs.',
      );
}

/**
 * Checks the key that will sign client assertions, and its certificate if there is one, before
 * anything is sent.
 *
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_CREDENTIAL_NO_SECRET, E_PEM, E_PEM_ENCRYPTED,
 * E_INPUT_CHARSET, and what `certificateProof` throws.
 */
export function signingKeyProof(
  { privateKey, keyId, certificate }: Fields,
  now: number,
): Extract<Proof, { kind: 'private-key' }> {
  if (privateKey === undefined) {
    throw new Failure(
      'E_CREDENTIAL_NO_SECRET',
      'The authentication method private_key_jwt signs with a private key, but there is none.',
      'Give it in the input private-key, or store a credential that holds it (key). ' +
        'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
    );
  }
  const pem = keyBlock(privateKey);
  // Whether such a key can sign is seen when it signs, which is before anything is sent.
  keyObject(pem);
  const pair = certificate === undefined ? undefined : certificateProof(certificate, pem, now);
  return {
    kind: 'private-key',
    privateKey: pem,
    keyId: keyId === undefined ? undefined : requireText(keyId, 'key id'),
    certificate: pair?.certificate,
    expiresAt: pair?.expiresAt,
  };
}

function keyBlock(text: string): string {
  return blocksOf(text, 'PRIVATE KEY', 'private key').map(writePem)[0] ?? '';
}

function keyObject(pem: string): KeyObject {
  return readByOpenSsl(() => createPrivateKey(pem), 'private key');
}

function blocksOf(
  text: string,
  label: 'CERTIFICATE' | 'PRIVATE KEY',
  what: 'certificate' | 'private key',
): PemBlock[] {
  const isTaken =
    label === 'CERTIFICATE' ? /^CERTIFICATE$/ : /^(?:(?:RSA|EC|ENCRYPTED) )?PRIVATE KEY$/;
  const labels = pemLabels(text);
  if (labels.some((each) => isTaken.test(each))) {
    const blocks = pemBlocks(text).filter((block) => isTaken.test(block.label));
    if (blocks.length > 0) return blocks;
  }
  const other = OTHER_FORMS.find(([pattern]) => pattern.test(labels[0] ?? text.trim()));
  throw other === undefined
    ? new Failure(
        'E_PEM',
        `There is no ${what} in PEM form (-----BEGIN ... ${label}-----) where one is needed.`,
        damageAdvice(text),
      )
    : new Failure('E_PEM', `In place of the ${what} there is ${other[1]}.`, other[2]);
}

function damageAdvice(text: string): string {
  const damage = damageOf(text);
  return damage === undefined || damage.certainty === 'possible'
    ? 'Store the text of the PEM file, from its -----BEGIN line to its -----END line.'
    : `The value ${damage.what}. ${damage.next}`;
}

/** Other things that are called key or certificate: by PEM label, or by how a text begins. */
const OTHER_FORMS: readonly (readonly [pattern: RegExp, what: string, next: string])[] = [
  [
    /^OPENSSH PRIVATE KEY$|^PuTTY-User-Key-File/,
    'a private key in a format of SSH',
    'Convert a copy of it (ssh-keygen -p -m PKCS8 -f copy.key) and store the result.',
  ],
  [
    /^PGP |^SSH2 /,
    'a key of PGP or SSH2',
    'Store the private key and the certificate that were issued for this client.',
  ],
  [
    /^(?:PKCS7|PKCS #7 SIGNED DATA|CMS)$/,
    'a PKCS#7 file',
    'Take the certificates out of it (openssl pkcs7 -print_certs -in file.p7b).',
  ],
  [
    /PUBLIC KEY$|^(?:ssh-(?:rsa|ed25519)|ecdsa-sha2-\S+) /,
    'a public key',
    'Store the private key or the certificate that belongs to it.',
  ],
  [
    /CERTIFICATE REQUEST$/,
    'a request for a certificate',
    'Store the certificate that the issuer has made of it.',
  ],
  [
    /^(?:TRUSTED|X509) CERTIFICATE$/,
    'a certificate in a form of OpenSSL alone',
    'Convert it (openssl x509 -in file.pem) and store the result.',
  ],
  [
    /^(?:DSA|ANY) PRIVATE KEY$/,
    'a private key of a kind that TLS does not take',
    'Store a key of type RSA or EC.',
  ],
  [
    /^CERTIFICATE$/,
    'a certificate',
    'Certificate and private key are probably swapped: give each in its own place.',
  ],
  [
    /PRIVATE KEY$/,
    'a private key',
    'Certificate and private key are probably swapped: give each in its own place.',
  ],
  [
    /PARAMETERS$/,
    'parameters of a key, not the key',
    'Store the PEM block of the key or certificate.',
  ],
  [
    // A sequence in DER whose first part is the version 3 of PKCS#12 (RFC 7292 4).
    /^(?:MII[\w+/]{2}[AQgw]IBAz|MIACAQMw)/,
    'a PKCS#12 file (.p12, .pfx)',
    'Take key and certificate out of it (openssl pkcs12 -in file.p12 -nodes) and store both as PEM.',
  ],
  [/^(?:\/u3\+7Q|zs7Ozg)/, 'a Java key store', 'Export key and certificate as PEM.'],
  [
    /^MI[IGH][A-Za-z0-9+/\s]{20,}={0,2}$/,
    'base64 without its BEGIN and END lines',
    'Store the PEM file whole.',
  ],
  [/^\s*\{[^{}]*"kty"\s*:/, 'a key as a JWK', 'Store it as PEM (PKCS#8).'],
];

/** What OpenSSL reads; its own messages are dropped, since they may name parts of the key. */
function readByOpenSsl<T>(read: () => T, what: string): T {
  try {
    return read();
  } catch {
    throw new Failure(
      'E_PEM',
      `The ${what} is PEM in form, but OpenSSL does not take it.`,
      'Was it cut, or is its key too short?',
    );
  }
}
