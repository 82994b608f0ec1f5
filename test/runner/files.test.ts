import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { readInside, requireResultFile } from '../../src/runner/files.ts';
import { collectingRunner } from '../context.ts';
import { parseFileCommand } from './file-commands.ts';

const folder = mkdtempSync(join(tmpdir(), 'file-commands-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text = ''): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

function runnerFailure(message: RegExp): unknown {
  return expect.objectContaining({ code: 'E_RUNNER', message: expect.stringMatching(message) });
}

test('the runner reads the values as they were given, behind what was there', () => {
  const path = file('output', 'earlier=1\n');
  const values = { 'api-url': 'https://a.example/?x=1<<2', empty: '', json: '{"a":"b=c"}' };
  collectingRunner({ GITHUB_OUTPUT: path }).setResult({ outputs: Object.entries(values) });
  expect(parseFileCommand(readFileSync(path, 'utf8'))).toEqual({
    earlier: '1',
    ...values,
  });
});

test('a value of two lines is refused, and nothing is written', () => {
  const output = file('output-2', 'earlier=1\n');
  const entries = [
    ['a', '1'],
    ['b', '2\nc=3'],
  ] as const;
  expect(() => collectingRunner({ GITHUB_OUTPUT: output }).setResult({ outputs: entries })).toThrow(
    runnerFailure(/^The value of b has more than one line\.$/),
  );
  expect(readFileSync(output, 'utf8')).toBe('earlier=1\n');
});

test('what was written is taken back where the rest cannot be written', () => {
  const output = file('output-3', 'earlier=1\n');
  const env = { GITHUB_OUTPUT: output, GITHUB_ENV: join(folder, 'missing', 'env') };
  expect(() =>
    collectingRunner(env).setResult({
      outputs: [['access-token', 't']],
      variables: [['A_ACCESS_TOKEN', 't']],
    }),
  ).toThrow(runnerFailure(/could not be written/));
  expect(readFileSync(output, 'utf8')).toBe('earlier=1\n');
});

test.each([
  ['is not named', undefined],
  ['is empty', ''],
  ['does not exist', join(folder, 'nowhere')],
  ['is a folder', folder],
])('a file that %s fails', (_what, path) => {
  expect(() => requireResultFile('GITHUB_OUTPUT', { GITHUB_OUTPUT: path })).toThrow(
    runnerFailure(/^GITHUB_OUTPUT /),
  );
});

test('a symbolic link fails: it could name any file of the machine', () => {
  const link = join(folder, 'link');
  symlinkSync(file('target'), link);
  expect(() => requireResultFile('GITHUB_ENV', { GITHUB_ENV: link })).toThrow(
    runnerFailure(/^GITHUB_ENV /),
  );
});

test('a plain file is taken', () => {
  const path = file('plain');
  chmodSync(path, 0o600);
  expect(() => requireResultFile('GITHUB_OUTPUT', { GITHUB_OUTPUT: path })).not.toThrow();
});

describe('a file of a folder', () => {
  const inner = join(folder, 'workspace');
  mkdirSync(join(inner, 'deep'), { recursive: true });
  writeFileSync(join(inner, 'file'), 'text');
  writeFileSync(join(inner, '..file'), 'dots');
  symlinkSync('../file', join(inner, 'deep', 'link'));
  writeFileSync(join(folder, 'workspace-secret'), 'outside');
  symlinkSync(join(folder, 'workspace-secret'), join(inner, 'way-out'));
  symlinkSync('..', join(inner, 'parent'));
  symlinkSync('nowhere', join(inner, 'broken'));
  symlinkSync('/dev/zero', join(inner, 'endless'));
  symlinkSync(inner, join(folder, 'entrance'));

  test.each([
    ['file', 'text'],
    ['./deep/../file', 'text'],
    ['deep/link', 'text'],
    ['..file', 'dots'],
    ['parent/workspace/file', 'text'],
    [join(inner, 'file'), 'text'],
    [join(folder, 'entrance', 'file'), 'text'],
  ])('is read: %s', (path, text) => {
    expect(readInside(inner, path, 99)).toEqual({ text });
    expect(readInside(join(folder, 'entrance'), path, 99)).toEqual({ text });
  });

  test.each([
    ['../workspace-secret', 'outside'],
    ['way-out', 'outside'],
    ['parent/workspace-secret', 'outside'],
    [join(folder, 'workspace-secret'), 'outside'],
    ['/dev/zero', 'outside'],
    ['endless', 'outside'],
    ['..', 'outside'],
    ['broken', 'missing'],
    ['nowhere', 'missing'],
    ['deep', 'missing'],
    ['.', 'missing'],
    ['a\0b', 'missing'],
  ])('is not read: %s is %s', (path, why) => {
    expect(readInside(inner, path, 99)).toBe(why);
  });

  test('is not read where it is larger than it may be', () => {
    expect(readInside(inner, 'file', 4)).toEqual({ text: 'text' });
    expect(readInside(inner, 'file', 3)).toBe('too large');
  });
});
