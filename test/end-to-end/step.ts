import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { renderWholeLog } from '../runner/job-log.ts';
import { type ActionRun, type RunOptions, runAction } from '../runner/run-action.ts';
import { findLeaks } from './leaks.ts';

export interface StepOptions extends Omit<RunOptions, 'debug' | 'action'> {
  /** Everything that must not be seen in the log, in any form. Of a private key: its lines. */
  readonly secrets: readonly string[];
  readonly clientId?: string;
}

/**
 * Runs the committed bundle with debug logging, and checks what holds for every run: no secret in
 * all that the job log can show, nothing on standard error, nothing in the workspace, no other file
 * command used.
 */
export async function step({ secrets, clientId, ...options }: StepOptions): Promise<ActionRun> {
  const run = await runAction({ killAfter: 20_000, ...options, debug: true });
  const shown = `${renderWholeLog(run)}\n${run.summary}`;
  expect(findLeaks(shown, secrets, clientId === undefined ? [] : [clientId])).toEqual([]);
  expect(run).toMatchObject({ signal: null, stderr: '', workspaceFiles: [], summary: '' });
  expect(run.files).toMatchObject({ state: '', path: '' });
  return run;
}

/**
 * The same for a run that must fail: exit code 1, one annotation, no result.
 *
 * @returns the message of the annotation
 */
export async function failedStep(code: string, options: StepOptions): Promise<string> {
  const run = await step(options);
  expect(annotations(run)).toEqual([expect.stringMatching(new RegExp(`^::error title=${code}::`))]);
  expect(run).toMatchObject({ exitCode: 1, files: { output: '', env: '' } });
  const others = run.stdout
    .split('\n')
    .filter((line) => !/^::(?:add-mask|debug|error)[ :]/.test(line));
  expect(others).toEqual(['']);
  return annotations(run)[0]?.replace(/^::error title=\w+::/, '') ?? '';
}

/** The same for a run that must succeed: every mask stands before the first line to be read. */
export async function goodStep(options: StepOptions): Promise<ActionRun> {
  const run = await step(options);
  expect(annotations(run).filter((line) => line.startsWith('::error'))).toEqual([]);
  expect(run.exitCode).toBe(0);
  const lines = run.stdout.split('\n').filter((line) => !line.startsWith('::debug::'));
  const firstOther = lines.findIndex((line) => !line.startsWith('::add-mask::'));
  expect(lines.findLastIndex((line) => line.startsWith('::add-mask::'))).toBe(firstOther - 1);
  return run;
}

/** The annotations of a run, without the address of its section with which each of them ends. */
export function annotations({ stdout }: ActionRun): string[] {
  return stdout
    .split('\n')
    .filter((line) => /^\s*::(?:error|warning|notice)[ :]/.test(line))
    .map(withoutAddress);
}

/** An annotation or a message without the address of its section, with which it must end. */
export function withoutAddress(annotation: string): string {
  const [, rest = '', code = ''] =
    /^(.*) https:\/\/\S+\/docs\/troubleshooting\.md#(\w+)$/.exec(annotation) ?? [];
  expect(sections, annotation).toContain(code.toUpperCase());
  return rest;
}

const sections = [
  ...readFileSync(new URL('../../docs/troubleshooting.md', import.meta.url), 'utf8').matchAll(
    /^##+ (\w+)$/gm,
  ),
].map(([, heading]) => heading);

export function warnings(run: ActionRun): string[] {
  return annotations(run)
    .filter((line) => line.startsWith('::warning '))
    .map((line) => line.replace(/^::warning title=\w+::/, ''));
}

/** Standard output with values as `<name>`, as they are and as the data of a command. */
export function pinned({ stdout }: ActionRun, names: Readonly<Record<string, string>>): string {
  const byLength = Object.entries(names).sort(([, a], [, b]) => b.length - a.length);
  const named = byLength.reduce(
    (text, [name, value]) =>
      text.replaceAll(value.replaceAll('%', '%25'), `<${name}>`).replaceAll(value, `<${name}>`),
    stdout,
  );
  return named.replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '<time>');
}
