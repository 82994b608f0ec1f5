import type { Choices, Parts } from '../credentials/complete.ts';
import { Failure } from '../failure.ts';
import { listOf } from '../text.ts';
import type { TokenParameters } from '../token/token-request.ts';
import { hostPatterns, milliseconds, parameterLines, scopeNames, visible } from './input-values.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that the user says, checked. */
export interface Inputs {
  readonly credentials: string | undefined;
  readonly parts: Parts;
  readonly choices: Choices;
  readonly parameters: TokenParameters;
  readonly requireScopes: readonly string[];
  /** Undefined: any host. */
  readonly allowedHosts: readonly string[] | undefined;
  readonly caCertificate: string | undefined;
  /** Milliseconds for everything. */
  readonly timeout: number;
  readonly envPrefix: string | undefined;
}

/** The value of an input as the runner passes it, trimmed; undefined where it is empty. */
export function input(env: Environment, name: string): string | undefined {
  const value = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
  return value === '' ? undefined : value;
}

/**
 * Reads the inputs of the action.
 *
 * @throws Failure E_INPUT_INVALID, E_INPUT_CHARSET, E_INPUT_CONFLICT or E_NAME.
 */
export function readInputs(env: Environment): Inputs {
  const read = (name: string) => input(env, name);
  const credentials = read('credentials');
  const parts = readParts(env);
  const whole = parts.clientId !== undefined && parts.tokenUrl !== undefined;
  if (credentials !== undefined && whole && hasProof(parts)) {
    throw new Failure(
      'E_INPUT_CONFLICT',
      'The input credentials and the inputs client-id, client-secret (or certificate and private-key) and token-url are both complete credentials. Keep one of the two.',
    );
  }
  const allowedHosts = read('allowed-hosts');
  return {
    credentials,
    parts,
    choices: {
      provider: oneOf(env, 'provider', ['auto', 'xsuaa', 'ias', 'etrusted', 'oauth2']),
      authMethod: oneOf(env, 'auth-method', [
        'auto',
        'client_secret_post',
        'client_secret_basic',
        'tls_client_auth',
      ]),
      ...optional('endpoint', read('endpoint')),
    },
    parameters: readParameters(env),
    requireScopes: scopeNames(read('require-scopes') ?? '', 'require-scopes'),
    allowedHosts: allowedHosts === undefined ? undefined : hostPatterns(allowedHosts),
    caCertificate: read('ca-certificate'),
    timeout: milliseconds(read('timeout') ?? '60s'),
    envPrefix: envPrefix(read('env-prefix')),
  };
}

function readParts(env: Environment): Parts {
  const clientId = input(env, 'client-id');
  const clientSecret = input(env, 'client-secret');
  return {
    ...optional('clientId', clientId && visible(clientId, 'client-id')),
    ...optional('clientSecret', clientSecret && visible(clientSecret, 'client-secret')),
    ...optional('certificate', input(env, 'certificate')),
    ...optional('privateKey', input(env, 'private-key')),
    ...optional('tokenUrl', input(env, 'token-url')),
    ...optional('apiUrl', input(env, 'api-url')),
  };
}

function hasProof({ clientSecret, certificate, privateKey }: Parts): boolean {
  return clientSecret !== undefined || (certificate !== undefined && privateKey !== undefined);
}

function readParameters(env: Environment): TokenParameters {
  const scope = scopeNames(input(env, 'scope') ?? '', 'scope').join(' ');
  const audience = input(env, 'audience');
  const resource = (input(env, 'resource') ?? '').split(/\s+/).filter((value) => value !== '');
  const others = parameterLines(input(env, 'parameters') ?? '');
  const format = oneOf(env, 'token-format', ['', 'jwt', 'opaque']);
  const typed = {
    scope: scope !== '',
    audience: audience !== undefined,
    resource: resource.length > 0,
    token_format: format !== '',
  };
  for (const [name] of others) {
    if (typed[name as keyof typeof typed]) {
      throw new Failure(
        'E_INPUT_CONFLICT',
        `The parameter ${name} is given twice: by its own input and in parameters. RFC 6749 3.2 allows it once.`,
      );
    }
  }
  return {
    ...optional('scope', scope === '' ? undefined : scope),
    ...optional('audience', audience && visible(audience, 'audience')),
    resource: resource.map((value) => visible(value, 'resource')),
    ...optional('tokenFormat', format === '' ? undefined : format),
    others,
  };
}

function oneOf<T extends string>(env: Environment, name: string, allowed: readonly [T, ...T[]]): T {
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

const PREFIX = /^[A-Z][A-Z0-9_]{0,63}$/;
/** Names with these beginnings steer the runner, the shell or the loader of later steps. */
const RESERVED =
  /^(?:GITHUB|RUNNER|ACTIONS|INPUT|STATE|NODE|NPM|LD|DYLD|BASH|GIT|PATH|HOME|PYTHON|JAVA|RUBY|PERL)(?:_|$)/;

function envPrefix(prefix: string | undefined): string | undefined {
  if (prefix === undefined || (PREFIX.test(prefix) && !RESERVED.test(prefix))) return prefix;
  throw new Failure(
    'E_NAME',
    'The input env-prefix must be capital letters, digits and _, begin with a letter, and not with a name that belongs to the runner or the system, such as GITHUB or PATH. Example: CALM.',
  );
}

/** `{[name]: value}`, or nothing: absent members stay absent instead of undefined. */
function optional<N extends string, V>(
  name: N,
  value: V | undefined,
): { readonly [K in N]?: Exclude<V, undefined> } {
  return (value === undefined ? {} : { [name]: value }) as { [K in N]?: Exclude<V, undefined> };
}
