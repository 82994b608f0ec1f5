import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  hasControls,
  hasInvisible,
  listOf,
  oneLine,
  plainName,
  plainSpaces,
  requireText,
  textFromBytes,
  withoutFileMarks,
} from '../../src/base/text.ts';

test.each([
  [[], ''],
  [['a'], 'a'],
  [['a', 'b'], 'a and b'],
  [['a', 'b', 'c'], 'a, b and c'],
])('the names %j are listed as %j', (names, expected) => {
  expect(listOf(names)).toBe(expected);
  expect(listOf(names, 'or')).toBe(expected.replace(' and ', ' or '));
});

describe('a character that no eye would see', () => {
  test.each([
    ['a line break', '\n', true, true],
    ['a zero byte', '\0', true, true],
    ['a delete', '\x7f', true, true],
    ['a control character beyond ASCII', '\x85', true, true],
    ['a space', ' ', false, true],
    ['a space that does not break', '\u00a0', false, true],
    ['a space of no width', '\u200b', false, true],
    ['a direction mark', '\u202e', false, true],
    ['an umlaut', '\u00fc', false, false],
    ['a sign', '~', false, false],
    ['an exclamation mark', '!', false, false],
  ])('%s is a control character: %3$s, a gap: %4$s', (_name, character, control, gap) => {
    for (const text of [`a${character}b`, `${character}b`, `a${character}`, character]) {
      expect(hasControls(text)).toBe(control);
      expect(hasInvisible(text)).toBe(gap);
    }
  });

  test('is refused in a value that goes into a request, by the name of the value', () => {
    expect(requireText('a b\u00fc~', 'scope')).toBe('a b\u00fc~');
    expect(() => requireText('hidden\nwords', 'scope')).toThrow(
      expect.objectContaining({
        code: 'E_INPUT_CHARSET',
        message: expect.stringMatching(/^The scope holds a line break .* pasted\?$/),
      }),
    );
    expect(() => requireText('hidden\nwords', 'scope')).not.toThrow(/hidden|words/);
  });
});

test('half a character is not sent, since it would arrive as another one', () => {
  expect(() => requireText('a\udc00', 'client id')).toThrow(
    expect.objectContaining({ code: 'E_INPUT_CHARSET' }),
  );
  expect(requireText('\u{1f511}', 'client id')).toBe('\u{1f511}');
});

test.each<[string, readonly number[], string]>([
  ['UTF-8', [0x7b, 0xc3, 0xa9], '{\u00e9'],
  ['UTF-16LE with a mark', [0xff, 0xfe, 0x7b, 0, 0xe9, 0], '\ufeff{\u00e9'],
  ['UTF-16LE', [0x7b, 0, 0xe9, 0], '{\u00e9'],
  ['UTF-16BE with a mark', [0xfe, 0xff, 0, 0x7b, 0, 0xe9], '\ufeff{\u00e9'],
  ['UTF-16BE', [0, 0x7b, 0, 0xe9], '{\u00e9'],
  ['UTF-16BE that was cut in a character', [0, 0x7b, 0, 0xe9, 0], '{\u00e9'],
  ['nothing', [], ''],
])('bytes are read as %s', (_name, bytes, text) => {
  expect(textFromBytes(Buffer.from(bytes))).toBe(text);
});

test.each([
  ['byte order marks', '\ufeff\ufeffa', 'a'],
  ['zero bytes of UTF-16', 'a\0b\0', 'ab'],
  ['a broken mark of UTF-16', '\ufffd\ufffda\0', 'a'],
  ['white space', ' \u00a0\r\na b\n', 'a b'],
])('a text is freed of %s', (_name, text, clean) => {
  expect(withoutFileMarks(text)).toBe(clean);
});

test('spaces are made plain, and invisible characters dropped', () => {
  expect(plainSpaces('a\u00a0b\u2007c\u200bd\u2060e\ufefff')).toBe('a b cdef');
});

test.each(['clientid', 'clientId', 'ClientID', 'client_id', 'CLIENT_ID', 'client-id', 'client.id'])(
  '%s is one name',
  (name) => {
    expect(plainName(name)).toBe('clientid');
  },
);

describe('foreign text on one line', () => {
  const parts = fc.constantFrom(
    ':',
    '#',
    '[',
    '::',
    '##[',
    '\0',
    '\n',
    '\x1b[0m',
    '\u202e',
    '\u200b',
    '\u00ad',
    'a',
    ' ',
    '\ud800',
    '😀',
  );
  const foreign = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 800 }),
    fc.array(parts, { maxLength: 700 }).map((pieces) => pieces.join('')),
  );

  test('holds no line break, no control character, no start of a command, and at most 303 characters', () => {
    fc.assert(
      fc.property(foreign, (input) => {
        const line = oneLine(input);
        expect(line).not.toMatch(/[\r\n\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
        expect(line).not.toContain('::');
        expect(line).not.toContain('##[');
        expect(line.length).toBeLessThanOrEqual(303);
      }),
      { numRuns: 2000 },
    );
  });

  test('is left alone where it is harmless', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zäöü0-9.,()-]{0,300}$/), (input) => {
        expect(oneLine(input)).toBe(input);
      }),
    );
  });

  test.each([
    ['a\r\nb', 'a b'],
    ['\x1b[31mred', '[31mred'],
    [':::', ': : :'],
    ['##[error]', '## [error]'],
    ['a\u202eb', 'a b'],
    [' a ', 'a'],
    ['b'.repeat(300), 'b'.repeat(300)],
    ['a'.repeat(301), `${'a'.repeat(300)}...`],
  ])('%.20j becomes %.20j', (input, expected) => {
    expect(oneLine(input)).toBe(expected);
  });
});
