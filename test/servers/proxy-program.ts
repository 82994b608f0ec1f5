import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { freePort, type Program, startProgram } from './program.ts';

/** Milliseconds. */
const LOGS_WITHIN = 5000;
const POLL = 10;
/** Nobody listens at its addresses; a proxy knows at once. */
const MARKS = '127.9.9.';

export interface ProxyOptions {
  /** The only ones that a tunnel may lead to. Default: all. */
  readonly ports?: readonly number[];
  /** Whom the proxy lets in. Default: everybody on this machine. */
  readonly login?: { readonly user: string; readonly password: string };
}

export interface ProxyProgram {
  readonly port: number;
  /** `127.0.0.1:PORT`, as messages name it. */
  readonly address: string;
  /** Holds the configuration and the logs. */
  readonly folder: string;
  /** All lines about tunnels that were asked for before, in the order of the log. */
  log(): Promise<string[]>;
  /** Ends the proxy and removes the folder. */
  close(): Promise<void>;
}

/**
 * Starts a proxy on a free port of 127.0.0.1 with a folder of its own.
 *
 * @param prepare writes the configuration into the folder and returns the command that runs the
 * proxy, and the name of its log, which must have a line with host and port for each CONNECT.
 * @throws Error with what it wrote, where it does not start.
 */
export async function startProxy(
  name: string,
  prepare: (folder: string, port: number) => Promise<{ command: string[]; logFile: string }>,
): Promise<ProxyProgram> {
  const folder = await mkdtemp(join(tmpdir(), `${name}-`));
  let program: Program | undefined;
  const end = async () => {
    await program?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const { command, logFile } = await prepare(folder, port);
    program = await startProgram(command, port);
    let marks = 0;
    const log = () => {
      marks += 1;
      return linesBefore(`${MARKS}${marks}:9`, logFile, port);
    };
    return { port, address: `127.0.0.1:${port}`, folder, log, close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** A proxy may log late. So it is asked for a tunnel of our own, whose line is then waited for. */
async function linesBefore(mark: string, logFile: string, port: number): Promise<string[]> {
  await connectThrough(port, mark);
  const deadline = Date.now() + LOGS_WITHIN;
  for (;;) {
    const lines = (await readFile(logFile, 'utf8')).split('\n');
    const end = lines.findIndex((line) => line.includes(mark));
    if (end >= 0) {
      const before = lines.slice(0, end).filter((line) => line.includes('CONNECT '));
      return before.filter((line) => !line.includes(MARKS));
    }
    if (Date.now() > deadline) throw new Error(`Not logged: ${mark} in\n${lines.join('\n')}`);
    await setTimeout(POLL);
  }
}

/** @returns the status of the proxy's answer. */
export function connectThrough(
  port: number,
  target: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method: 'CONNECT', path: target, headers });
    asked.once('connect', ({ statusCode = 0 }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    asked.once('error', reject);
    asked.end();
  });
}
