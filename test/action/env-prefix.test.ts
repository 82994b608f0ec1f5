import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkedPrefix } from '../../src/action/inputs.ts';

/** Variables that something on a runner obeys, one or more of each family. */
const OBEYED = [
  ...['GITHUB_TOKEN', 'GITHUB_API_URL', 'GITHUB_ENV', 'GH_TOKEN', 'GH_HOST', 'ACTIONS_RUNTIME_URL'],
  ...['ACTIONS_ID_TOKEN_REQUEST_URL', 'RUNNER_TEMP', 'RUNNER_DEBUG', 'INPUT_ACCESS_TOKEN'],
  ...[
    'INPUT_API_URL',
    'STATE_ACCESS_TOKEN',
    'PATH',
    'HOME',
    'BASH_ENV',
    'ZSH_VERSION',
    'LD_PRELOAD',
  ],
  ...['LD_LIBRARY_PATH', 'DYLD_INSERT_LIBRARIES', 'GLIBC_TUNABLES', 'MALLOC_CONF', 'SSH_AUTH_SOCK'],
  ...['SSL_CERT_FILE', 'NODE_OPTIONS', 'NODE_EXTRA_CA_CERTS', 'NODE_PATH', 'NPM_CONFIG_REGISTRY'],
  ...[
    'NPM_TOKEN',
    'PNPM_HOME',
    'YARN_NPM_AUTH_TOKEN',
    'YARN_RC_FILENAME',
    'BUN_INSTALL',
    'DENO_DIR',
  ],
  ...['DENO_AUTH_TOKENS', 'COREPACK_NPM_REGISTRY', 'PYTHONSTARTUP', 'PYTHON_GIL', 'PIP_INDEX_URL'],
  ...[
    'UV_INDEX_URL',
    'POETRY_PYPI_TOKEN_PYPI',
    'CONDA_PREFIX',
    'TWINE_PASSWORD',
    'JAVA_TOOL_OPTIONS',
  ],
  ...['JDK_JAVA_OPTIONS', 'MAVEN_OPTS', 'GRADLE_OPTS', 'RUBY_GC_HEAP_INIT_SLOTS', 'GEM_HOME'],
  ...[
    'BUNDLE_GEMFILE',
    'BUNDLER_VERSION',
    'PERL_MM_OPT',
    'PERL5_DEBUG',
    'LUA_INIT',
    'PHP_INI_SCAN_DIR',
  ],
  ...[
    'COMPOSER_AUTH',
    'DOTNET_STARTUP_HOOKS',
    'COMPLUS_JitDisasm',
    'CORECLR_PROFILER',
    'COR_PROFILER',
  ],
  ...[
    'NUGET_PACKAGES',
    'MSBUILD_EXE_PATH',
    'GCC_EXEC_PREFIX',
    'MAKE_COMMAND',
    'CMAKE_TOOLCHAIN_FILE',
  ],
  ...['CARGO_REGISTRY_TOKEN', 'RUST_LOG', 'RUSTC_WRAPPER', 'RUSTUP_DIST_SERVER', 'GIT_SSH_COMMAND'],
  ...['GIT_CONFIG_COUNT', 'DOCKER_HOST', 'DOCKER_CONFIG', 'BUILDKIT_HOST', 'KUBE_CONFIG_PATH'],
  ...['KUBERNETES_SERVICE_HOST', 'HELM_PLUGINS', 'AWS_ACCESS_KEY_ID', 'AWS_ENDPOINT_URL'],
  ...[
    'AZURE_CLIENT_ID',
    'ARM_CLIENT_ID',
    'GOOGLE_OAUTH_ACCESS_TOKEN',
    'CLOUDSDK_AUTH_ACCESS_TOKEN',
  ],
  ...['GCLOUD_PROJECT', 'DIGITALOCEAN_ACCESS_TOKEN', 'PULUMI_ACCESS_TOKEN'],
];
/** No name that the action makes can be one of these, whatever the prefix: none ends so. */
const UNREACHABLE = [
  'PYTHONSTARTUP',
  'PYTHONPATH',
  'RUBYOPT',
  'PERL5OPT',
  'RUSTFLAGS',
  'MAKEFLAGS',
];
const SUFFIXES = ['_ACCESS_TOKEN', '_API_URL', '_EXPIRES_AT'];

function isTaken(prefix: string): boolean {
  try {
    return checkedPrefix(prefix) === prefix;
  } catch (error) {
    expect(error).toMatchObject({ code: 'E_NAME' });
    // The prefix itself is not repeated.
    expect((error as Error).message).toMatch(/^The input env-prefix must be capital letters/);
    return false;
  }
}

test.each(OBEYED.filter((name) => name.includes('_')))('the family of %s is refused', (name) => {
  const family = name.slice(0, name.indexOf('_'));
  expect(isTaken(family)).toBe(false);
  expect(isTaken(`${family}_X`)).toBe(false);
  expect(isTaken(`${family}_`)).toBe(false);
  // A name that only begins with the same letters belongs to nobody.
  expect(isTaken(`${family}XQ`)).toBe(true);
});

test('no variable that something obeys can be written', () => {
  const known = [...OBEYED, ...UNREACHABLE];
  for (const name of known) {
    for (const suffix of SUFFIXES.filter((each) => name.endsWith(each))) {
      expect(isTaken(name.slice(0, -suffix.length)), name).toBe(false);
    }
  }
  expect(UNREACHABLE.filter((name) => SUFFIXES.some((suffix) => name.endsWith(suffix)))).toEqual(
    [],
  );
});

test.each(['CALM', 'A', 'ETRUSTED_2', 'TF_VAR', 'ORG_GRADLE_PROJECT', 'PATHS', 'USER_SERVICE'])(
  '%s is taken',
  (prefix) => {
    expect(isTaken(prefix)).toBe(true);
  },
);

test('any text is refused, or makes three names of capital letters, digits and _', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 70 }),
    fc.stringMatching(/^[A-Z_][A-Z0-9_=\n]{0,70}$/),
    fc.constantFrom(...OBEYED, 'A\n', 'A=B', 'A B', 'a', '', '_A', '1A', 'A\u0000', 'A\u2028'),
  );
  fc.assert(
    fc.property(text, (prefix) => {
      if (!isTaken(prefix)) return;
      for (const suffix of SUFFIXES) {
        expect(prefix + suffix).toMatch(/^[A-Z][A-Z0-9_]+$/);
        expect(OBEYED).not.toContain(prefix + suffix);
      }
      expect(prefix.length).toBeLessThanOrEqual(64);
    }),
    { numRuns: 2000 },
  );
});
