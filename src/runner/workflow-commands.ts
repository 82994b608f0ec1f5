import { writeSync } from 'node:fs';

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
