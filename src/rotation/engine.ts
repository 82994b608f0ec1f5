import { decide } from './decide.ts';
import { observe } from './observe.ts';
import { outcomeOf, planNote, tooLate } from './outcome.ts';
import { replace } from './replace.ts';
import { retire, revoke } from './retire.ts';
import { storeAgain } from './store.ts';
import type { Decision, Effect, Observed, RotationJob, RotationOutcome } from './types.ts';

/**
 * Rotates one credential, or does what of it is due: observe, decide, act. What each act does in
 * which order, and why, is in docs/decisions/0013. Whatever ends a run, at whatever moment, every
 * destination holds a living credential, and the next run goes on from what the authority lists and
 * the main destination holds.
 *
 * @throws Failure
 */
export async function rotate(job: RotationJob): Promise<RotationOutcome> {
  const observed = await observe(job);
  const decision = decide(observed, job, job.timing.now());
  return outcomeOf(job, observed, decision, await act(job, observed, decision));
}

async function act(job: RotationJob, observed: Observed, decision: Decision): Promise<Effect> {
  const { current, ours, revoked, writtenAt } = observed;
  const unchanged = { state: 'not-due', current, ours, deleted: [], writtenAt, notes: [] } as const;
  switch (decision.do) {
    case 'stop': {
      const unknown = { current: undefined, ours: [], writtenAt: undefined };
      return { ...unchanged, ...unknown, state: 'stale-snapshot', notes: [tooLate(job)] };
    }
    case 'report':
      return { ...unchanged, state: 'planned', notes: [planNote(decision)] };
    case 'wait':
      return unchanged;
    case 'replace':
      return replace(job, observed);
    case 'revoke': {
      if (current === undefined || revoked === undefined) return unchanged;
      // The run that has replaced it may have died or failed before the end.
      await storeAgain(job, current.text);
      return {
        state: 'retired',
        current,
        writtenAt: new Date(job.timing.now()),
        notes: await revoke(job, current, revoked),
        ours: ours.filter(({ name }) => name !== revoked),
        deleted: [revoked],
      };
    }
    case 'restore': {
      if (current === undefined) return unchanged;
      await storeAgain(job, current.text);
      return { ...unchanged, writtenAt: new Date(job.timing.now()), notes: [RESTORED] };
    }
    case 'retire': {
      const { deleted, left, storedAgain } = await retire(job, observed);
      return {
        ...unchanged,
        state: deleted.length > 0 ? 'retired' : 'not-due',
        ours: left,
        deleted,
        writtenAt: storedAgain ? new Date(job.timing.now()) : writtenAt,
      };
    }
  }
}

const RESTORED =
  'The destinations were written out of order, as after a run that died: the current credential has been stored in all of them again, and the grace period begins anew.';
