import { expect, onTestFinished } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import type { Timing } from '../../../src/base/time.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import {
  type GitHubContext,
  gitHubClient,
} from '../../../src/rotation/destinations/github/client.ts';
import { gitHubSecret } from '../../../src/rotation/destinations/github/secrets.ts';
import { type RecordingRunner, recordingRunner, testContext } from '../../context.ts';
import { startGitHubServer } from '../../servers/github-server.ts';
import type { SecretPath } from '../../servers/github-vault.ts';

export const START = Date.UTC(2026, 10, 23);

/** Looks like a stored credential, and like nothing that a message may say. */
export const VALUE = '{"clientid":"sb-calm!b1","clientsecret":"5f2c$Zq+7/8\u00e4=","rotation":{}}';

export interface WorldOptions {
  readonly prefix?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly token?: string;
  readonly client?: Partial<Omit<GitHubContext, 'runner'>>;
}

/** A GitHub with repositories and an organization, and a client of it, both by a virtual clock. */
export async function gitHubWorld({ prefix, timeout = 600_000, token, client }: WorldOptions = {}) {
  const sleeps: number[] = [];
  let now = START;
  const timing: Timing = {
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds) => {
      sleeps.push(milliseconds);
      now += milliseconds;
    },
  };
  const server = await startGitHubServer({ now: timing.now, ...(prefix && { prefix }) });
  onTestFinished(() => server.close());
  const repository = await server.addRepository('acme/portal', ['prod', 'a/b \u00e4?#%2F']);
  await server.addOrganization('acme');
  /** What each attempt came to that was followed by another one. */
  const retries: string[] = [];
  const warnings: string[] = [];
  const debug: string[] = [];
  const runner: RecordingRunner = {
    ...recordingRunner(),
    annotate(level, message) {
      expect(level).toBe('warning');
      warnings.push(message);
    },
    debug(line) {
      const [, outcome] = /^another attempt after: (.*)$/.exec(line) ?? [];
      if (outcome === undefined) debug.push(line);
      else retries.push(outcome);
    },
  };
  const { transport, close } = undiciTransport();
  onTestFinished(close);
  const gitHub = gitHubClient({
    ...testContext({ timing, deadline: START + timeout, transport, runner }),
    token: token ?? server.token,
    apiUrl: server.url,
    repository: 'acme/portal',
    writesInAnHour: 0,
    ...client,
  });
  return {
    server,
    client: gitHub,
    /** The id of acme/portal. */
    repository,
    sleeps,
    retries,
    warnings,
    debug,
    /** Milliseconds since the start. */
    elapsed: () => now - START,
    advance(milliseconds: number): void {
      now += milliseconds;
    },
    destination: (description: SecretPath) => gitHubSecret(description, gitHub, runner),
    /** Method, path and status of each request. */
    log: () =>
      server.exchanges.map(
        ({ method, path, query, status = 'lost' }) =>
          `${method} ${path}${query.size === 0 ? '' : `?${query}`} ${status}`,
      ),
  };
}

/** @returns the Failure that something ends with. */
export async function failureOf(work: Promise<unknown>): Promise<Failure> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Failure) return error;
  throw new Error('There is no Failure', { cause: error });
}
