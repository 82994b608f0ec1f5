import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { parse } from 'yaml';
import { bytesBelow } from './code-size.ts';
import { jobEnvironment } from './environment.ts';
import { CLIENT, memberSecret } from './token-response.ts';

/** One of the programs that are compared. */
export interface Case {
  readonly name: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** How many tokens it fetches, each with one request, and writes to an output. */
  readonly tokens: number;
  /** Bytes of code that come with it. */
  readonly code?: number;
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
  readonly actions: readonly [Case, ...Case[]];
  /** The first build with a set of one credential, and of many of the same origin. */
  readonly set: { readonly one: Case; readonly many: Case };
  readonly skipped: readonly string[];
}

export interface Surroundings {
  /** An empty folder that is removed at the end. */
  readonly folder: string;
  /** The one certificate that the server's is signed with. */
  readonly caFile: string;
  /** The roots that Node brings along, and that certificate. */
  readonly rootsFile: string;
  /** Where the token server listens. */
  readonly url: string;
}

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const HERE = fileURLToPath(new URL('cases/', import.meta.url));
export const SET_SIZE = 1000;
const NCC_TIMEOUT = 120_000;

/** @param actions the files to measure, first the one that the gates are for */
export async function makeCases(
  actions: readonly [string, ...string[]],
  { folder, caFile, rootsFile, url }: Surroundings,
): Promise<Cases> {
  const tools = { bash: find('bash'), curl: find('curl'), jq: find('jq') };
  const path = [...new Set(Object.values(tools).flatMap((tool) => (tool ? [dirname(tool)] : [])))];
  const home = join(folder, 'home');
  await mkdir(home);
  const env = jobEnvironment(home, path.join(delimiter), caFile);
  const tokenUrl = `${url}/oauth/token`;

  const action = async (file: string, index: number): Promise<Case> => ({
    name: index === 0 ? 'this action' : `this action (${relative(ROOT, file)})`,
    argv: [process.execPath, file],
    env: { ...env, ...(await actionInputs()), INPUT_CREDENTIALS: serviceKey(url) },
    tokens: 1,
    code: await bytesBelow(dirname(file)),
  });
  const set = async (tokens: number): Promise<Case> => ({
    name: tokens === 1 ? 'a set of 1' : `a set of ${tokens}`,
    argv: [process.execPath, first],
    env: { ...env, ...(await actionInputs()), 'INPUT_CREDENTIAL-SET': credentialSet(url, tokens) },
    tokens,
  });
  const [first, ...others] = actions;
  const missing = Object.entries(tools).flatMap(([name, file]) => (file ? [] : [name]));

  const curl = (name: string, ca: string): Case[] =>
    tools.bash && missing.length === 0
      ? [curlCase(name, tools.bash, { ...env, CA_FILE: ca, TOKEN_URL: tokenUrl })]
      : [];

  return {
    baseline: { name: BASELINE, argv: [process.execPath, '-e', '0'], env, tokens: 0 },
    // On a runner curl reads the system's roots each time, about as many as Node brings along.
    curl: curl(CURL, rootsFile)[0],
    peers: [
      ...curl(`${CURL}, one root`, caFile),
      bareCase({ ...env, 'INPUT_TOKEN-URL': tokenUrl }),
      await naiveCase(join(folder, 'naive'), { ...env, 'INPUT_TOKEN-URL': tokenUrl }),
    ],
    actions: [
      await action(first, 0),
      ...(await Promise.all(others.map((file, index) => action(file, index + 1)))),
    ],
    set: { one: await set(1), many: await set(SET_SIZE) },
    skipped: missing.length === 0 ? [] : [`${CURL}: ${missing.join(', ')} not found in PATH`],
  };
}

function curlCase(name: string, bash: string, env: Case['env']): Case {
  return {
    name,
    // As the runner starts a `run` step with `shell: bash`.
    argv: [bash, '--noprofile', '--norc', '-eo', 'pipefail', join(HERE, 'curl-jq.sh')],
    env: { ...env, CLIENT_ID: CLIENT.id, CLIENT_SECRET: CLIENT.secret },
    tokens: 1,
  };
}

function bareCase(env: Case['env']): Case {
  return {
    name: 'bare node:https',
    argv: [process.execPath, join(HERE, 'bare-https.cjs')],
    env: { ...env, 'INPUT_CLIENT-ID': CLIENT.id, 'INPUT_CLIENT-SECRET': CLIENT.secret },
    tokens: 1,
  };
}

async function naiveCase(folder: string, env: Case['env']): Promise<Case> {
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
    env: {
      ...env,
      'INPUT_CLIENT-ID': CLIENT.id,
      'INPUT_CLIENT-SECRET': CLIENT.secret,
    },
    tokens: 1,
    code: await bytesBelow(folder),
  };
}

// The runner sets a variable for every declared input, empty where there is no default.
async function actionInputs(): Promise<Record<string, string>> {
  const metadata = parse(await readFile(join(ROOT, 'action.yml'), 'utf8')) as {
    inputs: Record<string, { default?: string | boolean } | null>;
  };
  return Object.fromEntries(
    Object.entries(metadata.inputs).map(([name, input]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      String(input?.default ?? ''),
    ]),
  );
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
