import { Failure } from '../base/failure.ts';
import { listOf, requireText } from '../base/text.ts';
import { durationOf } from '../base/time.ts';
import type { CredentialOptions, Overrides } from '../credentials/complete.ts';
import type { Environment, Runner } from '../runner/runner.ts';
import type { TokenParameters } from '../token/request.ts';
import { isScopeName } from '../token/response.ts';

/** What inputs are read from. */
export type InputReader = Pick<Runner, 'input'>;

/** All inputs that action.yml declares, held by test/action/unknown-inputs.test.ts. */
export const INPUTS: readonly string[] = [
  ...['credentials', 'client-id', 'client-secret', 'certificate', 'private-key', 'token-url'],
  ...['api-url', 'binding', 'provider', 'auth-method', 'endpoint', 'scope', 'audience', 'resource'],
  ...['token-format', 'parameters', 'require-scopes', 'allowed-hosts', 'assertion-audience'],
  ...['ca-certificate', 'timeout', 'env-prefix', 'credential-set', 'set-options', 'rotate'],
  ...['rotation', 'authority-login', 'github-token'],
];

/**
 * Variables of inputs that the action does not declare. The runner hands on whatever a step gives,
 * with a warning that is easily overlooked; an `env:` of the workflow may have such names, too.
 */
export function unknownInputs(env: Environment, declared: readonly string[] = INPUTS): string[] {
  const known = new Set(declared.map((name) => `INPUT_${name.toUpperCase()}`));
  return Object.keys(env).filter((name) => name.startsWith('INPUT_') && !known.has(name));
}

/** Everything that the user says, checked. */
export interface Inputs {
  readonly credentials: string | undefined;
  /** Which client is meant, where `credentials` holds several. */
  readonly binding: string | undefined;
  readonly overrides: Overrides;
  readonly credentialOptions: CredentialOptions;
  readonly requestOptions: RequestOptions;
  /** Milliseconds for everything. */
  readonly timeout: number;
  readonly envPrefix: string | undefined;
  /** Whether the stored credential is looked after first. */
  readonly rotate: 'never' | 'when-due' | 'always';
}

/** What a user may ask for or insist on beside the credential. */
export interface RequestOptions {
  readonly parameters: TokenParameters;
  readonly requireScopes: readonly string[];
  /** Undefined: any host. */
  readonly allowedHosts: readonly string[] | undefined;
  /** PEM. */
  readonly caCertificate: string | undefined;
  /** Whom GitHub's token is for (github_oidc); undefined: the origin of the token URL. */
  readonly assertionAudience?: string | undefined;
}

/**
 * Reads the inputs of the action.
 *
 * @throws Failure E_INPUT_INVALID, E_INPUT_CHARSET, E_INPUT_CONFLICT or E_NAME.
 */
export function readInputs(runner: InputReader): Inputs {
  const credentials = runner.input('credentials');
  const overrides: Overrides = {
    clientId: runner.input('client-id'),
    clientSecret: runner.input('client-secret'),
    certificate: runner.input('certificate'),
    privateKey: runner.input('private-key'),
    tokenUrl: runner.input('token-url'),
    apiUrl: runner.input('api-url'),
  };
  if (
    credentials !== undefined &&
    areComplete(overrides, runner.input('auth-method') === 'private_key_jwt')
  ) {
    throw twoCredentials();
  }
  const requestOptions = readRequestOptions(runner);
  const envPrefix = runner.input('env-prefix');
  return {
    credentials,
    binding: runner.input('binding'),
    overrides,
    credentialOptions: {
      provider: oneOf(runner, 'provider', ['auto', 'xsuaa', 'ias', 'etrusted', 'oauth2']),
      authMethod: oneOf(runner, 'auth-method', [
        'auto',
        'client_secret_post',
        'client_secret_basic',
        'tls_client_auth',
        'private_key_jwt',
        'github_oidc',
      ]),
      endpoint: runner.input('endpoint'),
    },
    requestOptions,
    timeout: timeoutOf(runner.input('timeout') ?? '60s'),
    rotate: oneOf(runner, 'rotate', ['never', 'when-due', 'always']),
    envPrefix: envPrefix === undefined ? undefined : checkedPrefix(envPrefix),
  };
}

/**
 * One part may override what is stored; two complete credentials leave open which one is meant.
 *
 * @param signs whether a private key is a proof by itself.
 */
function areComplete(overrides: Overrides, signs: boolean): boolean {
  const { clientId, tokenUrl, clientSecret, certificate, privateKey } = overrides;
  const proof = clientSecret ?? (certificate === undefined && !signs ? undefined : privateKey);
  return clientId !== undefined && tokenUrl !== undefined && proof !== undefined;
}

