import { Failure } from '../failure.ts';

// What is said where a client has nothing to prove itself with; loaded by the steps that lack it.

/** What tools write in place of a secret that they do not show. */
const PLACEHOLDER =
  /^(?:<<.*>>|\$\{\{.*\}\}|\*{3,}|[\u2022\u25cf]+|\[REDACTED\]|\[PRIVATE DATA HIDDEN\]|[(<]sensitive(?: value)?[)>]|\d+ bytes)$/s;

/**
 * Before anything is sent: some servers lock a client after a few wrong secrets.
 *
 * @throws Failure E_CREDENTIAL_NO_SECRET
 */
export function refusePlaceholder(clientSecret: string): void {
  if (!PLACEHOLDER.test(clientSecret)) return;
  throw new Failure(
    'E_CREDENTIAL_NO_SECRET',
    'In place of the client secret stands what a tool writes where it does not show a secret. Export the credential with its secrets, or take it from where it was issued.',
  );
}

export function hiddenSecret(): Failure {
  return new Failure(
    'E_CREDENTIAL_NO_SECRET',
    'The credential holds a client id but no secret. Only the output of create shows it: the output of get and keys with a hidden secret do not. Create a new credential and store what that prints.',
  );
}

export function halfPair(missing: string): Failure {
  return new Failure(
    'E_CREDENTIAL_NO_SECRET',
    `The credential authenticates with a certificate, but there is no ${missing} in it. ` +
      'Give it in the inputs certificate and private-key, or create a key whose certificate is made by the issuer.',
  );
}

export function missingInput(input: string): Failure {
  return new Failure(
    'E_INPUT_MISSING',
    `There is no ${input}: give the input credentials, or the inputs client-id, client-secret and token-url. ` +
      'A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
  );
}
