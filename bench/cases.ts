import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { parseFileCommand } from '../test/runner/file-commands.ts';
import type { RotationVisit } from './servers/rotation-servers.ts';
import type { RotationServers, TokenServer } from './servers/start.ts';
import { CLIENT, memberSecret } from './servers/token-response.ts';
import { bytesBelow } from './sizes.ts';

type Environment = Readonly<Record<string, string>>;

/** One of the programs that are compared. */
export interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Environment;
  /** What a checkout has put into the workspace: paths and texts. */
  readonly workspace?: Readonly<Record<string, string>>;
  readonly watch: Watch;
  /** Bytes of code that come with it. */
  readonly code?: number;
}

/** Called before a run. What it returns is called after it and says what the run did wrong. */
export type Watch = () => Promise<(ended: Ended) => Promise<readonly string[]>>;

interface Ended {
  readonly stdout: string;
  /** The text of the file of outputs. */
  readonly output: string;
}

export interface RotationCase extends Case {
  /** What the servers have seen of each run so far. */
  readonly visits: readonly RotationVisit[];
}

/** What one build is measured with. */
export interface Build {
  readonly name: string;
  readonly token: Case;
  /** A set of one credential, and of many of the same origin. */
  readonly set: { readonly one: Case; readonly many: Case };
  /** Of a credential that is not due. */
  readonly rotation: RotationCase;
}

/** What all cases are compared with. */
export const BASELINE = 'node -e 0';
export const CURL = 'curl + jq';

export interface Cases {
  readonly baseline: Case;
  /** Undefined if it is skipped. */
  readonly curl: Case | undefined;
  /** Shown beside the others; no gate refers to them. */
  readonly peers: readonly Case[];
  /** The builds of the action; the gates are for the first. */
  readonly builds: readonly [Build, ...Build[]];
  readonly skipped: readonly string[];
}

export interface Surroundings {
  /** An empty folder that is removed at the end. */
  readonly folder: string;
  /** The one certificate that the server's is signed with. */
  readonly caFile: string;
  /** The roots that Node brings along, and that certificate. */
  readonly rootsFile: string;
  readonly server: TokenServer;
  readonly rotation: RotationServers;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HERE = fileURLToPath(new URL('cases/', import.meta.url));
export const SET_SIZE = 1000;
const NCC_TIMEOUT = 120_000;

/** The rotation action that belongs to a build of the token action. */
export function rotationBeside(action: string): string {
  return join(dirname(action), 'rotate.cjs');
}

/** @param actions the files to measure, first the one that the gates are for */
export async function makeCases(
  actions: readonly [string, ...string[]],
  { folder, caFile, rootsFile, server, rotation }: Surroundings,
): Promise<Cases> {
  const tools = { bash: find('bash'), curl: find('curl'), jq: find('jq') };
  const missing = Object.entries(tools).flatMap(([name, file]) => (file ? [] : [name]));
  const path = [...new Set(Object.values(tools).flatMap((tool) => (tool ? [dirname(tool)] : [])))];
  const home = join(folder, 'home');
  await mkdir(home);
  const env = jobEnvironment(home, path.join(delimiter), caFile);
  const tokenEnv = { ...env, ...(await inputDefaults('action.yml')) };
  const rotationEnv = {
    ...env,
    ...(await inputDefaults('rotate/action.yml')),
    // The servers of the benchmark are none of SAP's.
    ...inputs({ 'allowed-hosts': 'localhost 127.0.0.1' }),
  };
  const tokenUrl = `${server.url}/oauth/token`;
  const oneToken = fetching(server, 1);

  const set = (file: string, size: number, name: string): Case => ({
    name,
    argv: [process.execPath, file],
    env: { ...tokenEnv, ...inputs({ 'credential-set': credentialSet(server.url, size) }) },
    watch: fetching(server, size),
  });
  const build = async (file: string, index: number): Promise<Build> => {
    const name = buildName(index, actions.length);
    const called = (what: string) => (index === 0 ? what : `${what}, ${name}`);
    return {
      name,
      token: {
        name,
        argv: [process.execPath, file],
        env: { ...tokenEnv, ...inputs({ credentials: serviceKey(server.url) }) },
        watch: oneToken,
        code: await bytesBelow(dirname(file)),
      },
      set: {
        one: set(file, 1, called('a set of 1')),
        many: set(file, SET_SIZE, called(`a set of ${SET_SIZE}`)),
      },
      rotation: rotationCase(
        called('rotation, not due'),
        rotationBeside(file),
        rotationEnv,
        rotation,
      ),
    };
  };
  const curl = (name: string, ca: string): Case[] =>
    tools.bash && missing.length === 0
      ? [curlCase(name, tools.bash, { ...env, CA_FILE: ca, TOKEN_URL: tokenUrl }, oneToken)]
      : [];
  const clientEnv = {
    ...env,
    ...inputs({ 'token-url': tokenUrl, 'client-id': CLIENT.id, 'client-secret': CLIENT.secret }),
  };
  const [first, ...others] = actions;

  return {
    baseline: {
      name: BASELINE,
      argv: [process.execPath, '-e', '0'],
      env,
      watch: async () => async () => [],
    },
    // On a runner curl reads the system's roots each time, about as many as Node brings along.
    curl: curl(CURL, rootsFile)[0],
    peers: [
      ...curl(`${CURL}, one root`, caFile),
      {
        name: 'bare node:https',
        argv: [process.execPath, join(HERE, 'bare-https.cjs')],
        env: clientEnv,
        watch: oneToken,
      },
      await naiveCase(join(folder, 'naive'), clientEnv, oneToken),
    ],
    builds: [
      await build(first, 0),
      ...(await Promise.all(others.map((file, index) => build(file, index + 1)))),
    ],
    skipped: missing.length === 0 ? [] : [`${CURL}: ${missing.join(', ')} not found in PATH`],
  };
}

/** The files are on the machine of whoever measures, so the page does not name them. */
function buildName(index: number, builds: number): string {
  if (index === 0) return 'this action';
  return builds === 2 ? 'the build before' : `build ${index + 1}`;
}

/** Each run makes so many requests, one a token, and masks and writes the token that is looked for. */
function fetching(server: TokenServer, tokens: number): Watch {
  return async () => {
    const before = await server.requests();
    return async ({ stdout, output }) => {
      const requests = (await server.requests()) - before;
      return [
        ...(requests === tokens ? [] : [`made ${requests} requests, expected ${tokens}`]),
        ...(output.includes(server.token) ? [] : ['wrote no output with the token']),
        ...(stdout.includes(`::add-mask::${server.token}`) ? [] : ['did not mask the token']),
      ];
    };
  };
}

function rotationCase(
  name: string,
  file: string,
  env: Environment,
  servers: RotationServers,
): RotationCase {
  const visits: RotationVisit[] = [];
  return {
    name,
    argv: [process.execPath, file],
    env: { ...env, ...servers.env, ...inputs(servers.inputs) },
    workspace: servers.workspace,
    visits,
    watch: async () => {
      await servers.begin();
      return async ({ output }) => {
        const visit = await servers.seen();
        visits.push(visit);
        const state = parseFileCommand(output)['state'];
        return [
          ...(state === 'not-due' ? [] : [`gave the state ${state}, expected not-due`]),
          ...visit.writes.map((write) => `wrote: ${write}`),
          ...visit.complaints,
        ];
      };
    },
  };
}

/**
 * What a job sees of a hosted runner, built from nothing: whatever the caller's shell exports (a
 * NODE_EXTRA_CA_CERTS with a hundred certificates, say) would be measured with every case.
 *
 * @param home an empty folder, so that no ~/.curlrc or the like takes part
 * @param path value of PATH
 * @param caFile the one certificate that the server's is signed with
 */
function jobEnvironment(home: string, path: string, caFile: string): Environment {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: 'octocat',
    GITHUB_API_URL: 'https://api.github.com',
    GITHUB_EVENT_NAME: 'workflow_dispatch',
    GITHUB_JOB: 'release',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REPOSITORY: 'octocat/portal',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1000000001',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_SHA: '0123456789abcdef0123456789abcdef01234567',
    GITHUB_WORKFLOW: 'release',
    HOME: home,
    LANG: 'C.UTF-8',
    NODE_EXTRA_CA_CERTS: caFile,
    PATH: path,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_OS: 'Linux',
  };
}

