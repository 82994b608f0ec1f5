import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { history, play, type Rotate } from './histories.ts';

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
      'store-everywhere.ts',
      'for (const destination of [...others, main]) await destination.store(text);',
      'void others, main, text;',
    ],
    [
      'the order of the destinations, which tells of a run that died',
      'retire.ts',
      'if (found.outOfOrder) {',
      'if (false) {',
    ],
    [
      'the grace period since the main destination was written',
      'policy.ts',
      'if (now - writtenAt.getTime() < keepOld) return [];',
      '',
    ],
    [
      'the main destination to be written last',
      'store-everywhere.ts',
      'for (const destination of [...job.others, job.main]) {',
      'for (const destination of [job.main, ...job.others]) {',
    ],
    [
      'to know whose a credential is by its name',
      'policy.ts',
      'return known === undefined ? [] : [{ ...known, usable }];',
      'return [{ name, createdAt: known?.createdAt ?? new Date(0), runId: "1", usable }];',
    ],
    ['never to delete the current credential', 'policy.ts', 'name !== currentName && ', ''],
  ])(
    '%s',
    async (_reason, file, safeguard, instead) => {
      const rotate = await without(file, safeguard, instead);
      const details = await fc.check(
        fc.asyncProperty(history, async (one) => {
          await play(one, rotate);
        }),
        { numRuns: 20_000, endOnFailure: true },
      );
      expect(details.failed).toBe(true);
      expect(String(details.errorInstance)).toMatch(/deleted|dead|left|different|held/);
    },
    120_000,
  );
});
