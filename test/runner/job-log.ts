import { createMasker, type Masker } from './masker.ts';
import { COMMANDS, parseCommand, type WorkflowCommand } from './workflow-command.ts';

const MAX_ISSUE_LENGTH = 4096;
const MAX_UNMASKED_TOKEN = 6;
const ISSUES: Readonly<Record<string, string>> = {
  error: 'Error',
  warning: 'Warning',
  notice: 'Notice',
};

/** What a step leaves behind that gets into a log. */
export interface Traces {
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  /** What GITHUB_ENV gives to later steps. */
  readonly exported: Readonly<Record<string, string>>;
}

/**
 * All that GitHub's job log can show of a step, at its worst. The runner takes what has come from
 * both streams in batches and handles standard error first (`ProcessInvoker.cs`), so that no mask of
 * the same batch hides anything there. Debug logging shows debug lines and outputs, and each later
 * step shows the variables that it gets.
 */
export function renderWholeLog(traces: Traces, masker: Masker = createMasker()): string {
  const { stdout, stderr, outputs, exported } = traces;
  const errors = stderr === '' || stderr.endsWith('\n') ? stderr : `${stderr}\n`;
  const shown = renderJobLog(errors + stdout, masker, true);
  const set = Object.entries(outputs).map(
    ([name, value]) => `##[debug]Set output ${name} = ${value}`,
  );
  const variables = Object.entries(exported).map(([name, value]) => `  ${name}: ${value}`);
  return [shown, ...[...set, ...variables].map(masker.mask)].join('\n');
}

/**
 * What GitHub's job log shows for the standard output of a step: commands carried out, secrets
 * masked from the line on that names them, each line by itself.
 *
 * @param masker the masks of the job so far; it learns those of this step
 * @param debug whether debug lines are shown, as in a run with debug logging
 */
export function renderJobLog(
  stdout: string,
  masker: Masker = createMasker(),
  debug: boolean = false,
): string {
  const shown: string[] = [];
  const show = (line: string) => shown.push(masker.mask(line));
  let resumeToken: string | undefined;

  // As .NET reads lines: a carriage return alone ends one, too.
  for (const line of stdout.split(/\r\n|\r|\n/)) {
    const known = resumeToken === undefined ? COMMANDS : new Set([resumeToken]);
    const command = parseCommand(line, known);
    if (!command) {
      show(line);
    } else if (resumeToken !== undefined) {
      show(line);
      resumeToken = undefined;
    } else if (command.name === 'stop-commands') {
      if (command.data.length > MAX_UNMASKED_TOKEN) masker.add(command.data);
      show(line);
      resumeToken = command.data.toLowerCase();
    } else {
      carryOut(command, masker, show, debug);
    }
  }
  if (shown.at(-1) === '') shown.pop();
  return shown.join('\n');
}

function carryOut(
  command: WorkflowCommand,
  masker: Masker,
  show: (line: string) => void,
  debug: boolean,
): void {
  const { name, data } = command;
  const issue = ISSUES[name];
  if (name === 'add-mask' && data.trim() !== '') masker.add(data);
  else if (name === 'add-mask') show("Warning: Can't add secret mask for empty string.");
  else if (name === 'debug' && debug) show(`##[debug]${data}`);
  else if (name === 'group') show(`▼ ${data}`);
  else if (issue) show(`${issue}: ${masker.mask(data).slice(0, MAX_ISSUE_LENGTH)}`);
}
