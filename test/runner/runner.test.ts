import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parseFileCommand } from './file-commands.ts';
import { renderJobLog, renderWholeLog } from './job-log.ts';
import { createMasker } from './masker.ts';
import { type RunOptions, runAction } from './run-action.ts';
import { parseCommand } from './workflow-command.ts';

const SECRET = 's3cr$t/+==:x';

function mask(text: string, ...secrets: string[]): string {
  const masker = createMasker();
  for (const secret of secrets) masker.add(secret);
  return masker.mask(text);
}

test('the masker hides the base64 of a secret at each of the three alignments', () => {
  for (const before of ['abc', 'ab', 'a']) {
    const encoded = Buffer.from(before + SECRET).toString('base64');
    expect(mask(encoded, SECRET), encoded).toBe(`${encoded.slice(0, 4)}***`);
  }
  expect(mask(Buffer.from(`ab:${SECRET}`).toString('base64'), SECRET)).toBe('YWI6***');
});

test.each([
  ['as it is', 'a"b', 'x a"b x', 'x *** x'],
  ['with quotes escaped for a command line', 'a"b\\c', 'x a\\"b\\c x', 'x *** x'],
  ['with single quotes doubled', "a'b", "x a''b x", 'x *** x'],
  ['as JSON', 'a\\b\u2028\n', 'x a\\\\b\\u2028\\n x', 'x *** x'],
  ['as a URI component', "a b/!'()*$", 'x a%20b%2F%21%27%28%29%2A%24 x', 'x *** x'],
  ['as XML', `<a b='c' d="e">&`, 'x &lt;a b=&apos;c&apos; d=&quot;e&quot;&gt;&amp; x', 'x *** x'],
  ['without its double quotes', '"long enough"', 'x long enough x', 'x *** x'],
  ['before its last ampersand', 'alpha&beta', 'x alpha& x', 'x *** x'],
  ['after its last ampersand', 'a&longer', 'x longer x', 'x *** x'],
  ['after &+ and one coloured character', 'a&+Xlonger', 'x longer x', 'x *** x'],
  ['but not a short part', 'abc&def', 'x def x', 'x def x'],
  ['but not short text in double quotes', '"short"', 'x short x', 'x short x'],
  [
    'but not in base64url',
    'a?>~',
    `x ${Buffer.from('a?>~').toString('base64url')} x`,
    'x YT8-fg x',
  ],
  ['but not form-encoded', 'a b/c', 'x a+b%2Fc x', 'x a+b%2Fc x'],
])('the masker hides a secret %s', (_how, secret, text, hidden) => {
  expect(mask(text, secret)).toBe(hidden);
});

test('the masker hides each line of a secret, down to single braces', () => {
  const masker = createMasker();
  masker.add('{\n  "clientsecret": "x"\r\n}\n');
  expect(masker.mask('brace { and }')).toBe('brace *** and ***');
  expect(masker.mask('  "clientsecret": "x"')).toBe('  ***');
});

test('the masker joins ranges that overlap or touch', () => {
  expect(mask('<abcd>', 'abc', 'bcd')).toBe('<***>');
  expect(mask('<abcd>', 'ab', 'cd')).toBe('<***>');
  expect(mask('<aaa>', 'aa')).toBe('<***>');
});

test('masked text holds the secret nowhere, and text without it stays as it is', () => {
  const secrets = fc.string({ minLength: 1 }).filter((text) => !text.includes('*'));
  fc.assert(
    fc.property(secrets, fc.string(), fc.string(), (secret, before, after) => {
      expect(mask(before + secret + after, secret)).not.toContain(secret);
      const masked = mask(before, secret);
      expect(masked === before || masked.includes('***')).toBe(true);
    }),
  );
});

test('file commands hold values in both styles, the later one wins', () => {
  const text = 'a=1\n\nb<<END\nline = 1\n\nline << 2\nEND\nc<<E\nE\na=2=3\nd=x<<y\ne=\r\n';
  expect(parseFileCommand(text)).toEqual({
    a: '2=3',
    b: 'line = 1\n\nline << 2',
    c: '',
    d: 'x<<y',
    e: '\r',
  });
  expect(parseFileCommand('last=without line feed')).toEqual({ last: 'without line feed' });
  expect(parseFileCommand('a<<E\nb\nE')).toEqual({ a: 'b' });
  expect(parseFileCommand('\uFEFFa=byte order mark')).toEqual({ a: 'byte order mark' });
});

