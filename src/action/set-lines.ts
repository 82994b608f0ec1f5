import { Failure } from '../failure.ts';
import { listOf } from '../text.ts';
import { type Environment, input } from './inputs.ts';

/** In bytes; the kernel takes no longer value for one variable. */
const SIZE = 128 * 1024;

/** What says something about one credential has no meaning for many. */
const INPUTS_OF_ONE: readonly string[] = [
  'credentials',
  'client-id',
  'client-secret',
  'certificate',
  'private-key',
  'token-url',
  'api-url',
  'binding',
  'env-prefix',
  'rotate',
  'rotation',
];

/** @throws Failure E_INPUT_CONFLICT */
export function refuseInputsOfOne(env: Environment): void {
  // The default of action.yml says `rotate: never` by itself.
  const absent = (name: string) => (name === 'rotate' ? 'never' : undefined);
  const given = INPUTS_OF_ONE.filter(
    (name) => ![undefined, absent(name)].includes(input(env, name)),
  );
  if (given.length === 0) return;
  throw new Failure(
    'E_INPUT_CONFLICT',
    `The input credential-set holds many credentials and cannot be combined with ${listOf(given)}, which ${given.length === 1 ? 'is' : 'are'} about one. Remove one or the other.`,
  );
}

export interface NamedText {
  readonly name: string;
  /** The credential in its one-line form. */
  readonly text: string;
}

const LINE = /^\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*=(.*)$/;

/**
 * Reads the lines of the input credential-set: `name=credential`. Blank lines and those that start
 * with `#` mean nothing.
 *
 * @throws Failure E_CREDENTIAL_SIZE, E_INPUT_INVALID or E_INPUT_MISSING; each names lines by their
 * numbers alone, since a line may be a piece of a secret.
 */
export function setLines(text: string): NamedText[] {
  const size = Buffer.byteLength(text);
  if (size > SIZE) {
    throw new Failure(
      'E_CREDENTIAL_SIZE',
      `The input credential-set is ${size} bytes long; at most ${SIZE} can be passed to a step. Spread the credentials over several steps.`,
    );
  }
  const found = new Map<string, { readonly line: number; readonly text: string }>();
  for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    if (/^\s*(?:#|$)/.test(written)) continue;
    const [, name, value = ''] = LINE.exec(written) ?? [];
    if (name === undefined) throw malformed(line);
    // The end of base64 text looks like a name with nothing behind it, so that no name is told.
    if (/^[\s=]*$/.test(value)) throw empty(line);
    const first = found.get(name);
    if (first !== undefined) throw twice(first.line, line);
    found.set(name, { line, text: value.trim() });
  }
  if (found.size === 0) {
    throw new Failure('E_INPUT_INVALID', 'The input credential-set holds no line name=credential.');
  }
  return [...found].map(([name, entry]) => ({ name, text: entry.text }));
}

function malformed(line: number): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    `Line ${line} of the input credential-set is not name=credential. A name has letters, digits, _, . and -, at most 64, and begins with a letter or _; a credential stands on one line (jq -c . key.json).`,
  );
}

function empty(line: number): Failure {
  return new Failure(
    'E_INPUT_MISSING',
    `Line ${line} of the input credential-set has no credential after its name. A secret is empty when it is not set, when the job does not name its environment, or in a pull_request from a fork.`,
  );
}

function twice(first: number, second: number): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    `Lines ${first} and ${second} of the input credential-set have the same name. Give each credential a name of its own.`,
  );
}
