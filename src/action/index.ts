// The entry of the token action.
// Loaded first for what that starts; the reason is there.
import '../http/connection.ts';

import { leanRunner, writeStandardOutput } from '../runner/lean.ts';
import { start } from '../runner/start.ts';
import { tokenAction } from './token-action.ts';

const timing = {
  now: Date.now,
  sleep: (milliseconds: number) =>
    new Promise<void>((resolve) => void setTimeout(resolve, milliseconds)),
  random: Math.random,
};
const runner = leanRunner(process.env, writeStandardOutput, timing.now);

// Everything has been written synchronously; waiting for idle sockets would only cost time.
start(tokenAction, { env: process.env, timing, runner }, (exitCode) => process.exit(exitCode));
