import { Failure } from '../base/failure.ts';
import { listOf, nearestOf } from '../base/text.ts';
import { INPUTS, type InputReader } from './inputs.ts';

/** The inputs that a member of a set can have for itself. */
export const SETTINGS = [
  'endpoint',
  'scope',
  'audience',
  'resource',
  'token-format',
  'provider',
  'auth-method',
  'token-url',
  'api-url',
  'binding',
  'require-scopes',
] as const;

/** The settings of one member, input to value. */
export type MemberSettings = ReadonlyMap<string, string>;

/**
 * Reads the lines of the input set-options: `name.input=value`. The name is a member of the set and
 * may have dots; no input has. Blank lines and those that start with `#` mean nothing.
 *
 * @param names the members of the set.
 * @returns the settings of the members that have any, by their names.
 * @throws Failure E_INPUT_INVALID. It names lines by their numbers, and shows nothing of them: a line
 * may be a credential that was pasted into the wrong input.
 */
export function readSetOptions(
  text: string,
  names: readonly string[],
): ReadonlyMap<string, MemberSettings> {
  const members = new Set(names);
  const found = new Map<string, Map<string, string>>();
  const lines = new Map<string, number>();
  for (const [index, written] of text.split(/\r\n|\r|\n/).entries()) {
    const line = index + 1;
    const trimmed = written.trim();
    if (trimmed === '' || trimmed.startsWith('#')) continue;
    const { name, setting, value } = partsOf(trimmed, line);
    if (!members.has(name)) throw unknownMember(line, name, names);
    if (!SETTINGS.some((known) => known === setting)) throw unknownSetting(line, setting);
    if (value === '') throw withoutValue(line);
    const key = `${name}.${setting}`;
    const first = lines.get(key);
    if (first !== undefined) throw twice(first, line);
    lines.set(key, line);
    const settings = found.get(name) ?? new Map<string, string>();
    found.set(name, settings.set(setting, value));
  }
  return found;
}

function partsOf(line: string, number: number): { name: string; setting: string; value: string } {
  const end = line.indexOf('=');
  const key = line.slice(0, Math.max(end, 0)).trim();
  const dot = key.lastIndexOf('.');
  if (dot <= 0 || dot === key.length - 1) throw malformed(number);
  const value = line.slice(end + 1).trim();
  return { name: key.slice(0, dot), setting: key.slice(dot + 1), value };
}

function malformed(line: number): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    `Line ${line} of the input set-options is not name.input=value.`,
    'The name is one of the credential-set, as in calm.scope=read.',
  );
}

function unknownMember(line: number, name: string, names: readonly string[]): Failure {
  const nearest = nearestOf(name, names);
  return new Failure(
    'E_INPUT_INVALID',
    `Line ${line} of the input set-options is about a name that the credential-set does not have.`,
    nearest === undefined
      ? `It has ${names.slice(0, 10).join(', ')}${names.length > 10 ? ` and ${names.length - 10} more` : ''}.`
      : `Did you mean ${nearest}?`,
  );
}

function unknownSetting(line: number, setting: string): Failure {
  if (INPUTS.includes(setting)) {
    return new Failure(
      'E_INPUT_INVALID',
      `Line ${line} of the input set-options gives ${setting}, which a member cannot have for itself.`,
      `A member can have ${listOf(SETTINGS, 'or')}.`,
    );
  }
  const nearest = nearestOf(setting, SETTINGS);
  return new Failure(
    'E_INPUT_INVALID',
    `Line ${line} of the input set-options gives an input that is not known.`,
    nearest === undefined
      ? `A member can have ${listOf(SETTINGS, 'or')}.`
      : `Did you mean ${nearest}?`,
  );
}

/** Taken for nothing it would undo, in silence, what the step asks of all members. */
function withoutValue(line: number): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    `Line ${line} of the input set-options has no value.`,
    'Look at the expression that gives it, or remove the line.',
  );
}

function twice(first: number, second: number): Failure {
  return new Failure(
    'E_INPUT_INVALID',
    `Lines ${first} and ${second} of the input set-options give the same input of the same name.`,
    'Keep one of the two.',
  );
}

/** The inputs of the step, with the settings of a member in place of those of the same names. */
export function inputsOfMember(runner: InputReader, settings: MemberSettings): InputReader {
  return {
    input(name) {
      const value = settings.get(name) ?? runner.input(name);
      return name === 'parameters' ? withoutSettings(value, settings) : value;
    },
  };
}

/** A setting also takes the place of a form parameter of the same name in the input parameters. */
function withoutSettings(
  parameters: string | undefined,
  settings: MemberSettings,
): string | undefined {
  const isReplaced = (line: string) =>
    settings.has((line.split('=', 1)[0] ?? '').trim().replace('token_format', 'token-format'));
  return parameters
    ?.split(/\r?\n/)
    .filter((line) => !isReplaced(line))
    .join('\n');
}
