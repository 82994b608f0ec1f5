// The runner as the token action speaks to it, in Node's own calls: @actions/core would cost a step
// of this length a tenth of its time (docs/decisions/0004).
import { appendFileSync, writeSync } from 'node:fs';
import { Failure, sectionAddress } from '../base/failure.ts';
import { requireResultFile, writeAllOrNothing } from './files.ts';
import type { Entries, Environment, Runner } from './runner.ts';

/** Writes text to the standard output of the step. */
export type Write = (text: string) => void;

/** @param now milliseconds since the epoch. */
export function leanRunner(env: Environment, write: Write, now: () => number): Runner {
  return {
    input(name) {
      const value = env[`INPUT_${name.toUpperCase()}`]?.trim();
      return value === '' ? undefined : value;
    },
    mask: (values) => write(maskCommands(values)),
    annotate: (level, message, code, title = code) =>
      write(workflowCommand(level, { title }, `${message} ${sectionAddress(code)}`)),
    debug(message) {
      if (env['RUNNER_DEBUG'] === '1') write(workflowCommand('debug', {}, message));
    },
    group(title, lines) {
      const text = lines.map((line) => `${line}\n`).join('');
      write(`${workflowCommand('group', {}, title)}${text}${workflowCommand('endgroup', {}, '')}`);
    },
    progress: (message) => write(`${timeOfDay(now())} ${message}\n`),
    print: (line) => write(`${line}\n`),
    requireResult({ variables }) {
      requireResultFile('GITHUB_OUTPUT', env);
      if (variables) requireResultFile('GITHUB_ENV', env);
    },
    setResult({ outputs, variables = [] }) {
      const texts = [
        { path: env['GITHUB_OUTPUT'] ?? '', text: outputs.map(entryLine).join('') },
        { path: env['GITHUB_ENV'] ?? '', text: variables.map(entryLine).join('') },
      ].filter(({ text }) => text !== '');
      writeAllOrNothing(
        texts.map(({ path }) => path),
        () => {
          for (const { path, text } of texts) appendFileSync(path, text);
        },
        texts.length === 1 && texts.every(({ text }) => text.length <= ONE_WRITE),
      );
    },
    async summary(markdown) {
      try {
        appendFileSync(env['GITHUB_STEP_SUMMARY'] ?? '', `${markdown}\n`);
      } catch {}
    },
  };
}

/** So many characters are written as a whole, whatever happens to the process: one page. */
const ONE_WRITE = 4096;

/**
 * The plain form `NAME=VALUE`, which needs no delimiter that a value could guess; every value is one
 * line.
 */
function entryLine([name, value]: Entries[number]): string {
  if (!/[\r\n]/.test(value)) return `${name}=${value}\n`;
  throw new Failure('E_RUNNER', `The value of ${name} has more than one line.`);
}

/**
 * One workflow command as a line: `::name key=value::data`. Escapes as @actions/core does, so that
 * neither data nor properties can end the line or begin another command.
 */
export function workflowCommand(
  name: string,
  properties: Readonly<Record<string, string>>,
  data: string,
): string {
  const listed = Object.entries(properties)
    .map(([key, value]) => `${key}=${escapeProperty(value)}`)
    .join(',');
  return `::${name}${listed === '' ? '' : ` ${listed}`}::${escapeData(data)}\n`;
}

/** The commands that mask values, as one text: there can be thousands of them. */
export function maskCommands(values: readonly string[]): string {
  let text = '';
  for (const value of values) text += `::add-mask::${escapeData(value)}\n`;
  return text;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

/** UTC. As the beginning of a line it keeps the rest from being taken for a command. */
export function timeOfDay(milliseconds: number): string {
  return new Date(milliseconds).toISOString().slice(11, 19);
}

/**
 * Writes to file descriptor 1 at once: a mask must have left before anything that it hides, and the
 * process ends right after its last line. process.stdout would cost more than all the writing.
 */
export function writeStandardOutput(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (error) {
      // A pipe in non-blocking mode is full: its reader needs a moment.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
