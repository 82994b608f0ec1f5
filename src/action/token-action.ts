import { urlSecrets } from '../credentials/urls.ts';
import { Failure, type FailureCode, unexpected } from '../failure.ts';
import type { Timing } from '../http/http.ts';
import { transport } from '../http/transport.ts';
import { secretParameters } from '../token/token-request.ts';
import { checkToken } from './checks.ts';
import { appendFileCommands, requireFileCommand } from './file-commands.ts';
import { type Environment, input, readInputs } from './inputs.ts';
import { keyMasks, masker, tokenMasks } from './masks.ts';
import { obtainToken } from './obtain-token.ts';
import { outputs, variables } from './outputs.ts';
import { NOT_SHOWN, report, warn } from './report.ts';
import { understand } from './understand.ts';
import { maskCommands, type Write, workflowCommand } from './workflow-commands.ts';

/** The world of one step, as arguments. */
export interface Step {
  readonly env: Environment;
  readonly timing: Timing;
  readonly write: Write;
}

/**
 * The token action: stored credential in, masked access token out. Returns the exit code; a failure
 * is one annotation and leaves no output behind.
 */
export async function tokenAction(step: Step): Promise<0 | 1> {
  try {
    await run(step);
    return 0;
  } catch (error) {
    if (error instanceof Failure) annotate(step.write, error.code, error.message);
    else annotateUnexpected(step.write, error);
    return 1;
  }
}

async function run({ env, timing, write }: Step): Promise<void> {
  const deadlineFrom = timing.now();
  const mask = masker((values) => write(maskCommands(values)));
  maskInputs(env, mask);
  const proxies = usesProxy(env) ? await import('../http/proxy.ts') : undefined;
  mask(proxies?.proxySecrets(env) ?? []);
  refuseWeakTls(env);
  const inputs = await readInputs(env);
  requireFileCommand('OUTPUT', env);
  if (inputs.envPrefix !== undefined) requireFileCommand('ENV', env);

  mask(secretParameters(inputs.wishes.parameters));
  const world = {
    proxyFor: proxies?.proxiesFrom(env),
    timing,
    deadline: deadlineFrom + inputs.timeout,
    onRetry: debugLine(env, write),
    env,
    onSecret: mask,
  };
  if (input(env, 'credential-set') !== undefined) {
    const { credentialSet } = await import('./credential-set.ts');
    await credentialSet(inputs, { ...world, write, mask });
    return;
  }
  const { credential: stored, warnings } = await understand(inputs, timing.now(), mask);
  const { credential, token } = await obtainToken(stored, inputs.wishes, {
    ...world,
    transport: transport({
      caCertificate: inputs.wishes.caCertificate,
      proxyFor: world.proxyFor,
    }),
  });
  mask(tokenMasks(token));
  const scopeWarnings = checkToken(credential, inputs.wishes, token);

  const text = await report(credential, token);
  const { envPrefix } = inputs;
  appendFileCommands(env, {
    // What must not be seen in the log is no output either: debug logging shows those.
    OUTPUT: outputs(credential, text.includes(NOT_SHOWN) ? { ...token, scope: undefined } : token),
    ...(envPrefix === undefined ? {} : { ENV: variables(envPrefix, credential, token) }),
  });
  write(text);
  warn(write, [...warnings, ...token.warnings, ...scopeWarnings]);
}

/** Before anything else: what is known to be secret by the name of its input. */
function maskInputs(env: Environment, mask: (values: readonly string[]) => void): void {
  const secret = input(env, 'client-secret');
  const key = input(env, 'private-key');
  if (secret !== undefined) mask([secret]);
  if (key !== undefined) mask(keyMasks(key));
  for (const name of ['token-url', 'api-url']) {
    const url = input(env, name);
    if (url !== undefined) mask(urlSecrets(url));
  }
}

function usesProxy(env: Environment): boolean {
  return Boolean(
    env['https_proxy'] || env['HTTPS_PROXY'] || env['http_proxy'] || env['HTTP_PROXY'],
  );
}

function refuseWeakTls(env: Environment): void {
  if (env['NODE_TLS_REJECT_UNAUTHORIZED'] !== '0') return;
  throw new Failure(
    'E_TLS_DISABLED',
    'NODE_TLS_REJECT_UNAUTHORIZED=0 switches off the check of server certificates, so the credential could go to anybody. Remove it; give a private CA in the input ca-certificate.',
  );
}

function debugLine(env: Environment, write: Write): (what: string) => void {
  if (env['RUNNER_DEBUG'] !== '1') return () => {};
  return (what) => write(workflowCommand('debug', {}, `another attempt after: ${what}`));
}

function annotate(write: Write, code: FailureCode, message: string): void {
  write(workflowCommand('error', { title: code }, message));
}

export function annotateUnexpected(write: Write, error: unknown): void {
  const { code, message } = unexpected(error);
  annotate(write, code, message);
}
