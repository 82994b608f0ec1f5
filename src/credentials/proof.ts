import { Failure, type Warning } from '../base/failure.ts';
import type { JsonObject } from '../base/json.ts';
import { listOf, plainName, requireText } from '../base/text.ts';
import { certificateProof, signingKeyProof } from './certificate.ts';
import type { AuthMethod, Proof, ProofKind, ProviderName } from './credential.ts';
import type { Draft, Overrides } from './draft.ts';
import type { Fields } from './fields.ts';

/** What each authentication method proves itself with. */
const KINDS: Readonly<Record<AuthMethod, ProofKind>> = {
  client_secret_post: 'secret',
  client_secret_basic: 'secret',
  tls_client_auth: 'certificate',
  private_key_jwt: 'private-key',
  github_oidc: 'github-oidc',
};

/**
 * How the client proves itself: as the input auth-method says, else by the proof among the inputs,
 * else by that of the credential. There a credential type decides; without one, a certificate counts
 * if there is no secret, and a private key without a certificate signs.
 *
 * @throws Failure E_INPUT_CONFLICT
 */
export function proofKind({ fields, overrides, options: { authMethod } }: Draft): ProofKind {
  if (authMethod !== 'auto') return KINDS[authMethod];
  const { clientSecret, certificate, privateKey } = overrides;
  const typed = certificate ?? privateKey;
  if (clientSecret !== undefined && typed !== undefined) {
    throw new Failure(
      'E_INPUT_CONFLICT',
      'The inputs client-secret and certificate or private-key are both set; a client proves itself in one way (RFC 6749 2.3).',
      'Remove one, or set auth-method.',
    );
  }
  if (clientSecret !== undefined) return 'secret';
  if (signsOnly(fields, overrides)) return 'private-key';
  return typed === undefined ? storedKind(fields) : 'certificate';
}

function storedKind({ credentialType, clientSecret, certificate, certUrl }: Fields): ProofKind {
  if (credentialType !== undefined) {
    return /x509|certificate/i.test(credentialType) ? 'certificate' : 'secret';
  }
  const hasCertificate = (certificate ?? certUrl) !== undefined;
  return clientSecret === undefined && hasCertificate ? 'certificate' : 'secret';
}

/** Is there a private key that can do nothing but sign, or that is registered to do so? */
function signsOnly(fields: Fields, overrides: Overrides): boolean {
  const { privateKey, certificate, certUrl, credentialType, clientSecret } = fields;
  if (privateKey === undefined) return false;
  if (registeredMethod(fields) === 'private_key_jwt') return true;
  const other = overrides.privateKey === undefined ? clientSecret : undefined;
  return (certificate ?? certUrl ?? credentialType ?? other) === undefined;
}

/** Two-legged OAuth under a name of its own: SAP Ariba's `openapi_2lo`. */
export const TWO_LEGGED = /^[a-z][a-z0-9]*_(?:2lo|2legged|two_legged)$/;

/** The methods of RFC 7591 2 and what Spring and Postman call them. */
const REGISTERED: ReadonlyMap<string, AuthMethod> = new Map([
  ['clientsecretpost', 'client_secret_post'],
  ['post', 'client_secret_post'],
  ['body', 'client_secret_post'],
  ['clientsecretbasic', 'client_secret_basic'],
  ['basic', 'client_secret_basic'],
  ['header', 'client_secret_basic'],
  ['tlsclientauth', 'tls_client_auth'],
  ['selfsignedtlsclientauth', 'tls_client_auth'],
  ['privatekeyjwt', 'private_key_jwt'],
]);

function registeredMethod({ authMethod }: Fields): AuthMethod | undefined {
  return REGISTERED.get(plainName(authMethod ?? ''));
}

/** The authentication method of a client with such a proof. */
export function authMethodOf(
  kind: ProofKind,
  fields: Fields,
  chosen: AuthMethod | 'auto',
): AuthMethod {
  if (chosen !== 'auto') return chosen;
  if (kind === 'certificate') return 'tls_client_auth';
  if (kind === 'private-key') return 'private_key_jwt';
  const registered = registeredMethod(fields);
  if (registered !== undefined && KINDS[registered] === kind) return registered;
  // Destinations of SAP BTP say so if their server reads no credentials in the body; what SAP Ariba
  // calls its grant is sent to a server that takes Basic alone.
  const basic =
    fields.credentialsInBody?.toLowerCase() === 'false' || TWO_LEGGED.test(fields.grantType ?? '');
  return basic ? 'client_secret_basic' : 'client_secret_post';
}

