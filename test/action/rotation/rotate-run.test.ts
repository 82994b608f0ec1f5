import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { rotateAction } from '../../../src/action/rotate-action.ts';
import { collectingRunner, testContext } from '../../context.ts';

const INVENTORY = `version: 1
credentials:
  - { name: calm, secret: CALM, authority: { kind: manual } }
`;

test('a fault that nobody foresaw is told in the state and the summary, without its message', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rotate-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const [output, summary] = [join(folder, 'output'), join(folder, 'summary')];
  for (const file of [output, summary]) writeFileSync(file, '');
  writeFileSync(join(folder, 'inventory.yml'), INVENTORY);
  const now = () => {
    throw new RangeError('not for anybody to see');
  };
  const env = {
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
    GITHUB_WORKSPACE: folder,
    INPUT_CONFIG: 'inventory.yml',
    INPUT_MODE: 'plan',
  };
  const timing = { now, sleep: async () => {}, random: () => 0 };
  const runner = collectingRunner(env);
  const run = rotateAction({
    ...{ ...testContext({ env, timing }), runner },
    ...{ proxyFor: undefined, startedAt: 0 },
  });
  await expect(run).rejects.toThrow(RangeError);
  expect(readFileSync(output, 'utf8')).toBe('state=failed\n');
  expect(readFileSync(summary, 'utf8')).toContain('in a way that was not foreseen');
  expect(readFileSync(summary, 'utf8')).not.toContain('not for anybody');
});

test('an input that is nearly one of the action fails before the inventory is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rotate-run-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const output = join(folder, 'output');
  writeFileSync(output, '');
  const env = { GITHUB_OUTPUT: output, GITHUB_WORKSPACE: folder, INPUT_ALLOWED_HOSTS: 'a.example' };
  const runner = collectingRunner(env);
  const run = rotateAction({
    ...{ ...testContext({ env }), runner },
    ...{ proxyFor: undefined, startedAt: 0 },
  });
  await expect(run).rejects.toMatchObject({
    code: 'E_INPUT_INVALID',
    next: expect.stringContaining('Did you mean allowed-hosts?'),
  });
});
