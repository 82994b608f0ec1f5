import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
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
| \`secret CALM_KEY of acme/portal, environment prod\` | written |
| \`secret CALM_SERVICE_KEY of acme/portal\` | written |
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
  expect(text).toContain('| `x   y <b>` | written |');
  expect(text).toContain('\n`see [this](https://example.com)   a  `\n');
});

describe('whatever others have written', () => {
  const pieces = fc.constantFrom(
    ...['](https://evil.example)', '[x', '![', '<img src=x onerror=alert(1)>', '</table>', '<!--'],
    ...['`', '``', '```', '|', '\\', '\\`', '*', '_', '~~', '#', '# ', '- ', '1. ', '> ', '&lt;'],
    ...['@octocat', 'https://evil.example', 'www.evil.example', 'mailto:a@evil.example', '#1'],
    ...[
      'acme/portal#1',
      'a1b2c3d4e5',
      'GH-7',
      ':tada:',
      '$x$',
      '\n',
      '\r\n\n# ',
      '\u2028',
      ' ',
      'a',
      '.',
    ],
  );
  const hostile = fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 9 });
  const words = hostile.map((parts) => parts.join(''));

  test('has no meaning in a summary: all of it is code, or plain words', () => {
    fc.assert(
      fc.property(words, words, (one, other) => {
        const outcome: RotationOutcome = {
          ...OUTCOME,
          credentialName: one,
          previousName: other,
          retirePending: [{ name: one, after: undefined }],
          retiredNames: [other],
          destinations: [{ label: one, state: 'failed' }],
          notes: [one, `The server says: ${other}`],
        };
        const failure = new Failure('E_AUTHORITY', `It says ${one}`, other, [one]);
        const bad = [{ name: one, fault: other }];
        const empty = { jobs: [], left: 0 };
        for (const page of [
          rotationSummary('calm', outcome, NOW),
          failureSummary(one, failure),
          planSummary(other, [], empty, bad),
        ]) {
          // CommonMark, 6.1: a span of code begins and ends with as many backticks.
          const rest = page.replace(/`[^`\n]+`/g, 'CODE');
          expect(rest).toMatch(/^[\w ,.;:?!'"()/|#\n-]*$/);
          expect(rest).not.toMatch(/:\/\/|www\.|#\d|\b[0-9a-f]{7,}\b|GH-\d|:\w+:|__/);
          expect(rest).not.toMatch(/^(?!### |\| |\|-)[^\w\n]/m);
          for (const row of rest.split('\n').filter((line) => line.startsWith('|'))) {
            expect(row.split('|')).toHaveLength(4);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('leaves plain sentences as they are', () => {
    const note =
      "The credential that was stored before stays alive (see 'keep-old'), until 2026-11-30.";
    expect(rotationSummary('calm', { ...OUTCOME, notes: [note] }, NOW)).toContain(`\n${note}\n`);
  });
});

test("GitHub's own reason stands in the summary of a failure", () => {
  const happened = 'The secret KEY of acme/portal could not be written: GitHub answered 403.';
  const reason = 'GitHub\'s reason: "Repository was archived so is read-only.". Unarchive it.';
  expect(failureSummary('calm', new Failure('E_DESTINATION', happened, reason))).toContain(
    `| E_DESTINATION | ${happened} ${reason} |`,
  );
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
  const path = '.github/api-credentials.yml';
  const text = planSummary(path, [entry], { jobs: [job], left: 44 }, []);
  expect(text).toContain('### Plan for 1 credential\n');
  expect(text).toContain('| `calm` | `CALM` of `prod`, issued by btp, every 60 days |');
  const hourly = { ...entry, rotateEvery: 12 * 3_600_000 };
  expect(planSummary(path, [hourly], { jobs: [job], left: 0 }, [])).toContain('every 12 h |');
  expect(text).toContain('44 more entries have their turn on the next days.');
  expect(text).toContain(`Looked at: \`${path}\` alone. No secret, no issuer`);
});

test('a plan shows the entries that cannot be read, and not more than a page of them', () => {
  const bad = Array.from({ length: 60 }, (_, at) => ({
    name: at === 0 ? undefined : `entry-${at}`,
    fault: `inventory.yml, line ${at}, column 1: it lacks secret.`,
  }));
  const text = planSummary('inventory.yml', [], { jobs: [], left: 0 }, bad);
  expect(text).toContain('### Plan for 0 credentials\n');
  expect(text).toContain(
    '| An entry without a name | cannot be read: `inventory.yml, line 0, column 1: it lacks secret.` |',
  );
  expect(text).toContain('| `entry-49` | cannot be read: ');
  expect(text).not.toContain('entry-50');
  expect(text).toContain('10 more entries cannot be read.');
});

test('a plan of one entry says what it looked at', () => {
  const text = rotationSummary('calm', { ...OUTCOME, state: 'planned' }, NOW);
  expect(text).toMatch(/\| Looked at \| .* what GitHub shows of 2 places; nothing was written \|/);
});
