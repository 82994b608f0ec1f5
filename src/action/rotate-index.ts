// The entry of the rotation action.
// Loaded first for what that starts; the reason stands there.
import '../http/connection.ts';

import { setTimeout } from 'node:timers/promises';
import { leanRunner, writeStandardOutput } from '../runner/lean.ts';
import { loadable, proxiesOf, start, type World } from '../runner/start.ts';
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
  const secrets = secretsLedger((values) => runner.mask(values));
  secrets.mask([runner.input('github-token') ?? '']);
  const proxyFor = loadable(await proxiesOf(env, secrets), env);
  const { rotateAction } = await import('./rotation.ts');
  await rotateAction({ env, timing, secrets, proxyFor, startedAt });
}
