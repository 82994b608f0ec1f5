// A step that makes the calls of a script, for runner-contract.test.ts:
//
//   node runner-script.ts lean|toolkit REPORT
//
// The script is JSON on standard input. What the calls came to is written to the file REPORT.
import { readFileSync, writeFileSync } from 'node:fs';
import { Failure } from '../../src/base/failure.ts';
import type { Runner } from '../../src/runner/runner.ts';

/** One call of a runner. */
export type Call = {
  [Name in keyof Runner]: readonly [name: Name, ...args: Parameters<Runner[Name]>];
}[keyof Runner];

/** What a call returned, or the failure that it threw. */
export type Came =
  | { readonly returned: string | undefined }
  | { readonly code: string; readonly message: string };

/** The time that both implementations are told. */
export const NOW = Date.UTC(2026, 0, 1, 4, 5, 6, 789);

/** Each loads its own module alone. */
export const RUNNERS: Readonly<Record<string, () => Promise<Runner>>> = {
  async lean() {
    const { leanRunner, writeStandardOutput } = await import('../../src/runner/lean.ts');
    return leanRunner(process.env, writeStandardOutput, () => NOW);
  },
  async toolkit() {
    const { toolkitRunner } = await import('../../src/runner/toolkit.ts');
    return toolkitRunner(process.env, () => NOW);
  },
};

if (import.meta.main) {
  const [, , name = '', report = ''] = process.argv;
  const runner = await RUNNERS[name]?.();
  if (runner === undefined) throw new Error(`There is no runner ${name}.`);
  const came: Came[] = [];
  for (const call of JSON.parse(readFileSync(0, 'utf8')) as Call[]) came.push(await make(call));
  writeFileSync(report, JSON.stringify(came));

  async function make([method, ...args]: Call): Promise<Came> {
    try {
      const call = runner?.[method] as (...given: readonly unknown[]) => unknown;
      const returned = await call(...args);
      return { returned: typeof returned === 'string' ? returned : undefined };
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      return { code: error.code, message: error.message };
    }
  }
}
