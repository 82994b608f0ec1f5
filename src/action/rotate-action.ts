import { input } from './inputs.ts';
import { masker } from './masks.ts';
import { guarded, proxiesOf, type Step } from './step.ts';
import { maskCommands } from './workflow-commands.ts';

/**
 * The rotation action: looks after one credential of the inventory, or plans for all. Returns the exit
 * code; a failure is one annotation.
 */
export function rotateAction(step: Step): Promise<0 | 1> {
  const { env, timing, write } = step;
  return guarded(step, async () => {
    const startedAt = timing.now();
    const mask = masker((values) => write(maskCommands(values)));
    const token = input(env, 'github-token');
    if (token !== undefined) mask([token]);
    const proxyFor = await proxiesOf(env, mask);
    // What a rotation needs is large; what can be refused before it is loaded, is.
    const { rotateRun } = await import('./rotation/rotate-run.ts');
    await rotateRun({ ...step, mask, proxyFor, startedAt });
  });
}