/** A word where a credential says how its client authenticates, and it does so in another way. */
export function unusedMethod(
  kind: ProofKind,
  fields: Fields,
  chosen: AuthMethod | 'auto',
): readonly Warning[] {
  const { authMethod } = fields;
  if (authMethod === undefined || chosen !== 'auto') return [];
  const used = authMethodOf(kind, fields, chosen);
  if (registeredMethod(fields) === used) return [];
  const isTls = used === 'tls_client_auth' && KINDS[registeredMethod(fields) ?? used] === kind;
  if (isTls) return [];
  const named = /^[\w-]{1,40}$/.test(authMethod) ? authMethod : 'that is not known';
  const text = `The credential names the authentication method ${named}; ${used} is used, for which it holds what is needed.`;
  return [{ code: 'W_STORED_UNUSED', text }];
}

/**
 * The proof of such a kind.
 *
 * @param now milliseconds since the epoch.
 * @throws Failure E_CREDENTIAL_NO_SECRET, E_INPUT_MISSING, and what reading certificates and keys
 * throws.
 */
export function proofOf(kind: ProofKind, { fields, stored, options }: Draft, now: number): Proof {
  if (stored === undefined && INPUTS_OF_PROOF[kind].some((name) => isMissing(fields, name))) {
    throw missingInputs(kind, fields, options.provider);
  }
  switch (kind) {
    case 'secret':
      return secretProof(fields, stored?.document ?? {});
    case 'certificate':
      return certificatePair(fields, now);
    case 'private-key':
      return signingKeyProof(fields, now);
    case 'github-oidc':
      return { kind };
  }
}

function secretProof({ clientSecret }: Fields, document: JsonObject): Proof {
  if (clientSecret === undefined) throw missingSecret(document);
  return { kind: 'secret', clientSecret: requireText(clientSecret, 'client secret') };
}

function certificatePair({ certificate, privateKey }: Fields, now: number): Proof {
  if (certificate !== undefined && privateKey !== undefined) {
    return certificateProof(certificate, privateKey, now);
  }
  throw halfPair(privateKey === undefined ? 'private key' : 'certificate');
}

function missingSecret(document: JsonObject): Failure {
  if (Object.values(document).some(isPrivateJwk)) {
    return new Failure(
      'E_CREDENTIAL_NO_SECRET',
      'The credential holds a client id and a private key as a JWK, but no secret.',
      'Give the key as PEM in the input private-key, with auth-method: private_key_jwt.',
    );
  }
  return new Failure(
    'E_CREDENTIAL_NO_SECRET',
    'The credential holds a client id but no secret. Only the output of create shows it: the output of get and keys with a hidden secret do not.',
    'Create a new credential and store what that prints.',
  );
}

/** RFC 7517 4.1, RFC 7518 6: a key with its type and a private part. */
function isPrivateJwk(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'kty' in value && 'd' in value;
}

function halfPair(missing: 'certificate' | 'private key'): Failure {
  const signs =
    'If the server knows the client by the public key alone, set auth-method: private_key_jwt.';
  return new Failure(
    'E_CREDENTIAL_NO_SECRET',
    `The credential authenticates with a certificate, but there is no ${missing} in it.`,
    'Give it in the inputs certificate and private-key, or create a key whose certificate is made by the issuer.' +
      (missing === 'certificate' ? ` ${signs}` : ''),
  );
}

const FIELD_OF_INPUT = {
  'client-id': 'clientId',
  'client-secret': 'clientSecret',
  certificate: 'certificate',
  'private-key': 'privateKey',
  'token-url': 'tokenUrl',
} as const satisfies Readonly<Record<string, keyof Fields>>;

type InputOfClient = keyof typeof FIELD_OF_INPUT;

const INPUTS_OF_PROOF: Readonly<Record<ProofKind, readonly InputOfClient[]>> = {
  secret: ['client-secret'],
  certificate: ['certificate', 'private-key'],
  'private-key': ['private-key'],
  'github-oidc': [],
};

function isMissing(fields: Fields, name: InputOfClient): boolean {
  return fields[FIELD_OF_INPUT[name]] === undefined;
}

/**
 * The failure of a credential in separate inputs that lacks one: which there are, and which not.
 *
 * @param fields the inputs.
 */
export function missingInputs(
  kind: ProofKind,
  fields: Fields,
  provider: ProviderName | 'auto',
): Failure {
  const needed: readonly InputOfClient[] = [
    'client-id',
    ...INPUTS_OF_PROOF[kind],
    // The host of eTrusted is known.
    ...(provider === 'etrusted' ? [] : ['token-url' as const]),
  ];
  const there = (Object.keys(FIELD_OF_INPUT) as InputOfClient[]).filter(
    (name) => !isMissing(fields, name),
  );
  const missing = needed.filter((name) => isMissing(fields, name));
  return new Failure(
    'E_INPUT_MISSING',
    there.length === 0
      ? `There is no credential: the inputs credentials, ${listOf(needed)} are all empty.`
      : `Of the inputs of a credential there are ${listOf(there)}; missing: ${listOf(missing)}.`,
    'Give the input credentials, or all of the others. A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.',
  );
}
