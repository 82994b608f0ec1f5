import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { generateKeyPairSync, randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Administration, logIn } from './glewlwyd-administration.ts';
import { writeGlewlwydFiles } from './glewlwyd-files.ts';
import { close } from './https-server.ts';
import type { Pki } from './pki.ts';

export const hasGlewlwyd = spawnSync('glewlwyd', ['--version']).status === 0;
/** For the titles of tests that are skipped without it. */
export const NEEDS_GLEWLWYD =
  'needs glewlwyd: apt-get install --no-install-recommends glewlwyd dbconfig-no-thanks';

/** Seconds. */
const LONGEST_LIFE = 300;
/** Milliseconds. */
const STARTS_WITHIN = 15_000;
const POLL = 10;

export interface Glewlwyd extends Pick<Administration, 'addClient' | 'deleteClient'> {
  readonly tokenUrl: string;
  /** Holds the configuration, the database and the server's key. */
  readonly folder: string;
  /** Ends the server and removes the folder. */
  close(): Promise<void>;
}

/**
 * Starts Glewlwyd, an authorization server in C that owes nothing to Node or OpenSSL, on a free port
 * of 127.0.0.1, with a database of its own. Client certificates count where `pki` issued them.
 *
 * @param scopes all that clients can be given.
 * @throws Error with the server's log, where it does not start.
 */
export async function startGlewlwyd(options: {
  readonly pki: Pki;
  readonly scopes: readonly string[];
}): Promise<Glewlwyd> {
  const folder = await mkdtemp(join(tmpdir(), 'glewlwyd-'));
  let server: ChildProcess | undefined;
  const end = async () => {
    if (server !== undefined) await stop(server);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const url = `https://localhost:${port}`;
    server = launch(await writeGlewlwydFiles(folder, port, options.pki));
    await started(server, port);
    const { addScope, addOidcPlugin, addClient, deleteClient } = await logIn(url, options.pki.ca);
    for (const scope of options.scopes) await addScope(scope);
    const tokenUrl = await addOidcPlugin('oidc', signingKey());
    return { tokenUrl, folder, addClient, deleteClient, close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Below the ports that clients are given, so that none of them takes it before the server does. */
async function freePort(): Promise<number> {
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

/** By timeout(1), which ends it even where this process is killed before it can do so itself. */
function launch(configurationFile: string): ChildProcess {
  const glewlwyd = ['glewlwyd', `--config-file=${configurationFile}`];
  return spawn('timeout', ['--kill-after=5', String(LONGEST_LIFE), ...glewlwyd], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Resolves when the server takes connections, which is after it writes that it has started. */
async function started(server: ChildProcess, port: number): Promise<void> {
  let log = '';
  server.stdout?.on('data', (text) => {
    log += text;
  });
  server.stderr?.on('data', (text) => {
    log += text;
  });
  server.once('error', ({ message }) => {
    log += message;
  });
  const deadline = Date.now() + STARTS_WITHIN;
  while (!(await accepts(port))) {
    if (hasEnded(server) || Date.now() > deadline) throw new Error(`No glewlwyd:\n${log}`);
    await setTimeout(POLL);
  }
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

function stop(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    if (hasEnded(server)) return resolve();
    server.once('exit', () => resolve());
    server.kill();
  });
}

/** Also where it could not be started at all. */
function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null;
}

function signingKey() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
