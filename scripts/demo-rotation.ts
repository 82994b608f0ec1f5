// What `npm run demo:rotation` shows: a credential that replaces itself, from the first day to the one
// on which the old one is deleted. The built action does it all, against servers on this machine that
// play the BTP CLI server and GitHub, and a real authorization server. The clock is moved on.
import { btpIssuer } from '../test/end-to-end/rotation/btp-issuer.ts';
import { DAY, type Platform, startPlatform } from '../test/end-to-end/rotation/platform.ts';
import { renderJobLog } from '../test/runner/job-log.ts';
import { createMasker } from '../test/runner/masker.ts';
import { startAuthorizationServer } from '../test/servers/authorization-server.ts';
import { createPki } from '../test/servers/pki.ts';

const colours = process.stdout.isTTY && !process.env['NO_COLOR'];
const bold = (text: string) => (colours ? `\x1b[1m${text}\x1b[0m` : text);
const dim = (text: string) => (colours ? `\x1b[2m${text}\x1b[0m` : text);

/** What happens so many days after the line before, and what the run comes to. */
const STORY = [
  { after: 0, what: 'Day 0: the credential was made by hand', state: 'rotated' },
  { after: 1, what: 'Day 1', state: 'not-due' },
  { after: 60, what: 'Day 61: it is due', state: 'rotated' },
  { after: 1, what: 'Day 62: jobs may still hold the old one', state: 'not-due' },
  { after: 7, what: 'Day 69: the grace period is over', state: 'retired' },
] as const;

try {
  await demonstrate();
} catch (error) {
  console.error(`\nThe demonstration failed: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}

async function demonstrate(): Promise<void> {
  console.log(bold('Rotation of an API credential of SAP BTP'));
  console.log('It is stored in one secret of an environment and in three other places.');
  console.log(dim('Nothing leaves this machine. The days pass in seconds.'));

  const pki = await createPki('Demo CA');
  const platform = await startPlatform({
    startIssuer: btpIssuer,
    startTokenServer: async (living) => {
      const server = await startAuthorizationServer({ pki, furtherSecrets: living });
      const { url, clientId, zoneId, close } = server;
      return { url, clientId: clientId.xsuaa, zoneId, caCertificate: pki.ca, close };
    },
  });
  try {
    await platform.setUpByHand();
    for (const { after, what, state } of STORY) {
      platform.wait(after * DAY);
      await day(platform, what, state);
    }
  } finally {
    await platform.close();
  }
  console.log(
    `\nNext: ${bold('docs/rotation.md')} shows how to set it up for your own credentials.`,
  );
}

async function day(platform: Platform, what: string, state: string): Promise<void> {
  console.log(`\n${bold(what)}`);
  const run = await platform.rotate();
  const log = renderJobLog(run.stdout, createMasker());
  const shown = `${log}\n${run.summary}`;
  if (platform.secrets().some((secret) => shown.includes(secret))) {
    throw new Error('the log would show a secret, so it is not shown here');
  }
  if (run.outputs['state'] !== state) {
    throw new Error(`the run came to ${run.outputs['state']}, not to ${state}:\n${log}`);
  }
  console.log(indented(dim(log.trimEnd())));
  console.log(indented(run.summary.trimEnd()));
  console.log(indented(`At the issuer: ${[...platform.issuer.living().keys()].join(', ')}`));
  const secrets = new Set(platform.issuer.living().values());
  const alive = platform
    .allStored()
    .every((text) => text !== undefined && secrets.has(JSON.parse(text).clientsecret));
  if (!alive) throw new Error('a destination holds a credential that does not live');
  console.log(indented('Each of the four destinations holds a credential that lives.'));
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
