import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { promisify } from 'node:util';

/** The machine in one line, without its name. */
export async function machine(): Promise<string> {
  const [first, ...others] = cpus();
  const memory = `${(totalmem() / 2 ** 30).toFixed(1)} GiB`;
  const cores = first ? `${others.length + 1} cores` : 'unknown cores';
  return [first?.model.trim() ?? 'unknown CPU', cores, memory, await operatingSystem()].join(', ');
}

/** How many processes wanted a core in the last minute. */
export interface Load {
  readonly average: number;
  readonly cores: number;
}

export function load(): Load {
  return { average: loadavg()[0] ?? 0, cores: cpus().length };
}

/** Half of the cores were free: whatever is measured then is about the programs. */
export function isQuiet({ average, cores }: Load): boolean {
  return average <= cores / 2;
}

/** Name and version of everything that takes part. */
export async function versions(python: string): Promise<Record<string, string>> {
  return {
    'api-client-credentials': await packageVersion('..'),
    node: process.version.slice(1),
    curl: await firstLine('curl', /^curl (\S+)/),
    jq: await firstLine('jq', /^jq-(\S+)/),
    ncc: await packageVersion('../node_modules/@vercel/ncc'),
    undici: await packageVersion('../node_modules/undici'),
    '@actions/core': await packageVersion('../node_modules/@actions/core'),
    python,
  };
}

async function operatingSystem(): Promise<string> {
  // Without what a distribution or a cloud has appended.
  const kernel = `${type()} ${release().replace(/-.*/, '')}`;
  try {
    const distribution = /^PRETTY_NAME="?([^"\n]+)/m.exec(
      await readFile('/etc/os-release', 'utf8'),
    );
    return distribution ? `${distribution[1]}, ${kernel}` : kernel;
  } catch {
    return kernel;
  }
}

async function firstLine(program: string, version: RegExp): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: 10_000 });
    return version.exec(stdout)?.[1] ?? 'unknown';
  } catch {
    return 'not installed';
  }
}

async function packageVersion(folder: string): Promise<string> {
  const file = new URL(`${folder}/package.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')).version;
}
