// The runner as everything beside the token action speaks to it: over @actions/core.
import {
  debug,
  endGroup,
  error,
  exportVariable,
  getInput,
  info,
  isDebug,
  notice,
  setOutput,
  setSecret,
  startGroup,
  summary,
  warning,
} from '@actions/core';
import { sectionAddress } from '../base/failure.ts';
import { requireResultFile, writeAllOrNothing } from './files.ts';
import { timeOfDay } from './lean.ts';
import type { Environment, Runner } from './runner.ts';

const ANNOTATE = { error, warning, notice } as const;

/**
 * @param env the environment of the process, from which @actions/core reads.
 * @param now milliseconds since the epoch.
 */
export function toolkitRunner(env: Environment, now: () => number): Runner {
  return {
    input: (name) => getInput(name) || undefined,
    mask(values) {
      for (const value of values) setSecret(value);
    },
    annotate: (level, message, code, title = code) =>
      ANNOTATE[level](`${message} ${sectionAddress(code)}`, { title }),
    debug(message) {
      if (isDebug()) debug(message);
    },
    group(title, lines) {
      startGroup(title);
      for (const line of lines) info(line);
      endGroup();
    },
    progress: (message) => info(`${timeOfDay(now())} ${message}`),
    print: (line) => info(line),
    requireResult({ variables }) {
      requireResultFile('GITHUB_OUTPUT', env);
      if (variables) requireResultFile('GITHUB_ENV', env);
    },
    setResult({ outputs, variables = [] }) {
      const paths = [
        ...(outputs.length === 0 ? [] : [env['GITHUB_OUTPUT'] ?? '']),
        ...(variables.length === 0 ? [] : [env['GITHUB_ENV'] ?? '']),
      ];
      writeAllOrNothing(paths, () => {
        for (const [name, value] of outputs) setOutput(name, value);
        for (const [name, value] of variables) exportVariable(name, value);
      });
    },
    async summary(markdown) {
      try {
        await summary.addRaw(markdown, true).write();
      } catch {
        summary.emptyBuffer();
      }
    },
  };
}
