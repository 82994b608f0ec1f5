import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { refuseInputsOfOne, setLines } from '../../src/action/credential-set.ts';
import { Failure } from '../../src/base/failure.ts';
import { recordingRunner } from '../context.ts';

const name = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/);
const value = fc.stringMatching(/^[!-<>-~][ -~]{0,40}[!-<>-~]$/);

function failure(text: string): Failure {
  try {
    setLines(text);
  } catch (error) {
    if (error instanceof Failure) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

test('what was written is read, in its order, between blank lines and comments', () => {
  const entry = fc.record({
    name,
    text: value,
    before: fc.constantFrom('', '\n', '# x=y\n', ' \n'),
  });
  const entries = fc.uniqueArray(entry, { selector: (each) => each.name, minLength: 1 });
  fc.assert(
    fc.property(entries, fc.constantFrom('\n', '\r\n'), (written, lineEnd) => {
      const text = written.map((each) => `${each.before}${each.name}=${each.text}`).join('\n');
      const expected = written.map((each) => ({ name: each.name, text: each.text }));
      expect(setLines(text.replaceAll('\n', lineEnd))).toEqual(expected);
    }),
  );
});

test('names that every object has are names like others', () => {
  const names = ['__proto__', 'constructor', 'toString'];
  expect(setLines(names.map((each) => `${each}={}`).join('\n'))).toEqual(
    names.map((each) => ({ name: each, text: '{}' })),
  );
});

describe('a line that cannot be read is named by its number, never by what it holds', () => {
  test.each([
    ['E_INPUT_INVALID', 'Line 3 of', 'a={}\n\n{"clientsecret":"hidden"}'],
    ['E_INPUT_INVALID', 'Line 1 of', '{\n  "clientsecret": "hidden"\n}'],
    ['E_INPUT_INVALID', 'Line 2 of', 'a={}\n1hidden={}'],
    ['E_INPUT_INVALID', 'Line 2 of', `a={}\n${'hidden'.repeat(11)}={}`],
    ['E_INPUT_INVALID', 'Line 1 of', 'hid den={}'],
    ['E_INPUT_INVALID', 'Line 1 of', '=hidden'],
    ['E_INPUT_INVALID', 'Lines 2 and 4 of', '\nhidden={}\nb={}\nhidden={"x":1}'],
    ['E_INPUT_MISSING', 'Line 2 of', 'a={}\nhidden='],
    ['E_INPUT_MISSING', 'Line 2 of', 'a={}\naGlkZGVu=='],
    ['E_INPUT_INVALID', 'holds no line', '\n# hidden={}\n'],
    [
      'E_CREDENTIAL_SIZE',
      '131076 bytes',
      `${`a=${'hidden'.repeat(21846)}`.slice(0, 131_074)}\u00e9`,
    ],
  ])('%s: %s', (code, words, text) => {
    const { code: found, message } = failure(text);
    expect(found).toBe(code);
    expect(message).toContain(words);
    expect(message).not.toMatch(/hidden|aGlk/);
  });
});

describe('inputs that are about one credential', () => {
  test.each([
    ['credentials', '{}'],
    ['client-id', 'x'],
    ['private-key', 'x'],
    ['binding', 'x'],
    ['env-prefix', 'CALM'],
    ['rotate', 'when-due'],
    ['rotation', 'name: calm'],
  ])('%s is a conflict', (input, given) => {
    expect(() => refuseInputsOfOne(recordingRunner({ [input]: given }))).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_CONFLICT',
        message: expect.stringContaining(input),
      }),
    );
  });

  test('others are not', () => {
    const inputs = { scope: 'a', 'client-id': ' ', rotate: 'never' };
    expect(() => refuseInputsOfOne(recordingRunner(inputs))).not.toThrow();
  });
});
