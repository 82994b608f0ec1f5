import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import { oneLine } from '../../src/base/text.ts';
import { maskCommands, workflowCommand } from '../../src/runner/workflow-commands.ts';

/** What the toolkit of the runner's makers prints. */
function toolkit(name: string, properties: Record<string, string>, data: string): string {
  let printed = '';
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += text;
    return true;
  });
  try {
    issueCommand(name, properties, data);
  } finally {
    write.mockRestore();
  }
  return printed;
}

const special = fc.constantFrom('%', '\r', '\n', ':', ',', '::', '=', '%0A', '\u2028', 'a', ' ');
const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.array(special).map((parts) => parts.join('')),
);
const name = fc.constantFrom('error', 'warning', 'add-mask', 'group', 'debug');
// The toolkit leaves empty properties out; ours are never empty.
const properties = fc.dictionary(fc.constantFrom('title', 'file', 'line'), text.filter(Boolean), {
  noNullPrototype: true,
});

describe('a workflow command', () => {
  test('is written as the toolkit writes it', () => {
    fc.assert(
      fc.property(name, properties, text, (command, named, data) => {
        expect(workflowCommand(command, named, data)).toBe(toolkit(command, named, data));
      }),
      { numRuns: 1000 },
    );
  });

  test('many masks are written as one after the other would be', () => {
    fc.assert(
      fc.property(fc.array(text), (values) => {
        const one = values.map((value) => workflowCommand('add-mask', {}, value));
        expect(maskCommands(values)).toBe(one.join(''));
      }),
    );
  });

  test('is one line, whatever it carries', () => {
    fc.assert(
      fc.property(name, text, text, (command, title, data) => {
        const line = workflowCommand(command, { title }, data);
        expect(line).toMatch(/^::[a-z-]+ title=[^\r\n:,]*::[^\r\n]*\n$/);
      }),
    );
  });

  test('without properties has no space', () => {
    expect(workflowCommand('add-mask', {}, '50%\n')).toBe('::add-mask::50%25%0A\n');
  });
});

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
