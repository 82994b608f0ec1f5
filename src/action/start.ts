import { annotateUnexpected, type Step } from './step.ts';
import { writeStandardOutput } from './workflow-commands.ts';

/**
 * Starts an action in the real world and ends the process with its exit code.
 *
 * @param sleep resolves after so many milliseconds.
 */
export function start(
  action: (step: Step) => Promise<0 | 1>,
  sleep: Step['timing']['sleep'],
): void {
  action({
    env: process.env,
    timing: { now: Date.now, sleep, random: Math.random },
    write: writeStandardOutput,
  }).then(end, () => end(1));

  // What nobody foresaw must not print itself: an error's message may hold anything.
  process.on('uncaughtException', (error) => {
    annotateUnexpected(writeStandardOutput, error);
    end(1);
  });
}

/** Everything has been written synchronously; waiting for idle sockets would only cost time. */
function end(exitCode: number): void {
  process.exit(exitCode);
}