test.each([
  ['no operator\n', "Invalid format 'no operator'"],
  ['=value\n', 'Name must not be empty'],
  ['<<E\nx\nE\n', 'Name must not be empty'],
  ['a<<\n', 'Delimiter must not be empty'],
  ['a<<E\nvalue\n', "Matching delimiter not found 'E'"],
  ['a<<E\nvalue\nE\r\n', "Matching delimiter not found 'E'"],
  ['a<<E\nvalue', 'EOF marker missing new line'],
  ['a<<E', "Matching delimiter not found 'E'"],
])('the malformed file command %j fails', (text, message) => {
  expect(() => parseFileCommand(text)).toThrow(message);
});

test('a workflow command is read with its properties and escapes', () => {
  expect(parseCommand('  ::error title=A%3AB%2CC,line=1::50%25 %3A%0Adone')).toEqual({
    name: 'error',
    properties: { title: 'A:B,C', line: '1' },
    data: '50% %3A\ndone',
  });
  expect(parseCommand('text ##[add-mask]a%5Db')).toMatchObject({ name: 'add-mask', data: 'a]b' });
  expect(parseCommand('::unknown::data')).toBeUndefined();
  expect(parseCommand('text ::debug::data')).toBeUndefined();
});

test('the job log shows what GitHub shows', () => {
  const log = renderJobLog(
    [
      `before ${SECRET}`,
      `::add-mask::${SECRET}`,
      `after ${SECRET}`,
      `::debug::${SECRET}`,
      '::group::Token',
      `  base64 ${Buffer.from(SECRET).toString('base64')}`,
      '::endgroup::',
      `::error title=E_HTTP::Answer 500%0Awith ${SECRET}`,
      '::warning::Careful',
      '::notice::By the way',
      '::add-mask:: ',
      '',
    ].join('\n'),
  );
  expect(log).toBe(
    [
      `before ${SECRET}`,
      'after ***',
      '▼ Token',
      '  base64 ***',
      'Error: Answer 500\nwith ***',
      'Warning: Careful',
      'Notice: By the way',
      "Warning: Can't add secret mask for empty string.",
    ].join('\n'),
  );
});

test('the whole log begins with standard error, before any mask of the step', () => {
  const log = renderWholeLog({
    stdout: `::add-mask::${SECRET}\n::debug::about ${SECRET}\n`,
    stderr: `thrown: ${SECRET}\nwithout line end`,
    outputs: { a: SECRET, b: `x${SECRET}x` },
    exported: { C_D: SECRET },
  });
  expect(log.split('\n')).toEqual([
    `thrown: ${SECRET}`,
    'without line end',
    '##[debug]about ***',
    '##[debug]Set output a = ***',
    '##[debug]Set output b = x***x',
    '  C_D: ***',
  ]);
});

test('a secret that is broken into two lines is not hidden, nor one that is shown before its mask', () => {
  const [start, end] = [SECRET.slice(0, 6), SECRET.slice(6)];
  const log = renderJobLog(`${SECRET}\n::add-mask::${SECRET}\n${start}\n${end}\n${SECRET}\n`);
  expect(log.split('\n')).toEqual([SECRET, start, end, '***']);
});

test('a carriage return alone ends a line', () => {
  expect(renderJobLog(`shown\r::add-mask::${SECRET}\r${SECRET}\r\n`)).toBe('shown\n***');
});

test('while commands are stopped, a mask is printed and not applied', () => {
  const stopped = ['::stop-commands::token', `::add-mask::${SECRET}`, '::debug::x', '::TOKEN::'];
  const log = renderJobLog([...stopped, `::add-mask::${SECRET}`, SECRET].join('\n'));
  expect(log).toBe([...stopped, '***'].join('\n'));
});

