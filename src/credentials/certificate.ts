import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { createSecureContext } from 'node:tls';
import { Failure } from '../failure.ts';
import type { Proof } from './credential.ts';
import { type PemBlock, pemBlocks, writePem } from './pem.ts';

/**
 * Checks a client certificate and its private key before anything is sent: Node drops a pair that
 * does not match silently, and the server's answer would then blame the wrong thing.
 *
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
  const leaf = readable(() => new X509Certificate(chain), 'certificate');
  const expiresAt = new Date(leaf.validTo);
  if (expiresAt.getTime() <= now) {
    throw new Failure(
      'E_CERT_EXPIRED',
      `The client certificate expired at ${expiresAt.toISOString()}. Create a new key or binding and store it; keys of type x509 live for days (XSUAA: 7 by default).`,
    );
  }
  const validFrom = new Date(leaf.validFrom);
  if (validFrom.getTime() > now) {
    throw new Failure(
      'E_CERT_NOT_YET_VALID',
      `The client certificate is valid from ${validFrom.toISOString()} on. Check the clock of the runner, or wait.`,
    );
  }
  if (!leaf.checkPrivateKey(keyObject(key))) {
    throw new Failure(
      'E_CERT_KEY_MISMATCH',
      'The private key does not belong to the client certificate. Store certificate and key of the same service key.',
    );
  }
  // OpenSSL also looks at the rest of the chain, and refuses keys that are too short.
  readable(() => createSecureContext({ cert: chain, key }), 'certificate chain');
  return { kind: 'certificate', certificate: chain, privateKey: key, expiresAt };
}

/**
 * A private key alone.
 *
 * @throws Failure E_PEM or E_PEM_ENCRYPTED.
 */
export function readPrivateKey(text: string): { readonly pem: string; readonly key: KeyObject } {
  const pem = keyBlock(text);
  return { pem, key: keyObject(pem) };
}

function keyBlock(text: string): string {
  return blocksOf(text, 'PRIVATE KEY', 'private key').map(writePem)[0] ?? '';
}

function keyObject(pem: string): KeyObject {
  return readable(() => createPrivateKey(pem), 'private key');
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

/** OpenSSL's own messages are dropped: they may name parts of the key. */
function readable<T>(read: () => T, what: string): T {
  try {
    return read();
  } catch {
    throw new Failure(
      'E_PEM',
      `The ${what} is PEM in form, but OpenSSL does not take it. Was it cut, or is its key too short?`,
    );
  }
}
