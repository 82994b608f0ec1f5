import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Failure } from '../base/failure.ts';
import { type PemBlock, pemBlocks, writePem } from '../base/pem.ts';
import { requireText } from '../base/text.ts';
import type { Proof } from './credential.ts';
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
  const chain = blocksOf(certificate, 'CERTIFICATE', 'certificate').map(writePem).join('');
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
  if (!leaf.checkPrivateKey(keyObject(key))) {
    throw new Failure(
      'E_CERT_KEY_MISMATCH',
      'The private key does not belong to the client certificate.',
      'Store certificate and key of the same service key.',
    );
  }
  // OpenSSL also looks at the rest of the chain, and refuses keys that are too short.
  readByOpenSsl(() => createSecureContext({ cert: chain, key }), 'certificate chain');
  return { kind: 'certificate', certificate: chain, privateKey: key, expiresAt };
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

function blocksOf(text: string, label: string, what: string): PemBlock[] {
  const blocks = pemBlocks(text).filter((block) => block.label.endsWith(label));
  if (blocks.length === 0) {
    throw new Failure(
      'E_PEM',
      `There is no ${what} in PEM form (-----BEGIN ... ${label}-----) where one is needed.`,
    );
  }
  return blocks;
}

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
