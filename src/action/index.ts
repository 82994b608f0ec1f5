// The entry of the token action: the real world in, the exit code out.
// Loaded first for what that starts; the reason stands there.
import '../http/connection.ts';

import { annotateUnexpected, tokenAction } from './token-action.ts';
import { writeStandardOutput } from './workflow-commands.ts';

tokenAction({
  env: process.env,
  timing: {
    now: Date.now,
    sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    random: Math.random,
  },
  write: writeStandardOutput,
}).then(end, () => end(1));

// What nobody foresaw must not print itself: an error's message may hold anything.
process.on('uncaughtException', (error) => {
  annotateUnexpected(writeStandardOutput, error);
  end(1);
});

/** Everything has been written synchronously; waiting for idle sockets would only cost time. */
function end(exitCode: number): void {
  process.exit(exitCode);
}
