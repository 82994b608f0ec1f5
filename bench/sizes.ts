import { execFile } from 'node:child_process';
import { readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';

/** What a runner downloads and unpacks before the first line of the action runs. */
export interface Sizes {
  /** Bytes of all files in the folder of the build. */
  readonly dist: number;
  /** How many `.cjs` files there are in it. */
  readonly programs: number;
  /** Bytes of `git archive HEAD | gzip`, without what .gitattributes leaves out; undefined outside a repository. */
  readonly packed: number | undefined;
  /** The working tree differs from HEAD, so `packed` is of another build perhaps. */
  readonly uncommitted: boolean;
}

/** Larger than any tree of this project, in bytes. */
const LARGEST_TREE = 2 ** 28;

/** @param action the file that a runner starts */
export async function sizesOf(action: string): Promise<Sizes> {
  const folder = dirname(action);
  const files = await filesBelow(folder);
  return {
    dist: await bytesOf(files),
    programs: files.filter((file) => file.endsWith('.cjs')).length,
    ...(await packedTree(folder)),
  };
}

/** Bytes of all files below a folder. */
export async function bytesBelow(folder: string): Promise<number> {
  return bytesOf(await filesBelow(folder));
}

export async function bytesOf(files: readonly string[]): Promise<number> {
  const stats = await Promise.all(files.map((file) => stat(file)));
  return stats.reduce((sum, { size }) => sum + size, 0);
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

async function packedTree(folder: string): Promise<Pick<Sizes, 'packed' | 'uncommitted'>> {
  try {
    const root = (await git(folder, 'rev-parse', '--show-toplevel')).toString().trim();
    const changes = await git(root, 'status', '--porcelain');
    return {
      packed: gzipSync(await git(root, 'archive', '--format=tar', 'HEAD')).length,
      uncommitted: changes.length > 0,
    };
  } catch {
    return { packed: undefined, uncommitted: false };
  }
}

async function git(folder: string, ...argv: readonly string[]): Promise<Buffer> {
  const options = { cwd: folder, encoding: 'buffer', maxBuffer: LARGEST_TREE } as const;
  return (await promisify(execFile)('git', argv, options)).stdout;
}
