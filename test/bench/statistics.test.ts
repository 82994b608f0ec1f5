import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, quantile, ratios, roundOrder } from '../../bench/statistics.ts';

const costs = fc.array(fc.double({ min: 0.001, max: 1000, noNaN: true }), { minLength: 1 });

describe('median', () => {
  test('is the middle one by size, not by place and not by spelling', () => {
    expect(median([100, 9, 20])).toBe(20);
  });

  test('lies half-way between the two middle ones', () => {
    expect(median([4, 1, 3, 2])).toBe(2.5);
  });

  test('does not move when the largest one gets larger', () => {
    expect(median([1, 2, 3, 4, 1e9])).toBe(3);
  });

  test('has as many values above as below, and leaves its input alone', () => {
    fc.assert(
      fc.property(costs, (values) => {
        const before = [...values];
        const middle = median(values);
        const below = values.filter((value) => value < middle).length;
        const above = values.filter((value) => value > middle).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
        expect(values).toEqual(before);
      }),
    );
  });

  test('of nothing is an error, not NaN', () => {
    expect(() => median([])).toThrow(RangeError);
  });
});

describe('quantile', () => {
  test('goes from the smallest to the largest', () => {
    const values = [30, 10, 50, 20, 40];
    expect([0, 0.25, 0.5, 0.75, 1].map((part) => quantile(values, part))).toEqual([
      10, 20, 30, 40, 50,
    ]);
  });

  test('takes its share of the way between two neighbours', () => {
    expect(quantile([0, 10], 0.25)).toBe(2.5);
  });
});

describe('ratios', () => {
  test('pairs the values of the same round', () => {
    expect(ratios([4, 9, 8], [2, 3, 4])).toEqual([2, 3, 2]);
  });

  test('have a median that a machine twice as slow for a few rounds does not change', () => {
    const reference = [10, 10, 20, 20, 10];
    const value = [30, 30, 60, 60, 30];
    expect(median(ratios(value, reference))).toBe(3);
  });

  test('refuse rounds without a partner', () => {
    expect(() => ratios([1, 2], [1])).toThrow('2 values against 1 references');
  });
});

describe('roundOrder', () => {
  test('goes there and back', () => {
    const cases = ['A', 'B', 'C'];
    expect([0, 1, 2].map((round) => roundOrder(cases, round).join(''))).toEqual([
      'ABC',
      'CBA',
      'ABC',
    ]);
    expect(cases).toEqual(['A', 'B', 'C']);
  });
});
