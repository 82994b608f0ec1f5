import { describe, expect, test } from 'vitest';
import type { SecretPath } from '../../servers/github-vault.ts';
import { failureOf, gitHubWorld, START, VALUE } from './github-world.ts';

const path: SecretPath = { repository: 'acme/portal', secret: 'CALM_KEY' };

describe.each([401, 403, 404])('a token that is answered %i in its first seconds', (status) => {
  test.each([1, 2, 3])('by the first %i answers is tried again', async (times) => {
    const { server, destination, elapsed } = await gitHubWorld();
    server.keep(path, {});
    server.fail({ on: /./, times, status, body: { message: 'Bad credentials' } });
    expect(await destination(path).check()).toEqual({ updatedAt: new Date(START) });
    expect(elapsed()).toBe(500 * (2 ** times - 1));
  });

  test('and ever after is refused within seconds, however many requests there are', async () => {
    const { server, destination, elapsed } = await gitHubWorld();
    server.fail({ on: /./, times: 99, status });
    for (let request = 0; request < 9; request++) {
      const { message } = await failureOf(destination(path).check());
      expect(message).toContain(`GitHub answered ${status} (`);
    }
    expect(elapsed()).toBe(3500);
    expect(server.exchanges).toHaveLength(3 + 9);
  });

  test('later is refused at once', async () => {
    const { server, destination, advance, sleeps } = await gitHubWorld();
    await destination(path).check();
    advance(5000);
    server.fail({ on: /./, times: 99, status });
    await failureOf(destination(path).check());
    expect(sleeps).toEqual([]);
  });

  test('is not waited for past the deadline', async () => {
    const { server, destination } = await gitHubWorld({ timeout: 600 });
    server.fail({ on: /./, times: 99, status });
    const { message } = await failureOf(destination(path).check());
    expect(message).toContain(`GitHub answered ${status} (`);
    expect(server.exchanges).toHaveLength(2);
  });

  test('may write: what was refused has done nothing', async () => {
    const { server, client } = await gitHubWorld();
    server.fail({ on: /./, times: 2, status });
    const parameters = { owner: 'acme', repo: 'portal', title: 'Replace it', body: 'Do this.' };
    const { status: last } = await client.send('POST /repos/{owner}/{repo}/issues', parameters);
    expect(last).toBe(201);
    expect(server.tracker.issues).toHaveLength(1);
  });
});

test.each([
  [401, 2],
  [403, 1],
  [404, 1],
])('where it has been let in once, %i is answered after %i requests', async (status, times) => {
  const { server, destination } = await gitHubWorld();
  server.fail({ on: /^PUT /, status });
  const stored = destination(path).store(VALUE);
  await (times === 1 ? failureOf(stored) : stored);
  expect(server.exchanges.filter(({ method }) => method === 'PUT')).toHaveLength(times);
});
