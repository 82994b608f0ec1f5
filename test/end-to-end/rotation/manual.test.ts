import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { openIssue, STRANGER } from '../../servers/github-issues.ts';
import { manualIssuer } from './manual-issuer.ts';
import { DAY, MAIN, type Platform, REPOSITORY } from './platform.ts';
import { checked, failureOf, platform, rotateStep } from './rotation-step.ts';

const WORKFLOW = {
  GITHUB_WORKFLOW_REF: `${REPOSITORY}/.github/workflows/rotation.yml@refs/heads/main`,
};

/** A person makes a client, and puts what the issuer shows into the main destination. */
async function paste(world: Platform, clientId: string): Promise<string> {
  const { clientid, clientsecret, tokenurl } = await world.issuer.byHand(clientId);
  const text = `Client ID:\t${clientid}\r\nClient Secret:\t${clientsecret}\r\nToken URL:\t${tokenurl}`;
  world.github.keep(MAIN, { plaintext: text, updatedAt: world.now() });
  world.wait(60_000);
  return text;
}

function issues({ github }: Platform): string[] {
  return github.tracker.issues.map(({ number, title, state }) => `${number} ${state} ${title}`);
}

const REPLACE = 'Replace the API client of calm-release (CALM_SERVICE_KEY)';
const DISABLE = 'Disable the old API client of calm-release (CALM_SERVICE_KEY)';

