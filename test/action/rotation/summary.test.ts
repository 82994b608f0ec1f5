import { expect, test } from 'vitest';
import {
  failureSummary,
  planSummary,
  rotationSummary,
} from '../../../src/action/rotation-report.ts';
import { Failure } from '../../../src/base/failure.ts';
import type { RotationOutcome } from '../../../src/rotation/types.ts';

const NOW = Date.UTC(2026, 10, 23, 3, 4, 5);
const DAY = 86_400_000;

const OUTCOME: RotationOutcome = {
  state: 'rotated',
  reason: 'age',
  credentialName: 'calm-release-k3f9qa-20261123t030405z-1-1',
  previousName: 'calm-release-k3f9qa-20260920t030405z-1-1',
  createdAt: new Date(NOW),
  expiresAt: undefined,
  nextRotationAt: new Date(NOW + 57 * DAY),
  retirePending: [
    { name: 'calm-release-k3f9qa-20260920t030405z-1-1', after: new Date(NOW + 7 * DAY) },
  ],
  retiredNames: [],
  destinations: [
    { label: 'secret CALM_KEY of acme/portal, environment prod', state: 'written' },
    { label: 'secret CALM_SERVICE_KEY of acme/portal', state: 'written' },
  ],
  notes: [],
  currentText: undefined,
};

test('the summary says what was, what is, and what happens next and when', () => {
  expect(rotationSummary('calm-release', OUTCOME, NOW)).toBe(`### \`calm-release\`: rotated

| | |
|---|---|
| Why | \`age\`: it is as old as rotate-every allows |
| Stored now | \`calm-release-k3f9qa-20261123t030405z-1-1\`, created 2026-11-23 |
| Stored before | \`calm-release-k3f9qa-20260920t030405z-1-1\` |
| Next rotation | 2027-01-19 (in 57 days) |
| Alive as well | \`calm-release-k3f9qa-20260920t030405z-1-1\`, deleted by the first run after 2026-11-30 03:04 UTC |
| Secret CALM\\_KEY of acme/portal, environment prod | written |
| Secret CALM\\_SERVICE\\_KEY of acme/portal | written |
`);
});

test('names from elsewhere cannot leave their cell', () => {
  const text = rotationSummary(
    'calm',
    {
      ...OUTCOME,
      credentialName: 'a`|<img src=x>\n\n# b',
      destinations: [{ label: 'x | y <b>', state: 'written' }],
      notes: ['see [this](https://example.com)\n| a |'],
    },
    NOW,
  );
  expect(text).toContain('| Stored now | `a  <img src=x> # b`');
  expect(text).toContain('| X \\| y \\<b\\> | written |');
  expect(text).toContain('see \\[this\\](https://example.com) \\| a \\|');
});

test('what a person has to do stands below the table, as it is', () => {
  const pending = { name: 'client-a', after: new Date(NOW), byHand: true } as const;
  const instructions = '1. Do `this`.';
  const text = rotationSummary(
    'calm',
    {
      ...OUTCOME,
      state: 'needs-a-person',
      retirePending: [pending],
      notes: ['A note.'],
      instructions,
    },
    NOW,
  );
  expect(text).toContain(
    '| Alive as well | `client-a`, to be disabled by a person, not before 2026-11-23 03:04 UTC |',
  );
  expect(text).toMatch(/A note\.\n\n1\. Do `this`\.\n$/);
});

test('a failure is told with what to do', () => {
  const text = failureSummary('calm', new Failure('E_VERIFY', 'The new one is refused.'));
  expect(text).toContain('### `calm`: failed');
  expect(text).toContain('| E_VERIFY | The new one is refused. |');
});

test('a plan lists its entries', () => {
  const entry = {
    name: 'calm',
    secret: 'CALM',
    environment: 'prod',
    destinations: [],
    storeAs: 'json' as const,
    authority: { kind: 'btp' },
    rotateEvery: 60 * DAY,
    keepOld: 7 * DAY,
  };
  const job = { name: 'calm', secret: 'CALM', environment: 'prod' };
  const text = planSummary([entry], { jobs: [job], left: 44 });
  expect(text).toContain('### Plan for 1 credential\n');
  expect(text).toContain('| `calm` | `CALM` of `prod`, issued by btp, every 60 days |');
  const hourly = { ...entry, rotateEvery: 12 * 3_600_000 };
  expect(planSummary([hourly], { jobs: [job], left: 0 })).toContain('every 12 h |');
  expect(text).toContain('44 more entries have their turn on the next days.');
});
