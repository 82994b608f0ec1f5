// The entry of the rotation action.
// Loaded first for what that starts; the reason is there.
import '../http/connection.ts';

import { setTimeout } from 'node:timers/promises';
import { leanRunner, writeStandardOutput } from '../runner/lean.ts';
import { loadedInBlank, proxiesOf, start, type World } from '../runner/start.ts';
import { secretsLedger } from '../secrets/ledger.ts';

const timing = {
  now: Date.now,
  sleep: (milliseconds: number) => setTimeout(milliseconds),
  random: Math.random,
};
const runner = leanRunner(process.env, writeStandardOutput, timing.now);

// What is written to standard output by the rotation may still be on its way.
start(rotate, { env: process.env, timing, runner }, (exitCode) =>
  process.stdout.write('', () => process.exit(exitCode)),
);

/** What a rotation needs is large; what can be refused before it is loaded, is. */
async function rotate({ env, timing, runner }: World): Promise<void> {
  const startedAt = timing.now();
  let speaking = runner;
  const secrets = secretsLedger((values) => speaking.mask(values));
  secrets.mask([runner.input('github-token') ?? '']);
  const proxyFor = await proxiesOf(env, secrets);
  const { rotateAction, toolkitRunner } = await loadedInBlank(env, () => import('./rotation.ts'));
  // From here on one writer has standard output, so that no mask can land within a line.
  speaking = toolkitRunner(env, timing.now);
  await rotateAction({ env, timing, secrets, runner: speaking, proxyFor, startedAt });
}
