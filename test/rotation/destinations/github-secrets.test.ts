import { describe, expect, test } from 'vitest';
import type { SecretPath } from '../../servers/github-vault.ts';
import { failureOf, gitHubWorld, START, VALUE } from './github-world.ts';

const secret = 'CALM_KEY';
const repository = 'acme/portal';
const PLACES: readonly [string, SecretPath][] = [
  ['a repository', { repository, secret }],
  ['an environment', { repository, environment: 'prod', secret }],
  ['an environment with any name', { repository, environment: 'a/b \u00e4?#%2F', secret }],
  ['Dependabot in a repository', { repository, kind: 'dependabot', secret }],
  ['an organization', { organization: 'acme', secret }],
  ['Dependabot in an organization', { organization: 'acme', kind: 'dependabot', secret }],
];

describe.for(PLACES)('a secret of %s', ([, path]) => {
  test('is made where there is none', async () => {
    const { server, destination } = await gitHubWorld();
    const place = destination(path);
    expect(await place.check()).toEqual({ updatedAt: undefined });
    expect(server.secret(path)).toBeUndefined();
    await place.store(VALUE);
    expect(server.secret(path)?.plaintext).toBe(VALUE);
    expect(server.exchanges.find(({ method }) => method === 'PUT')?.status).toBe(201);
    expect(server.complaints).toEqual([]);
  });

  test('is replaced where there is one, again and again', async () => {
    const { server, destination, advance, elapsed } = await gitHubWorld();
    server.keep(path, {});
    const place = destination(path);
    expect(await place.check()).toEqual({ updatedAt: new Date(START) });
    advance(5000);
    await place.store(VALUE);
    await place.store(VALUE);
    expect(server.secret(path)).toMatchObject({ plaintext: VALUE, createdAt: START });
    const written = START + elapsed();
    expect(await place.check()).toEqual({ updatedAt: new Date(written) });
    expect(server.exchanges.filter(({ method }) => method === 'PUT')).toMatchObject([
      { status: 204 },
      { status: 204 },
    ]);
    expect(server.complaints).toEqual([]);
  });

  test('is sealed for a key that is fetched for it', async () => {
    const { server, destination } = await gitHubWorld();
    const place = destination(path);
    await place.store('one');
    await place.store('two');
    const keys = server.exchanges.filter(({ path: asked }) => asked.endsWith('/public-key'));
    expect(keys).toHaveLength(2);
    expect(server.secret(path)?.plaintext).toBe('two');
  });

  test('is sealed anew where its key is replaced before it is written', async () => {
    const { server, destination } = await gitHubWorld();
    server.keep(path, { visibility: 'selected' });
    const meanwhile = () => server.replaceKey(path);
    server.fail({ on: /^PUT /, times: 2, meanwhile });
    await destination(path).store(VALUE);
    expect(server.secret(path)?.plaintext).toBe(VALUE);
    const writes = server.exchanges.filter(({ method }) => method === 'PUT');
    expect(writes.map(({ status }) => status)).toEqual([422, 422, 204]);
  });

  test('is refused where its key is replaced again and again', async () => {
    const { server, destination } = await gitHubWorld();
    server.keep(path, {});
    server.fail({ on: /^PUT /, times: 99, meanwhile: () => server.replaceKey(path) });
    const { message } = await failureOf(destination(path).store(VALUE));
    expect(message).toContain('GitHub answered 422');
    expect(message).toContain('key_id is not the current one');
    expect(server.exchanges.filter(({ method }) => method === 'PUT')).toHaveLength(3);
  });

  test('is written once where another reason than its key has it refused', async () => {
    const { server, destination } = await gitHubWorld();
    server.fail({ on: /^PUT /, times: 99, status: 422, body: { message: 'no room' } });
    const { message } = await failureOf(destination(path).store(VALUE));
    expect(message).toContain('"no room"');
    expect(server.exchanges.filter(({ method }) => method === 'PUT')).toHaveLength(1);
  });

  test('that is not seen for a moment counts as one that was written', async () => {
    const { server, destination } = await gitHubWorld();
    server.keep(path, {});
    server.fail({ on: /^GET .*CALM_KEY$/, status: 404, body: { message: 'Not Found' } });
    expect(await destination(path).check()).toEqual({ updatedAt: new Date(START) });
  });

  test('changes nothing when it is checked', async () => {
    const { server, destination } = await gitHubWorld();
    await destination(path).check();
    expect(
      server.exchanges.every(({ method, status = 0 }) => method === 'GET' && status < 500),
    ).toBe(true);
  });
});