export function oneOf<T extends string>(
  runner: InputReader,
  name: string,
  allowed: readonly [T, ...T[]],
): T {
  const value = runner.input(name) ?? allowed[0];
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
export function timeoutOf(text: string): number {
  const value = durationOf(text, ['ms', 's', 'm']) ?? 0;
  if (value > 0 && value <= LONGEST) return value;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.',
  );
}

/**
 * Reads the inputs that say what kind of token is wanted, and where the credential may go.
 *
 * @throws Failure E_INPUT_INVALID, E_INPUT_CHARSET, E_INPUT_CONFLICT or E_PEM.
 */
export function readRequestOptions(runner: InputReader): RequestOptions {
  const allowedHosts = runner.input('allowed-hosts');
  const audience = runner.input('assertion-audience');
  return {
    parameters: readParameters(runner),
    requireScopes: scopeNames(runner.input('require-scopes') ?? '', 'require-scopes'),
    allowedHosts: allowedHosts === undefined ? undefined : hostPatterns(allowedHosts),
    caCertificate: runner.input('ca-certificate'),
    assertionAudience:
      audience === undefined ? undefined : requireText(audience, 'input assertion-audience'),
  };
}

function readParameters(runner: InputReader): TokenParameters {
  const scope = scopeNames(runner.input('scope') ?? '', 'scope').join(' ');
  const audience = runner.input('audience');
  const resource = (runner.input('resource') ?? '').split(/\s+/).filter((value) => value !== '');
  const format = oneOf(runner, 'token-format', ['', 'jwt', 'opaque']);
  const others = parameterLines(runner.input('parameters') ?? '');
  const typed: Record<string, boolean> = {
    scope: scope !== '',
    audience: audience !== undefined,
    resource: resource.length > 0,
    token_format: format !== '',
  };
  const twice = others.find(([name]) => typed[name] === true);
  if (twice !== undefined) {
    throw new Failure(
      'E_INPUT_CONFLICT',
      `The parameter ${twice[0]} is given twice: by its own input and in parameters.`,
      'RFC 6749 3.2 allows it once.',
    );
  }
  return {
    scope: scope === '' ? undefined : scope,
    audience: audience === undefined ? undefined : requireText(audience, 'input audience'),
    resource: resource.map((value) => requireText(value, 'input resource')),
    tokenFormat: format === '' ? undefined : format,
    others,
  };
}

/**
 * Scope names (RFC 6749 3.3), separated by white space. A comma beside it separates, too; one inside
 * a name is left there, since some servers want scopes so.
 */
export function scopeNames(text: string, name: string): string[] {
  const names = text
    .split(/\s+/)
    .map(withoutCommas)
    .filter((scope) => scope !== '');
  if (names.every(isScopeName)) return names;
  throw new Failure(
    'E_INPUT_CHARSET',
    `The input ${name} holds characters that RFC 6749 (3.3) does not allow in a scope.`,
    'Separate scopes by spaces.',
  );
}

function withoutCommas(name: string): string {
  let [start, end] = [0, name.length];
  while (name[start] === ',') start += 1;
  while (end > start && name[end - 1] === ',') end -= 1;
  return name.slice(start, end);
}

/** The default of the input allowed-hosts in action.yml and rotate/action.yml. */
const NO_LIMIT = 'no limit';

/**
 * Refuses an input allowed-hosts that is given and empty: an expression whose variable is not set
 * would open what it was meant to close. The runner gives the default where a step does not name the
 * input at all, and an empty text where it names it.
 *
 * @throws Failure E_INPUT_INVALID
 */
export function refuseBlankHosts(env: Environment): void {
  if (env['INPUT_ALLOWED-HOSTS']?.trim() === '') throw noHosts();
}

function noHosts(): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    'The input allowed-hosts is given, but names no host.',
    'Is the variable or secret of its expression set? Name the hosts, or remove the input from the step: then there is no limit.',
  );
}

const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9_][a-z0-9._-]*|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/**
 * Host names, separated by spaces, commas or line breaks; each may begin with `*.`. Undefined: any host.
 *
 * @throws Failure E_INPUT_INVALID
 */
export function hostPatterns(text: string): string[] | undefined {
  if (text === NO_LIMIT) return undefined;
  const patterns = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
  if (patterns.length === 0) throw noHosts();
  const wrong = patterns.findIndex((pattern) => !HOST_PATTERN.test(pattern));
  if (wrong === -1) return patterns;
  if (patterns[wrong]?.includes('*')) {
    throw new Failure(
      'E_INPUT_INVALID',
      `Host ${wrong + 1} of the input allowed-hosts has a star that is not its whole first part.`,
      'A star is possible at the beginning alone, as in *.hana.ondemand.com, where it is one part of the name or more. Name the hosts one by one, or shorten the pattern.',
    );
  }
  throw new Failure(
    'E_INPUT_INVALID',
    'The input allowed-hosts must list host names such as login.etrusted.com or *.hana.ondemand.com, without https:// and paths.',
  );
}

