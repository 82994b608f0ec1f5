// A real workflow engine runs a real workflow with the committed dist.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { btpIssuer } from '../end-to-end/rotation/btp-issuer.ts';
import { startPlatform } from '../end-to-end/rotation/platform.ts';
import { startAuthorizationServer } from '../servers/authorization-server.ts';
import { createPki } from '../servers/pki.ts';
import { hasAct, runAct } from './act.ts';

test.skipIf(!hasAct)(
  'nektos/act runs a job that gets a token and calls the API with it (go install github.com/nektos/act@latest)',
  { timeout: 90_000 },
  async () => {
    const pki = await createPki();
    const server = await startAuthorizationServer({ pki });
    const folder = mkdtempSync(join(tmpdir(), 'act-'));
    try {
      const caFile = join(folder, 'ca.pem');
      writeFileSync(caFile, pki.ca);
      const key = JSON.stringify(server.serviceKeys.cloudAlm);
      const secret = server.serviceKeys.cloudAlm.uaa.clientsecret;
      const wrong = key.replace(secret, `${secret.slice(0, -6)}wrong=`);
      const log = await runAct({
        folder,
        workflow: 'token.yml',
        secrets: { CALM_SERVICE_KEY: key, WRONG_SERVICE_KEY: wrong },
        env: { NODE_EXTRA_CA_CERTS: caFile },
      });

      expect(log).toContain('output: ***');
      expect(log).toContain('exported: ***');
      expect(log).toContain('same: yes');
      expect(log).toContain('status: 200');
      expect(log).toContain('wrong key: failure, token: []');
      expect(log).toContain('Job succeeded');
      expect(log).not.toContain(secret);
      expect(log).not.toMatch(/eyJ[\w-]{20,}/);
      expect(server.requests.filter(({ path }) => path === '/oauth/token')).toHaveLength(2);
    } finally {
      await server.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test.skipIf(!hasAct)(
  'nektos/act runs a plan, and the rotation of each entry of its matrix (go install github.com/nektos/act@latest)',
  { timeout: 90_000 },
  async () => {
    const platform = await startPlatform({ startIssuer: btpIssuer });
    const folder = mkdtempSync(join(tmpdir(), 'act-'));
    try {
      await platform.setUpByHand();
      const log = await runAct({
        folder,
        workflow: 'rotate.yml',
        secrets: {
          CALM_SERVICE_KEY: platform.stored() ?? '',
          AUTHORITY_LOGIN: platform.issuer.login,
          ROTATION_TOKEN: platform.github.token,
        },
        env: { GITHUB_API_URL: platform.github.url, GITHUB_REPOSITORY_ID: '4711' },
        files: { '.github/api-credentials.yml': platform.inventory },
      });
      expect(log).toContain(
        'state: rotated, entry: calm-release, secret: CALM_SERVICE_KEY, environment: production',
      );
      expect(log).toMatch(/name: calm-release-\w{12}-\d{8}t\d{6}z-/);
      expect(platform.issuer.living().size).toBe(2);
      expect(platform.secrets().filter((secret) => log.includes(secret))).toEqual([]);
    } finally {
      await platform.close();
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
