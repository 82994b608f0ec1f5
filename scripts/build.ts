// Builds dist/: tsc writes JavaScript to build/, ncc bundles it. The result is the same bytes in
// every folder and on every machine, so that anybody can check the committed dist.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const build = join(root, 'build');
const dist = join(root, 'dist');

rmSync(build, { recursive: true, force: true });
run('node_modules/typescript/bin/tsc', '--project', 'tsconfig.build.json');
// ncc takes the module format from the nearest package.json. CommonJS starts faster than ESM, and
// the sources are ESM, so there must be a package.json here that names neither.
writeFileSync(join(build, 'package.json'), '{}\n');

const bundle = mkdtempSync(join(tmpdir(), 'bundle-'));
run(
  'node_modules/@vercel/ncc/dist/ncc/cli.js',
  ...['build', 'build/action/index.js', '--out', bundle],
  ...['--license', 'licenses.txt', '--no-cache', '--quiet'],
);
rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
for (const file of readdirSync(bundle).sort()) {
  // The entry is .cjs, so that Node need not look for a package.json to know its format. The parts
  // that it loads on demand have their names from ncc; for them there is one.
  const name = file === 'index.js' ? 'index.cjs' : file;
  writeFileSync(join(dist, name), readFileSync(join(bundle, file)));
}
writeFileSync(join(dist, 'package.json'), '{ "type": "commonjs" }\n');
rmSync(bundle, { recursive: true });

function run(script: string, ...parameters: string[]): void {
  const { status } = spawnSync(process.execPath, [join(root, script), ...parameters], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(1);
}
