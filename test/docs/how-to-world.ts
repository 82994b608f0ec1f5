import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bindingSecret, cloudAlmKey, xsuaaKey } from '../servers/service-keys.ts';

/** Every fenced block of that language, without the indentation of a list that it stands in. */
export function blocksOf(markdown: string, language: string): string[] {
  const fence = new RegExp(`^( *)\`\`\`${language}\\n(.*?)^\\1\`\`\`$`, 'gms');
  return [...markdown.matchAll(fence)].map(([, indent = '', block = '']) =>
    block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );
}

const zone = {
  url: 'https://acme.authentication.eu10.hana.ondemand.com',
  certUrl: 'https://acme.authentication.cert.eu10.hana.ondemand.com',
  zoneId: 'zone',
  verificationKey: 'none',
};
const client = { clientId: 'sb-a!b1|calm!b2', audience: 'calm', scopes: [] };
const key = () => cloudAlmKey(zone, { ...client, clientSecret: bindingSecret() });
const flat = () => xsuaaKey(zone, { ...client, clientSecret: bindingSecret() });

/** What the programs answer; the btp CLI shows no credentials when it creates a binding. */
function answers(): Readonly<Record<string, string>> {
  const serviceManager = { ...flat(), sm_url: 'https://service-manager.cfapps.example.com' };
  const login = { name: 'rotation-login', ready: true, credentials: serviceManager };
  const binding = { name: 'github-by-hand', ready: true, context: {}, credentials: key() };
  const credential = { ...flat(), tokenurl: `${zone.url}/oauth/token`, name: 'github-by-hand' };
  return {
    credential: JSON.stringify(credential, null, 2),
    login: JSON.stringify(login, null, 2),
    binding: JSON.stringify(binding, null, 2),
    key: `Getting key github-by-hand for service instance calm-api as jane...\n\n${JSON.stringify({ credentials: key() }, null, 2)}\n`,
  };
}

const PROGRAMS = {
  btp: `case "$*" in
  *'create security/api-credential'*) cat "$ANSWERS/credential" ;;
  *'get services/binding'*rotation-login*) cat "$ANSWERS/login" ;;
  *'get services/binding'*github-by-hand*) cat "$ANSWERS/binding" ;;
  *'create services/'*) echo '{"ready": true}' ;;
  *) echo "btp: unexpected: $*" >&2; exit 1 ;;
esac`,
  cf: `case "$1" in
  create-service-key) echo OK ;;
  service-key) cat "$ANSWERS/key" ;;
  *) echo "cf: unexpected: $*" >&2; exit 1 ;;
esac`,
  gh: `case "$1 $2" in
  'secret set') shift 2; cat > "$STORED/$(ls "$STORED" | wc -l) $*" ;;
  'variable set' | 'workflow run' | 'api --method') ;;
  *) echo "gh: unexpected: $*" >&2; exit 1 ;;
esac`,
} as const;

/** What was stored, with the arguments of `gh secret set`. */
export interface StoredByCommand {
  readonly place: string;
  readonly value: string;
}

/**
 * Runs the commands of a guide in their order, as a new user would, with programs that answer as the
 * real ones do, and with the files that the guide has people write.
 *
 * @param other the program of the other world, whose blocks this user leaves out
 * @returns what was stored, in order
 * @throws Error where a command fails
 */
export function tryCommands(markdown: string, other: 'btp' | 'cf'): StoredByCommand[] {
  const folder = mkdtempSync(join(tmpdir(), 'how-to-'));
  try {
    const [bin, given, stored, work] = ['bin', 'answers', 'stored', 'work'].map((name) => {
      mkdirSync(join(folder, name));
      return join(folder, name);
    }) as [string, string, string, string];
    for (const [name, script] of Object.entries(PROGRAMS)) {
      writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${script}\n`);
      chmodSync(join(bin, name), 0o755);
    }
    for (const [name, answer] of Object.entries(answers())) {
      writeFileSync(join(given, name), answer);
    }
    const logins = blocksOf(markdown, 'json').filter((json) => json.includes('"password"'));
    const files = { 'login.json': logins[0], 'client.txt': blocksOf(markdown, 'text')[0] };
    for (const input of blocksOf(markdown, 'sh')) {
      for (const [name, content] of Object.entries(files)) {
        if (content !== undefined) writeFileSync(join(work, name), content);
      }
      if (new RegExp(`^${other} `, 'm').test(input)) continue;
      const { status, stderr } = spawnSync('bash', ['-euo', 'pipefail'], {
        input,
        cwd: work,
        encoding: 'utf8',
        env: {
          PATH: `${bin}:${process.env['PATH'] ?? ''}`,
          ANSWERS: given,
          STORED: stored,
          SUBACCOUNT: '0f3b8f0c-3c56-4f0e-9f59-6a4a5f4f2b11',
        },
      });
      if (status !== 0) throw new Error(`${input}\nfails: ${stderr}`);
    }
    const names = globSync('*', { cwd: stored }).sort();
    return names.map((place) => ({ place, value: readFileSync(join(stored, place), 'utf8') }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
