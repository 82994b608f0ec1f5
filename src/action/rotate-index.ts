// The entry of the rotation action.
import '../http/connection.ts';

import { setTimeout } from 'node:timers/promises';
import type { Step } from '../runner/runner.ts';
import { guarded, proxiesOf, start } from '../runner/start.ts';
import { maskCommands } from '../runner/workflow-commands.ts';
import { secretsLedger } from '../secrets/ledger.ts';
import { input } from './inputs.ts';

start(rotateAction, (milliseconds) => setTimeout(milliseconds));

/**
 * The rotation action: looks after one credential of the inventory, or plans for all. Returns the exit
 * code; a failure is one annotation.
 */
function rotateAction(step: Step): Promise<0 | 1> {
  const { env, timing, write } = step;
  return guarded(step, async () => {
    const startedAt = timing.now();
    const { mask } = secretsLedger((values) => write(maskCommands(values)));
    mask([input(env, 'github-token') ?? '']);
    const proxyFor = await proxiesOf(env, mask);
    // What a rotation needs is large; what can be refused before it is loaded, is.
    const { rotateRun } = await import('./rotation.ts');
    await rotateRun({ ...step, mask, proxyFor, startedAt });
  });
}
