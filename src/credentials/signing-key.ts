import { Failure } from '../failure.ts';
import type { Proof } from './credential.ts';
import type { Fields } from './fields.ts';

/** TODO */
export function signingKeyProof({ privateKey, keyId, certificate }: Fields, _now: number): Proof {
  if (privateKey === undefined) throw new Failure('E_CREDENTIAL_NO_SECRET', '');
  return { kind: 'private-key', privateKey, keyId, certificate, expiresAt: undefined };
}