test('a long stop token is masked, and a long issue is cut', () => {
  const log = renderJobLog(
    `::stop-commands::long-token\n::long-token::\n::error::${'x'.repeat(5000)}`,
  );
  const [stop, resume, issue] = log.split('\n');
  expect([stop, resume]).toEqual(['::stop-commands::***', '::***::']);
  expect(issue).toHaveLength('Error: '.length + 4096);
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'fake-action-'));
  await writeFile(
    join(folder, 'action.yml'),
    [
      'inputs:',
      '  credentials: { description: none given }',
      '  two words: { default: 5 }',
      `  github-token: { default: "\${{ github.token }}" }`,
      '  timeout: { default: 60s }',
      'runs: { using: node24, main: main.cjs }',
    ].join('\n'),
  );
  await writeFile(
    join(folder, 'main.cjs'),
    `const { appendFileSync, readFileSync, statSync, writeFileSync } = require('node:fs');
const { env } = process;
const script = env['INPUT_SCRIPT'] ?? '';
if (script === 'hang') setInterval(() => {}, 1000);
else if (script === 'kill') process.kill(process.pid, 'SIGTERM');
else {
  const seen = { env, cwd: process.cwd(), stdin: readFileSync(0, 'utf8'), execPath: process.execPath,
    empty: ['OUTPUT', 'ENV', 'STATE', 'PATH', 'STEP_SUMMARY'].every((name) => statSync(env['GITHUB_' + name]).size === 0) };
  appendFileSync(env.GITHUB_OUTPUT, env['INPUT_OUTPUT'] ?? 'seen<<END\\n' + JSON.stringify(seen) + '\\nEND\\n');
  appendFileSync(env.GITHUB_ENV, env['INPUT_ENV'] ?? 'NAME=value\\n');
  appendFileSync(env.GITHUB_STEP_SUMMARY, '# Summary\\n');
  writeFileSync('left-behind.txt', '');
  process.stdout.write('out ü\\n');
  process.stderr.write('err\\n');
  process.exitCode = 3;
}
`,
  );
});

afterAll(() => rm(folder, { recursive: true }));

function runFake(options: RunOptions = {}) {
  return runAction({ action: join(folder, 'action.yml'), ...options });
}

test('an action runs as the runner runs it', async () => {
  const run = await runFake({
    inputs: { credentials: SECRET, Undeclared: 'x', TIMEOUT: '1s' },
    env: { EXTRA: 'y', CI: undefined },
  });

  expect(run).toMatchObject({
    exitCode: 3,
    signal: null,
    stdout: 'out ü\n',
    stderr: 'err\n',
    exported: { NAME: 'value' },
    summary: '# Summary\n',
    workspaceFiles: ['left-behind.txt'],
  });
  expect(run.files.env).toBe('NAME=value\n');
  const seen = JSON.parse(run.outputs['seen'] ?? '{}');
  expect(seen).toMatchObject({ stdin: '', empty: true, execPath: process.execPath });
  expect(seen.cwd).toBe(seen.env.GITHUB_WORKSPACE);
  expect(existsSync(seen.cwd)).toBe(false);
  expect(existsSync(seen.env.GITHUB_OUTPUT)).toBe(false);
  expect(Object.keys(seen.env).sort()).toEqual([
    'EXTRA',
    'GITHUB_ACTIONS',
    'GITHUB_ENV',
    'GITHUB_OUTPUT',
    'GITHUB_PATH',
    'GITHUB_STATE',
    'GITHUB_STEP_SUMMARY',
    'GITHUB_WORKSPACE',
    'INPUT_CREDENTIALS',
    'INPUT_GITHUB-TOKEN',
    'INPUT_TIMEOUT',
    'INPUT_TWO_WORDS',
    'INPUT_UNDECLARED',
    'RUNNER_TEMP',
  ]);
  expect(seen.env).toMatchObject({
    INPUT_CREDENTIALS: SECRET,
    'INPUT_GITHUB-TOKEN': '',
    INPUT_TIMEOUT: '1s',
    INPUT_TWO_WORDS: '5',
    INPUT_UNDECLARED: 'x',
  });
});

test('an input that is not given arrives empty, debug logging as RUNNER_DEBUG', async () => {
  const run = await runFake({ debug: true });
  const { env } = JSON.parse(run.outputs['seen'] ?? '{}');
  expect(env).toMatchObject({ INPUT_CREDENTIALS: '', RUNNER_DEBUG: '1' });
});

test('a malformed file command fails the run', async () => {
  await expect(runFake({ inputs: { output: 'a<<E\nb\n' } })).rejects.toThrow('Matching delimiter');
  await expect(runFake({ inputs: { env: 'NODE_OPTIONS=x\n' } })).rejects.toThrow('NODE_OPTIONS');
});

test('an action that hangs is killed', async () => {
  await expect(runFake({ inputs: { script: 'hang' }, killAfter: 300 })).rejects.toThrow(
    'still running after 300 ms',
  );
});

test('the signal that ended an action is told', async () => {
  const run = await runFake({ inputs: { script: 'kill' } });
  expect(run).toMatchObject({ exitCode: null, signal: 'SIGTERM', outputs: {} });
});
