import { describe, expect, test } from 'vitest';
import { DAY, MAIN, OTHERS, type Platform } from './platform.ts';
import { checked, failureOf, platform, rotateStep } from './rotation-step.ts';

describe('the rotation action', () => {
  test('adopts what was made by hand, waits, rotates when it is due, and deletes the old one', async () => {
    const world = await platform();
    await world.setUpByHand();
    const first = await rotateStep(world);
    const name = first.outputs['credential-name'] ?? '';
    expect(first.outputs).toMatchObject({
      state: 'rotated',
      'credential-name': expect.stringMatching(/^calm-release-\w+-\d{8}t\d{6}z-\w+-1-f\w{5}$/),
      'created-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      'next-rotation-at': expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      'retire-pending': '[]',
    });
    expect(first.summary).toContain('was not made by this rotation, so it stays alive. Delete it');
    expect(JSON.parse(first.outputs['destinations'] ?? '')).toEqual([
      { label: 'secret CALM_KEY of acme/other, environment prod', state: 'written' },
      { label: 'secret CALM_KEY of organization acme', state: 'written' },
      { label: 'Dependabot secret CALM_KEY of acme/portal', state: 'written' },
      { label: 'secret CALM_SERVICE_KEY of acme/portal, environment production', state: 'written' },
    ]);
    const [stored = '', ...others] = new Set(world.allStored());
    expect(others).toEqual([]);
    expect(stored).not.toContain('\n');
    expect(JSON.parse(stored)).toMatchObject({
      clientsecret: world.issuer.living().get(name),
      tokenurl: `${world.tokenServer.url}/oauth/token`,
      rotation: { name, created: expect.any(String) },
    });

    world.wait(DAY);
    expect((await rotateStep(world)).outputs).toMatchObject({
      state: 'not-due',
      'credential-name': name,
    });

    world.wait(60 * DAY);
    const second = await rotateStep(world);
    expect(second.outputs).toMatchObject({
      state: 'rotated',
      'retire-pending': JSON.stringify([name]),
    });
    expect(second.summary).toContain(`| Stored before | \`${name}\` |`);
    expect(second.summary).toContain(
      `| Alive as well | \`${name}\`, deleted by the first run after`,
    );

    world.wait(7 * DAY + 60_000);
    const third = await rotateStep(world);
    expect(third.outputs).toMatchObject({ state: 'retired', 'retire-pending': '[]' });
    expect([...world.issuer.living().keys()]).toEqual([
      'calm-key-by-hand',
      second.outputs['credential-name'],
    ]);
  });

  test('makes the first credential where nothing is stored yet', async () => {
    const world = await platform();
    const run = await rotateStep(world, { credentials: '' });
    expect(run.outputs['state']).toBe('rotated');
    expect(world.issuer.living().size).toBe(1);
    expect(world.github.secret({ organization: 'acme', secret: 'CALM_KEY' })?.repositories).toEqual(
      [],
    );
    expect(run.stdout).toContain('There is no secret CALM_KEY of organization acme yet.');
  });

  test('keeps who may read an organization secret', async () => {
    const world = await platform();
    await world.setUpByHand();
    const path = { organization: 'acme', secret: 'CALM_KEY' };
    world.github.keep(path, { visibility: 'selected', repositories: [1000, 1001] });
    await rotateStep(world);
    expect(world.github.secret(path)).toMatchObject({
      visibility: 'selected',
      repositories: [1000, 1001],
    });
  });

  test('replaces one that is not due by force, and never shortens the grace of the old one', async () => {
    const world = await platform();
    await world.setUpByHand();
    await rotateStep(world);
    world.wait(DAY);
    const run = await rotateStep(world, { mode: 'force' });
    expect(run.outputs['state']).toBe('rotated');
    expect(world.issuer.living().size).toBe(3);
  });

  test('reads only in a plan, and says what it would do', async () => {
    const world = await platform();
    await world.setUpByHand();
    const before = [...world.issuer.living().keys()];
    const run = await rotateStep(world, { mode: 'plan', name: 'calm-release' });
    expect(run.outputs).toMatchObject({ state: 'planned', reason: 'unmanaged' });
    expect(run.summary).toContain('| Why | `unmanaged`: ');
    expect(run.summary).toContain('Due: a new credential would be created');
    expect([...world.issuer.living().keys()]).toEqual(before);
    expect(world.github.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('plans a matrix without a name, a credential, a login or a token', async () => {
    const world = await platform();
    const nothing = { credentials: '', 'authority-login': '', 'github-token': '' };
    const run = await rotateStep(world, { mode: 'plan', ...nothing });
    expect(run.outputs).toEqual({
      state: 'planned',
      matrix: JSON.stringify({
        include: [{ name: 'calm-release', secret: MAIN.secret, environment: 'production' }],
      }),
    });
    expect(world.github.exchanges).toEqual([]);
  });

  test.each([
    ['an event that is a folder', { GITHUB_EVENT_PATH: '/' }],
    ['an event that is missing', { GITHUB_EVENT_PATH: '/nowhere::x' }],
    ['an API URL that is none', { GITHUB_API_URL: 'nope' }],
  ])('plans beside %s, of which a plan needs nothing', async (_what, env) => {
    const world = await platform();
    const run = await rotateStep(world, { mode: 'plan' }, env);
    expect(run.outputs['state']).toBe('planned');
    expect(run.stdout).not.toMatch(/nowhere|does not exist/);
  });

  test('says that an API URL is none, in its state and its summary, too', async () => {
    const world = await platform();
    const run = await rotateStep(world, {}, { GITHUB_API_URL: 'nope' });
    expect(failureOf(run)).toEqual(['E_RUNNER', expect.stringMatching(/^GITHUB_API_URL is not/)]);
    expect(run.outputs).toEqual({ state: 'failed' });
    expect(run.summary).toContain('E_RUNNER');
  });

  test('revokes a leaked one at once, when its name confirms it', async () => {
    const world = await platform();
    await world.setUpByHand();
    const leaked = (await rotateStep(world)).outputs['credential-name'] ?? '';
    world.wait(DAY);
    const wrong = await rotateStep(world, { mode: 'revoke-now', confirm: 'calm-key-by-hand' });
    expect(failureOf(wrong)[0]).toBe('E_INPUT_INVALID');
    expect(failureOf(await rotateStep(world, { mode: 'revoke-now' }))).toEqual([
      'E_INPUT_MISSING',
      expect.stringContaining(leaked),
    ]);
    expect(world.issuer.living().has(leaked)).toBe(true);

    const run = await rotateStep(world, { mode: 'revoke-now', confirm: leaked });
    expect(run.outputs).toMatchObject({ state: 'rotated', 'retire-pending': '[]' });
    expect(world.issuer.living().has(leaked)).toBe(false);
  });

  test('leaves it to the next run where another one was faster', async () => {
    const world = await platform();
    await world.setUpByHand();
    const stale = world.stored() ?? '';
    world.wait(DAY);
    world.github.keep(MAIN, { updatedAt: world.now() + 60_000 });
    const run = await rotateStep(world, { credentials: stale });
    expect(run).toMatchObject({ exitCode: 0, outputs: { state: 'stale-snapshot' } });
    expect([...world.issuer.living().keys()]).toEqual(['calm-key-by-hand']);
  });

  test.each([['2'], ['7']])(
    'is not green in attempt %s where it leaves it to the next run',
    async (attempt) => {
      const world = await platform();
      await world.setUpByHand();
      const stale = world.stored() ?? '';
      world.github.keep(MAIN, { updatedAt: world.now() + 60_000 });
      const run = await rotateStep(world, { credentials: stale }, { GITHUB_RUN_ATTEMPT: attempt });
      expect(failureOf(run)).toEqual(['E_STALE', expect.stringContaining('as a new run.')]);
      expect(run.outputs).toEqual({ state: 'failed' });
      expect([...world.issuer.living().keys()]).toEqual(['calm-key-by-hand']);
    },
  );

  test('rotates in a second attempt where the first one failed before it wrote', async () => {
    const world = await platform();
    await world.setUpByHand();
    world.github.fail({ on: /^GET .*dependabot/, status: 403 });
    const id = '9000000099';
    world.github.runs.set(id, { createdAt: world.now(), status: 'in_progress' });
    failureOf(await rotateStep(world, {}, { GITHUB_RUN_ID: id }));
    world.wait(600_000);
    const again = { GITHUB_RUN_ID: id, GITHUB_RUN_ATTEMPT: '2' };
    expect((await rotateStep(world, {}, again)).outputs['state']).toBe('rotated');
  });

  test('replaces a dead one at once', async () => {
    const world = await platform();
    await world.setUpByHand();
    await world.issuer.deleteByHand('calm-key-by-hand');
    const run = await rotateStep(world);
    expect(run.outputs['state']).toBe('rotated');
    expect(world.issuer.living().size).toBe(1);
  });

  test('stores the secret alone where that is wanted', async () => {
    const world = await platform({ entry: { 'store-as': 'client-secret' } });
    const first = await rotateStep(world, { credentials: '' });
    const name = first.outputs['credential-name'] ?? '';
    expect(world.allStored()).toEqual([...OTHERS, MAIN].map(() => world.issuer.living().get(name)));
    world.wait(61 * DAY);
    const second = await rotateStep(world);
    expect(second.outputs['state']).toBe('rotated');
    world.wait(7 * DAY + 60_000);
    expect((await rotateStep(world)).outputs['state']).toBe('retired');
    expect([...world.issuer.living().keys()]).toEqual([second.outputs['credential-name']]);
  });
});

describe('an inventory of many entries', () => {
  const PATH = '.github/api-credentials.yml';
  const DAYS = [0, 1, 2, 100];

  function withOthers(world: Platform, count: number, further = ''): Record<string, string> {
    const lines = Array.from(
      { length: count },
      (_, at) => `  - { name: other-${at}, secret: OTHER_${at}, authority: { kind: manual } }\n`,
    );
    const inventory = world.inventory.replace(
      'credentials:\n',
      `credentials:\n${lines.join('')}${further}`,
    );
    return { [PATH]: inventory };
  }

  test('with a bad one works for all others: by name, at a leak, and in a plan', async () => {
    const world = await platform();
    await world.setUpByHand();
    const bad =
      '  - { name: broken, secret: B, authority: { kind: manual }, rotate-every: 2 months }\n';
    const workspace = withOthers(world, 48, bad);
    const run = async (inputs: Record<string, string>) =>
      checked(await world.rotate(inputs, { workspace, debug: true }), world);
    const name = 'calm-release';
    const leaked = (await run({ name })).outputs['credential-name'] ?? '';
    world.wait(DAY);
    expect((await run({ name })).outputs['state']).toBe('not-due');
    const revoked = await run({ name, mode: 'revoke-now', confirm: leaked });
    expect(revoked.outputs['state']).toBe('rotated');
    expect(world.issuer.living().has(leaked)).toBe(false);

    const plan = await run({ mode: 'plan' });
    const [code, message] = failureOf(plan);
    expect(code).toBe('E_CONFIG');
    expect(message).toContain('1 of 50 entries of the inventory cannot be read');
    expect(message).toMatch(
      /api-credentials\.yml, line 51, column \d+: credentials\.48\.rotate-every/,
    );
    expect(plan.outputs['state']).toBe('failed');
    const { include } = JSON.parse(plan.outputs['matrix'] ?? '');
    expect(include).toHaveLength(49);
    expect(include).toContainEqual({
      ...{ name, secret: MAIN.secret },
      environment: 'production',
    });
    expect(plan.summary).toContain(
      '| `broken` | cannot be read: `.github/api-credentials.yml, line',
    );
    expect(failureOf(await run({ name: 'broken' }))[1]).toContain(', line 51, column ');
  });

  test.each(DAYS)(
    'more than a matrix may have, is planned and revoked by name on day %i',
    async (days) => {
      const world = await platform();
      await world.setUpByHand();
      const workspace = withOthers(world, 299);
      const run = async (inputs: Record<string, string>) =>
        checked(await world.rotate(inputs, { workspace, debug: true }), world);
      const name = 'calm-release';
      const leaked = (await run({ name })).outputs['credential-name'] ?? '';
      world.wait(days * DAY + 60_000);
      const job = { name, secret: MAIN.secret, environment: 'production' };
      const matrix = JSON.stringify({ include: [job] });
      const nothing = { credentials: '', 'authority-login': '', 'github-token': '' };
      expect((await run({ mode: 'plan', name, ...nothing })).outputs).toEqual({
        state: 'planned',
        matrix,
      });
      expect((await run({ mode: 'plan', name })).outputs).toMatchObject({
        state: 'planned',
        matrix,
      });
      const all = await run({ mode: 'plan' });
      expect(JSON.parse(all.outputs['matrix'] ?? '').include).toHaveLength(256);
      const revoked = await run({ name, mode: 'revoke-now', confirm: leaked });
      expect(revoked.outputs['state']).toBe('rotated');
      expect(world.issuer.living().has(leaked)).toBe(false);
    },
  );
});

describe("GitHub's answers", () => {
  test.each([401, 403, 404])(
    '%i to the first two requests of a fresh token are no end',
    async (status) => {
      const world = await platform();
      await world.setUpByHand();
      world.github.fail({ on: /./, times: 2, status, body: { message: 'Bad credentials' } });
      expect((await rotateStep(world)).outputs['state']).toBe('rotated');
    },
  );

  test('of a public key that is replaced have the value sealed anew', async () => {
    const world = await platform();
    await world.setUpByHand();
    for (const path of [...OTHERS, MAIN]) {
      const scope = path.organization ?? path.repository ?? '';
      const on = new RegExp(`^PUT /\\w+/${scope}/${path.kind ?? ''}`);
      world.github.fail({ on, meanwhile: () => world.github.replaceKey(path) });
    }
    expect((await rotateStep(world)).outputs['state']).toBe('rotated');
    expect(new Set(world.allStored()).size).toBe(1);
    expect(world.github.exchanges.some(({ status }) => status === 422)).toBe(true);
  });

  test.each([
    'Repository was archived so is read-only.',
    'Although you appear to have the correct authorization credentials, the `acme` organization has an IP allow list enabled, and your IP address is not permitted to access this resource.',
    "The 'acme' organization forbids access via a fine-grained personal access tokens if the token's lifetime is greater than 366 days.",
    'This installation has been suspended',
  ])('of 403 are told: %s', async (reason) => {
    const world = await platform();
    await world.setUpByHand();
    world.github.fail({
      on: /^PUT .*dependabot/,
      status: 403,
      times: 99,
      body: { message: reason },
    });
    const run = await rotateStep(world);
    expect(failureOf(run)).toEqual(['E_DESTINATION', expect.stringContaining(`"${reason}"`)]);
    expect(run.summary).toContain(reason.replaceAll('`', ' '));
  });

  test('that fail for a moment never let an old value through', async () => {
    const world = await platform();
    await world.setUpByHand();
    const stale = world.stored() ?? '';
    for (const status of [500, 502, 404]) {
      world.github.keep(MAIN, { updatedAt: world.now() + 60_000 });
      world.github.fail({ on: /actions\/runs/, status, times: 2 });
      const run = await rotateStep(world, { credentials: stale });
      expect(run.outputs['state']).toBe('stale-snapshot');
    }
    world.github.fail({ on: /actions\/runs/, status: 500, times: 99 });
    const [code, message] = failureOf(await rotateStep(world, { credentials: stale }));
    expect([code, message]).toEqual([
      'E_DESTINATION',
      expect.stringContaining('Without it nobody'),
    ]);
    expect([...world.issuer.living().keys()]).toEqual(['calm-key-by-hand']);
  });
});

describe('the rotation action refuses', () => {
  test('an inventory that leads out of the workspace, and one that is endless', async () => {
    const world = await platform();
    await world.setUpByHand();
    for (const config of ['/etc/hostname', '../../../../../../../../etc/hostname', '/dev/zero']) {
      const [code, message] = failureOf(await rotateStep(world, { config, name: 'calm-release' }));
      expect([code, message]).toEqual([
        'E_CONFIG',
        expect.stringContaining('out of the workspace'),
      ]);
    }
    expect(world.github.exchanges).toEqual([]);
  });

  test.each([
    ['pull_request_target', {}],
    ['pull_request', { repository: { id: 1 }, pull_request: { head: { repo: { id: 1 } } } }],
    ['issue_comment', {}],
    ['watch', {}],
    ['workflow_run', { repository: { id: 1 }, workflow_run: { event: 'issues' } }],
  ])('%s, before it asks anybody anything', async (event, payload) => {
    const world = await platform();
    await world.setUpByHand();
    const run = await world.rotate(
      {},
      {
        workspace: { 'event.json': JSON.stringify(payload), '.github/api-credentials.yml': '' },
        env: { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: 'event.json' },
      },
    );
    expect(failureOf(run)).toEqual(['E_CONFIG', expect.stringContaining('Nothing was done')]);
    expect(world.github.exchanges).toEqual([]);
    expect(run.outputs).toEqual({ state: 'failed' });
  });

  test.each([
    ['no token for GitHub', { 'github-token': '' }, 'E_INPUT_MISSING'],
    ['no login', { 'authority-login': '' }, 'E_INPUT_MISSING'],
    [
      'a login that is wrong',
      { 'authority-login': '{"userName":"a","password":"b"}' },
      'E_AUTHORITY_LOGIN',
    ],
    ['a stored value that the job did not get', { credentials: '' }, 'E_INPUT_MISSING'],
    ['a stored value that is no credential', { credentials: '{"a": 1}' }, 'E_CREDENTIAL_SHAPE'],
    ['an unknown entry', { name: 'other' }, 'E_CONFIG'],
    ['a missing inventory', { config: 'nowhere.yml' }, 'E_CONFIG'],
    ['an unknown mode', { mode: 'now' }, 'E_INPUT_INVALID'],
    ['a host that is not allowed', { 'allowed-hosts': 'example.com' }, 'E_HOST_NOT_ALLOWED'],
    ['a confirmation without revoke-now', { confirm: 'x' }, 'E_INPUT_CONFLICT'],
    ['to revoke what it has not made', { mode: 'revoke-now' }, 'E_INPUT_INVALID'],
  ])('%s, and changes nothing', async (_what, inputs: Record<string, string>, code) => {
    const world = await platform();
    await world.setUpByHand();
    const run = await rotateStep(world, inputs);
    expect(failureOf(run)[0]).toBe(code);
    expect(run.outputs).toEqual({ state: 'failed' });
    expect(run.summary).toContain(code);
    expect([...world.issuer.living().keys()]).toEqual(['calm-key-by-hand']);
    expect(world.github.exchanges.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  test('a proxy that is none, by the name of its variable', async () => {
    const world = await platform();
    await world.setUpByHand();
    const run = await rotateStep(
      world,
      {},
      { GITHUB_API_URL: 'https://api.example.invalid', HTTPS_PROXY: 'socks5://127.0.0.1:1080' },
    );
    expect(failureOf(run)).toEqual(['E_PROXY', expect.stringContaining('HTTPS_PROXY')]);
    expect(run.outputs).toEqual({ state: 'failed' });
  });

  test('an inventory with a fault, and names the line', async () => {
    const world = await platform();
    const broken = world.inventory.replace('keep-old: 7d', 'keep-old: 7 days');
    const run = await world.rotate({}, { workspace: { '.github/api-credentials.yml': broken } });
    expect(failureOf(run)).toEqual([
      'E_CONFIG',
      expect.stringMatching(/^\.github\/api-credentials\.yml, line \d+, column \d+: /),
    ]);
  });

  test.each([
    ['the main secret of another', { secret: MAIN.secret, environment: 'Production' }],
    [
      'a further secret of another',
      { secret: 'B', destinations: [{ organization: 'ACME', secret: 'calm_key' }] },
    ],
    [
      'what another calls its own',
      { secret: 'B', destinations: [{ ...MAIN, repository: 'acme/Portal' }] },
    ],
  ])('an entry that writes %s, and warns of it in a plan', async (_what, members) => {
    const world = await platform();
    await world.setUpByHand();
    const { authority } = world.entry;
    const second = { name: 'second', authority, ...members };
    const inventory = JSON.stringify({ version: 1, credentials: [world.entry, second] });
    const workspace = { '.github/api-credentials.yml': inventory };
    const plan = await world.rotate({ mode: 'plan' }, { workspace });
    expect(plan.outputs['state']).toBe('planned');
    expect(plan.stdout).toContain('::warning title=E_CONFIG::The entries calm-release and second');
    for (const name of ['calm-release', 'second']) {
      const run = await world.rotate({ name }, { workspace });
      expect(failureOf(run)).toEqual(['E_CONFIG', expect.stringContaining('the same secret')]);
    }
    expect(world.github.exchanges).toEqual([]);
  });

  test('to write where it may not, before anything is created', async () => {
    const world = await platform();
    await world.setUpByHand();
    world.github.fail({ on: /^PUT .*dependabot/, status: 403, times: 9 });
    const run = await rotateStep(world);
    expect(failureOf(run)).toEqual([
      'E_DESTINATION',
      expect.stringContaining('Dependabot secret CALM_KEY of acme/portal'),
    ]);
    expect([...world.issuer.living().keys()]).toEqual(['calm-key-by-hand']);
  });
});
