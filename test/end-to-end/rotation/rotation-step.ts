import { expect, onTestFinished } from 'vitest';
import { renderWholeLog } from '../../runner/job-log.ts';
import type { ActionRun } from '../../runner/run-action.ts';
import { findLeaks } from '../leaks.ts';
import { btpIssuer } from './btp-issuer.ts';
import { type Platform, type PlatformOptions, startPlatform } from './platform.ts';

/** A platform for one test, with API credentials of XSUAA. */
export async function platform(options: Partial<PlatformOptions> = {}): Promise<Platform> {
  const started = await startPlatform({ startIssuer: btpIssuer, ...options });
  onTestFinished(() => started.close());
  return started;
}

/**
 * What holds for every run, with debug logging on: no secret in all that the job log can show or in
 * the summary, nothing on standard error, nothing in the workspace, and nothing that GitHub's
 * description does not allow.
 */
export function checked(run: ActionRun, { secrets, github }: Platform): ActionRun {
  const shown = `${renderWholeLog(run)}\n${run.summary}`;
  expect(findLeaks(shown, secrets())).toEqual([]);
  expect(run).toMatchObject({ signal: null, stderr: '', workspaceFiles: [] });
  expect(run.files).toMatchObject({ state: '', path: '', env: '' });
  expect(github.complaints).toEqual([]);
  return run;
}

/** One run of the rotation action, checked. */
export async function rotateStep(
  world: Platform,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string | undefined>> = {},
): Promise<ActionRun> {
  return checked(await world.rotate(inputs, { debug: true, env }), world);
}

/** @returns code and text of the one error annotation of a run that failed. */
export function failureOf({ exitCode, stdout }: ActionRun): [code: string, message: string] {
  const found = [...stdout.matchAll(/^::error title=(\w+)::(.*)$/gm)];
  expect({ exitCode, errors: found.length }).toEqual({ exitCode: 1, errors: 1 });
  return [found[0]?.[1] ?? '', found[0]?.[2] ?? ''];
}
