import { appendFileSync, readFileSync, statSync } from 'node:fs';
import type { Environment } from '../inputs.ts';

/** The text of a file; undefined where it cannot be read, or is longer than any that is expected. */
export type ReadText = (path: string) => string | undefined;

/** Bytes. GitHub's events are a few 100 KB at most, inventories much shorter. */
const LARGEST = 8 * 1024 * 1024;

export function readText(path: string): string | undefined {
  try {
    const { size } = statSync(path);
    return size <= LARGEST ? readFileSync(path, 'utf8') : undefined;
  } catch {
    return undefined;
  }
}

/** Adds to the job summary. A runner without summaries is no reason to fail. */
export function appendSummary(env: Environment, markdown: string): void {
  try {
    appendFileSync(env['GITHUB_STEP_SUMMARY'] ?? '', `${markdown}\n`);
  } catch {}
}
