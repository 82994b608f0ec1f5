import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

export interface Options {
  readonly rounds: number;
  /** Exit with 1 when a gate fails. */
  readonly check: boolean;
  readonly out: string;
  readonly actions: readonly [string, ...string[]];
}

export const USAGE = `Usage: npm run bench -- [options]

  --rounds N      counted rounds (25)
  --check         exit 1 when a gate fails
  --out FILE      where the results go (bench/results.md)
  --action FILE   the build to measure (dist/index.cjs); given again, more builds
                  to compare with the first, which is the one that the gates are for`;

/**
 * @param argv without node and the script
 * @throws Error if an option is unknown or has no use
 */
export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      rounds: { type: 'string', default: '25' },
      check: { type: 'boolean', default: false },
      out: { type: 'string', default: inRepository('bench/results.md') },
      action: { type: 'string', multiple: true, default: [inRepository('dist/index.cjs')] },
    },
  });
  if (!/^[1-9]\d{0,3}$/.test(values.rounds))
    throw new Error('--rounds takes a number from 1 to 9999');
  const [first, ...others] = values.action.map((file) => resolve(file));
  if (first === undefined) throw new Error('--action takes a file');
  return {
    rounds: Number(values.rounds),
    check: values.check,
    out: resolve(values.out),
    actions: [first, ...others],
  };
}

function inRepository(path: string): string {
  return fileURLToPath(new URL(`../${path}`, import.meta.url));
}
