import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import fc from 'fast-check';
import { afterEach, describe, expect, type MockInstance, test, vi } from 'vitest';
import { issueCommand } from '../../node_modules/@actions/core/lib/command.js';
import {
  maskCommands,
  timeOfDay,
  workflowCommand,
  writeStandardOutput,
} from '../../src/runner/lean.ts';
import { collectingRunner } from '../context.ts';

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

test.each([
  [{ INPUT_SCOPE: ' a ' }, 'a'],
  [{ INPUT_SCOPE: ' \n ' }, undefined],
  [{ INPUT_SCOPE: '' }, undefined],
  [{}, undefined],
])('of %j the input scope is %j', (env, expected) => {
  expect(collectingRunner(env).input('scope')).toBe(expected);
});

test('a line of progress begins with the time of day, in UTC', () => {
  const now = Date.UTC(2026, 0, 1, 23, 4, 5, 999);
  const runner = collectingRunner({}, () => now);
  runner.progress('::error::x');
  expect(runner.written()).toBe('23:04:05 ::error::x\n');
  expect(timeOfDay(now)).toBe('23:04:05');
});

test('a warning is an annotation of its own', () => {
  const runner = collectingRunner();
  for (const warning of ['50%', 'b']) runner.annotate('warning', warning, 'W_CLOCK');
  const lines = runner.written().replaceAll(/ https:\S+#w_clock$/gm, '');
  expect(lines).toBe('::warning title=W_CLOCK::50%25\n::warning title=W_CLOCK::b\n');
});

describe('standard output', () => {
  let written: MockInstance<typeof fs.writeSync>;

  afterEach(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });

  /** A pipe that takes a few bytes at a time, after it has failed with each of the codes. */
  function pipe(...codes: string[]): Buffer[] {
    const taken: Buffer[] = [];
    written = vi.spyOn(fs, 'writeSync').mockImplementation((descriptor, bytes) => {
      const code = codes.shift();
      if (code !== undefined) throw Object.assign(new Error('hidden words'), { code });
      expect(descriptor).toBe(1);
      const part = (bytes as unknown as Buffer).subarray(0, 3);
      taken.push(part);
      return part.length;
    });
    syncBuiltinESMExports();
    return taken;
  }

  test('a text leaves as a whole, however little a pipe takes at a time', () => {
    const taken = pipe();
    writeStandardOutput('::add-mask::gr\u00fcn\n');
    expect(Buffer.concat(taken).toString()).toBe('::add-mask::gr\u00fcn\n');
  });

  test('a pipe that is full is tried again until it takes the text', () => {
    const taken = pipe('EAGAIN', 'EAGAIN');
    writeStandardOutput('text\n');
    expect(Buffer.concat(taken).toString()).toBe('text\n');
  });

  test('a pipe that nobody reads is an error, so that nothing goes on without its masks', () => {
    pipe('EPIPE');
    expect(() => writeStandardOutput('text\n')).toThrow(expect.objectContaining({ code: 'EPIPE' }));
    expect(written).toHaveBeenCalledTimes(1);
  });

  test('nothing is written of an empty text', () => {
    pipe();
    writeStandardOutput('');
    expect(written).not.toHaveBeenCalled();
  });
});
