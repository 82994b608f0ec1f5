import { describe, expect, test } from 'vitest';
import { DAY, MAIN, OTHERS } from './platform.ts';
import { failureOf, platform, rotateStep } from './rotation-step.ts';

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

describe('the rotation action refuses', () => {
  test.each([
    ['pull_request_target', {}],
    ['pull_request', { repository: { id: 1 }, pull_request: { head: { repo: { id: 2 } } } }],
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
