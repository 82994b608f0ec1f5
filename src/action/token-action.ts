import { urlSecrets } from '../base/url.ts';
import { transport } from '../http/transport.ts';
import { appendFileCommands, requireFileCommand } from '../runner/file-commands.ts';
import type { Environment, Runner, Step, Write } from '../runner/runner.ts';
import { guarded, proxiesOf } from '../runner/start.ts';
import { maskCommands, workflowCommand } from '../runner/workflow-commands.ts';
import { secretsLedger } from '../secrets/ledger.ts';
import { keyMasks } from '../secrets/masks.ts';
import { secretParameters } from '../token/request.ts';
import { tokenMasks } from '../token/response.ts';
import { input, readInputs } from './inputs.ts';
import { checkToken, obtainToken, resolveCredential } from './obtain-token.ts';
import { NOT_SHOWN, outputs, report, variables, warn } from './outputs.ts';

/**
 * The token action: stored credential in, masked access token out. Returns the exit code; a failure
 * is one annotation and leaves no output behind.
 */
export function tokenAction(step: Step): Promise<0 | 1> {
  return guarded(step, () => run(step));
}

async function run({ env, timing, write }: Step): Promise<void> {
  const startedAt = timing.now();
  const secrets = secretsLedger((values) => write(maskCommands(values)));
  const { mask } = secrets;
  maskInputs(env, mask);
  const proxyFor = await proxiesOf(env, mask);
  const inputs = readInputs(env);
  requireFileCommand('OUTPUT', env);
  if (inputs.envPrefix !== undefined) requireFileCommand('ENV', env);

  mask(secretParameters(inputs.requestOptions.parameters));
  const world = {
    proxyFor,
    timing,
    deadline: startedAt + inputs.timeout,
    runner: { debug: debugLine(env, write) } as Runner,
    env,
    secrets,
  };
  if (input(env, 'credential-set') !== undefined) {
    const { credentialSet } = await import('./credential-set.ts');
    await credentialSet(inputs, { ...world, write, mask });
    return;
  }
  const rotated =
    inputs.rotate === 'never'
      ? undefined
      : await (await import('./rotation.ts')).rotateFirst(inputs, {
          ...{ env, timing, write, mask, proxyFor, startedAt },
        });
  const { credential: stored, warnings } = await resolveCredential(
    rotated?.inputs ?? inputs,
    timing.now(),
    mask,
  );
  const { credential, token } = await obtainToken(stored, inputs.requestOptions, {
    ...world,
    transport: transport({
      caCertificate: inputs.requestOptions.caCertificate,
      proxyFor: world.proxyFor,
    }),
  });
  mask(tokenMasks(token));
  const scopeWarnings = checkToken(credential, inputs.requestOptions, token);

  const text = report(credential, token);
  const { envPrefix } = inputs;
  appendFileCommands(env, {
    // What must not be seen in the log is no output either: debug logging shows those.
    OUTPUT: [
      ...outputs(credential, text.includes(NOT_SHOWN) ? { ...token, scope: undefined } : token),
      ...(rotated?.outputs ?? []),
    ],
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

function debugLine(env: Environment, write: Write): (what: string) => void {
  if (env['RUNNER_DEBUG'] !== '1') return () => {};
  return (what) => write(workflowCommand('debug', {}, what));
}
