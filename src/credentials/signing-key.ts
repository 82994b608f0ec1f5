import { Failure } from '../failure.ts';
import { visible } from '../visible.ts';
import { certificateProof, readPrivateKey } from './certificate.ts';
import type { Proof } from './credential.ts';
import type { Fields } from './fields.ts';
import { signingAlgorithm } from './signing-algorithm.ts';

/**
 * Checks the key that will sign client assertions, and its certificate where there is one, before
 * anything is sent.
 *
 * @param now milliseconds since the epoch, for the certificate's dates.
 * @throws Failure E_CREDENTIAL_NO_SECRET, E_PEM (also for keys that cannot sign), E_PEM_ENCRYPTED,
 * E_INPUT_CHARSET, and what `certificateProof` throws.
 */
export function signingKeyProof(
  { privateKey, keyId, certificate }: Fields,
  now: number,
): Extract<Proof, { kind: 'private-key' }> {
  if (privateKey === undefined) {
    throw new Failure(
      'E_CREDENTIAL_NO_SECRET',
      'The authentication method private_key_jwt signs with a private key, but there is none. Give it in the input private-key, or store a credential that holds it (key). ' +
        'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
    );
  }
  const { pem, key } = readPrivateKey(privateKey);
  signingAlgorithm(key);
  const pair = certificate === undefined ? undefined : certificateProof(certificate, pem, now);
  return {
    kind: 'private-key',
    privateKey: pem,
    keyId: keyId === undefined ? undefined : visible(keyId, 'key id'),
    certificate: pair?.certificate,
    expiresAt: pair?.expiresAt,
  };
}
