import type { Timing } from '../../base/time.ts';
import { backoff } from '../../http/exchange.ts';
import type { NoResponse } from '../../http/undici-transport.ts';

/** What decides whether there is time to wait. */
export interface Clock {
  readonly timing: Timing;
  /** Milliseconds since the epoch after which nothing is sent or waited for. */
  readonly deadline: number;
}

/** There was no answer. */
interface Silence {
  readonly unanswered: NoResponse;
}

/** What an answer says about another attempt. */
interface Advice {
  /** Undefined: final. What says that somebody else is at work counts as 503. */
  readonly status: number | undefined;
  /** Milliseconds that it asks to wait for, if it does. */
  readonly asked: number | undefined;
}

/**
 * How long to wait before a request that is safe to repeat is sent again, in milliseconds;
 * undefined: the result is final, or the deadline would pass.
 *
 * @param attempt how many were sent so far, from 1 on.
 */
export function waitAfter(
  result: Silence | Advice,
  attempt: number,
  { timing, deadline }: Clock,
): number | undefined {
  const random = timing.random();
  const wait =
    'unanswered' in result
      ? result.unanswered.retries < attempt
        ? undefined
        : backoff(undefined, attempt, random)
      : advised(result, attempt, random);
  return wait === undefined || timing.now() + wait >= deadline ? undefined : wait;
}

function advised({ status, asked }: Advice, attempt: number, random: number): number | undefined {
  const backedOff = status === undefined ? undefined : backoff(status, attempt, random);
  // With jitter on top, so that all who were told the same time do not come back at once.
  return backedOff === undefined || asked === undefined ? backedOff : asked + random * 1000;
}

/** Waits, and says so before. */
export async function pause(
  what: string,
  result: Silence | { readonly status: number | undefined },
  wait: number,
  {
    timing,
    onProgress,
  }: Pick<Clock, 'timing'> & { onProgress?: ((what: string) => void) | undefined },
): Promise<void> {
  const reason = 'unanswered' in result ? result.unanswered.code : `status ${result.status}`;
  onProgress?.(`${what} is sent again in ${Math.ceil(wait / 1000)} s (${reason}).`);
  await timing.sleep(wait);
}
