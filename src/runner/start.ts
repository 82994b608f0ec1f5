import { Failure, type FailureCode, unexpected } from '../base/failure.ts';
import type { ProxyServer } from '../http/connection.ts';
import type { Environment, Step, Write } from './runner.ts';
import { workflowCommand, writeStandardOutput } from './workflow-commands.ts';

/**
 * Starts an action in the real world and ends the process with its exit code.
 *
 * @param sleep resolves after so many milliseconds.
 */
export function start(
  action: (step: Step) => Promise<0 | 1>,
  sleep: Step['timing']['sleep'],
): void {
  action({
    env: process.env,
    timing: { now: Date.now, sleep, random: Math.random },
    write: writeStandardOutput,
  }).then(end, () => end(1));

  // What nobody foresaw must not print itself: an error's message may hold anything.
  process.on('uncaughtException', (error) => {
    annotateUnexpected(writeStandardOutput, error);
    end(1);
  });
}

/** Everything has been written synchronously; waiting for idle sockets would only cost time. */
function end(exitCode: number): void {
  process.exit(exitCode);
}

/** Runs an action to its exit code. A failure is one annotation. */
export async function guarded({ write }: Step, run: () => Promise<void>): Promise<0 | 1> {
  try {
    await run();
    return 0;
  } catch (error) {
    if (error instanceof Failure) annotate(write, error.code, error.message);
    else annotateUnexpected(write, error);
    return 1;
  }
}

function annotate(write: Write, code: FailureCode, message: string): void {
  write(workflowCommand('error', { title: code }, message));
}

export function annotateUnexpected(write: Write, error: unknown): void {
  const { code, message } = unexpected(error);
  annotate(write, code, message);
}

/**
 * What the environment says of the way to a server: the proxies, their passwords masked.
 *
 * @throws Failure E_TLS_DISABLED
 */
export async function proxiesOf(
  env: Environment,
  mask: (values: readonly string[]) => void,
): Promise<((url: URL) => ProxyServer | undefined) | undefined> {
  // Most runners have no proxy.
  const proxies = usesProxy(env) ? await import('../http/proxy.ts') : undefined;
  mask(proxies?.proxySecrets(env) ?? []);
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') {
    throw new Failure(
      'E_TLS_DISABLED',
      'NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of server certificates, so the credential could go to anybody. Remove it; give a private CA in the input ca-certificate.',
    );
  }
  return proxies?.proxiesFrom(env);
}

function usesProxy(env: Environment): boolean {
  return Boolean(
    env['https_proxy'] || env['HTTPS_PROXY'] || env['http_proxy'] || env['HTTP_PROXY'],
  );
}
