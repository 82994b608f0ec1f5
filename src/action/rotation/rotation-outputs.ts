import type { RotationOutcome } from '../../rotation/outcome.ts';
import { isoSeconds } from '../outputs.ts';
import { matrixOf, type Plan } from './plan.ts';

type Outputs = readonly (readonly [name: string, value: string])[];

/** The outputs of the rotation action (contract 2). What is not known is not set. */
export function rotationOutputs(outcome: RotationOutcome): Outputs {
  return present([
    ['state', outcome.state],
    ['credential-name', outcome.credentialName],
    ['created-at', outcome.createdAt && isoSeconds(outcome.createdAt)],
    ['next-rotation-at', outcome.nextRotationAt && isoSeconds(outcome.nextRotationAt)],
    ['certificate-expires-at', outcome.expiresAt && isoSeconds(outcome.expiresAt)],
    ['retire-pending', JSON.stringify(outcome.retirePending.map(({ name }) => name))],
    ['destinations', JSON.stringify(outcome.destinations)],
  ]);
}

export function planOutputs(plan: Plan): Outputs {
  return [
    ['state', 'planned'],
    ['matrix', matrixOf(plan)],
  ];
}

/** What the token action adds where it rotates. */
export function tokenActionOutputs(outcome: RotationOutcome): Outputs {
  return present([
    ['rotated', String(outcome.state === 'rotated')],
    ['rotation-state', outcome.state],
    ['credential-name', outcome.credentialName],
    ['next-rotation-at', outcome.nextRotationAt && isoSeconds(outcome.nextRotationAt)],
  ]);
}

function present(
  outputs: readonly (readonly [name: string, value: string | undefined])[],
): Outputs {
  return outputs.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}
