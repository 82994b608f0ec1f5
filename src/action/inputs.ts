import type { Choices, Parts } from '../credentials/complete.ts';
import { Failure } from '../failure.ts';
import { listOf } from '../text.ts';
import type { TokenParameters } from '../token/token-request.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that the user says, checked. */
export interface Inputs {
  readonly credentials: string | undefined;
  /** Which client is meant, where `credentials` holds several. */
  readonly binding: string | undefined;
  readonly parts: Parts;
  readonly choices: Choices;
  readonly wishes: Wishes;
  /** Milliseconds for everything. */
  readonly timeout: number;
  readonly envPrefix: string | undefined;
  /** Whether the stored credential is looked after first. */
  readonly rotate: 'never' | 'when-due' | 'always';
}

/** What a user may ask for or insist on beside the credential. */
export interface Wishes {
  readonly parameters: TokenParameters;
  readonly requireScopes: readonly string[];
  /** Undefined: any host. */
  readonly allowedHosts: readonly string[] | undefined;
  /** PEM. */
  readonly caCertificate: string | undefined;
}

const NO_WISHES: Wishes = {
  parameters: { resource: [], others: [] },
  requireScopes: [],
  allowedHosts: undefined,
  caCertificate: undefined,
};

const WISHES = [
  'scope',
  'audience',
  'resource',
  'token-format',
  'parameters',
  'require-scopes',
  'allowed-hosts',
  'ca-certificate',
];

/** The value of an input as the runner passes it, trimmed; undefined where it is empty. */
export function input(env: Environment, name: string): string | undefined {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
  return value === '' ? undefined : value;
}

/**
 * Reads the inputs of the action.
 *
 * @throws Failure E_INPUT_INVALID, E_INPUT_CHARSET, E_INPUT_CONFLICT or E_NAME.
 */
export async function readInputs(env: Environment): Promise<Inputs> {
  const credentials = input(env, 'credentials');
  const parts: Parts = {
    clientId: input(env, 'client-id'),
    clientSecret: input(env, 'client-secret'),
    certificate: input(env, 'certificate'),
    privateKey: input(env, 'private-key'),
    tokenUrl: input(env, 'token-url'),
    apiUrl: input(env, 'api-url'),
  };
  if (
    credentials !== undefined &&
    areComplete(parts, input(env, 'auth-method') === 'private_key_jwt')
  ) {
    throw (await import('./mistakes.ts')).twoCredentials();
  }
  // Most steps wish nothing, so what reads wishes is loaded by those that do.
  const wishes = WISHES.some((name) => input(env, name) !== undefined)
    ? (await import('./wishes.ts')).readWishes(env)
    : NO_WISHES;
  const envPrefix = input(env, 'env-prefix');
  return {
    credentials,
    binding: input(env, 'binding'),
    parts,
    choices: {
      provider: oneOf(env, 'provider', ['auto', 'xsuaa', 'ias', 'etrusted', 'oauth2']),
      authMethod: oneOf(env, 'auth-method', [
        'auto',
        'client_secret_post',
        'client_secret_basic',
        'tls_client_auth',
        'private_key_jwt',
        'github_oidc',
      ]),
      endpoint: input(env, 'endpoint'),
    },
    wishes,
    timeout: milliseconds(input(env, 'timeout') ?? '60s'),
    rotate: oneOf(env, 'rotate', ['never', 'when-due', 'always']),
    envPrefix:
      envPrefix === undefined
        ? undefined
        : (await import('./env-prefix.ts')).checkedPrefix(envPrefix),
  };
}

/**
 * One part may override what is stored; two complete credentials leave open which one is meant.
 *
 * @param signs whether a private key is a proof by itself.
 */
function areComplete(parts: Parts, signs: boolean): boolean {
  const { clientId, tokenUrl, clientSecret, certificate, privateKey } = parts;
  const proof = clientSecret ?? (certificate === undefined && !signs ? undefined : privateKey);
  return clientId !== undefined && tokenUrl !== undefined && proof !== undefined;
}

export function oneOf<T extends string>(
  env: Environment,
  name: string,
  allowed: readonly [T, ...T[]],
): T {
  const value = input(env, name) ?? allowed[0];
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  throw new Failure(
    'E_INPUT_INVALID',
    `The input ${name} must be ${listOf(
      allowed.filter((candidate) => candidate !== ''),
      'or',
    )}.`,
  );
}

const LONGEST = 60 * 60_000;

/** `60s`, `500ms` or `2m`, in milliseconds. There is no silent default: what is unclear fails. */
export function milliseconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
  const value = Number(count) * ({ ms: 1, s: 1000, m: 60_000 }[unit] ?? 0);
  if (value > 0 && value <= LONGEST) return value;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.',
  );
}
