import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type DestinationWorld, OTHER, recorded, VALUE } from './contract-world.ts';
import { describeFaults } from './destination-faults.ts';

/**
 * What the engine relies on, wherever a credential is stored: a test each, for every kind of place.
 *
 * @param makeWorld makes a place without the secret, by a clock that only waiting moves.
 */
export function describeDestination(
  name: string,
  makeWorld: () => Promise<DestinationWorld>,
): void {
  const world = async () => recorded(await makeWorld());

  describe(`the destination ${name}`, () => {
    test('names its place, and sends nothing before it is asked to', async () => {
      const { open, place, requests } = await world();
      expect(open().label).toContain(place);
      expect(requests()).toBe(0);
    });

    test('shows by a check that there is no secret yet, and makes none', async () => {
      const { open, stored, writes } = await world();
      expect(await open().check()).toEqual({ updatedAt: undefined });
      expect(stored()).toBeUndefined();
      expect(writes()).toBe(0);
    });

    test('shows by a check when the secret was written, and changes nothing', async () => {
      const { open, keep, stored, now, pass, writes } = await world();
      keep(VALUE);
      const [written, before] = [now(), stored()];
      pass(5000);
      expect(await open().check()).toEqual({ updatedAt: new Date(written) });
      expect(stored()).toEqual(before);
      expect(writes()).toBe(0);
    });

    test('makes a secret that is not there, and shows when', async () => {
      const { open, stored, now } = await world();
      const place = open();
      await place.check();
      await place.store(VALUE);
      expect(stored()?.value).toBe(VALUE);
      const { updatedAt } = await place.check();
      expect(Math.abs((updatedAt?.getTime() ?? 0) - now())).toBeLessThan(10_000);
    });

    test('replaces a secret, keeps who may read it, and shows a later time', async () => {
      const { open, keep, stored, pass } = await world();
      keep(OTHER);
      const before = stored();
      const place = open();
      const { updatedAt: first } = await place.check();
      pass(5000);
      await place.store(VALUE);
      expect(stored()).toEqual({ ...before, value: VALUE });
      const { updatedAt: then } = await place.check();
      expect(then?.getTime()).toBeGreaterThan(first?.getTime() ?? Number.POSITIVE_INFINITY);
    });

    test('stores the same value again, which changes nothing but the time', async () => {
      const { open, keep, stored, writes } = await world();
      keep(VALUE);
      const before = stored();
      const place = open();
      await place.store(VALUE);
      await place.store(VALUE);
      expect(stored()).toEqual(before);
      expect(writes()).toBe(2);
    });

    test('needs no check before it stores', async () => {
      const { open, stored } = await world();
      await open().store(VALUE);
      expect(stored()?.value).toBe(VALUE);
    });

    test('stores one value after the other, where they come at the same time', async () => {
      const { open, stored } = await world();
      const place = open();
      await Promise.all([place.store(OTHER), place.store(VALUE)]);
      expect(stored()?.value).toBe(VALUE);
    });

    test('gives back every text as it was', async () => {
      const { open, stored } = await world();
      const place = open();
      const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 200 });
      await fc.assert(
        fc.asyncProperty(text, async (value) => {
          await place.store(value);
          expect(stored()?.value).toBe(value);
        }),
        { numRuns: 20, examples: [['\n'], [' a '], ['\ufeff{"a":"b"}\r\n']] },
      );
    });

    test('leaves the secrets beside it alone', async () => {
      const { open, keepBeside, storedBeside } = await world();
      keepBeside(OTHER);
      const before = storedBeside();
      const place = open();
      await place.check();
      await place.store(VALUE);
      expect(before).toMatchObject({ value: OTHER });
      expect(storedBeside()).toEqual(before);
    });

    test('takes the largest value', async () => {
      const { open, stored, largest } = await world();
      await open().store('x'.repeat(largest));
      expect(stored()?.value).toHaveLength(largest);
    });

    test('refuses a value that is too large by a byte, before anything is sent', async () => {
      const { open, failure, requests, largest } = await world();
      const place = open();
      const value = `${'\u00e4'.repeat(largest / 2)}x`;
      expect(await failure(() => place.store(value))).toMatchObject({
        code: 'E_DESTINATION',
        message: expect.stringContaining(place.label),
      });
      expect(requests()).toBe(0);
    });
  });
  describeFaults(name, world);
}
