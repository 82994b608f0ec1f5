// A real workflow engine runs a real workflow with the committed dist.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { startAuthorizationServer } from '../servers/authorization-server.ts';
import { createPki } from '../servers/pki.ts';

const root = join(import.meta.dirname, '..', '..');
const path = [dirname(process.execPath), process.env['PATH'], join(homedir(), 'go', 'bin')].join(
  delimiter,
);
const hasAct =
  spawnSync('act', ['--version'], { env: { PATH: path, HOME: tmpdir() } }).status === 0;

test.skipIf(!hasAct)(
  'nektos/act runs a job that gets a token and calls the API with it (go install github.com/nektos/act@latest)',
  { timeout: 90_000 },
  async () => {
    const pki = await createPki();
    const server = await startAuthorizationServer({ pki });
    const folder = mkdtempSync(join(tmpdir(), 'act-'));
    try {
      const caFile = join(folder, 'ca.pem');
      writeFileSync(caFile, pki.ca);
      const key = JSON.stringify(server.serviceKeys.cloudAlm);
      const secret = server.serviceKeys.cloudAlm.uaa.clientsecret;
      const wrong = key.replace(secret, `${secret.slice(0, -6)}wrong=`);
      const log = await runAct(folder, {
        HOME: folder,
        PATH: path,
        NODE_EXTRA_CA_CERTS: caFile,
        CALM_SERVICE_KEY: key,
        WRONG_SERVICE_KEY: wrong,
      });

      expect(log).toContain('output: ***');
      expect(log).toContain('exported: ***');
      expect(log).toContain('same: yes');
      expect(log).toContain('status: 200');
      expect(log).toContain('wrong key: failure, token: []');
      expect(log).toContain('Job succeeded');
      expect(log).not.toContain(secret);
      expect(log).not.toMatch(/eyJ[\w-]{20,}/);
      expect(server.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(2);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

/** act works in the folder that it is given, so it gets one with the action and nothing else. */
function checkout(folder: string): string {
  const target = join(folder, 'checkout');
  for (const part of ['action.yml', 'dist', join('test', 'workflow', 'token.yml')]) {
    cpSync(join(root, part), join(target, part), { recursive: true });
  }
  // Without a repository around it act fills its log with complaints.
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.test'];
  for (const command of [
    ['init', '--quiet'],
    ['add', '.'],
    [...identity, 'commit', '--quiet', '--message=x'],
  ]) {
    expect(spawnSync('git', command, { cwd: target }).status).toBe(0);
  }
  return target;
}

/** Secrets come from the environment, so that they stand in no argument and no file. */
function runAct(folder: string, env: Readonly<Record<string, string>>): Promise<string> {
  const parameters = [
    ...['workflow_dispatch', '--workflows', 'test/workflow/token.yml'],
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...['--secret', 'CALM_SERVICE_KEY', '--secret', 'WRONG_SERVICE_KEY'],
    ...['--env', `NODE_EXTRA_CA_CERTS=${env['NODE_EXTRA_CA_CERTS']}`],
    ...['--action-cache-path', join(folder, 'actions')],
  ];
  return new Promise((resolve, reject) => {
    const act = spawn('act', parameters, {
      cwd: checkout(folder),
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 80_000,
    });
    let log = '';
    act.stdout.on('data', (text) => {
      log += text;
    });
    act.stderr.on('data', (text) => {
      log += text;
    });
    act.on('error', reject);
    act.on('close', () => resolve(log));
  });
}