test('all places at once: each value comes to its own place, one after the other', async () => {
  const { server, destination } = await gitHubWorld();
  await Promise.all(PLACES.map(([name, path]) => destination(path).store(`value for ${name}`)));
  for (const [name, path] of PLACES) {
    expect(server.secret(path)?.plaintext).toBe(`value for ${name}`);
  }
  const writes = server.exchanges.filter(({ method }) => method === 'PUT');
  const gaps = writes.slice(1).map(({ time }, at) => time - (writes[at]?.time ?? 0));
  expect(gaps).toEqual([1000, 1000, 1000, 1000, 1000]);
});

test('requests as GitHub describes them: a wrong one would be noticed', async () => {
  const { server, client } = await gitHubWorld();
  await client.send('PUT /orgs/{org}/actions/secrets/{secret_name}', {
    org: 'acme',
    secret_name: secret,
    encrypted_value: '*',
    // @ts-expect-error The compiler notices, too, what GitHub's description does not have.
    surplus: 1,
  });
  expect(server.complaints).toEqual([
    "body must have required property 'visibility'",
    expect.stringMatching(/^body\/encrypted_value must match pattern/),
    'body member surplus is not described',
  ]);
});

describe('a label', () => {
  test('says which secret it is', async () => {
    const { destination } = await gitHubWorld();
    expect(PLACES.map(([, path]) => destination(path).label)).toEqual([
      'secret CALM_KEY of acme/portal',
      'secret CALM_KEY of acme/portal, environment prod',
      'secret CALM_KEY of acme/portal, environment a/b \u00e4?#%2F',
      'Dependabot secret CALM_KEY of acme/portal',
      'secret CALM_KEY of organization acme',
      'Dependabot secret CALM_KEY of organization acme',
    ]);
  });
});

describe('the size of a value', () => {
  const path: SecretPath = { repository, secret };

  test('may be 48,000 bytes', async () => {
    const { server, destination, warnings } = await gitHubWorld();
    await destination(path).store('x'.repeat(48_000));
    expect(server.secret(path)?.plaintext).toHaveLength(48_000);
    expect(warnings).toEqual([]);
  });

  test('up to 49,152 bytes is warned of', async () => {
    const { server, destination, warnings } = await gitHubWorld();
    await destination(path).store('x'.repeat(48_001));
    await destination(path).store('\u00e4'.repeat(24_576));
    expect(server.secret(path)?.plaintext).toHaveLength(24_576);
    expect(warnings).toEqual([
      "The value of the secret CALM_KEY of acme/portal has 48001 bytes, and GitHub's limit is 48 KB.",
      "The value of the secret CALM_KEY of acme/portal has 49152 bytes, and GitHub's limit is 48 KB.",
    ]);
  });

  test('above that is refused before anything is sent', async () => {
    const { server, destination } = await gitHubWorld();
    const { code, message } = await failureOf(
      destination(path).store(`${'\u00e4'.repeat(24_576)}x`),
    );
    expect(code).toBe('E_DESTINATION');
    expect(message).toContain('has 49153 bytes, and GitHub takes 48 KB. Nothing was sent.');
    expect(server.exchanges).toEqual([]);
  });
});

describe('reading back', () => {
  const path: SecretPath = { repository, secret };

  test('says by what time GitHub shows it', async () => {
    const { destination, debug } = await gitHubWorld();
    await destination(path).store(VALUE);
    expect(debug).toEqual([
      'The secret CALM_KEY of acme/portal was stored; GitHub shows 2026-11-23T00:00:00.000Z as its time.',
    ]);
  });

  test('decides nothing where GitHub shows what was before', async () => {
    const { server, destination, debug, advance } = await gitHubWorld();
    await destination(path).store('old');
    advance(3_600_000 / 10);
    server.settings.staleReads = 1;
    await destination(path).store(VALUE);
    expect(debug.at(-1)).toContain('GitHub still shows the time 2026-11-23T00:00:00.000Z');
    expect(server.secret(path)?.plaintext).toBe(VALUE);
  });

  test('decides nothing where GitHub shows no secret yet', async () => {
    const { server, destination, debug } = await gitHubWorld();
    server.settings.staleReads = 1;
    await destination(path).store(VALUE);
    expect(debug.at(-1)).toContain('GitHub does not show it yet');
  });

  test('is not repeated and waits for nothing where it fails', async () => {
    const { server, destination, debug, sleeps } = await gitHubWorld();
    server.fail({ on: /^GET .*KEY$/, status: 429, headers: { 'retry-after': '500' }, times: 9 });
    await destination(path).store(VALUE);
    expect(debug.at(-1)).toContain('GitHub does not show it yet');
    expect(sleeps).toEqual([]);
    expect(server.exchanges.filter(({ status }) => status === 429)).toHaveLength(1);
  });
});
