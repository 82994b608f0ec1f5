// How an action begins and ends.

import { Failure, unexpected } from '../base/failure.ts';
import type { Timing } from '../base/time.ts';
import type { ProxyServer } from '../http/connection.ts';
import type { Secrets } from '../secrets/ledger.ts';
import type { Context, Environment, Runner } from './runner.ts';

/** The real world, as an action gets it. */
export interface World {
  readonly env: Environment;
  readonly timing: Timing;
  readonly runner: Runner;
}

/**
 * Runs an action, and ends the process with its exit code. A failure is one annotation.
 *
 * @param end ends the process when everything that was written has left.
 */
export function start(
  action: (world: World) => Promise<void>,
  world: World,
  end: (exitCode: 0 | 1) => void,
): void {
  exitCodeOf(world.runner, () => action(world)).then(end, () => end(1));
  // What nobody foresaw must not print itself: an error's message may hold anything.
  process.on('uncaughtException', (error) => {
    annotateFailure(world.runner, unexpected(error));
    end(1);
  });
}

/** Runs an action to its exit code. */
export async function exitCodeOf(runner: Runner, action: () => Promise<void>): Promise<0 | 1> {
  try {
    await action();
    return 0;
  } catch (error) {
    annotateFailure(runner, error instanceof Failure ? error : unexpected(error));
    return 1;
  }
}

function annotateFailure(runner: Runner, { code, message }: Failure): void {
  runner.annotate('error', message, code);
}

/** Finds the proxy for a URL; undefined where no proxy is configured at all. */
export type ProxyFor = ((url: URL) => ProxyServer | undefined) | undefined;

/** The context of a step, and what only its parts for many credentials and for rotation need. */
export interface StepContext extends Context {
  readonly proxyFor: ProxyFor;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
}

/**
 * What the environment says of the way to a server: the proxies, whose passwords it masks.
 *
 * @throws Failure E_TLS_DISABLED
 */
export async function proxiesOf(env: Environment, secrets: Secrets): Promise<ProxyFor> {
  // Most runners have no proxy.
  const proxies = usesProxy(env) ? await import('../http/network.ts') : undefined;
  secrets.mask(proxies?.proxySecrets(env) ?? []);
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw new Failure(
      'E_TLS_DISABLED',
      'NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of server certificates, so the credential could go to anybody.',
      'Remove it; give a private CA in the input ca-certificate.',
    );
  }
  return proxies?.proxiesFrom(env);
}

function usesProxy(env: Environment): boolean {
  return PROXY_VARIABLES.some((name) => Boolean(env[name]));
}

const PROXY_VARIABLES = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'] as const;

/**
 * Loads what reads the environment while it is loaded, as @actions/github does: it takes the proxies,
 * the API URL and the event of the run from there, uses none of them here, and would end the process
 * without a message of ours where one of them cannot be read.
 *
 * @param env the environment of the process.
 */
export async function loadedInBlank<T>(env: Environment, load: () => Promise<T>): Promise<T> {
  const variables = env as Record<string, string | undefined>;
  const names = [...PROXY_VARIABLES, 'GITHUB_API_URL', 'GITHUB_EVENT_PATH'];
  const hidden = names.map((name) => [name, variables[name]] as const);
  for (const [name] of hidden) delete variables[name];
  try {
    return await load();
  } finally {
    for (const [name, value] of hidden) if (value !== undefined) variables[name] = value;
  }
}
