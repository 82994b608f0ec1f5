import { expect, test } from 'vitest';
import { renderJobLog } from '../runner/job-log.ts';
import { createMasker } from '../runner/masker.ts';
import { bindingSecret } from '../servers/service-keys.ts';
import { arrange, succeeds } from './faults.ts';
import { goodStep } from './step.ts';
import { keyLines, opaqueToken, pki, tokenAnswer, x509Client } from './world.ts';

const UAA = 'https://uaa.example.com';

test('later steps show *** for the token in env and with', async () => {
  const { run, token } = await succeeds();
  const masker = createMasker();
  renderJobLog(run.stdout, masker);
  const later = `env:\n  CALM_ACCESS_TOKEN: ${token}\nwith:\n  header: Bearer ${token}\n`;
  expect(renderJobLog(later, masker)).toBe(
    'env:\n  CALM_ACCESS_TOKEN: ***\nwith:\n  header: Bearer ***',
  );
});

test('of a key the secrets and the Basic pair are masked, and nothing that is public', async () => {
  const other = bindingSecret();
  const { run, client, server } = await succeeds((world) => ({
    inputs: { credentials: JSON.stringify({ uaa: world.client.key, apikey: other }) },
    secrets: [other],
  }));
  const masks = run.stdout.split('\n').filter((line) => line.startsWith('::add-mask::'));
  const pair = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString('base64');
  for (const secret of [client.clientSecret, other, pair]) {
    expect(masks).toContain(`::add-mask::${secret.replaceAll('%', '%25')}`);
  }
  const masker = createMasker();
  renderJobLog(run.stdout, masker);
  const { identityzone, zoneid } = client.key;
  const open = `${client.clientId} ${server.url} ${identityzone} ${zoneid} { } true`;
  expect(masker.mask(open)).toBe(open);
});

test('of a private key each line and the one-line form are masked, and no BEGIN and END', async () => {
  const pair = await pki.issue({ commonName: 'sb-x509!t1', client: true, rsa: true });
  const { run } = await succeeds(({ server }) => ({
    inputs: {
      credentials: JSON.stringify({ ...x509Client(UAA, pair).key, certurl: server.url }),
    },
    secrets: keyLines(pair.privateKey),
  }));
  const masker = createMasker();
  renderJobLog(run.stdout, masker);
  const { key } = x509Client(UAA, pair).key;
  const lines = key.trim().split('\n');
  const shown = lines.map((line) => masker.mask(line));
  expect(shown).toEqual([lines[0], ...lines.slice(1, -1).map(() => '***'), lines.at(-1)]);
  const oneLine = masker.mask(lines.slice(1, -1).join('\\n'));
  expect(oneLine).toBe('***');
});

test('debug logging shows no request, no header and no secret', async () => {
  const token = opaqueToken();
  const world = await arrange((_request, index) =>
    index === 0 ? { status: 502 } : tokenAnswer(token),
  );
  const run = await goodStep(
    world.options({
      inputs: { credentials: world.client.credentials, 'auth-method': 'client_secret_basic' },
      secrets: [token],
    }),
  );
  const debug = run.stdout.split('\n').filter((line) => line.startsWith('::debug::'));
  expect(debug).toEqual(['::debug::another attempt after: status 502']);
  expect(run.stdout).not.toMatch(/authorization|grant_type|Basic /i);
});
