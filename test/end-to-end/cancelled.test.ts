// A job that is cancelled: the runner sends SIGINT, 7.5 s later SIGTERM, then it kills.
import type { ChildProcess } from 'node:child_process';
import { statSync } from 'node:fs';
import { createServer } from 'node:net';
import { describe, expect, test } from 'vitest';
import { renderJobLog } from '../runner/job-log.ts';
import { type ActionRun, runAction, type StartedAction } from '../runner/run-action.ts';
import type { Answer } from '../servers/https-server.ts';
import { seeded } from '../soak/seeded.ts';
import { listening, standIn } from './faults.ts';
import { findLeaks } from './leaks.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

type Signal = 'SIGINT' | 'SIGTERM';
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

interface Cancelled {
  readonly url: string;
  readonly token?: string;
  readonly preload?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly onStart?: (started: StartedAction) => void;
}

async function run({ url, token = '', inputs, ...options }: Cancelled): Promise<ActionRun> {
  const client = xsuaaClient(url);
  const ended = await runAction({
    inputs: { credentials: client.credentials, 'env-prefix': 'CALM', ...inputs },
    env: trusting,
    debug: true,
    killAfter: 20_000,
    ...options,
  });
  const log = renderJobLog(ended.stdout.replace(/^::debug::/gm, 'debug: '));
  expect(findLeaks(`${log}\n${ended.stderr}`, [client.clientSecret, token])).toEqual([]);
  return ended;
}

/** Sends the signal, and measures from then to the end of the process. */
function signalling(signal: Signal) {
  let sent = 0;
  let took = Number.NaN;
  let child: ChildProcess | undefined;
  return {
    started(process: ChildProcess): void {
      child = process;
      process.once('exit', () => {
        took = performance.now() - sent;
      });
    },
    send(): void {
      sent = performance.now();
      child?.kill(signal);
    },
    /** Milliseconds. */
    took: () => took,
  };
}

const UNTOUCHED = { output: '', env: '' };

describe.each(SIGNALS)('%s', (signal) => {
  async function stopped(
    url: string,
    cancel: ReturnType<typeof signalling>,
    onStart: (started: StartedAction) => void = () => {},
  ): Promise<void> {
    const ended = await run({
      url,
      onStart(started) {
        cancel.started(started.process);
        onStart(started);
      },
    });
    expect(ended).toMatchObject({ exitCode: null, signal, files: UNTOUCHED, stderr: '' });
    expect(ended.stdout).not.toContain('::error');
    expect(cancel.took()).toBeLessThan(2000);
  }

  test('ends the step when it has masked its secrets', async () => {
    const server = await serve(() => () => {});
    const cancel = signalling(signal);
    await stopped(server.url, cancel, ({ process }) => {
      process.stdout?.once('data', cancel.send);
    });
  });

  test('ends the step while it connects', async () => {
    const cancel = signalling(signal);
    const server = createServer((socket) => {
      socket.on('error', () => {});
      cancel.send();
    });
    const port = await listening(server, '127.0.0.1');
    await stopped(`https://localhost:${port}`, cancel);
  });

  test.each<[when: string, answer: Answer]>([
    ['waits for the answer', () => {}],
    ['reads the answer', (response) => response.write('{"access_token":"')],
  ])('ends the step while it %s', async (_when, answer) => {
    const cancel = signalling(signal);
    const server = await serve(() => {
      setImmediate(cancel.send);
      return answer;
    });
    await stopped(server.url, cancel);
    expect(server.requests).toHaveLength(1);
  });

  test('ends the step while it waits for another attempt', async () => {
    const cancel = signalling(signal);
    const server = await serve(() => ({ status: 503, headers: { 'retry-after': '30' } }));
    await stopped(server.url, cancel, ({ process }) => {
      process.stdout?.on('data', (text: unknown) => {
        if (String(text).includes('another attempt')) cancel.send();
      });
    });
    expect(server.requests).toHaveLength(1);
  });

  /** The action sends the signal to itself, at a moment that nobody could meet from outside. */
  const atWrite = (moment: string) =>
    standIn(`
const fs = require('node:fs');
const { appendFileSync } = fs;
function signal() {
  process.kill(process.pid, '${signal}');
  // Until it has certainly arrived.
  for (const end = Date.now() + 20; Date.now() < end; );
}
let writes = 0;
fs.appendFileSync = (path, text) => {
  const write = writes++;
  if ('${moment}' === 'before ' + write) signal();
  const half = '${moment}' === 'amid ' + write ? text.length / 2 : text.length;
  appendFileSync(path, text.slice(0, half));
  if (half < text.length) signal();
  appendFileSync(path, text.slice(half));
  if ('${moment}' === 'after ' + write) signal();
};`);

  test.each(['before 0', 'amid 0', 'after 0', 'before 1', 'amid 1', 'after 1'])(
    'between the files of the result (%s) leaves all of it',
    async (moment) => {
      const token = opaqueToken();
      const server = await serve(() => tokenAnswer(token));
      const ended = await run({ url: server.url, token, preload: atWrite(moment) });
      expect(ended).toMatchObject({ exitCode: 0, signal: null, stderr: '' });
      expect(ended.outputs['access-token']).toBe(token);
      expect(ended.exported).toHaveProperty('CALM_EXPIRES_AT', ended.outputs['expires-at']);
    },
  );

  test.each([
    ['before 0', 1, false],
    ['after 0', 1, true],
    ['amid 0', 300, true],
  ])(
    'at the only file (%s, a token %d times as long) leaves all or nothing',
    async (moment, times, all) => {
      const token = opaqueToken().repeat(times);
      const server = await serve(() => tokenAnswer(token));
      const ended = await run({
        url: server.url,
        token,
        inputs: { 'env-prefix': '' },
        preload: atWrite(moment),
      });
      expect(ended.signal).toBe(times === 1 ? signal : null);
      expect(ended.outputs['access-token']).toBe(all ? token : undefined);
      if (!all) expect(ended.files.output).toBe('');
    },
  );

  const SEED = Number(process.env['CANCEL_SEED'] ?? Date.now() % 2 ** 31);

  test(`at a random moment leaves all of the result or nothing (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    let complete = 0;
    for (let round = 0; round < 12; round++) {
      const token = opaqueToken();
      let begun: StartedAction | undefined;
      const server = await serve(() => (response) => {
        const body = { access_token: token, token_type: 'bearer', expires_in: 60 };
        response.setHeader('content-type', 'application/json');
        response.end(JSON.stringify(body), () => setImmediate(strike));
      });
      /** This process has nothing else to do, and waits for what the other one writes. */
      const strike = () => {
        const atFirstByte = round % 2 === 0;
        const end = performance.now() + (atFirstByte ? 5000 : random() * 20);
        const path = begun?.output ?? '';
        while (performance.now() < end && !(atFirstByte && statSync(path).size > 0));
        begun?.process.kill(signal);
      };
      const ended = await run({
        url: server.url,
        token,
        onStart(started) {
          begun = started;
        },
      });
      const { output, env } = ended.files;
      expect([0, null]).toContain(ended.exitCode);
      expect(output === '').toBe(env === '');
      if (output === '') continue;
      complete += 1;
      expect(ended.outputs).toMatchObject({ 'access-token': token, provider: 'xsuaa' });
      expect(Object.keys(ended.exported)).toHaveLength(3);
    }
    // Every second one waited for the first file.
    expect(complete).toBeGreaterThanOrEqual(6);
  });
});
