import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { afterEach, expect, type MockInstance, test, vi } from 'vitest';
import { writeStandardOutput } from '../../src/runner/workflow-commands.ts';

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
