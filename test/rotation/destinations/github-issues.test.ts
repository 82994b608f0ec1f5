import { describe, expect, test } from 'vitest';
import { gitHubIssues } from '../../../src/rotation/destinations/github/issues.ts';
import { type GitHubAccount, openIssue, STRANGER } from '../../servers/github-issues.ts';
import type { GitHubFault } from '../../servers/github-server.ts';
import { failureOf, gitHubWorld } from './github-world.ts';

const LABEL = 'api-client-credentials reviews';
const repository = 'acme/portal';
const TEXT = { title: 'Replace it', body: 'Do this: \u00e4.' };

async function world(...faults: readonly GitHubFault[]) {
  const { server, client, log } = await gitHubWorld();
  for (const fault of faults) server.fail(fault);
  const { token } = server;
  return { server, log, issues: gitHubIssues(client, { repository, token }, 'reviews') };
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
    expect(log().filter((line) => line.includes('/issues'))).toHaveLength(pages);
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
    const issues = gitHubIssues(client, { repository, token: server.token }, 'reviews');
    const { number } = await issues.create(TEXT);
    await issues.update(number, { open: false });
    expect(sleeps).toEqual([1000]);
    expect(server.tracker.issues).toHaveLength(1);
  });
});

describe('issues that others have written', () => {
  const PERSON: GitHubAccount = { login: 'rita', id: 7, type: 'User' };

  test.each<[string, Partial<{ account: GitHubAccount; tellsAccount: boolean }>]>([
    ['an App', {}],
    ['a person', { account: PERSON }],
    ['an App, where GitHub does not say so', { tellsAccount: false }],
  ])('do not count, whatever label and text they have: the token of %s', async (_what, tracker) => {
    const { server, issues } = await world();
    Object.assign(server.tracker, tracker);
    const { number } = await issues.create(TEXT);
    openIssue(server.tracker, { ...TEXT, labels: [LABEL], user: STRANGER });
    openIssue(server.tracker, { ...TEXT, labels: [LABEL], user: null });
    const likeOurs = { ...STRANGER, login: 'rotation' };
    openIssue(server.tracker, { ...TEXT, labels: [LABEL], user: likeOurs });
    expect((await issues.list()).map((issue) => issue.number)).toEqual([number]);
    const later = await gitHubWorld({ client: { apiUrl: server.url, token: server.token } });
    const again = gitHubIssues(later.client, { repository, token: server.token }, 'reviews');
    expect((await again.list()).map((issue) => issue.number)).toEqual([number]);
  });

  test('do not count where another App has written them', async () => {
    const { server, issues } = await world();
    const other = { login: 'helper[bot]', id: 8, type: 'Bot' } as const;
    openIssue(server.tracker, { ...TEXT, labels: [LABEL], user: other });
    expect(await issues.list()).toEqual([]);
  });

  test('count under the number of an account where it was renamed meanwhile', async () => {
    const { server, issues } = await world();
    openIssue(server.tracker, {
      ...{ ...TEXT, labels: [LABEL] },
      user: { ...server.tracker.account, login: 'renamed[bot]' },
    });
    expect(await issues.list()).toHaveLength(1);
  });

  test('are told from ours by one more request, and none where there are no issues', async () => {
    const { server, issues, log } = await world();
    await issues.list();
    for (let each = 0; each < 12; each++) openIssue(server.tracker, { labels: [LABEL] });
    await issues.list();
    await issues.list();
    expect(log().filter((line) => !line.includes('/issues'))).toEqual(['POST /graphql 200']);
  });

  test('are not told from ours while GitHub has a fault, and nothing is taken for ours', async () => {
    const { server, issues } = await world({ on: /graphql/, status: 502, times: 99 });
    openIssue(server.tracker, { labels: [LABEL] });
    const { code, message } = await failureOf(issues.list());
    expect(code).toBe('E_DESTINATION');
    expect(message).toContain('asked whose token the input github-token is');
  });

  test('are told from ours after a fault that passes', async () => {
    const { server, issues } = await world({ on: /graphql/, status: 502, times: 2 });
    openIssue(server.tracker, { labels: [LABEL] });
    expect(await issues.list()).toHaveLength(1);
  });

  test('are told from ours by GitHub Enterprise Server, too', async () => {
    const { server, client, log } = await gitHubWorld({ prefix: '/api/v3' });
    openIssue(server.tracker, { labels: [LABEL] });
    openIssue(server.tracker, { labels: [LABEL], user: STRANGER });
    const issues = gitHubIssues(client, { repository, token: server.token }, 'reviews');
    expect(await issues.list()).toHaveLength(1);
    expect(log()).toContain('POST /graphql 200');
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
    const context = { repository, token: server.token };
    await gitHubIssues(client, context, 'a'.repeat(24)).create(TEXT);
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
