import { Failure } from '../failure.ts';
import { visible } from '../visible.ts';
import type { Parts } from './complete.ts';
import type { AuthMethod, Proof, ProofKind } from './credential.ts';
import type { Fields } from './fields.ts';
import type { Statement } from './statement.ts';

/** What each authentication method proves itself with. */
const KINDS: Readonly<Record<AuthMethod, ProofKind>> = {
  client_secret_post: 'secret',
  client_secret_basic: 'secret',
  tls_client_auth: 'certificate',
  private_key_jwt: 'private-key',
  github_oidc: 'github-oidc',
};

/**
 * How the client proves itself: as the input auth-method says, as the typed parts do, or as the
 * credential does. There a credential type decides; without one, a certificate counts where there is
 * no secret.
 *
 * @throws Failure E_INPUT_CONFLICT
 */
export function proofKind(fields: Fields, parts: Parts, method: AuthMethod | 'auto'): ProofKind {
  if (method !== 'auto') return KINDS[method];
  const typedCertificate = parts.certificate !== undefined || parts.privateKey !== undefined;
  if (parts.clientSecret !== undefined && typedCertificate) {
    throw new Failure(
      'E_INPUT_CONFLICT',
      'The inputs client-secret and certificate or private-key are both set; a client proves itself in one way (RFC 6749 2.3). Remove one, or set auth-method.',
    );
  }
  if (parts.clientSecret !== undefined) return 'secret';
  if (typedCertificate) return 'certificate';
  if (fields.credentialType !== undefined) {
    return /x509|certificate/i.test(fields.credentialType) ? 'certificate' : 'secret';
  }
  const hasCertificate = fields.certificate !== undefined || fields.certUrl !== undefined;
  return fields.clientSecret === undefined && hasCertificate ? 'certificate' : 'secret';
}

export function authMethodOf(
  kind: ProofKind,
  fields: Fields,
  chosen: AuthMethod | 'auto',
): AuthMethod {
  if (chosen !== 'auto') return chosen;
  if (kind === 'certificate') return 'tls_client_auth';
  // Destinations of SAP BTP say so where their server reads no credentials in the body.
  const basic = fields.credentialsInBody?.toLowerCase() === 'false';
  return basic ? 'client_secret_basic' : 'client_secret_post';
}

/**
 * @param stored undefined where no credential is stored at all: then an input is missing.
 * @param now milliseconds since the epoch.
 * @throws Failure E_CREDENTIAL_NO_SECRET, E_INPUT_MISSING, and what reading certificates and keys
 * throws.
 */
export async function proofOf(
  kind: ProofKind,
  fields: Fields,
  stored: Statement | undefined,
  now: number,
): Promise<Proof> {
  switch (kind) {
    case 'secret':
      return secretProof(fields, stored);
    case 'certificate':
      return certificatePair(fields, now);
    case 'private-key': {
      const { signingKeyProof } = await import('./signing-key.ts');
      return signingKeyProof(fields, now);
    }
    case 'github-oidc':
      return { kind };
  }
}

/** With these ends what tools write in place of a secret that they do not show. */
const ENDS = '>})]*s\u2022\u25cf';

async function secretProof(
  { clientSecret }: Fields,
  stored: Statement | undefined,
): Promise<Proof> {
  if (clientSecret !== undefined) {
    if (ENDS.includes(clientSecret.at(-1) ?? '')) {
      (await import('./no-proof.ts')).refusePlaceholder(clientSecret);
    }
    return { kind: 'secret', clientSecret: visible(clientSecret, 'client secret') };
  }
  const { hiddenSecret, missingInput } = await import('./no-proof.ts');
  throw stored === undefined ? missingInput('client-secret') : hiddenSecret();
}

async function certificatePair({ certificate, privateKey }: Fields, now: number): Promise<Proof> {
  if (certificate !== undefined && privateKey !== undefined) {
    const { certificateProof } = await import('./certificate.ts');
    return certificateProof(certificate, privateKey, now);
  }
  const { halfPair } = await import('./no-proof.ts');
  throw halfPair(privateKey === undefined ? 'private key' : 'certificate');
}
