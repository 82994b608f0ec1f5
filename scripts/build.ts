// Builds dist/: tsc writes JavaScript to build/, ncc bundles it. The result is the same bytes in
// every folder and on every machine, so that anybody can check the committed dist.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const build = join(root, 'build');
const dist = join(root, 'dist');

/** The parts of the bundle that carry packages of others; their licences stand beside them. */
const THIRD_PARTY: ReadonlySet<string> = new Set([
  'github-places.cjs',
  'inventory.cjs',
  'rotate-entry.cjs',
  'yaml-documents.cjs',
]);

rmSync(build, { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json');
// ncc takes the module format from the nearest package.json. CommonJS starts faster than ESM, and
// the sources are ESM, so there must be a package.json here that names neither.
writeFileSync(join(build, 'package.json'), '{}\n');

const onDemand = separateOnDemandParts();
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
bundle('build/src/action/index.js', 'index.cjs');
bundle('build/src/action/rotate-index.js', 'rotate.cjs');
for (const part of onDemand) bundle(part, `${basename(part, '.js')}.cjs`);

/**
 * What the sources load by `import()` becomes a bundle of its own beside the entry, with a name that
 * a reader knows. webpack's chunks would tear the entry into modules that share code with them, and
 * all of it would be slower to load.
 */
function separateOnDemandParts(): string[] {
  const parts = new Set<string>();
  for (const file of globSync('**/*.js', { cwd: build }).sort()) {
    const path = join(build, file);
    const text = readFileSync(path, 'utf8').replace(
      /\bimport\('(\.{1,2}\/[\w./-]+\.js)'\)/g,
      (_, target: string) => {
        parts.add(join('build', dirname(file), target));
        return `__non_webpack_require__('./${basename(target, '.js')}.cjs')`;
      },
    );
    writeFileSync(path, text);
  }
  const names = new Set([...parts].map((part) => basename(part)));
  if (names.size !== parts.size || names.has('index.js') || names.has('rotate.js')) {
    throw new Error(`Two parts of the bundle would have one name: ${[...parts].join(', ')}`);
  }
  return [...parts].sort();
}

function bundle(entry: string, name: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'));
  run(
    'node_modules/@vercel/ncc/dist/ncc/cli.js',
    ...['build', entry, '--out', folder, '--license', 'licenses.txt', '--no-cache', '--quiet'],
  );
  const files = globSync('*', { cwd: folder }).sort();
  const expected = THIRD_PARTY.has(name) ? 'index.js,licenses.txt' : 'index.js';
  if (files.join() !== expected) {
    throw new Error(`${name} brings more than its own code: ${files.join(', ')}`);
  }
  if (THIRD_PARTY.has(name)) {
    const licenses = readFileSync(join(folder, 'licenses.txt'), 'utf8');
    writeFileSync(join(dist, name.replace('.cjs', '.licenses.txt')), licenses);
  }
  const code = readFileSync(join(folder, 'index.js'), 'utf8');
  const text = THIRD_PARTY.has(name) ? inAscii(code) : code;
  // One character beyond Latin-1 and V8 reads the whole file at half the speed.
  if (/[^\n\x20-\x7e]/.test(text.replace(/\t/g, ' '))) {
    throw new Error(`${name} is not plain ASCII`);
  }
  writeFileSync(join(dist, name), text);
  rmSync(folder, { recursive: true });
}

/** Escapes that mean the same in strings and regular expressions, and nothing in comments. */
function inAscii(code: string): string {
  const escaped = (character: string) =>
    `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return code.replace(/[^\n\t\x20-\x7e]/g, escaped);
}

function run(script: string, ...parameters: string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, script), ...parameters], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
