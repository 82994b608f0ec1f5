import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { arrange, failsOn, failsUnsent, file, standIn, succeeds } from './faults.ts';
import { failedStep, goodStep, step } from './step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

test('a reason that holds commands is one harmless line, and sets nothing', async () => {
  const reason = 'x\n::set-output name=access-token::evil\n::add-mask::a';
  const body = { error: 'invalid_request', error_description: reason };
  const message = await failsOn('E_HTTP', () => ({ status: 400, body }));
  expect(message).toContain('"x : :set-output name=access-token: :evil : :add-mask: :a"');
});

test('a reason of any characters and length is made harmless and cut', async () => {
  const reason = `##[error]\u001b[31m\u202e${'y'.repeat(200_000)}`;
  const body = { error: 'invalid_request', error_description: reason };
  const message = await failsOn('E_HTTP', () => ({ status: 400, body }));
  expect(message).toMatch(/"## \[error\] \[31m y+\.\.\."/);
  expect(message.length).toBeLessThan(600);
});

test.each([
  'a\nb=1',
  'NODE_OPTIONS',
  'NODE',
  'PATH',
  'LD_PRELOAD',
  'GITHUB_TOKEN',
  'lower',
  '1A',
  'A-B',
  'A'.repeat(65),
])('the env-prefix %j is no beginning of a variable', async (prefix) => {
  await failsUnsent('E_NAME', ({ client }) => ({
    inputs: { credentials: client.credentials, 'env-prefix': prefix },
  }));
});

// Values are one line each, so that there is no delimiter (decision 0004).
test('a value with the delimiter of @actions/core is a value like any other', async () => {
  const scope = 'ghadelimiter_0 a<<b';
  const token = opaqueToken();
  const world = await arrange(() => tokenAnswer(token, { scope }));
  const run = await goodStep(world.options({ secrets: [token] }));
  expect(run.outputs).toMatchObject({ scope, 'access-token': token });
});

test.each([
  ['client-id', 'a\r\nX-Evil: 1'],
  ['audience', 'a\r\nX-Evil: 1'],
  ['scope', 'a\u0007b'],
  ['resource', 'a\u0007b'],
  ['parameters', 'x=a\u0007b'],
])('no line of a request comes from the input %s', async (name, value) => {
  await failsUnsent('E_INPUT_CHARSET', ({ client }) => ({
    inputs: { credentials: client.credentials, [name]: value },
  }));
});

const folder = mkdtempSync(join(tmpdir(), 'faults-runner-'));
const link = join(folder, 'link');
const target = file('');
symlinkSync(target, link);
const readOnly = file('');
chmodSync(readOnly, 0o400);

test.each<[what: string, path: string | undefined]>([
  ['not set', undefined],
  ['empty', ''],
  ['a file that is not there', join(folder, 'nowhere')],
  ['a folder', folder],
  ['a symbolic link', link],
  ['a device', '/dev/full'],
  // Nothing is unwritable to the superuser, so access(2) is told to say what it says to others.
  ['a file that cannot be written', readOnly],
])('a GITHUB_OUTPUT or GITHUB_ENV that is %s fails before anything is sent', async (what, path) => {
  const preload = standIn(`
    const fs = require('node:fs');
    const { accessSync } = fs;
    fs.accessSync = (path, mode) => {
      if (path === ${JSON.stringify(readOnly)}) throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
      return accessSync(path, mode);
    };`);
  for (const name of ['GITHUB_OUTPUT', 'GITHUB_ENV']) {
    const message = await failsUnsent('E_RUNNER', ({ client }) => ({
      inputs: { credentials: client.credentials, 'env-prefix': 'CALM' },
      env: { [name]: path },
      ...(what.includes('cannot') ? { preload } : {}),
    }));
    expect(message).toContain(name);
  }
  expect(readFileSync(target, 'utf8')).toBe('');
});

test.each(['OUTPUT', 'ENV'])(
  'a disk that is full at GITHUB_%s leaves neither file changed',
  async (name) => {
    // A write of some bytes, then none: as a disk that becomes full.
    const preload = standIn(`
    const fs = require('node:fs');
    const { appendFileSync } = fs;
    fs.appendFileSync = (path, text) => {
      if (path !== process.env.GITHUB_${name}) return appendFileSync(path, text);
      appendFileSync(path, text.slice(0, 10));
      throw Object.assign(new Error('ENOSPC'), { code: 'ENOSPC' });
    };`);
    const world = await arrange();
    const message = await failedStep(
      'E_RUNNER',
      world.options({
        inputs: { credentials: world.client.credentials, 'env-prefix': 'CALM' },
        preload,
      }),
    );
    expect(message).toContain('Is the disk full?');
    expect(world.server.requests).toHaveLength(1);
  },
);

test('nothing is written but the file commands', async () => {
  const temp = mkdtempSync(join(tmpdir(), 'runner-temp-'));
  onTestFinished(() => rmSync(temp, { recursive: true }));
  const { run } = await succeeds(() => ({ env: { RUNNER_TEMP: temp, TMPDIR: temp, HOME: temp } }));
  expect(run.workspaceFiles).toEqual([]);
  expect(readdirSync(temp)).toEqual([]);
});

test('there is no step before and none after, so none can fail', () => {
  const action = parse(readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'));
  expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.cjs' });
  expect(existsSync(new URL('../../dist/index.cjs', import.meta.url))).toBe(true);
});

test('two uses in one job do not know of each other', async () => {
  const first = await succeeds(({ client }) => ({
    inputs: { credentials: client.credentials, 'env-prefix': 'ONE' },
  }));
  const token = opaqueToken();
  const server = await serve(() => tokenAnswer(token));
  const client = xsuaaClient(server.url);
  const run = await step({
    inputs: { credentials: client.credentials, 'env-prefix': 'TWO' },
    env: { ...trusting, ...first.run.exported },
    secrets: [client.clientSecret, token, first.token],
  });
  expect(run.outputs['access-token']).toBe(token);
  expect(Object.keys(run.exported)).toEqual(['TWO_ACCESS_TOKEN', 'TWO_API_URL', 'TWO_EXPIRES_AT']);
  expect(Object.keys(first.run.exported).every((name) => name.startsWith('ONE_'))).toBe(true);
});
