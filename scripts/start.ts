// What `npm start` shows: the built action at work, against a real authorization server on this
// machine. Everything it needs is made on the spot and gone afterwards.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Agent, request } from 'undici';
import { renderJobLog } from '../test/runner/job-log.ts';
import { createMasker } from '../test/runner/masker.ts';
import { runAction } from '../test/runner/run-action.ts';
import { startAuthorizationServer } from '../test/servers/authorization-server.ts';
import { createPki } from '../test/servers/pki.ts';

const WIDTH = 100;
const STEP = `\
- uses: ./
  id: calm
  with: { credentials: '\${{ secrets.CALM_SERVICE_KEY }}' }`;

const colours = process.stdout.isTTY && !process.env['NO_COLOR'];
const bold = (text: string) => (colours ? `\x1b[1m${text}\x1b[0m` : text);
const dim = (text: string) => (colours ? `\x1b[2m${text}\x1b[0m` : text);

try {
  await demonstrate();
} catch (error) {
  console.error(`\nnpm start failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function demonstrate(): Promise<void> {
  console.log(bold('API client credentials'));
  console.log('A GitHub Action: a stored API credential goes in, a masked access token comes out.');
  console.log(dim('A local OAuth 2.0 server plays SAP Cloud ALM. Nothing leaves this machine.'));

  const pki = await createPki('Demo CA');
  const server = await startAuthorizationServer({ pki });
  const folder = await mkdtemp(join(tmpdir(), 'api-client-credentials-'));
  try {
    const caFile = join(folder, 'ca.pem');
    await writeFile(caFile, pki.ca);
    const key = server.serviceKeys.cloudAlm;

    section('The workflow step');
    print(STEP);
    const run = await runAction({
      inputs: { credentials: JSON.stringify(key) },
      env: { NODE_EXTRA_CA_CERTS: caFile },
    });

    section('Its job log');
    const token = run.outputs['access-token'] ?? '';
    const masker = createMasker();
    const log = renderJobLog(run.stdout, masker);
    refuseLeak(log, [key.uaa.clientsecret, token]);
    print(log || '(empty)');
    if (run.exitCode !== 0 || token === '') {
      refuseLeak(run.stderr, [key.uaa.clientsecret]);
      throw new Error(
        `the step gave no token (exit code ${run.exitCode}). ` +
          `\`npm run build\` makes dist/ anew.\n${run.stderr}`.trimEnd(),
      );
    }

    section(`Its outputs, as later steps read them: \${{ steps.calm.outputs.… }}`);
    print(outputTable(run.outputs));

    section('A later step uses the token');
    const echoed = masker.mask(token);
    refuseLeak(echoed, [token]);
    print(`echo "$ACCESS_TOKEN" prints ${echoed}`);
    await callApi(`${run.outputs['api-url']}/calm-tasks/v1/tasks`, token, pki.ca);
  } finally {
    await Promise.all([server.close(), rm(folder, { recursive: true, force: true })]);
  }
  console.log(`\nNext: ${bold('README.md')} shows the same with your own credential.`);
}

function section(title: string): void {
  console.log(`\n${bold(title)}`);
}

function print(text: string): void {
  for (const line of text.split('\n')) console.log(`  ${shorten(line, WIDTH - 2)}`);
}

// The masker knows only what the action itself asked to mask, so this is a check of the action.
function refuseLeak(text: string, secrets: readonly string[]): void {
  if (secrets.some((secret) => secret !== '' && text.includes(secret))) {
    throw new Error('the job log would show a secret, so it is not shown here');
  }
}

function outputTable(outputs: Readonly<Record<string, string>>): string {
  const given = Object.entries(outputs).filter(([, value]) => value !== '');
  const column = Math.max(...given.map(([name]) => name.length)) + 2;
  return given
    .map(([name, value]) => {
      const shown = name === 'access-token' ? abbreviateToken(value) : value;
      return name.padEnd(column) + shown;
    })
    .join('\n');
}

function abbreviateToken(token: string): string {
  return `${token.slice(0, 8)} … ${token.slice(-4)} (${token.length} characters)`;
}

async function callApi(url: string, token: string, ca: string): Promise<void> {
  const dispatcher = new Agent({ connect: { ca } });
  try {
    print(`GET ${url}`);
    const headers = { authorization: `Bearer ${token}` };
    const accepted = await request(url, { dispatcher, headers });
    print(`${accepted.statusCode} with the token: ${await accepted.body.text()}`);
    const refused = await request(url, { dispatcher });
    print(`${refused.statusCode} without it: ${await refused.body.text()}`);
    if (accepted.statusCode !== 200) throw new Error('the API refused the token');
  } finally {
    await dispatcher.close();
  }
}

function shorten(line: string, width: number): string {
  return line.length > width ? `${line.slice(0, width - 1)}…` : line;
}
