import { hasEnded } from './certificate-validity.ts';
import type { RotationJob } from './job.ts';
import type { Managed } from './policy.ts';
import type { Current } from './preflight.ts';

/** By so much, in milliseconds, the clock of a runner may be wrong. */
const CLOCKS = 3_600_000;

/**
 * Ours beside the current one whose certificate has ended: no job can use them, so they need no grace
 * period. Where certificates live shorter than that, they would pile up and never be old enough,
 * since the period begins anew with each rotation.
 *
 * Asked for is only what is old enough that a certificate like the current one would have ended.
 */
export async function ended(
  { authority, now }: Pick<RotationJob, 'authority' | 'now'>,
  ours: readonly Managed[],
  current: Current | undefined,
): Promise<readonly Managed[]> {
  if (authority.read === undefined || current?.certificate === undefined) return [];
  const { from, to } = current.certificate;
  const at = now() - CLOCKS;
  const dead: Managed[] = [];
  for (const one of ours) {
    const { name, createdAt, usable } = one;
    if (name === current.name || !usable) continue;
    if (createdAt.getTime() + to.getTime() - from.getTime() > at) continue;
    const read = await authority.read(name);
    if (read !== undefined && (await hasEnded(read.value, at))) dead.push(one);
  }
  return dead;
}
