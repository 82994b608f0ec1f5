import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { INPUTS, unknownInputs } from '../../src/action/inputs.ts';
import { ROTATE_INPUTS } from '../../src/action/rotate-action.ts';
import { aboutUnknownInputs } from '../../src/action/unknown-inputs.ts';
import type { Environment } from '../../src/runner/runner.ts';
import { filesIn, text } from '../docs/sources.ts';

function about(env: Environment) {
  return aboutUnknownInputs(unknownInputs(env), env, INPUTS);
}

describe('the inputs of action.yml', () => {
  const declared: Readonly<Record<string, { readonly description: string }>> = parse(
    text('action.yml'),
  ).inputs;

  test('are those that the code knows', () => {
    expect(INPUTS.toSorted()).toEqual(Object.keys(declared).toSorted());
  });

  test('of the rotation are those that its code knows', () => {
    const { inputs } = parse(text('rotate/action.yml'));
    expect(ROTATE_INPUTS.toSorted()).toEqual(Object.keys(inputs).toSorted());
  });

  test('are all that the code reads', () => {
    const rotate = Object.keys(parse(text('rotate/action.yml')).inputs);
    const read = filesIn('src')
      .map(text)
      .flatMap((source) => [
        ...source.matchAll(/(?:\.input\(|oneOf\(\s*runner,\s*|\bvalue\()'([a-z-]+)'/g),
      ])
      .map(([, name = '']) => name);
    expect(new Set(read).size).toBeGreaterThan(25);
    expect(read.filter((name) => !(name in declared) && !rotate.includes(name))).toEqual([]);
  });

  test('are described in fewer than 200 characters', () => {
    const long = Object.entries(declared).filter(([, input]) => input.description.length >= 200);
    expect(long.map(([name]) => name)).toEqual([]);
  });
});

test('what the runner sets for a step is known, whatever else is in the environment', () => {
  const all = Object.fromEntries(INPUTS.map((name) => [`INPUT_${name.toUpperCase()}`, 'x']));
  expect(unknownInputs({ ...all, PATH: '/bin', INPUTRC: '/etc/inputrc', MY_INPUT_X: '1' })).toEqual(
    [],
  );
});

describe('an input that is nearly the name of another fails the step', () => {
  test.each([
    ['INPUT_ALLOWED_HOSTS', 'allowed-hosts'],
    ['INPUT_ALLOWEDHOSTS', 'allowed-hosts'],
    ['INPUT_ALLOWED-HOST', 'allowed-hosts'],
    ['INPUT_ALOWED-HOSTS', 'allowed-hosts'],
    ['INPUT_ALLOW-HOSTS', 'allowed-hosts'],
    ['INPUT_ALLOWED-HSOTS', 'allowed-hosts'],
    ['INPUT_ALLOWED.HOSTS', 'allowed-hosts'],
    ['INPUT_CLIENT_ID', 'client-id'],
    ['INPUT_CREDENTIAL', 'credentials'],
    ['INPUT_REQUIRED_SCOPES', 'require-scopes'],
    ['INPUT_REQUIRE-SCOPE', 'require-scopes'],
    ['INPUT_SCOPES', 'scope'],
    ['INPUT_SET_OPTIONS', 'set-options'],
    ['INPUT_CA-CERTIFICATES', 'ca-certificate'],
  ])('%s: %s', (variable, meant) => {
    for (const value of ['x', '']) {
      expect(() => about({ [variable]: value })).toThrow(
        expect.objectContaining({
          code: 'E_INPUT_INVALID',
          message: expect.stringContaining(`Did you mean ${meant}?`),
        }),
      );
    }
  });

  test('the message shows the name, and nothing of the value', () => {
    expect(() => about({ INPUT_CLIENT_SECRET: 'hidden' })).toThrow(
      expect.objectContaining({
        message: expect.stringMatching(/^The input client_secret (?!.*hidden)/),
      }),
    );
  });
});

describe('an input that nobody knows', () => {
  test('is a warning that names it', () => {
    expect(about({ INPUT_WEBHOOK: 'hidden', INPUT_HOST: '1', INPUT_EMPTY: ' ' })).toEqual([
      {
        code: 'W_INPUT_UNKNOWN',
        text: expect.stringMatching(/(?!.*hidden).*: webhook and host\./),
      },
    ]);
  });

  test('is nothing where it is empty', () => {
    expect(about({ INPUT_WEBHOOK: '' })).toEqual([]);
  });

  test('cannot write a command into the log', () => {
    const [warning] = about({ 'INPUT_A\n::ERROR::B': '1' });
    expect(warning?.text).not.toMatch(/[\r\n]|::/);
  });
});

describe('refresh', () => {
  test.each(['true', 'TRUE', 'yes', '1'])('%s fails: this version has none', (refresh) => {
    expect(() => about({ INPUT_REFRESH: refresh })).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_INVALID',
        message: expect.stringContaining('this version has no refresh yet'),
      }),
    );
  });

  test.each(['', ' ', 'false', 'False'])('%j passes', (refresh) => {
    expect(about({ INPUT_REFRESH: refresh })).toEqual([]);
  });
});
