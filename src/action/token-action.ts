import { completeCredential } from '../credentials/complete.ts';
import type { Credential } from '../credentials/credential.ts';
import { readCredential } from '../credentials/read.ts';
import { remarks } from '../credentials/remarks.ts';
import { hostAllowed, urlSecrets } from '../credentials/urls.ts';
import { Failure, type FailureCode } from '../failure.ts';
import type { Timing } from '../http/http.ts';
import { transport } from '../http/transport.ts';
import { listOf } from '../text.ts';
import type { AccessToken } from '../token/access-token.ts';
import { grantedScopes, missingScopes } from '../token/claims.ts';
import { fetchToken, type TokenOptions } from '../token/fetch-token.ts';
import { secretParameters } from '../token/token-request.ts';
import { appendFileCommands, requireFileCommand } from './file-commands.ts';
import { type Environment, type Inputs, input, readInputs, type Wishes } from './inputs.ts';
import { credentialMasks, keyMasks, masker, tokenMasks } from './masks.ts';
import { outputs, variables } from './outputs.ts';
import { report, warn } from './report.ts';
import { type Write, workflowCommand } from './workflow-commands.ts';

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
  const mask = masker((values) =>
    write(values.map((value) => workflowCommand('add-mask', {}, value)).join('')),
  );
  maskInputs(env, mask);
  const proxies = usesProxy(env) ? await import('../http/proxy.ts') : undefined;
  mask(proxies?.proxySecrets(env) ?? []);
  refuseWeakTls(env);
  const inputs = await readInputs(env);
  requireFileCommand('OUTPUT', env);
  if (inputs.envPrefix !== undefined) requireFileCommand('ENV', env);

  mask(secretParameters(inputs.wishes.parameters));
  const { credential: stored, warnings } = await understand(inputs, timing.now(), mask);
  checkHost(stored.tokenUrl, inputs.wishes.allowedHosts);

  const options: TokenOptions = {
    transport: transport({
      caCertificate: inputs.wishes.caCertificate,
      proxyFor: proxies?.proxiesFrom(env),
    }),
    timing,
    deadline: deadlineFrom + inputs.timeout,
    onRetry: debugLine(env, write),
    env,
    onSecret: mask,
  };
  let credential = stored;
  if (stored.metadataUrl !== undefined) {
    const { withMutualTlsEndpoint } = await import('../token/server-metadata.ts');
    credential = await withMutualTlsEndpoint(stored, options);
    checkHost(credential.tokenUrl, inputs.wishes.allowedHosts);
  }
  const token = await fetchToken(credential, inputs.wishes.parameters, options);
  mask(tokenMasks(token));
  checkTenant(credential, token);
  const scopeWarnings = checkScopes(inputs.wishes, token);

  const text = await report(credential, token);
  const { envPrefix } = inputs;
  appendFileCommands(env, {
    OUTPUT: outputs(credential, token),
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

async function understand(
  { credentials, binding, parts, choices }: Inputs,
  now: number,
  mask: (values: readonly string[]) => void,
): Promise<{ credential: Credential; warnings: string[] }> {
  const statement =
    credentials === undefined ? undefined : await readCredential(credentials, binding);
  const clientId = parts.clientId ?? statement?.fields.clientId;
  const leaves = statement?.secrets ?? [];
  mask(leaves.filter((leaf) => leaf !== clientId).flatMap(leafMasks));
  const credential = await completeCredential(statement, parts, choices, now);
  mask(credentialMasks(credential));
  const written = parts.tokenUrl ?? statement?.fields.tokenUrl;
  const found = remarks(credentials, written, credential, now);
  return { credential, warnings: [...(statement?.remarks ?? []), ...found] };
}

function leafMasks(leaf: string): string[] {
  return leaf.includes('-----BEGIN') ? keyMasks(leaf) : [leaf];
}

function checkHost(tokenUrl: URL, allowed: readonly string[] | undefined): void {
  if (allowed === undefined || hostAllowed(tokenUrl, allowed)) return;
  throw new Failure(
    'E_HOST_NOT_ALLOWED',
    `The credential would be sent to ${tokenUrl.host}, which the input allowed-hosts does not allow. Nothing was sent.`,
  );
}

/** A token of another tenant opens other people's data, or nothing. */
function checkTenant({ zoneId, tokenUrl }: Credential, { claims }: AccessToken): void {
  const issued = claims?.['zid'];
  if (zoneId === undefined || typeof issued !== 'string' || issued === zoneId) return;
  throw new Failure(
    'E_TOKEN_TENANT',
    `${tokenUrl.host} issued a token of another tenant (claim zid) than the one that the credential names (zoneid). Check token-url and the url of the credential; a proxy or a copied host name may lead to the wrong tenant.`,
  );
}

function checkScopes({ requireScopes, parameters }: Wishes, token: AccessToken): string[] {
  const granted = grantedScopes(token.scope, token.claims);
  const missing = missingScopes(requireScopes, granted);
  if (missing.length > 0) {
    throw new Failure(
      'E_SCOPE_MISSING',
      `The token lacks the required scopes ${listOf(missing)}. Assign them to the client: they come from the service plan, the role or the authorities of the key.`,
    );
  }
  const notGranted = missingScopes((parameters.scope ?? '').split(' ').filter(Boolean), granted);
  return notGranted.length === 0
    ? []
    : [`The server did not grant the requested scopes ${listOf(notGranted)}.`];
}

function debugLine(env: Environment, write: Write): (what: string) => void {
  if (env['RUNNER_DEBUG'] !== '1') return () => {};
  return (what) => write(workflowCommand('debug', {}, `another attempt after: ${what}`));
}

function annotate(write: Write, code: FailureCode, message: string): void {
  write(workflowCommand('error', { title: code }, message));
}

/** A fault of this action itself. Its message may hold anything, so only its kind is told. */
export function annotateUnexpected(write: Write, error: unknown): void {
  const kind = error instanceof Error ? error.constructor.name : typeof error;
  const place =
    error instanceof Error ? (/[\w-]+\.cjs:\d+:\d+/.exec(error.stack ?? '')?.[0] ?? '') : '';
  annotate(
    write,
    'E_RUNNER',
    `The action failed in a way that was not foreseen (${kind} ${place}). Please report this with the version of the action.`,
  );
}
