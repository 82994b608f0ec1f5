import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  history,
  lateHistory,
  play,
  type Rotate,
  STORED_AGAIN_LATE,
  secretHistory,
  unawareHistory,
} from './histories.ts';

const SOURCES = fileURLToPath(new URL('../../src', import.meta.url));

/** The engine with one place of its sources changed. */
async function without(file: string, safeguard: string, instead: string): Promise<Rotate> {
  const folder = mkdtempSync(join(tmpdir(), 'engine-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  cpSync(SOURCES, folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  const path = join(folder, 'rotation', file);
  const text = readFileSync(path, 'utf8');
  expect(text, 'the safeguard').toContain(safeguard);
  writeFileSync(path, text.replace(safeguard, instead));
  const { rotate } = await import(pathToFileURL(join(folder, 'rotation/engine.ts')).href);
  return rotate;
}

// Each line is one reason why a history cannot break anything. Without it, some history does.
describe('the engine needs', () => {
  test.each<[string, string, string, string]>([
    [
      'to store the current credential everywhere before it creates and deletes',
      'store.ts',
      'for (const destination of [...others, main]) {',
      'for (const destination of [...others, main].slice(text.length)) {',
    ],
    [
      'the order of the destinations, which tells of a run that died',
      'decide.ts',
      'return outOfOrder && current',
      'return false && outOfOrder && current',
    ],
    [
      'to keep what was never stored since the main destination was written',
      'schedule.ts',
      'Math.max(writtenAt.getTime(), later[0]?.createdAt.getTime() ?? 0)',
      'one.createdAt.getTime()',
    ],
    [
      'the main destination to be written last',
      'store.ts',
      'for (const destination of [...job.others, job.main]) {',
      'for (const destination of [job.main, ...job.others]) {',
    ],
    [
      'to know whose a credential is by its name',
      'schedule.ts',
      'return known === undefined ? [] : [{ ...known, usable }];',
      'return [{ name, createdAt: new Date(0), runId: "1", prefix: "", number: 1, replaces: undefined, ...known, usable }];',
    ],
    ['never to delete the current credential', 'schedule.ts', 'one.name !== currentName && ', ''],
    [
      'the fingerprint of a secret where it is stored alone',
      'create-credential.ts',
      'job.authority.read === undefined && !isDocument(current.text)',
      'false',
    ],
    [
      'to compare what the authority shows with what is stored',
      'observe.ts',
      '.clientSecret === text)',
      '.clientSecret !== "")',
    ],
    [
      'to replace what is stored in the form of an earlier inventory',
      'decide.ts',
      "storeAs === 'client-secret' && current",
      'false && current',
    ],
    [
      'to wait for a run that is creating',
      'engine.ts',
      '(await runIsOver(id)) !== false',
      '(await runIsOver(id)) !== undefined',
    ],
    [
      'to store the current credential everywhere before it deletes what a person names',
      'engine.ts',
      'const stored = await storeEverywhere(job, current, unchanged);',
      'const stored = unchanged;',
    ],
    [
      'to delete only ours, whatever a person names',
      'observe.ts',
      'if (ours.some(({ name }) => name === confirm)) return confirm;',
      'if (confirm !== undefined) return confirm;',
    ],
  ])(
    '%s',
    async (_reason, file, safeguard, instead) => {
      await expectMissed(await without(file, safeguard, instead), history);
    },
    120_000,
  );
});

// What needs several things in a row, each of them seldom.
describe('in histories of one kind the engine needs', () => {
  test.each<[string, string, string, string, typeof history]>([
    [
      'to do nothing where something was stored since it began',
      'observe.ts',
      'writtenAt >= startedAt',
      'false',
      lateHistory,
    ],
    [
      'to store nothing old again where it may come too late',
      'schedule.ts',
      '    !startKnown &&\n    current !== undefined &&',
      '    false &&\n    !startKnown &&\n    current !== undefined &&',
      fc.constant(STORED_AGAIN_LATE),
    ],
    [
      'to know when it began where the names tell whose a secret is',
      'observe.ts',
      'if (text === undefined || !leavesOnlySecrets(job)) return;',
      'return;',
      unawareHistory,
    ],
    [
      'a second claim where secrets are stored alone',
      'schedule.ts',
      'const last = bySecret ? secondClaim(one, later)',
      'const last = bySecret ? later[0]',
      secretHistory,
    ],
    [
      'the fingerprint of what a credential replaces',
      'observe.ts',
      'return first === -1 ? ours.at(-1) : ours[first - 1];',
      'return ours.at(-1);',
      secretHistory,
    ],
    [
      'the first of those that carry a fingerprint',
      'observe.ts',
      'ours.findIndex(',
      'ours.findLastIndex(',
      secretHistory,
    ],
    [
      'names in the order in which credentials were made',
      'create-credential.ts',
      'return Math.max(timing.now(), newest + 1000);',
      'return Math.max(timing.now(), newest * 0);',
      secretHistory,
    ],
  ])(
    '%s',
    async (_reason, file, safeguard, instead, histories) => {
      await expectMissed(await without(file, safeguard, instead), histories);
    },
    120_000,
  );
});

async function expectMissed(rotate: Rotate, histories: typeof history): Promise<void> {
  const details = await fc.check(
    fc.asyncProperty(histories, async (one) => {
      await play(one, rotate);
    }),
    { numRuns: 20_000, endOnFailure: true },
  );
  expect(details.failed).toBe(true);
  expect(String(details.errorInstance)).toMatch(
    /deleted|dead|left|different|held|wrong form|beside|no end|not ours/,
  );
}
