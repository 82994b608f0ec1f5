import { X509Certificate } from 'node:crypto';
import { pemBlocks, writePem } from '../credentials/pem.ts';
import { Failure } from '../failure.ts';
import { isScopeName } from '../token/claims.ts';
import type { TokenParameters } from '../token/token-request.ts';
import { visible } from '../visible.ts';
import { type Environment, input, oneOf, type Wishes } from './inputs.ts';

/**
 * Reads the inputs that say what kind of token is wanted, and where the credential may go.
 *
 * @throws Failure E_INPUT_INVALID, E_INPUT_CHARSET, E_INPUT_CONFLICT or E_PEM.
 */
export function readWishes(env: Environment): Wishes {
  const allowedHosts = input(env, 'allowed-hosts');
  return {
    parameters: readParameters(env),
    requireScopes: scopeNames(input(env, 'require-scopes') ?? '', 'require-scopes'),
    allowedHosts: allowedHosts === undefined ? undefined : hostPatterns(allowedHosts),
    caCertificate: caCertificate(input(env, 'ca-certificate')),
  };
}

function readParameters(env: Environment): TokenParameters {
  const scope = scopeNames(input(env, 'scope') ?? '', 'scope').join(' ');
  const audience = input(env, 'audience');
  const resource = (input(env, 'resource') ?? '').split(/\s+/).filter((value) => value !== '');
  const format = oneOf(env, 'token-format', ['', 'jwt', 'opaque']);
  const others = parameterLines(input(env, 'parameters') ?? '');
  const typed: Record<string, boolean> = {
    scope: scope !== '',
    audience: audience !== undefined,
    resource: resource.length > 0,
    token_format: format !== '',
  };
  const twice = others.find(([name]) => typed[name] === true);
  if (twice !== undefined) {
    throw new Failure(
      'E_INPUT_CONFLICT',
      `The parameter ${twice[0]} is given twice: by its own input and in parameters. RFC 6749 3.2 allows it once.`,
    );
  }
  return {
    scope: scope === '' ? undefined : scope,
    audience: audience === undefined ? undefined : visible(audience, 'input audience'),
    resource: resource.map((value) => visible(value, 'input resource')),
    tokenFormat: format === '' ? undefined : format,
    others,
  };
}

/** Scope names (RFC 6749 3.3), separated by white space. */
export function scopeNames(text: string, name: string): string[] {
  const names = text.split(/\s+/).filter((scope) => scope !== '');
  if (names.every(isScopeName)) return names;
  throw new Failure(
    'E_INPUT_CHARSET',
    `The input ${name} holds characters that RFC 6749 (3.3) does not allow in a scope. Separate scopes by spaces.`,
  );
}

const HOST_PATTERN = /^(?:\*\.)?(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/i;

/** Host names, separated by spaces, commas or line breaks; each may begin with `*.`. */
export function hostPatterns(text: string): string[] {
  const patterns = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
  if (patterns.every((pattern) => HOST_PATTERN.test(pattern))) return patterns;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input allowed-hosts must list host names such as login.etrusted.com or *.hana.ondemand.com, without https:// and paths.',
  );
}

/** Node skips what it cannot read among its roots, so it is read here. */
function caCertificate(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const blocks = pemBlocks(text).filter(({ label }) => label.endsWith('CERTIFICATE'));
  const certificates = blocks.map(writePem);
  if (certificates.length > 0 && certificates.every(isCertificate)) return certificates.join('');
  throw new Failure(
    'E_PEM',
    'The input ca-certificate holds no certificate in PEM form (-----BEGIN CERTIFICATE-----), or one that cannot be read.',
  );
}

function isCertificate(pem: string): boolean {
  try {
    new X509Certificate(pem);
    return true;
  } catch {
    return false;
  }
}

/** Set by this action itself, from inputs that mask them or because the grant is always the same. */
const OWN_PARAMETERS: ReadonlySet<string> = new Set([
  'grant_type',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
]);

/** `name=value` lines. */
export function parameterLines(text: string): [name: string, value: string][] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  const parameters = lines.map((line): [string, string] => {
    const [, name = '', value = ''] = /^\s*([^=\s]+)\s*=(.*)$/.exec(line) ?? [];
    if (/^[\w.-]+$/.test(name) && !OWN_PARAMETERS.has(name.toLowerCase())) {
      return [name, visible(value.trim(), 'input parameters')];
    }
    throw new Failure(
      'E_INPUT_INVALID',
      'Each line of the input parameters must be name=value, and the name none of the parameters that the action sets itself (grant_type, client_id, client_secret, client_assertion).',
    );
  });
  if (new Set(parameters.map(([name]) => name)).size === parameters.length) return parameters;
  throw new Failure(
    'E_INPUT_CONFLICT',
    'The input parameters gives a name twice. RFC 6749 3.2 allows each parameter once.',
  );
}
