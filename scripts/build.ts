// Builds dist/: tsc writes JavaScript to build/, ncc bundles it. The result is the same bytes in
// every folder and on every machine, so that anybody can check the committed dist.
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ncc from '@vercel/ncc';
import { minify } from 'terser';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const build = join(root, 'build');
const dist = join(root, 'dist');

interface Bundle {
  /** Below `build/src`, or a package. */
  readonly entry: string;
  /** The `import()`s of the sources that load it at run time; none: the runner starts it. */
  readonly loadedAs?: readonly string[];
  /** Carries packages of others, so that their licences belong beside it. */
  readonly thirdParty?: true;
}

/**
 * The files of dist, a subject each (docs/decisions/0004). What an entry loads by one of these
 * `import()`s is a file of its own; any other `import()` stays within the bundle.
 */
const BUNDLES: Readonly<Record<string, Bundle>> = {
  'index.cjs': { entry: 'action/index.js' },
  'rotate.cjs': { entry: 'action/rotate-index.js' },
  'credential-forms.cjs': { entry: 'credentials/search.js', loadedAs: ['./search.js'] },
  'credential-set.cjs': { entry: 'action/credential-set.js', loadedAs: ['./credential-set.js'] },
  'token-unusual.cjs': {
    entry: 'token/unusual.js',
    loadedAs: ['./unusual.js', '../token/unusual.js'],
  },
  'network.cjs': { entry: 'http/network.js', loadedAs: ['./network.js', '../http/network.js'] },
  'rotation.cjs': { entry: 'action/rotation.js', loadedAs: ['./rotation.js'], thirdParty: true },
  'yaml.cjs': { entry: 'yaml', loadedAs: ['yaml'], thirdParty: true },
};

const externals = Object.fromEntries(
  Object.entries(BUNDLES).flatMap(([file, { loadedAs = [] }]) =>
    loadedAs.map((name) => [name, `./${file}`]),
  ),
);

rmSync(build, { recursive: true, force: true });
compile();
// ncc takes the module format from the nearest package.json. CommonJS starts faster than ESM, and
// the sources are ESM, so there must be a package.json here that names neither.
writeFileSync(join(build, 'package.json'), '{}\n');
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const [file, bundle] of Object.entries(BUNDLES)) await write(file, bundle);

function compile(): void {
  const { status } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '--project', 'tsconfig.build.json'],
    { cwd: root, stdio: 'inherit' },
  );
  if (status !== 0) process.exit(1);
}

async function write(file: string, { entry, thirdParty }: Bundle): Promise<void> {
  const isOwn = entry.endsWith('.js');
  const { code, assets } = await ncc(
    isOwn ? join(build, 'src', entry) : createRequire(import.meta.url).resolve(entry),
    // A package must not be looked up in its own bundle.
    { externals: isOwn ? externals : {}, license: 'licenses.txt', cache: false, quiet: true },
  );
  const names = Object.keys(assets).filter((name) => name !== 'package.json');
  if (names.join() !== (thirdParty ? 'licenses.txt' : '')) {
    throw new Error(`${file} brings more than its own code: ${names.join(', ')}`);
  }
  writeFileSync(join(dist, file), await withoutDeadCode(code));
  if (thirdParty) {
    const licenses = String(assets['licenses.txt']?.source ?? '');
    writeFileSync(join(dist, file.replace('.cjs', '.licenses.txt')), licenses);
  }
}

/**
 * Functions that no other one of the bundle uses go out; names and statements stay as a reader knows
 * them. The text is ASCII: one character beyond Latin-1, and V8 reads the whole file at half the speed.
 */
async function withoutDeadCode(code: string): Promise<string> {
  const { code: text = '' } = await minify(code, {
    toplevel: true,
    ecma: 2020,
    mangle: false,
    compress: { defaults: false, unused: true, dead_code: true, side_effects: true, passes: 3 },
    format: { beautify: true, indent_level: 1, width: 120, ascii_only: true, comments: false },
  });
  return `${text}\n`;
}
