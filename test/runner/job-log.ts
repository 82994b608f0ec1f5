import { createMasker, type Masker } from './masker.ts';
import { COMMANDS, parseCommand, type WorkflowCommand } from './workflow-command.ts';

const MAX_ISSUE_LENGTH = 4096;
const MAX_UNMASKED_TOKEN = 6;
const ISSUES: Readonly<Record<string, string>> = {
  error: 'Error',
  warning: 'Warning',
  notice: 'Notice',
};

/**
 * What GitHub's job log shows for the standard output of a step: commands carried out, secrets
 * masked from the line on that names them. Debug lines are left out, as in a run without debug
 * logging.
 *
 * @param masker the masks of the job so far; it learns those of this step
 */
export function renderJobLog(stdout: string, masker: Masker = createMasker()): string {
  const shown: string[] = [];
  const show = (line: string) => shown.push(masker.mask(line));
  let resumeToken: string | undefined;

  for (const line of stdout.split(/\r?\n/)) {
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
      carryOut(command, masker, show);
    }
  }
  if (shown.at(-1) === '') shown.pop();
  return shown.join('\n');
}

function carryOut(command: WorkflowCommand, masker: Masker, show: (line: string) => void): void {
  const { name, data } = command;
  const issue = ISSUES[name];
  if (name === 'add-mask' && data.trim() !== '') masker.add(data);
  else if (name === 'add-mask') show("Warning: Can't add secret mask for empty string.");
  else if (name === 'group') show(`▼ ${data}`);
  else if (issue) show(`${issue}: ${masker.mask(data).slice(0, MAX_ISSUE_LENGTH)}`);
}
