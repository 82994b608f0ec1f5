import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = globSync(['*.md', 'docs/**/*.md', 'bench/*.md'], { cwd: root }).sort();

describe('README.md', () => {
  test('has the tables of inputs and outputs that action.yml gives', () => {
    expect(run('scripts/docs.ts', '--check')).toMatchObject({ status: 0, stderr: '' });
  });
});

describe('docs/troubleshooting.md', () => {
  const page = text('docs/troubleshooting.md');

  test('has one heading for each code and no other', () => {
    const codes = [...text('src/base/failure.ts').matchAll(/^ +\| '([EW]_[A-Z_]+)'/gm)].map(
      ([, code]) => code,
    );
    const headings = [...page.matchAll(/^##+ (.+)$/gm)].map(([, heading]) => heading);
    expect(codes.length).toBeGreaterThan(40);
    expect(headings.toSorted()).toEqual(codes.toSorted());
  });

  test('quotes every message as the sources have it', () => {
    const sources = globSync('src/**/*.ts', { cwd: root })
      .map(text)
      .join('\n')
      .replace(/['`]\s*\+\s*['`]/g, '')
      .replace(/\$\{[^}]*\}/g, '...');
    const isThere = (words: string) => sources.includes(words.trim());
    const fragments = [...page.matchAll(/^> (.+)$/gm)].flatMap(([, quote = '']) =>
      quote.split(/\.{3,}| [45]\d\d$/).filter((fragment) => fragment.trim().length > 3),
    );
    expect(fragments.length).toBeGreaterThan(60);
    // What happened and what to do next are sentences that may come from different places.
    const missing = fragments
      .filter((fragment) => !isThere(fragment))
      .flatMap((fragment) => fragment.split(/(?<=[.?)]) (?=[A-Z])/));
    // The full stop between them may be one that a failure adds.
    expect(missing.filter((sentence) => !isThere(sentence.replace(/\.$/, '')))).toEqual([]);
  });
});

describe('docs/decisions', () => {
  test('says for every dependency why it is there', () => {
    const manifest = JSON.parse(text('package.json'));
    const wanted = ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((kind) =>
      Object.keys(manifest[kind] ?? {}),
    );
    const table = text('docs/decisions/0008-dependencies.md');
    const named = [...table.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(wanted.toSorted());
  });

  test('has an index with every record', () => {
    const index = text('docs/decisions/README.md');
    const records = globSync('docs/decisions/0*.md', { cwd: root });
    expect(records.length).toBeGreaterThan(0);
    expect(records.filter((record) => !index.includes(`(${record.split('/').at(-1)})`))).toEqual(
      [],
    );
  });
});

describe('links', () => {
  test.for(pages)('%s links only to files and headings that exist', (page) => {
    const broken = [...text(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)/g)]
      .filter(([, path = '', heading]) => {
        const target = path === '' ? page : join(dirname(page), path);
        if (!existsSync(join(root, target))) return true;
        return heading !== undefined && !anchors(text(target)).includes(heading);
      })
      .map(([link]) => link);
    expect(broken).toEqual([]);
  });
});

describe('workflows', () => {
  const lint = (...files: string[]) =>
    run('--import', './test/docs/json-imports.ts', 'test/docs/lint-workflows.ts', ...files);

  test('in the pages and examples/ are what GitHub and action.yml allow', () => {
    const examples = globSync('examples/*.yml', { cwd: root }).sort();
    const reusable = '.github/workflows/rotate.yml';
    expect(examples).toHaveLength(7);
    const { status, stdout, stderr } = lint('README.md', ...examples, reusable);
    expect({ status, stderr, faults: lines(stdout, 'FAULT') }).toEqual({
      status: 0,
      stderr: '',
      faults: [],
    });
    const snippets = text('README.md').match(/^```ya?ml$/gm) ?? [];
    expect(lines(stdout, 'checked')).toHaveLength(snippets.length + examples.length + 1);
  });

  test.for([
    ['an input', 'credentials:', 'credential:', "Invalid action input 'credential'"],
    ['an output', 'outputs.api-url', 'outputs.url', 'is no output of this action'],
    ['a key', 'timeout-minutes:', 'timeout-minute:', "Unexpected value 'timeout-minute'"],
  ] as const)('that misspell %s are found', ([, right, wrong, message]) => {
    const folder = mkdtempSync(join(tmpdir(), 'workflow-'));
    try {
      const file = join(folder, 'wrong.yml');
      const good = text('examples/cloud-alm.yml');
      writeFileSync(file, good.replace(right, wrong));
      // After a good one: the language service must not judge by what it has seen before.
      const { status, stdout } = lint('README.md', file);
      expect(status).toBe(1);
      expect(lines(stdout, 'FAULT').join('\n')).toContain(message);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

function text(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function run(...parameters: string[]): SpawnSyncReturns<string> {
  return spawnSync(process.execPath, parameters, { cwd: root, encoding: 'utf8' });
}

function lines(output: string, start: string): string[] {
  return output.split('\n').filter((line) => line.startsWith(start));
}

/** The fragments by which GitHub names the headings of a page. */
function anchors(markdown: string): string[] {
  return [...markdown.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .replace(/\s/g, '-'),
  );
}
