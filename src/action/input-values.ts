import { Failure } from '../failure.ts';
import { hasControls } from '../text.ts';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000 };
const LONGEST = 60 * 60_000;

/** `60s`, `500ms` or `2m`, in milliseconds. There is no silent default: what is unclear fails. */
export function milliseconds(text: string): number {
  const [, count = '', unit = ''] = /^(\d{1,7})(ms|s|m)$/.exec(text) ?? [];
  const value = Number(count) * (UNITS[unit] ?? 0);
  if (value > 0 && value <= LONGEST) return value;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input timeout must be a number with a unit, such as 60s, 500ms or 2m, and at most 60m.',
  );
}

/** A value for a request: no control characters, so that it cannot become a second line. */
export function visible(text: string, name: string): string {
  if (!hasControls(text)) return text;
  throw new Failure(
    'E_INPUT_CHARSET',
    `The input ${name} holds a line break or another control character. Was more than one value pasted?`,
  );
}

/** Scope names (RFC 6749 3.3), separated by white space. */
export function scopeNames(text: string, name: string): string[] {
  const names = text.split(/\s+/).filter((scope) => scope !== '');
  if (names.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope))) return names;
  throw new Failure(
    'E_INPUT_CHARSET',
    `The input ${name} holds characters that RFC 6749 (3.3) does not allow in a scope. Separate scopes by spaces.`,
  );
}

/** Host names, separated by spaces, commas or line breaks; each may begin with `*.`. */
export function hostPatterns(text: string): string[] {
  const patterns = text.split(/[\s,]+/).filter((pattern) => pattern !== '');
  if (patterns.every((pattern) => /^(?:\*\.)?[a-z0-9[\]:._-]+$/i.test(pattern))) return patterns;
  throw new Failure(
    'E_INPUT_INVALID',
    'The input allowed-hosts must list host names such as login.etrusted.com or *.hana.ondemand.com, without https:// and paths.',
  );
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
      return [name, visible(value.trim(), 'parameters')];
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
