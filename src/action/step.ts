import { Failure, type FailureCode, unexpected } from '../failure.ts';
import type { Timing } from '../http/http.ts';
import type { ProxyServer } from '../http/proxy.ts';
import type { Environment } from './inputs.ts';
import { type Write, workflowCommand } from './workflow-commands.ts';

/** The world of one step, as arguments. */
export interface Step {
  readonly env: Environment;
  readonly timing: Timing;
  readonly write: Write;
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
  const proxies = usesProxy(env) ? await import('../http/proxy.ts') : undefined;
  mask(proxies?.proxySecrets(env) ?? []);
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] === '0') throw (await import('./mistakes.ts')).weakTls();
  return proxies?.proxiesFrom(env);
}

function usesProxy(env: Environment): boolean {
  return Boolean(
    env['https_proxy'] || env['HTTPS_PROXY'] || env['http_proxy'] || env['HTTP_PROXY'],
  );
}