function curlCase(name: string, bash: string, env: Environment, watch: Watch): Case {
  return {
    name,
    // As the runner starts a `run` step with `shell: bash`.
    argv: [bash, '--noprofile', '--norc', '-eo', 'pipefail', join(HERE, 'curl-jq.sh')],
    env: { ...env, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret },
    watch,
  };
}

async function naiveCase(folder: string, env: Environment, watch: Watch): Promise<Case> {
  await promisify(execFile)(
    process.execPath,
    [
      join(ROOT, 'node_modules/@vercel/ncc/dist/ncc/cli.js'),
      ...['build', join(HERE, 'naive/index.js'), '--out', folder, '--no-cache', '--quiet'],
    ],
    { timeout: NCC_TIMEOUT },
  );
  return {
    name: 'naive action',
    argv: [process.execPath, join(folder, 'index.js')],
    env,
    watch,
    code: await bytesBelow(folder),
  };
}

/** The runner sets a variable for every declared input, empty where there is no default. */
async function inputDefaults(file: string): Promise<Environment> {
  const metadata = parse(await readFile(join(ROOT, file), 'utf8')) as {
    inputs: Record<string, { default?: string | boolean } | null>;
  };
  const defaults = Object.entries(metadata.inputs).map(([name, input]) => [
    name,
    String(input?.default ?? ''),
  ]);
  return inputs(Object.fromEntries(defaults));
}

/** The variables that a runner makes of inputs. */
function inputs(values: Readonly<Record<string, string>>): Environment {
  const named = Object.entries(values).map(([name, value]) => [
    `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
    value,
  ]);
  return Object.fromEntries(named);
}

/** An XSUAA service key on one line, as it is stored in a secret. */
function serviceKey(url: string): string {
  return JSON.stringify({
    apiurl: url,
    clientid: CLIENT.id,
    clientsecret: CLIENT.secret,
    'credential-type': 'binding-secret',
    identityzone: 'bench',
    identityzoneid: CLIENT.zone,
    sburl: url,
    subaccountid: CLIENT.zone,
    tenantid: CLIENT.zone,
    tenantmode: 'dedicated',
    uaadomain: new URL(url).host,
    url,
    verificationkey: '-----BEGIN PUBLIC KEY-----\nFAKEFAKEFAKE\n-----END PUBLIC KEY-----',
    xsappname: CLIENT.application,
    zoneid: CLIENT.zone,
  });
}

/** Keys of the least length; the last one is the client whose token the benchmark looks for. */
function credentialSet(url: string, size: number): string {
  const key = (id: string, secret: string) =>
    JSON.stringify({ clientid: id, clientsecret: secret, url });
  const members = Array.from({ length: size - 1 }, (_, index) => `sb-m${index}!t1`);
  const lines = members.map((id, index) => `n${index}=${key(id, memberSecret(id))}`);
  return [...lines, `known=${key(CLIENT.id, CLIENT.secret)}`].join('\n');
}

function find(program: string): string | undefined {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}
