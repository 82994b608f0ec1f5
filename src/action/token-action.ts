import { Failure, type Warning } from '../base/failure.ts';
import { transport } from '../http/transport.ts';
import type { Environment } from '../runner/runner.ts';
import { loadedInBlank, proxiesOf, type StepContext, type World } from '../runner/start.ts';
import { urlSecrets } from '../secrets/in-documents.ts';
import { keyMasks, type Secrets, secretsLedger } from '../secrets/ledger.ts';
import { overdueRotation } from '../token/fetch-token.ts';
import { secretParameters } from '../token/request.ts';
import { tokenMasks } from '../token/response.ts';
import {
  INPUTS,
  type InputReader,
  type Inputs,
  readInputs,
  refuseBlankHosts,
  unknownInputs,
  withCertificates,
} from './inputs.ts';
import { obtainToken, requireWanted, resolveCredential } from './obtain-token.ts';
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
  const inputWarnings = await aboutUnknownInputs(env);
  const proxyFor = await proxiesOf(env, secrets);
  refuseBlankHosts(env);
  const read = readInputs(runner);
  const requestOptions = await withCertificates(read.requestOptions);
  const inputs = { ...read, requestOptions };
  const { envPrefix } = inputs;
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
    return credentialSet(inputs, context, inputWarnings);
  }
  if (runner.input('set-options') !== undefined) throw optionsWithoutSet();
  const rotated = inputs.rotate === 'never' ? undefined : await rotateFirst(inputs, context);
  const used = rotated?.inputs ?? inputs;
  const resolved = await resolveCredential(used, context);
  const { credential, token } = await obtainToken(resolved.credential, requestOptions, context);
  secrets.mask(tokenMasks(token));
  const scopeWarnings = await requireWanted(credential, requestOptions, token, secrets);
  const shown = shownFacts(credential, token, secrets);
  runner.setResult({
    outputs: [...outputs(credential, token, shown), ...(rotated?.outputs ?? [])],
    ...(envPrefix === undefined ? {} : { variables: variables(envPrefix, credential, token) }),
  });
  reportToken(credential, token, shown, runner);
  const overdue = await overdueRotation(used.credentials, timing.now());
  const found = [...inputWarnings, ...resolved.warnings, ...token.warnings, ...scopeWarnings];
  for (const { code, text, level = 'warning' } of [...found, ...overdue]) {
    runner.annotate(level, text, code);
  }
}

/** @throws Failure E_INPUT_INVALID for one that is nearly the name of an input. */
async function aboutUnknownInputs(env: Environment): Promise<Warning[]> {
  const variables = unknownInputs(env);
  if (variables.length === 0) return [];
  const unusual = await import('./credential-set.ts');
  return unusual.aboutUnknownInputs(variables, env, INPUTS);
}

function optionsWithoutSet(): Failure {
  return new Failure(
    'E_INPUT_CONFLICT',
    'The input set-options is about the members of a credential-set, and there is none.',
    'Give the inputs of the step themselves, such as scope.',
  );
}

async function rotateFirst(inputs: Inputs, context: StepContext): Promise<RotatedFirst> {
  const rotation = await loadedInBlank(context.env, () => import('./rotation.ts'));
  return rotation.rotateFirst(inputs, context);
}

/** Before anything else: what is known to be secret by the name of its input. */
function maskInputs(runner: InputReader, secrets: Secrets): void {
  const value = (name: string) => runner.input(name) ?? '';
  secrets.maskOwn([value('client-secret')]);
  // Also a key without its first and last line.
  secrets.mask(keyMasks(value('private-key')));
  secrets.mask([...urlSecrets(value('token-url')), ...urlSecrets(value('api-url'))]);
}
