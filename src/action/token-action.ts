import { urlSecrets } from '../base/url.ts';
import { transport } from '../http/transport.ts';
import { loadedInBlank, proxiesOf, type StepContext, type World } from '../runner/start.ts';
import { keyMasks, type Secrets, secretsLedger } from '../secrets/ledger.ts';
import { overdueRotation } from '../token/fetch-token.ts';
import { secretParameters } from '../token/request.ts';
import { tokenMasks } from '../token/response.ts';
import { type InputReader, type Inputs, readInputs, refuseBlankHosts } from './inputs.ts';
import { checkToken, obtainToken, resolveCredential } from './obtain-token.ts';
import { outputs, reportToken, shownFacts, variables } from './outputs.ts';
import type { RotatedFirst } from './rotate-first.ts';

/**
 * The token action: stored credential in, masked access token out.
 *
 * @throws Failure after which there is no output.
 */
export async function tokenAction({ env, timing, runner }: World): Promise<void> {
  const startedAt = timing.now();
  const secrets = secretsLedger((values) => runner.mask(values));
  maskInputs(runner, secrets);
  const proxyFor = await proxiesOf(env, secrets);
  refuseBlankHosts(env);
  const inputs = readInputs(runner);
  const { requestOptions, envPrefix } = inputs;
  const { caCertificate, allowedHosts } = requestOptions;
  runner.requireResult({ variables: envPrefix !== undefined });
  secrets.keep(secretParameters(requestOptions.parameters));
  const context: StepContext = {
    ...{ env, timing, secrets, runner, proxyFor, startedAt },
    deadline: startedAt + inputs.timeout,
    transport: transport({ caCertificate, proxyFor, allowedHosts }),
  };
  if (runner.input('credential-set') !== undefined) {
    const { credentialSet } = await import('./credential-set.ts');
    return credentialSet(inputs, context);
  }
  const rotated = inputs.rotate === 'never' ? undefined : await rotateFirst(inputs, context);
  const used = rotated?.inputs ?? inputs;
  const resolved = await resolveCredential(used, context);
  const { credential, token } = await obtainToken(resolved.credential, requestOptions, context);
  secrets.keep(tokenMasks(token));
  const scopeWarnings = checkToken(credential, requestOptions, token);
  const shown = shownFacts(credential, token, secrets);
  runner.setResult({
    outputs: [...outputs(credential, token, shown), ...(rotated?.outputs ?? [])],
    ...(envPrefix === undefined ? {} : { variables: variables(envPrefix, credential, token) }),
  });
  reportToken(credential, token, shown, runner);
  const overdue = await overdueRotation(used.credentials, timing.now());
  const warnings = [...resolved.warnings, ...token.warnings, ...scopeWarnings, ...overdue];
  for (const { code, text } of warnings) {
    runner.annotate('warning', text, code);
  }
}

async function rotateFirst(inputs: Inputs, context: StepContext): Promise<RotatedFirst> {
  const rotation = await loadedInBlank(context.env, () => import('./rotation.ts'));
  return rotation.rotateFirst(inputs, context);
}

/** Before anything else: what is known to be secret by the name of its input. */
function maskInputs(runner: InputReader, secrets: Secrets): void {
  const value = (name: string) => runner.input(name) ?? '';
  // Also a key without its first and last line.
  secrets.mask([value('client-secret'), ...keyMasks(value('private-key'))]);
  secrets.mask([...urlSecrets(value('token-url')), ...urlSecrets(value('api-url'))]);
}
