import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { close } from './https-server.ts';

/** Milliseconds. */
const POLL = 10;

/** A server that is no part of this project, as a child of this process. */
export interface Program {
  /** Ends it and its own children, and resolves when it has ended. */
  stop(): Promise<void>;
}

interface ProgramOptions {
  /** Variables beside those of this process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Milliseconds. */
  readonly startsWithin?: number;
  /** Seconds, after which it is ended in any case. */
  readonly longestLife?: number;
}

/**
 * Runs a program and resolves when it takes connections on `port` of 127.0.0.1.
 *
 * @throws Error with what it wrote, where it does not start. It then runs no more.
 */
export async function startProgram(
  command: readonly string[],
  port: number,
  { env = {}, startsWithin = 15_000, longestLife = 300 }: ProgramOptions = {},
): Promise<Program> {
  // By timeout(1), which ends it even where this process is killed before it can do so itself.
  const child = spawn('timeout', ['--kill-after=5', String(longestLife), ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let written = '';
  const write = (text: unknown) => {
    written += text;
  };
  child.stdout.on('data', write);
  child.stderr.on('data', write);
  child.once('error', ({ message }) => write(message));

  const deadline = Date.now() + startsWithin;
  while (!(await accepts(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      await stop(child);
      throw new Error(`No ${command[0]}:\n${written}`);
    }
    await setTimeout(POLL);
  }
  return { stop: () => stop(child) };
}

/** Below the ports that clients are given, so that none of them takes it before the server does. */
export async function freePort(): Promise<number> {
  const port = randomInt(20_000, 30_000);
  const holder = createServer();
  const isFree = await new Promise<boolean>((resolve) => {
    holder.once('error', () => resolve(false));
    holder.listen(port, '127.0.0.1', () => resolve(true));
  });
  if (!isFree) return freePort();
  await close(holder);
  return port;
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    const settle = (accepted: boolean) => {
      socket.destroy();
      resolve(accepted);
    };
    socket.once('connect', () => settle(true));
    socket.once('error', () => settle(false));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (!hasEnded(child)) {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill();
    await ended;
  }
  if (child.pid !== undefined) endGroup(child.pid);
}

/** timeout(1) leads a group of its own, in which a child of the program may still be left. */
function endGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Nobody is left, as it should be.
  }
}

/** Also where it could not be started at all. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}
