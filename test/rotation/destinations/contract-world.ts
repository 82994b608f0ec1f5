import { expect, onTestFinished } from 'vitest';
import type { Destination } from '../../../src/rotation/types.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';

/** Milliseconds from the start to the deadline. */
export const TIMEOUT = 600_000;

/** Looks like a stored credential, and like nothing that a message may say. */
export const VALUE =
  '{"clientid":"sb-calm!b1","clientsecret":"5f2c$Zq+7/8Fake\u00e4=","rotation":{}}';
export const OTHER = '{"clientid":"sb-calm!b1","clientsecret":"Fake/0Qm7pWx2+Fake=","rotation":{}}';

/** A secret as the place keeps it. */
export interface KeptValue {
  /** What a reader would see; undefined: nothing that could be used. */
  readonly value: string | undefined;
  /** Who may read it, in whatever words; undefined where the place decides that. */
  readonly readers: unknown;
}

/** A place of one kind, with what the contract needs of it. */
export interface DestinationWorld {
  /** The destination. The secret is not there. */
  open(): Destination;
  /** One in surroundings that do not exist. */
  openNowhere(): Destination;
  /** A part of the label: the name of the place. */
  readonly place: string;
  /** The size of the largest value, an even number of bytes. */
  readonly largest: number;
  stored(): KeptValue | undefined;
  /** Puts the secret there by hand, now. */
  keep(value: string): void;
  /** The same for a secret with another name in the same place. */
  keepBeside(value: string): void;
  storedBeside(): KeptValue | undefined;
  /** How many requests have come, and how many of them could change something. */
  requests(): number;
  writes(): number;
  /** What was sent that a destination of this kind may not send, a line each. */
  complaints(): readonly string[];
  /** From now on these requests are refused, by answers that repeat what was sent. */
  refuse(what: 'writes' | 'all'): void;
  /** What a message must say to somebody who was refused so. */
  readonly advice: string;
  /** The same where the surroundings do not exist. */
  readonly nowhereAdvice: string;
  /** From now on every request is asked to come again in an hour. */
  delay(): void;
  /** The next write gets no answer: the connection ends before it took effect, or after it. */
  loseNextWrite(moment: 'before' | 'after'): void;
  /** Warnings and debug lines. */
  told(): readonly string[];
  /** What may not be seen beside the values. */
  secrets(): readonly string[];
  /** Milliseconds since the epoch. */
  readonly start: number;
  now(): number;
  /** Time goes by without anybody waiting. */
  pass(milliseconds: number): void;
}

export type RecordedWorld = ReturnType<typeof recorded>;

/**
 * A world whose test ends with two checks: neither a label nor a message nor a debug line shows a
 * value, and nothing was sent that may not be.
 */
export function recorded(world: DestinationWorld) {
  const shown: string[] = [];
  const values = [VALUE, OTHER].flatMap((value) => [value, String(JSON.parse(value).clientsecret)]);
  onTestFinished(() => {
    const all = [...shown, ...world.told()].join('\n');
    expect(findLeaks(all, [...values, ...world.secrets()])).toEqual([]);
    expect(world.complaints()).toEqual([]);
  });
  const labelled = (destination: Destination): Destination => {
    shown.push(destination.label);
    return destination;
  };
  return {
    ...world,
    open: () => labelled(world.open()),
    openNowhere: () => labelled(world.openNowhere()),
    /** What a call fails with; all of it that somebody could print is looked at. */
    failure: async (call: () => Promise<unknown>): Promise<Error & { readonly code?: unknown }> => {
      const error = await call().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof Error)) throw new Error('The call did not fail.');
      shown.push(error.message, error.stack ?? '', String(error.cause ?? ''));
      return error;
    },
  };
}
