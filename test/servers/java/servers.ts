import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where `install` puts them, see pom.xml. */
const FOLDER = join(homedir(), '.cache/api-client-credentials');
export const UAA_FOLDER = join(FOLDER, 'uaa-4.30.0');
export const KEYCLOAK_FOLDER = join(FOLDER, 'keycloak-26.7.3');

const hasJava = spawnSync('javac', ['--version']).status === 0;
const isThere = existsSync(join(KEYCLOAK_FOLDER, 'built')) && existsSync(UAA_FOLDER);
export const hasJavaServers = hasJava && isThere;

/** For the titles of tests that are skipped without them. */
export const NEEDS_JAVA_SERVERS =
  'needs servers in Java: apt-get install --no-install-recommends openjdk-17-jdk-headless maven && test/servers/java/install';

/** The quick compiler alone: the better one takes longer than these servers live. */
export const QUICK_START = '-XX:TieredStopAtLevel=1';

/** Milliseconds: some 10 s on two quiet cores. */
export const STARTS_WITHIN = 120_000;
