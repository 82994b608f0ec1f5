import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const POM = readFileSync(join(import.meta.dirname, 'pom.xml'), 'utf8');

/** Where `install` puts a server, see pom.xml. */
function folderOf(name: string): string {
  const version = new RegExp(`<${name}.version>(.+)</`).exec(POM)?.[1];
  return join(homedir(), '.cache/api-client-credentials', `${name}-${version}`);
}

export const UAA_FOLDER = folderOf('uaa');
export const KEYCLOAK_FOLDER = folderOf('keycloak');

/** Where Keycloak is built, UAA is complete: that is the last thing that `install` does. */
export const hasJavaServers =
  existsSync(join(KEYCLOAK_FOLDER, 'built')) &&
  existsSync(UAA_FOLDER) &&
  spawnSync('javac', ['--version']).status === 0;

/** For the titles of tests that are skipped without them. */
export const NEEDS_JAVA_SERVERS =
  'needs servers in Java: apt-get install --no-install-recommends openjdk-17-jdk-headless maven && test/servers/java/install';

/** The quick compiler alone: the better one takes longer than these servers live. */
export const QUICK_START = '-XX:TieredStopAtLevel=1';

/** Either needs 20 s of processor time to start, and is given ten times as long on a busy machine. */
export const PATIENCE = { startsWithin: 240_000, longestLife: 900 } as const;
/** Milliseconds, for the hook that starts it. */
export const HOOK_TIMEOUT = 300_000;
