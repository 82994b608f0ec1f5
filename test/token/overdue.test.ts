import { expect, test } from 'vitest';
import { overdueRotation } from '../../src/token/fetch-token.ts';

const NOW = Date.UTC(2027, 5, 1);

function stored(due: unknown): string {
  const rotation = { name: 'calm-release-1', created: '2027-01-01T00:00:00.000Z', due };
  return JSON.stringify({ clientid: 'client', clientsecret: 'invented', rotation });
}

test('a rotation that should have been long ago is told, with its day', async () => {
  expect(await overdueRotation(stored('2027-04-01T10:00:00.000Z'), NOW)).toEqual([
    { code: 'W_ROTATION', text: expect.stringContaining('overdue since 2027-04-01') },
  ]);
});

test.each([
  ['is due later', stored('2027-06-02T00:00:00.000Z')],
  ['is due since this morning', stored('2027-05-31T06:00:00.000Z')],
  ['says no day', stored(undefined)],
  ['says a day that is none', stored('2027-99-99T00:00:00.000Z')],
  ['says something else', stored('::warning::')],
  ['has no rotation', '{"clientid":"a","due":"2020-01-01T00:00:00.000Z"}'],
  ['is nothing', undefined],
])('nothing is told of one that %s', async (_what, text) => {
  expect(await overdueRotation(text, NOW)).toEqual([]);
});
