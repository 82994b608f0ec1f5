import { describe, expect, test } from 'vitest';
import type { Destination } from '../../../src/rotation/types.ts';
import { OTHER, type RecordedWorld, TIMEOUT, VALUE } from './contract-world.ts';

/** The part of the contract that is about refusals, deadlines and lost answers. */
export function describeFaults(name: string, world: () => Promise<RecordedWorld>): void {
  describe(`the destination ${name} fails with its label and the next step`, () => {
    const calls: readonly (readonly [string, (place: Destination) => Promise<unknown>])[] = [
      ['a check', (place) => place.check()],
      ['storing', (place) => place.store(VALUE)],
    ];

    test('where a write is refused by a server that repeats it', async () => {
      const { open, keep, stored, failure, refuse, advice } = await world();
      keep(OTHER);
      refuse('writes');
      const place = open();
      await place.check();
      const { code, message } = await failure(() => place.store(VALUE));
      expect(code).toBe('E_DESTINATION');
      expect(message).toContain(place.label);
      expect(message).toContain(advice);
      expect(stored()?.value).toBe(OTHER);
    });

    test.each(calls)('where %s may not read', async (_what, call) => {
      const { open, failure, refuse, advice, writes } = await world();
      refuse('all');
      const place = open();
      const { code, message } = await failure(() => call(place));
      expect(code).toBe('E_DESTINATION');
      expect(message).toContain(place.label);
      expect(message).toContain(advice);
      expect(writes()).toBe(0);
    });

    test.each(calls)('where %s finds nothing around it', async (_what, call) => {
      const { openNowhere, nowhereAdvice, failure, writes } = await world();
      const place = openNowhere();
      const { code, message } = await failure(() => call(place));
      expect(code).toBe('E_DESTINATION');
      expect(message).toContain(place.label);
      expect(message).toContain(nowhereAdvice);
      expect(writes()).toBe(0);
    });

    test.each(calls)('where %s is asked for patience beyond the deadline', async (_what, call) => {
      const { open, failure, delay, start, now, requests } = await world();
      delay();
      const place = open();
      const { code, message } = await failure(() => call(place));
      expect(code).toBe('E_DESTINATION');
      expect(message).toContain(place.label);
      expect(now()).toBeLessThan(start + TIMEOUT);
      expect(requests()).toBeLessThan(12);
    });

    test.each(calls)(
      'where %s would begin after the deadline, and sends nothing',
      async (_what, call) => {
        const { open, failure, pass, requests } = await world();
        const place = open();
        pass(TIMEOUT);
        const { code, message } = await failure(() => call(place));
        expect(code).toBe('E_DESTINATION');
        expect(message).toContain(place.label);
        expect(requests()).toBe(0);
      },
    );
  });

  describe(`the destination ${name}, when an answer is lost`, () => {
    test.each(['before', 'after'] as const)(
      'may be written again (%s the write took effect)',
      async (moment) => {
        const { open, keep, stored, loseNextWrite, writes } = await world();
        keep(OTHER);
        const before = stored();
        loseNextWrite(moment);
        const place = open();
        // Whether it tries again by itself is its own affair.
        await place.store(VALUE).catch(() => place.store(VALUE));
        expect(stored()).toEqual({ ...before, value: VALUE });
        expect(writes()).toBe(2);
      },
    );
  });
}
