import { Failure } from '../failure.ts';

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
    'The input env-prefix must be capital letters, digits and _, begin with a letter, and not with a name that belongs to the runner, the system or a common tool, such as GITHUB, PATH or AWS. Example: CALM.',
  );
}
