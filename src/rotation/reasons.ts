/**
 * Why a run does what it does: one word of a fixed set, and what it says to people. The output
 * `reason`, the job summary, the plan and the requests to people use these words and no others;
 * which one a run has is decided by the rules in `decide.ts` and `manual/decide.ts`.
 */
export const REASONS = {
  // A new credential is needed.
  missing: 'nothing is stored yet',
  dead: 'what is stored does not work',
  forced: 'the mode force asks for a new one',
  leaked: 'somebody has said that it is in wrong hands',
  unmanaged: 'nothing tells when what is stored was created',
  form: 'what is stored is JSON, and store-as says client-secret',
  certificate: 'two thirds of the life of its certificate are over',
  age: 'it is as old as rotate-every allows',
  pasted: 'a person has stored a new one',
  // What is stored stays.
  diverged: 'the destinations may hold different ones',
  old: 'one that was replaced has lived long enough',
  kept: 'the mode retire creates nothing, and no replaced one is old enough',
  young: 'it is not due yet',
  stale: 'a newer one was stored after this run had begun',
} as const;

export type Reason = keyof typeof REASONS;

/** `age: it is as old as rotate-every allows` */
export function inFull(reason: Reason): string {
  return `${reason}: ${REASONS[reason]}`;
}
