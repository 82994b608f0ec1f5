import { Failure } from '../failure.ts';

// What is said of mistakes in a workflow; loaded by the steps that make them.

export function weakTls(): Failure {
  return new Failure(
    'E_TLS_DISABLED',
    'NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of server certificates, so the credential could go to anybody. Remove it; give a private CA in the input ca-certificate.',
  );
}

export function twoCredentials(): Failure {
  return new Failure(
    'E_INPUT_CONFLICT',
    'The input credentials and the inputs client-id, client-secret (or certificate and private-key) and token-url are both complete credentials. Keep one of the two.',
  );
}