/**
 * The certificates of the input ca-certificate, in the form that TLS takes; PEM is read where there
 * are some.
 *
 * @throws Failure E_PEM
 */
export async function withCertificates<
  Options extends { readonly caCertificate?: string | undefined },
>(options: Options): Promise<Options> {
  if (options.caCertificate === undefined) return options;
  const { caCertificates } = await import('../http/network.ts');
  return { ...options, caCertificate: caCertificates(options.caCertificate) };
}

/** Set by this action itself, from inputs that mask them or because the grant is always the same. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
]);

/** `name=value` lines. */
export function parameterLines(text: string): [name: string, value: string][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const parameters = lines.map((line): [string, string] => {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(line) ?? [];
    if (/^[\w.-]+$/.test(name) && !OWN_PARAMETERS.has(name.toLowerCase())) {
      return [name, requireText(value.trim(), 'input parameters')];
    }
    throw new Failure(
      'E_INPUT_INVALID',
      'Each line of the input parameters must be name=value, and the name none of the parameters that the action sets itself (grant_type, client_id, client_secret, client_assertion).',
    );
  });
  if (new Set(parameters.map(([name]) => name)).size === parameters.length) return parameters;
  throw new Failure(
    'E_INPUT_CONFLICT',
    'The input parameters gives a name twice.',
    'RFC 6749 3.2 allows each parameter once.',
  );
}

/**
 * Families of variables that steer how later steps run or whom they log in as. Each is refused as a
 * whole: a tool that learns a new variable must not read a token, or a URL out of a credential, that
 * somebody else has put there. Names of services stay free, and so do families in which people name
 * variables themselves, such as TF_VAR.
 */
const RESERVED: readonly string[] = [
  // The runner: INPUT_API_URL is the input api_url of an action, STATE_... what its last part reads.
  ...['ACTIONS', 'GH', 'GITHUB', 'INPUT', 'RUNNER', 'STATE'],
  // The system: shells, loaders, what programs find each other by.
  ...['BASH', 'DYLD', 'GLIBC', 'HOME', 'LD', 'MALLOC', 'PATH', 'SSH', 'SSL', 'ZSH'],
  // Interpreters and what installs packages for them: npm, pip and Bundler take any setting so.
  ...['BUN', 'COREPACK', 'DENO', 'NODE', 'NPM', 'PNPM', 'YARN'],
  ...['CONDA', 'PIP', 'POETRY', 'PYTHON', 'TWINE', 'UV'],
  ...['GRADLE', 'JAVA', 'JDK', 'MAVEN'],
  ...['COR', 'COMPLUS', 'CORECLR', 'DOTNET', 'MSBUILD', 'NUGET'],
  ...['BUNDLE', 'BUNDLER', 'COMPOSER', 'GEM', 'LUA', 'PERL', 'PERL5', 'PHP', 'RUBY'],
  // Compilers and build tools.
  ...['CARGO', 'CMAKE', 'GCC', 'GIT', 'MAKE', 'RUST', 'RUSTC', 'RUSTUP'],
  // Containers and clouds: gcloud logs in with CLOUDSDK_AUTH_ACCESS_TOKEN, Terraform and others with
  // GOOGLE_OAUTH_ACCESS_TOKEN or DIGITALOCEAN_ACCESS_TOKEN, and so would show them this token.
  ...['BUILDKIT', 'DOCKER', 'HELM', 'KUBE', 'KUBERNETES'],
  ...['ARM', 'AWS', 'AZURE', 'CLOUDSDK', 'DIGITALOCEAN', 'GCLOUD', 'GOOGLE', 'PULUMI'],
];

/**
 * The beginning of the names of exported variables.
 *
 * @throws Failure E_NAME
 */
export function checkedPrefix(prefix: string): string {
  const isReserved = RESERVED.some((name) => prefix === name || prefix.startsWith(`${name}_`));
  if (/^[A-Z][A-Z0-9_]{0,63}$/.test(prefix) && !isReserved) return prefix;
  throw new Failure(
    'E_NAME',
    'The input env-prefix must be capital letters, digits and _, begin with a letter, and not with a name that belongs to the runner, the system or a common tool, such as GITHUB, PATH or AWS.',
    'Example: CALM.',
  );
}

function twoCredentials(): Failure {
  return new Failure(
    'E_INPUT_CONFLICT',
    'The input credentials and the inputs client-id, client-secret (or certificate and private-key) and token-url are both complete credentials.',
    'Keep one of the two.',
  );
}
