import { expect, test } from 'vitest';
import { type DurationUnit, durationOf } from '../../src/base/time.ts';

test.each<[string, DurationUnit[], number | undefined]>([
  ['500ms', ['ms', 's', 'm'], 500],
  ['60s', ['ms', 's', 'm'], 60_000],
  ['2m', ['ms', 's', 'm'], 120_000],
  ['12h', ['d', 'h', 'm'], 43_200_000],
  ['60d', ['d', 'h', 'm'], 5_184_000_000],
  ['0s', ['s'], 0],
  ['60d', ['ms', 's', 'm'], undefined],
  ['60', ['s'], undefined],
  ['s', ['s'], undefined],
  ['-1s', ['s'], undefined],
  ['1.5s', ['s'], undefined],
  ['1 s', ['s'], undefined],
  ['12345678s', ['s'], undefined],
  ['1S', ['s'], undefined],
  ['', ['s'], undefined],
])('%j with the units %j is %s', (text, units, milliseconds) => {
  expect(durationOf(text, units)).toBe(milliseconds);
});
