// nektos/act in host mode, in a checkout that holds the built actions and one workflow.
import { spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { expect } from 'vitest';

const root = join(import.meta.dirname, '..', '..');
const path = [dirname(process.execPath), process.env['PATH'], join(homedir(), 'go', 'bin')].join(
  delimiter,
);

export const hasAct =
  spawnSync('act', ['--version'], { env: { PATH: path, HOME: tmpdir() } }).status === 0;

export interface ActOptions {
  /** An empty folder, which the caller deletes. */
  readonly folder: string;
  /** The name of a file in this folder. */
  readonly workflow: string;
  /** They come from the environment, so that they stand in no argument and no file. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Variables of the job. */
  readonly env?: Readonly<Record<string, string>>;
  /** Further files of the checkout: paths and texts. */
  readonly files?: Readonly<Record<string, string>>;
}

/** @returns the log of the run */
export function runAct({ folder, workflow, secrets, env, files }: ActOptions): Promise<string> {
  const parameters = [
    ...['workflow_dispatch', '--workflows', `test/workflow/${workflow}`],
    ...['--platform', 'ubuntu-latest=-self-hosted'],
    ...Object.keys(secrets).flatMap((name) => ['--secret', name]),
    ...Object.entries(env ?? {}).flatMap(([name, value]) => ['--env', `${name}=${value}`]),
    ...['--action-cache-path', join(folder, 'actions')],
  ];
  return new Promise((resolve, reject) => {
    const act = spawn('act', parameters, {
      cwd: checkout(folder, workflow, files ?? {}),
      env: { HOME: folder, PATH: path, ...secrets },
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

/** act works in the folder that it is given, so it gets one with the actions and nothing else. */
function checkout(
  folder: string,
  workflow: string,
  files: Readonly<Record<string, string>>,
): string {
  const target = join(folder, 'checkout');
  const parts = ['action.yml', 'rotate', 'dist', join('test', 'workflow', workflow)];
  for (const part of parts) cpSync(join(root, part), join(target, part), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    writeFileSync(join(target, name), text);
  }
  // Without a repository around it act fills its log with complaints.
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@example.test'];
  for (const command of [
    ['init', '--quiet'],
    // By this act tells which repository it is.
    ['remote', 'add', 'origin', 'https://github.com/acme/portal'],
    ['add', '.'],
    [...identity, 'commit', '--quiet', '--message=x'],
  ]) {
    expect(spawnSync('git', command, { cwd: target }).status).toBe(0);
  }
  return target;
}
