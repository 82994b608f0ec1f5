import { spawnSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Administration, logIn } from './glewlwyd-administration.ts';
import { writeGlewlwydFiles } from './glewlwyd-files.ts';
import type { Pki } from './pki.ts';
import { freePort, type Program, startProgram } from './program.ts';

export const hasGlewlwyd = spawnSync('glewlwyd', ['--version']).status === 0;
/** For the titles of tests that are skipped without it. */
export const NEEDS_GLEWLWYD =
  'needs glewlwyd: apt-get install --no-install-recommends glewlwyd dbconfig-no-thanks';

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
  let server: Program | undefined;
  const end = async () => {
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    const port = await freePort();
    const url = `https://localhost:${port}`;
    const configuration = await writeGlewlwydFiles(folder, port, options.pki);
    server = await startProgram(['glewlwyd', `--config-file=${configuration}`], port);
    const { addScope, addOidcPlugin, addClient, deleteClient } = await logIn(url, options.pki.ca);
    for (const scope of options.scopes) await addScope(scope);
    const tokenUrl = await addOidcPlugin('oidc', signingKey());
    return { tokenUrl, folder, addClient, deleteClient, close: end };
  } catch (error) {
    await end();
    throw error;
  }
}

function signingKey() {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}
