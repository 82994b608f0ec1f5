import fc from 'fast-check';
import { expect } from 'vitest';
import { COMMANDS, parseCommand } from '../runner/workflow-command.ts';

/** What somebody would write to make a line, a command, an output or a colour of it. */
const piece = fc.constantFrom(
  ...['::error::x', '::add-mask::x', '::stop-commands::x', '::set-output name=evil::x', '::'],
  ...['::ERROR title=a,file=b::', '::endgroup::', '::debug::', '##[error]', '##[add-mask]x', '##['],
  ...['##[group', '##vso[task.setvariable variable=evil]x', ':', '#', '[', ']', '%', '%0A', '%0D'],
  ...['%3A%3Aerror%3A%3A', '%25', '\r', '\n', '\r\n', '\v', '\f', '\t', '\0', '\u0085', '\u2028'],
  ...['\u2029', '\x1b[31m', '\x1b]0;title\x07', '\x9b31m', '\x90q\x9c', '\x7f', '\u202e', '\u2066'],
  ...['\u200b', '\u200f', '\u061c', '\ufeff', '\u00ad', '\ud800', '\udc00', '\u{e0041}', '\u3000'],
  ...[
    'evil=1',
    'evil<<E',
    'E',
    '<<',
    '=',
    '"',
    "'",
    '\\',
    '`',
    '$(x)',
    '{',
    '}',
    ',',
    ' ',
    'a',
    'Z',
  ],
  ...['https://a.example', '@', '/', '?', 'localhost', '...', '\u00e9', '\u65e5', '\u{1f600}'],
);

const MEGABYTE = 1024 * 1024;
/** A megabyte of the same. */
export const enormous = ['::error::x\n', '\x1b[31m\u202e', '##[error]', 'a'].map((part) =>
  part.repeat(Math.ceil(MEGABYTE / part.length)),
);

/** Text of that kind, and of any kind. */
export const hostile = fc.oneof(
  { arbitrary: fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')), weight: 3 },
  { arbitrary: fc.string({ unit: 'binary', maxLength: 60 }), weight: 1 },
  { arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }), weight: 1 },
);

/** Controls, line and paragraph ends, and what turns the direction of writing. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;

/** A line that a person is to read, and nothing else. */
export function expectHarmless(line: string): void {
  expect(line).not.toMatch(UNSEEN);
}

/**
 * What the runner makes of text on standard output: the names of commands, `text` for a line that
 * it shows. Whatever it shows, in a command or not, is one line without controls.
 */
export function kindsOf(written: string): string[] {
  // As bytes: half a surrogate pair does not come through.
  const lines = Buffer.from(written)
    .toString()
    .split(/\r\n|\r|\n/);
  expect(lines.pop()).toBe('');
  return lines.map((line) => {
    const command = parseCommand(line, COMMANDS);
    if (command?.name === 'add-mask') return 'add-mask';
    expectHarmless(command?.data ?? line);
    for (const value of Object.values(command?.properties ?? {})) expectHarmless(value);
    return command?.name ?? 'text';
  });
}
