import { describe, expect, test } from 'vitest';
import type { SecretPath } from '../../servers/github-vault.ts';
import { failureOf, gitHubWorld, VALUE } from './github-world.ts';

const secret = 'CALM_KEY';
const KINDS: readonly [string, SecretPath][] = [
  ['Actions', { organization: 'acme', secret }],
  ['Dependabot', { organization: 'acme', kind: 'dependabot', secret }],
];

async function worldWith(path: SecretPath, count: number) {
  const world = await gitHubWorld();
  const repositories: number[] = [];
  for (let at = 0; at < count; at++) {
    repositories.push(await world.server.addRepository(`acme/repository-${at}`));
  }
  world.server.keep(path, { visibility: 'selected', repositories });
  return { ...world, repositories, place: world.destination(path) };
}

describe.for(KINDS)('an organization secret of %s', ([, path]) => {
  test.for(['all', 'private'] as const)('stays visible for %s', async (visibility) => {
    const { server, destination } = await gitHubWorld();
    server.keep(path, { visibility });
    await destination(path).store(VALUE);
    expect(server.secret(path)).toMatchObject({ plaintext: VALUE, visibility, repositories: [] });
    const put = server.exchanges.find(({ method }) => method === 'PUT');
    expect(Object.keys(put?.body ?? {})).toEqual(['encrypted_value', 'key_id', 'visibility']);
  });

  test.for([0, 1, 30, 61])('keeps its %i selected repositories', async (count) => {
    const { server, place, repositories, log } = await worldWith(path, count);
    await place.check();
    await place.store(VALUE);
    expect(server.secret(path)).toMatchObject({
      plaintext: VALUE,
      visibility: 'selected',
      repositories,
    });
    const pages = Math.max(1, Math.ceil(count / 30));
    expect(log().filter((line) => line.includes('/repositories?'))).toHaveLength(pages * 3);
    expect(server.complaints).toEqual([]);
  });

  test('is made for nobody where there is none, and that is said', async () => {
    const { server, destination, warnings } = await gitHubWorld();
    const place = destination(path);
    await place.check();
    await place.store(VALUE);
    expect(server.secret(path)).toMatchObject({ visibility: 'selected', repositories: [] });
    expect(warnings).toEqual([
      `There is no ${place.label} yet. It will be made for no repository: select those that it is for in the settings of the organization.`,
    ]);
  });

  test('is not written where the token sees too few repositories', async () => {
    const { server, place, repositories } = await worldWith(path, 3);
    server.hidden.add(repositories[1] ?? 0);
    for (const work of [place.check(), place.store(VALUE)]) {
      const { code, message } = await failureOf(work);
      expect(code).toBe('E_DESTINATION');
      expect(message).toContain(
        'is for 3 selected repositories, and the input github-token sees 2 of them.',
      );
    }
    expect(server.secret(path)).toMatchObject({ plaintext: 'from before', repositories });
  });

  test('is not written where each page is the same', async () => {
    const { server, place, repositories, log } = await worldWith(path, 3);
    const body = { total_count: 3, repositories: [{ id: repositories[0] }] };
    server.fail({ on: /^GET .*\/repositories\?/, times: 99, status: 200, body });
    expect((await failureOf(place.check())).message).toContain('sees 1 of them');
    expect(log().filter((line) => line.includes('/repositories?'))).toHaveLength(2);
  });

  test('is not written where it was seen and is not there any more', async () => {
    const { server, place } = await worldWith(path, 1);
    await place.check();
    server.fail({ on: /^GET .*CALM_KEY$/, status: 404, body: { message: 'Not Found' } });
    expect((await failureOf(place.store(VALUE))).message).toContain('GitHub answered 404');
    expect(server.secret(path)?.plaintext).toBe('from before');
  });

  test('gets repositories back that a write has lost', async () => {
    const { server, place, repositories, log } = await worldWith(path, 3);
    server.fail({
      on: /^GET .*\/repositories\?.*$/,
      times: 1,
      meanwhile: () => {
        // Another hand empties the list after it was read and before it is read again.
        server.fail({
          on: /^GET .*\/repositories\?/,
          meanwhile: () => server.keep(path, { repositories: repositories.slice(0, 1) }),
        });
      },
    });
    await place.store(VALUE);
    expect(server.secret(path)?.repositories).toEqual(repositories);
    expect(log().filter((line) => /^PUT .*\/repositories\/\d+ 204$/.test(line))).toHaveLength(2);
    expect(server.complaints).toEqual([]);
  });

  test('is looked at again before that: lists of GitHub may be old', async () => {
    const { server, place, repositories, log, sleeps } = await worldWith(path, 2);
    const old = { total_count: 1, repositories: [{ id: repositories[0] }] };
    server.fail({
      on: /^GET .*\/repositories\?/,
      meanwhile: () =>
        server.fail({ on: /^GET .*\/repositories\?/, status: 200, body: old, times: 2 }),
    });
    await place.store(VALUE);
    expect(sleeps).toEqual([2000, 2000]);
    expect(log().filter((line) => line.includes('/repositories/'))).toEqual([]);
    expect(server.secret(path)?.repositories).toEqual(repositories);
  });

  test('whose visibility changes meanwhile is told', async () => {
    const { server, place, repositories } = await worldWith(path, 2);
    server.fail({
      on: /^GET .*\/repositories\?/,
      meanwhile: () => {
        server.fail({
          on: /^GET .*\/repositories\?/,
          times: 3,
          status: 200,
          body: { total_count: 0, repositories: [] },
        });
        server.fail({
          on: new RegExp(`^PUT .*/repositories/${repositories[0]}$`),
          status: 409,
          body: { message: 'Visibility' },
        });
      },
    });
    const { message } = await failureOf(place.store(VALUE));
    expect(message).toMatch(
      /GitHub answered 409 \(.*\)\. GitHub's reason: "Visibility"\. Somebody changed the secret or its visibility/,
    );
  });

  test.for([
    ['visibility', { name: 'X', updated_at: '2026-01-01T00:00:00Z', visibility: 'some' }],
    ['updated_at', { name: 'X', visibility: 'all' }],
    ['JSON object', 'a text'],
  ])('without %s is not understood', async ([what, body]) => {
    const { server, destination } = await gitHubWorld();
    server.fail({ on: /^GET .*CALM_KEY$/, status: 200, body });
    const { code, message } = await failureOf(destination(path).check());
    expect(code).toBe('E_DESTINATION');
    expect(message).toContain(`could not be read: the answer 200 has no ${what} (`);
  });

  test.for([
    ['list of repositories', { total_count: 2 }],
    ['list of repositories', { repositories: [] }],
    ['repository id', { total_count: 1, repositories: [null] }],
    ['repository id', { total_count: 1, repositories: [{ id: '1' }] }],
  ])('without %s is not written (%j)', async ([what, body]) => {
    const { server, place } = await worldWith(path, 1);
    server.fail({ on: /^GET .*\/repositories\?/, status: 200, body });
    const { message } = await failureOf(place.store(VALUE));
    expect(message).toContain(`the answer 200 has no ${what} (`);
    expect(server.secret(path)?.plaintext).toBe('from before');
  });
});