describe('the authority manual', () => {
  test('goes a full turn: adopted, due, pasted, stored, reminded, done', async () => {
    const world = await platform({ startIssuer: manualIssuer });
    await paste(world, 'client-a');
    const first = await rotateStep(world);
    expect(first.outputs).toMatchObject({
      state: 'rotated',
      reason: 'pasted',
      'credential-name': 'client-a',
    });
    const [stored = '', ...different] = new Set(world.allStored());
    expect(different).toEqual([]);
    expect(JSON.parse(stored)).toEqual({
      ClientID: 'client-a',
      ClientSecret: world.issuer.living().get('client-a'),
      TokenURL: `${world.tokenServer.url}/oauth/token`,
      rotation: { name: 'client-a', created: expect.any(String) },
    });

    world.wait(20 * DAY);
    const quiet = await rotateStep(world);
    expect(quiet.outputs).toMatchObject({ state: 'not-due', 'retire-pending': '[]' });
    expect(quiet.stdout).not.toMatch(/^::(?:warning|notice)/m);

    world.wait(41 * DAY);
    const due = await rotateStep(world, {}, WORKFLOW);
    expect(due).toMatchObject({ exitCode: 0, outputs: { state: 'needs-a-person', reason: 'age' } });
    expect(due.stdout).toContain(
      '::warning title=calm-release::The stored client is due: it is as old as the inventory allows. A person has to create a new one: the steps stand in issue 1 of acme/portal.',
    );
    expect(due.summary).toContain('gh workflow run rotation.yml --repo acme/portal');
    await rotateStep(world, {}, WORKFLOW);
    expect(issues(world)).toEqual([`1 open ${REPLACE}`]);

    await paste(world, 'client-b');
    const replaced = await rotateStep(world, {}, WORKFLOW);
    expect(replaced.outputs).toMatchObject({
      state: 'rotated',
      'credential-name': 'client-b',
      'retire-pending': '["client-a"]',
    });
    expect(replaced.summary).toContain(
      '| Alive as well | `client-a`, to be disabled by a person, not before',
    );
    expect(issues(world)).toEqual([`1 closed ${REPLACE}`]);
    expect(new Set(world.allStored()).size).toBe(1);

    world.wait(7 * DAY + 60_000);
    const reminded = await rotateStep(world);
    expect(reminded.outputs).toMatchObject({ state: 'needs-a-person' });
    await rotateStep(world);
    expect(issues(world)).toEqual([`1 closed ${REPLACE}`, `2 open ${DISABLE}`]);

    await world.issuer.deleteByHand('client-a');
    Object.assign(world.github.tracker.issues[1] ?? {}, { state: 'closed' });
    world.wait(DAY);
    const done = await rotateStep(world);
    expect(done.outputs).toMatchObject({ state: 'not-due', 'retire-pending': '[]' });
    expect(issues(world)).toHaveLength(2);
    for (const { body } of world.github.tracker.issues) {
      for (const secret of world.secrets()) expect(body).not.toContain(secret);
    }
  }, 60_000);

  test('refuses a pair that does not work, and stores nothing', async () => {
    const world = await platform({ startIssuer: manualIssuer });
    await paste(world, 'client-a');
    await world.issuer.deleteByHand('client-a');
    const [code, message] = failureOf(await rotateStep(world));
    expect(code).toBe('E_VERIFY');
    expect(message).toContain('store it once more by gh secret set');
    expect(world.others.map(world.stored)).toEqual([undefined, undefined, undefined]);
  });

  test.each(['read', 'none', 'off'] as const)(
    'tells the steps in the summary where issues are out of reach: %s',
    async (access) => {
      const world = await platform({ startIssuer: manualIssuer });
      world.github.tracker.access = access;
      await paste(world, 'client-a');
      const run = await rotateStep(world, { mode: 'force' });
      expect(run.outputs['state']).toBe('rotated');
      world.wait(DAY);
      const asked = await rotateStep(world, { mode: 'force' });
      expect(asked).toMatchObject({ exitCode: 0, outputs: { state: 'needs-a-person' } });
      expect(asked.stdout).toContain('the steps stand in the summary of this run');
      expect(asked.stdout).toMatch(
        access === 'off'
          ? /answered 410 \(.*\)\. .* has no issues/
          : /answered 403 \(.*\)\. GitHub's reason: "Resource not .*"\. With the permission issues/,
      );
      expect(asked.summary).toContain(
        'gh secret set CALM_SERVICE_KEY --env production --repo acme/portal < client.txt',
      );
      expect(issues(world)).toEqual([]);
    },
  );

  test('sends a pair without a URL nowhere, unless a host is named for it', async () => {
    const world = await platform({ startIssuer: manualIssuer });
    const { clientid, clientsecret } = await world.issuer.byHand('client-a');
    const plaintext = `Client ID: ${clientid}\nClient Secret: ${clientsecret}`;
    world.github.keep(MAIN, { plaintext, updatedAt: world.now() });
    world.wait(60_000);
    const [code, message] = failureOf(await rotateStep(world));
    expect([code, message]).toEqual(['E_INPUT_MISSING', expect.stringContaining('Token URL: ')]);
    expect(world.tokenServer).toMatchObject({ requests: [] });
  });

  test('says at a leak that no API can revoke, and asks for it at once', async () => {
    const world = await platform({ startIssuer: manualIssuer });
    await paste(world, 'client-a');
    await rotateStep(world);
    world.wait(DAY);
    const leak = await rotateStep(world, { mode: 'revoke-now', confirm: 'client-a' });
    expect(leak.outputs['state']).toBe('needs-a-person');
    expect(leak.stdout).toContain('No API can revoke it, only a person can.');
    await paste(world, 'client-b');
    expect((await rotateStep(world)).outputs['state']).toBe('rotated');
    expect(issues(world)).toEqual([
      `1 closed Urgent: ${REPLACE.replace('R', 'r')}`,
      `2 open Urgent: ${DISABLE.replace('D', 'd')}`,
    ]);
  });

  test('believes no issue that a stranger has written with its label and its words', async () => {
    const world = await platform({ startIssuer: manualIssuer });
    const { tracker } = world.github;
    await paste(world, 'client-a');
    await rotateStep(world);
    world.wait(61 * DAY);
    await rotateStep(world);
    const [ours] = tracker.issues;
    const forge = (kind: string) =>
      openIssue(tracker, {
        title: ours?.title ?? '',
        labels: ours?.labels ?? [],
        user: STRANGER,
        body: (ours?.body ?? '')
          .replaceAll('client-a', 'PROD-SHOP-CLIENT')
          .replace('replace since', `${kind} since`)
          .replace(' -->', ' leaked -->'),
      });
    const forged = [forge('replace'), forge('disable')].map((issue) => ({ ...issue }));
    const written: unknown[] = [];
    const seen = world.github.exchanges.length;
    await paste(world, 'client-b');
    for (const days of [0, 8, 61]) {
      world.wait(days * DAY);
      const { stdout, summary, outputs } = await rotateStep(world);
      written.push(stdout, summary, outputs, world.allStored());
    }
    const bodies = world.github.exchanges.slice(seen).map(({ body }) => body);
    expect(JSON.stringify([...written, bodies])).not.toContain('PROD-SHOP');
    expect(tracker.issues.filter(({ user }) => user === STRANGER)).toEqual(forged);
    expect(issues(world)).toContain(`4 open ${DISABLE}`);
    expect(tracker.issues[3]?.body).toContain('`client-a`');
  }, 60_000);

  test('plans without writing', async () => {
    const world = await platform({ startIssuer: manualIssuer });
    const text = await paste(world, 'client-a');
    const run = await rotateStep(world, { mode: 'plan', name: 'calm-release' });
    expect(run.outputs['state']).toBe('planned');
    expect(world.allStored()).toEqual([undefined, undefined, undefined, text]);
    expect(world.github.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('gives a token all the same where the token action looks after it', async () => {
    const world = await platform({ startIssuer: manualIssuer });
    const tokenStep = async (rotate: string) => {
      const inputs = {
        ...{ rotate, rotation: stringify(world.entry) },
        credentials: world.stored() ?? '',
        'github-token': world.github.token,
      };
      return checked(await world.inWorkflow({ debug: true, inputs }), world);
    };
    await paste(world, 'client-a');
    expect((await tokenStep('when-due')).outputs).toMatchObject({
      'access-token': expect.stringMatching(/^opaque-/),
      rotated: 'true',
      'credential-name': 'client-a',
    });
    world.wait(DAY);
    const asked = await tokenStep('always');
    expect(asked.outputs).toMatchObject({
      'access-token': expect.stringMatching(/^opaque-/),
      rotated: 'false',
      'rotation-state': 'needs-a-person',
    });
    expect(asked.stdout).toContain('::warning title=calm-release::Somebody has asked');
    expect(issues(world)).toEqual([`1 open ${REPLACE}`]);
  });
});
