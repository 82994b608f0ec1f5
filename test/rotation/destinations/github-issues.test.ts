import { describe, expect, test } from 'vitest';
import { gitHubIssues } from '../../../src/rotation/destinations/github/issues.ts';
import { openIssue } from '../../servers/github-issues.ts';
import type { GitHubFault } from '../../servers/github-server.ts';
import { failureOf, gitHubWorld } from './github-world.ts';

const LABEL = 'api-client-credentials reviews';
const TEXT = { title: 'Replace it', body: 'Do this: \u00e4.' };

async function world(...faults: readonly GitHubFault[]) {
  const { server, client, log } = await gitHubWorld();
  for (const fault of faults) server.fail(fault);
  return { server, log, issues: gitHubIssues(client, 'acme/portal', 'reviews') };
}

describe('the issues of an entry', () => {
  test('are those with its label, open and closed, the oldest first', async () => {
    const { server, issues } = await world();
    openIssue(server.tracker, { title: 'of others' });
    openIssue(server.tracker, { title: 'of another entry', labels: [`${LABEL}-2`] });
    openIssue(server.tracker, { title: 'a pull request', labels: [LABEL], isPullRequest: true });
    openIssue(server.tracker, { title: 'one', labels: ['bug', LABEL], state: 'closed' });
    openIssue(server.tracker, { title: 'two', labels: [LABEL], body: 'words' });
    expect(await issues.list()).toEqual([
      { number: 4, title: 'one', body: '', open: false },
      { number: 5, title: 'two', body: 'words', open: true },
    ]);
  });

  test.each([
    [9, 1],
    [10, 2],
    [25, 3],
  ])('are read to the end: %i of them on %i pages', async (count, pages) => {
    const { server, issues, log } = await world();
    for (let each = 0; each < count; each++) openIssue(server.tracker, { labels: [LABEL] });
    expect((await issues.list()).map(({ number }) => number)).toEqual(
      Array.from({ length: count }, (_, at) => at + 1),
    );
    expect(log()).toHaveLength(pages);
  });

  test('are opened with the label, changed, closed and opened again', async () => {
    const { server, issues } = await world();
    const { number } = await issues.create(TEXT);
    expect(server.tracker.issues).toMatchObject([{ ...TEXT, state: 'open', labels: [LABEL] }]);
    await issues.update(number, { title: 'Disable it' });
    await issues.update(number, { open: false });
    expect(await issues.list()).toEqual([{ ...TEXT, number, title: 'Disable it', open: false }]);
    await issues.update(number, { body: 'Do that.', open: true });
    expect(await issues.list()).toMatchObject([{ body: 'Do that.', open: true }]);
  });

  test('are changed at the pace that GitHub asks for', async () => {
    const { server, client, sleeps } = await gitHubWorld();
    const issues = gitHubIssues(client, 'acme/portal', 'reviews');
    const { number } = await issues.create(TEXT);
    await issues.update(number, { open: false });
    expect(sleeps).toEqual([1000]);
    expect(server.tracker.issues).toHaveLength(1);
  });
});

describe('a request to open an issue', () => {
  test.each<Omit<GitHubFault, 'on'>>([{ lost: 'after' }, { lost: 'before' }, { status: 502 }])(
    'is sent once where it may have opened one: %j',
    async (fault) => {
      const { issues, log } = await world({ on: /^POST /, times: 9, ...fault });
      const { code, message } = await failureOf(issues.create(TEXT));
      expect(code).toBe('E_DESTINATION');
      expect(message).toMatch(/^The issues of acme\/portal could not be written: /);
      expect(log()).toHaveLength(1);
    },
  );

  test('is sent again after a rate limit, which has opened none', async () => {
    const headers = { 'retry-after': '60' };
    const { server, issues } = await world({ on: /^POST /, status: 403, headers });
    await issues.create(TEXT);
    expect(server.tracker.issues).toHaveLength(1);
  });

  test('that gets no label leaves no issue that no run would find again', async () => {
    const { server, issues } = await world();
    server.tracker.takesLabels = false;
    const { message } = await failureOf(issues.create(TEXT));
    expect(message).toContain('did not give the label to a new issue, which was closed again');
    expect(server.tracker.issues).toMatchObject([{ state: 'closed' }]);
  });

  test('has a label that is not too long for the longest name of an entry', async () => {
    const { client, server } = await gitHubWorld();
    await gitHubIssues(client, 'acme/portal', 'a'.repeat(24)).create(TEXT);
    expect(server.tracker.issues).toHaveLength(1);
  });
});

test('a change is sent again after a fault', async () => {
  const { server, issues } = await world({ on: /^PATCH /, lost: 'after' });
  const { number } = openIssue(server.tracker, { labels: [LABEL] });
  await issues.update(number, { open: false });
  expect(server.tracker.issues).toMatchObject([{ state: 'closed' }]);
});

describe('a refusal', () => {
  test.each([
    [401, 'The input github-token is not valid, or not any more.'],
    [403, 'With the permission issues (repository permission Issues) to write'],
    [404, 'With the permission issues (repository permission Issues) to write'],
    [410, 'The repository has no issues.'],
    [422, 'The next run tries it again.'],
  ])('%i says what it means, and what GitHub says', async (status, advice) => {
    const fault = { status, body: { message: 'words of GitHub' }, times: 99 };
    const { issues } = await world({ on: /issues/, ...fault });
    const works = [() => issues.list(), () => issues.create(TEXT), () => issues.update(1, TEXT)];
    for (const work of works) {
      const { code, message } = await failureOf(work());
      expect(code).toBe('E_DESTINATION');
      expect(message).toContain(`GitHub answered ${status} (`);
      expect(message).toContain(`). GitHub's reason: "words of GitHub". ${advice}`);
    }
  });

  test('of a repository that is archived says what helps', async () => {
    const body = { message: 'Repository was archived so is read-only.' };
    const { issues } = await world({ on: /issues/, status: 403, body, times: 99 });
    expect((await failureOf(issues.create(TEXT))).message).toMatch(
      /reason: "Repository was archived so is read-only\."\. Unarchive the repository/,
    );
  });

  test.each([
    ['a list', { message: 'no list' }],
    ['a list', 'words'],
  ])('is also an answer that is not %s: %j', async (_what, body) => {
    const { issues } = await world({ on: /issues/, status: 200, body });
    expect((await failureOf(issues.list())).message).toContain('GitHub answered 200 (');
  });

  test('is an answer to a new issue that names none', async () => {
    const { issues } = await world({ on: /^POST /, status: 201, body: {} });
    expect((await failureOf(issues.create(TEXT))).message).toContain('GitHub answered 201 (');
  });
});
