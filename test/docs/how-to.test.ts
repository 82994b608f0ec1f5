import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { completeCredential } from '../../src/credentials/complete.ts';
import { readCredential } from '../../src/credentials/read.ts';
import { openAuthority } from '../../src/rotation/authorities/index.ts';
import { readInventory } from '../../src/rotation/inventory.ts';
import { authorityContext } from '../rotation/authorities/authority-context.ts';
import { blocksOf, tryCommands } from './how-to-world.ts';
import { filesIn, root, text } from './sources.ts';

const INDEX = 'docs/how-to/README.md';
const pages = filesIn('docs/how-to', '.md');
const guides = pages.filter((page) => page !== INDEX);
const inventories = [...guides, 'docs/rotation.md'].flatMap((page) =>
  blocksOf(text(page), 'yaml')
    .filter(isInventory)
    .map((yaml, at) => ({ page, at, yaml })),
);

/** Who has no Cloud Foundry leaves its commands out, and the other way round. */
const worlds = guides
  .filter((guide) => !guide.endsWith('/identity-services.md'))
  .flatMap((guide) => {
    const both = blocksOf(text(guide), 'sh').some((block) => block.startsWith('cf '));
    return [{ guide, other: 'cf' as const }, ...(both ? [{ guide, other: 'btp' as const }] : [])];
  });

function isInventory(yaml: string): boolean {
  return yaml.includes('version: 1\n');
}

test('there is a guide for each system, and the index, the README and rotation lead to it', () => {
  expect(guides.map((page) => page.split('/').at(-1))).toEqual([
    'advanced-financial-closing.md',
    'cloud-alm.md',
    'etrusted.md',
    'identity-services.md',
    'xsuaa.md',
  ]);
  for (const guide of guides) {
    expect(text(INDEX)).toContain(`](${guide.split('/').at(-1)})`);
    expect(text(guide)).toMatch(/^## After a leak$/m);
    expect(text(guide)).toMatch(/^## What can go wrong$/m);
  }
  expect(text('README.md')).toContain(`](${INDEX})`);
  expect(text('docs/rotation.md')).toContain('](how-to/README.md)');
});

describe('inventories of the guides', () => {
  test.each(inventories)('$page ($at) is what the schema allows', ({ page, yaml }) => {
    expect(readInventory(yaml, page)).toMatchObject({ entries: [{}], bad: [] });
  });

  test('name an environment for the rotation that holds what no other job should read', () => {
    for (const { page, yaml } of inventories.filter(({ page }) => page !== 'docs/rotation.md')) {
      const [entry] = readInventory(yaml, page).entries;
      expect(entry?.environment).toMatch(/^rotation-/);
      expect(entry?.destinations.map(({ environment }) => environment)).toEqual([
        entry?.environment?.replace('rotation-', ''),
      ]);
      const secrets = blocksOf(text(page), 'sh').join('\n');
      expect(secrets).toContain(`gh secret set ${entry?.secret} --env ${entry?.environment}`);
      if (entry?.authority.kind === 'manual') continue;
      expect(secrets).toContain(`gh secret set AUTHORITY_LOGIN --env ${entry?.environment}`);
    }
  });

  test('of all guides make one inventory', () => {
    const kinds = ['service-manager', 'manual', 'btp'];
    const credentials = inventories
      .filter(({ page }) => page !== 'docs/rotation.md')
      .flatMap(({ yaml }) => parse(yaml).credentials)
      .filter(({ authority }) => kinds.includes(authority.kind));
    const { entries } = readInventory(JSON.stringify({ version: 1, credentials }), 'all');
    expect(entries).toHaveLength(4);
  });

  const withLogins = inventories.filter(
    ({ page, yaml }) =>
      /kind: (?:btp|cloud-foundry)$/m.test(yaml) && text(page).includes('login.json'),
  );
  test.each(withLogins)(
    '$page ($at) can be opened with the login that the guide shows',
    ({ page, yaml }) => {
      const [entry] = readInventory(yaml, page).entries;
      if (entry === undefined) throw new Error('There is no entry');
      const shown = blocksOf(text(page), 'json').filter((json) => json.includes('"password"'));
      const allowedHosts = ['*.hana.ondemand.com', 'cli.btp.cloud.sap'];
      const context = authorityContext({ allowedHosts });
      const authority = openAuthority(entry.authority, shown[0], context);
      expect(authority.kind).toBe(entry.authority.kind);
      expect(context.runner.masks).toContain('not-a-real-password');
    },
  );
});

test.each(pages)('%s: its workflows are what GitHub and action.yml allow', (page) => {
  const workflows = blocksOf(text(page), 'yaml').filter((yaml) => !isInventory(yaml));
  const folder = mkdtempSync(join(tmpdir(), 'how-to-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'workflows.md');
  writeFileSync(file, workflows.map((yaml) => `\`\`\`yaml\n${yaml}\`\`\`\n`).join('\n'));
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', './test/docs/json-imports.ts', 'test/docs/lint-workflows.ts', file],
    { cwd: root, encoding: 'utf8' },
  );
  const lines = stdout.split('\n').filter((line) => line !== '');
  expect({ status, stderr, lines }).toEqual({
    status: 0,
    stderr: '',
    lines: workflows.map((_, at) => `checked ${file} (${at + 1} of ${workflows.length})`),
  });
  expect(workflows.length).toBeGreaterThan(0);
});

describe('the commands of the guides', () => {
  test.each(pages)('%s: bash reads them', (page) => {
    const commands = blocksOf(text(page), 'sh');
    expect(commands.length).toBeGreaterThan(0);
    for (const input of commands) {
      const { status, stderr } = spawnSync('bash', ['-n'], { input, encoding: 'utf8' });
      expect({ status, stderr, input }).toEqual({ status: 0, stderr: '', input });
    }
  });

  test.each(pages)('%s: put no secret on a command line', (page) => {
    const commands = blocksOf(text(page), 'sh').join('\n');
    expect(commands).not.toMatch(/gh secret set [^\n]*(?:--body|-b )/);
    expect(commands).not.toMatch(/password|client_?secret/i);
  });

  test.each(worlds)(
    '$guide without $other: store what the token action understands',
    async ({ guide, other }) => {
      const stored = tryCommands(text(guide), other);
      const credentials = stored.filter(({ place }) => !place.includes('AUTHORITY_LOGIN'));
      expect(credentials.length).toBeGreaterThanOrEqual(2);
      for (const { place, value } of credentials) {
        const choices = { provider: 'auto', authMethod: 'auto' } as const;
        const credential = await completeCredential(await readCredential(value), {}, choices, 0);
        expect(credential.tokenUrl.href).toMatch(/\/oauth\/token$/);
        // A client that a person pastes for the rotation becomes one line by the run that tries it.
        if (!place.includes(' --env rotation-etrusted')) expect(value).toMatch(/^\{.*\}\n$/);
      }
    },
  );

  const rotating = worlds.filter(({ guide }) => text(guide).includes('AUTHORITY_LOGIN'));
  test.each(rotating)('$guide without $other: store the login for the rotation alone', (world) => {
    const stored = tryCommands(text(world.guide), world.other);
    const logins = stored.filter(({ place }) => place.includes('AUTHORITY_LOGIN'));
    expect(logins.length).toBeGreaterThan(0);
    for (const { place, value } of logins) {
      expect(place).toMatch(/ --env rotation-/);
      expect(value).toMatch(/^\{.*"(?:sm_url|password)".*\}\n$/);
    }
  });
});
