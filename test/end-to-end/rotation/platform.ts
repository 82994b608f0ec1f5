import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import type { JsonObject } from '../../../src/base/json.ts';
import { type ActionRun, type RunOptions, runAction } from '../../runner/run-action.ts';
import { startGitHubServer } from '../../servers/github-server.ts';
import type { SecretPath } from '../../servers/github-vault.ts';
import { type Around, startHttpServer } from '../../servers/https-server.ts';

const ACTION = fileURLToPath(new URL('../../../rotate/action.yml', import.meta.url));
const CLOCK = fileURLToPath(new URL('../../runner/clock.cjs', import.meta.url));

export const DAY = 86_400_000;
export const REPOSITORY = 'acme/portal';
export const MAIN: SecretPath = {
  repository: REPOSITORY,
  environment: 'production',
  secret: 'CALM_SERVICE_KEY',
};

/** A system that issues credentials, played by a server. */
export interface Issuer {
  /** The member `authority` of the inventory. */
  readonly authority: JsonObject;
  /** The input authority-login. */
  readonly login: string;
  /** What must not be seen of the login. */
  readonly loginSecrets: readonly string[];
  /** The secrets of the credentials that live, by name. */
  living(): ReadonlyMap<string, string>;
  /** Makes a credential as a person would. @returns the issuer's JSON */
  byHand(name: string): Promise<JsonObject>;
  /** Deletes one as a person would. */
  deleteByHand(name: string): Promise<void>;
  /** How many connections have been made to each of its servers, by the name of the server. */
  connections?(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** Where credentials become tokens. */
export interface TokenServer {
  readonly url: string;
  /** The client id that all credentials share, and their tenant; undefined: any. */
  readonly clientId?: string;
  readonly zoneId?: string;
  /** PEM, where the server speaks TLS. */
  readonly caCertificate?: string;
  readonly requests?: readonly unknown[];
  connections?(): number;
  close(): Promise<void>;
}

export type StartIssuer = (options: {
  /** The one that the credentials name. */
  readonly tokenServer: Omit<TokenServer, 'close'>;
  readonly now: () => number;
  readonly around: Around;
}) => Promise<Issuer>;

export interface PlatformOptions {
  readonly startIssuer: StartIssuer;
  /** @param living the secrets that it gives tokens for. */
  readonly startTokenServer?: (living: () => readonly string[]) => Promise<TokenServer>;
  /** Further members of the entry. */
  readonly entry?: JsonObject;
  readonly others?: readonly SecretPath[];
  readonly around?: Around;
}

export const OTHERS: readonly SecretPath[] = [
  { repository: 'acme/other', environment: 'prod', secret: 'CALM_KEY' },
  { organization: 'acme', secret: 'CALM_KEY' },
  { repository: REPOSITORY, kind: 'dependabot', secret: 'CALM_KEY' },
];

export type Platform = Awaited<ReturnType<typeof startPlatform>>;

/**
 * All that a rotation talks to, on this machine: an issuer, its token server and GitHub, with one
 * clock; and the built action, which runs in it as a workflow would run it.
 */
export async function startPlatform(options: PlatformOptions) {
  const {
    entry = {},
    others = OTHERS,
    around = (_request, happen) => happen(),
    startTokenServer = simpleTokenServer,
  } = options;
  let ahead = 0;
  let runs = 0;
  const now = () => Date.now() + ahead;
  // Where the action waits between writes its own clock moves on, and so does this one.
  const github = await startGitHubServer({
    now,
    around: async (request, happen) => {
      if (request.method !== 'GET') ahead += 1000;
      return around(request, happen);
    },
  });
  await github.addRepository(REPOSITORY, ['production']);
  await github.addRepository('acme/other', ['prod']);
  await github.addOrganization('acme');
  let issuer: Issuer | undefined;
  const tokens = await startTokenServer(() => [...(issuer?.living().values() ?? [])]);
  const started = await options.startIssuer({ tokenServer: tokens, now, around });
  issuer = started;

  const fullEntry = {
    name: 'calm-release',
    secret: MAIN.secret,
    environment: 'production',
    destinations: others,
    authority: started.authority,
    'rotate-every': '60d',
    'keep-old': '7d',
    ...entry,
  };
  const inventory = stringify({ version: 1, credentials: [fullEntry] });
  const stored = (path: SecretPath = MAIN) => github.secret(path)?.plaintext;

  /** One run of an action in a workflow run of its own. */
  async function inWorkflow(options: RunOptions): Promise<ActionRun> {
    runs += 1;
    const id = String(9_000_000_000 + runs);
    github.runs.set(id, { createdAt: now(), status: 'in_progress' });
    try {
      return await runAction({
        preload: CLOCK,
        ...options,
        env: {
          ...workflowEnvironment(github.url, id),
          CLOCK_AHEAD: String(ahead),
          ...options.env,
        },
      });
    } finally {
      github.runs.set(id, { createdAt: 0, status: 'completed' });
    }
  }

  /** One run of the rotation action. */
  async function rotate(
    inputs: Readonly<Record<string, string>> = {},
    further: Partial<RunOptions> = {},
  ): Promise<ActionRun> {
    return inWorkflow({
      action: ACTION,
      workspace: { '.github/api-credentials.yml': inventory },
      ...further,
      inputs: {
        credentials: stored() ?? '',
        // All servers of these tests are on this machine, which is no host of SAP.
        'allowed-hosts': 'localhost',
        'authority-login': started.login,
        'github-token': github.token,
        ...(tokens.caCertificate === undefined ? {} : { 'ca-certificate': tokens.caCertificate }),
        ...inputs,
      },
    });
  }

  return {
    github,
    issuer: started,
    tokenServer: tokens,
    entry: fullEntry,
    inventory,
    others,
    now,
    rotate,
    inWorkflow,
    stored,
    /** What each destination holds, the main one last. */
    allStored: () => [...others, MAIN].map(stored),
    /** Lets time pass. */
    wait(milliseconds: number): void {
      ahead += milliseconds;
    },
    /** As if somebody had set up everything by hand, long ago. */
    async setUpByHand(): Promise<void> {
      const value = JSON.stringify(await started.byHand('calm-key-by-hand'));
      for (const path of [...others, MAIN]) github.keep(path, { plaintext: value });
      ahead += 60_000;
    },
    /** Everything that must not be seen in a log. */
    secrets: () => [
      github.token,
      ...started.loginSecrets,
      // The first half is the name of the credential, which is public.
      ...[...started.living().values()].map((secret) => secret.replace(/^.*\$/, '')),
    ],
    /** How often the token server was asked. */
    tokenRequests: () => tokens.requests?.length ?? 0,
    async close(): Promise<void> {
      await Promise.all([github.close(), tokens.close(), started.close()]);
    },
  };
}

export function workflowEnvironment(apiUrl: string, runId: string): Record<string, string> {
  return {
    GITHUB_API_URL: apiUrl,
    GITHUB_EVENT_NAME: 'schedule',
    GITHUB_REPOSITORY: REPOSITORY,
    GITHUB_REPOSITORY_ID: '4711',
    GITHUB_RUN_ID: runId,
  };
}

/** Gives a token to whoever knows a secret that lives. */
async function simpleTokenServer(living: () => readonly string[]): Promise<TokenServer> {
  return startHttpServer({
    answer: ({ body }) => {
      const secret = new URLSearchParams(body).get('client_secret') ?? '';
      return living().includes(secret)
        ? {
            headers: { 'content-type': 'application/json' },
            body: {
              access_token: `opaque-${randomUUID()}`,
              token_type: 'bearer',
              expires_in: 43199,
            },
          }
        : {
            status: 401,
            headers: { 'content-type': 'application/json' },
            body: { error: 'invalid_client', error_description: 'Bad credentials' },
          };
    },
  });
}
