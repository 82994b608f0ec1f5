import { Failure, withParts } from '../../../base/failure.ts';
import { isJsonObject, type JsonObject } from '../../../base/json.ts';
import type { Issue, Issues } from '../../manual/types.ts';
import { type OwnAccount, ownAccount } from './account.ts';
import { factsOf, type GitHubAnswer, remedyFor } from './answers.ts';
import type { GitHubClient, GitHubContext } from './client.ts';

/** An issue may be long, and answers are read up to 1 MiB. */
const PER_PAGE = 10;

const MOST_PAGES = 20;

/**
 * The issues of one entry of the inventory that the token's own account has written; a label tells
 * them from those of other entries. A label says nothing of who speaks: the role triage gives labels,
 * and issue forms give them to the issues of anybody.
 *
 * @param repository `owner/name`
 * @param entry the name of the entry, at most 24 characters: a label has 50.
 */
export function gitHubIssues(
  client: GitHubClient,
  { repository, token }: Pick<GitHubContext, 'repository' | 'token'>,
  entry: string,
): Issues {
  const [owner = '', repo = ''] = repository.split('/');
  let account: OwnAccount | undefined;
  const label = `api-client-credentials ${entry}`;

  /** @throws Failure that says what could not be done, where no answer came. */
  async function answered(doing: Doing, answer: Promise<GitHubAnswer>): Promise<GitHubAnswer> {
    try {
      return await answer;
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      throw withParts(error, { happened: `${couldNot(doing)}: ${error.happened}` });
    }
  }
  function couldNot(doing: Doing): string {
    return `The issues of ${repository} could not be ${doing}`;
  }
  function failed(doing: Doing, why: string, next?: string, facts?: readonly string[]): Failure {
    return new Failure('E_DESTINATION', `${couldNot(doing)}: ${why}`, next, facts);
  }
  function refused(doing: Doing, answer: GitHubAnswer): Failure {
    const { status } = answer;
    const facts = factsOf(answer, client.host);
    const advice = `${client.reason(answer, [])} ${remedyFor(answer) ?? adviceFor(status)}`.trim();
    return failed(doing, `GitHub answered ${status}.`, advice, facts);
  }
  function own(): OwnAccount {
    account ??= ownAccount(client, token.trim());
    return account;
  }
  async function ours(data: readonly unknown[]): Promise<Issue[]> {
    const found: Issue[] = [];
    for (const each of data) {
      const issues = issueOf(each);
      if (issues.length > 0 && (await own().hasWritten(authorOf(each)))) found.push(...issues);
    }
    return found;
  }
  const update: Issues['update'] = async (number, { open, ...text }) => {
    const answer = await answered(
      'written',
      client.send('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
        ...{ owner, repo, issue_number: number, ...text },
        ...(open !== undefined && { state: open ? 'open' : 'closed' }),
      }),
    );
    if (answer.status !== 200) throw refused('written', answer);
  };
  return {
    repository,
    update,
    async list() {
      const found: Issue[] = [];
      for (let page = 1; page <= MOST_PAGES; page++) {
        const answer = await answered(
          'read',
          client.send('GET /repos/{owner}/{repo}/issues', {
            ...{ owner, repo, labels: label, state: 'all', per_page: PER_PAGE, page },
          }),
        );
        const { status, data } = answer;
        if (status !== 200 || !Array.isArray(data)) throw refused('read', answer);
        found.push(...(await ours(data)));
        if (data.length < PER_PAGE) break;
      }
      return found.sort((one, other) => one.number - other.number);
    },
    async create({ title, body }) {
      const answer = await answered(
        'written',
        client.send('POST /repos/{owner}/{repo}/issues', {
          ...{ owner, repo, title, body, labels: [label] },
        }),
      );
      const [issue] = issueOf(answer.data);
      if (answer.status !== 201 || issue === undefined) throw refused('written', answer);
      own().learn(authorOf(answer.data));
      if (hasLabel(answer.data, label)) return issue;
      // No run would find it again, and each would open another one.
      await update(issue.number, { open: false });
      throw failed(
        'written',
        'GitHub did not give the label to a new issue, which was closed again.',
      );
    },
  };
}

type Doing = 'read' | 'written';

function adviceFor(status: number): string {
  switch (status) {
    case 401:
      return 'The input github-token is not valid, or not any more.';
    case 403:
    case 404:
      return 'With the permission issues (repository permission Issues) to write, the input github-token lets a run open an issue.';
    case 410:
      return 'The repository has no issues. Turn them on in its settings, or follow the steps in the summary.';
    default:
      return 'The next run tries it again.';
  }
}

function authorOf(issue: unknown): unknown {
  return isJsonObject(issue) ? issue['user'] : undefined;
}

/** GitHub lists pull requests as issues, too. */
function issueOf(data: unknown): Issue[] {
  const { number, title, body, state, pull_request } = (data ?? {}) as Record<string, unknown>;
  if (typeof number !== 'number' || pull_request !== undefined) return [];
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return [{ number, title: text(title), body: text(body), open: state === 'open' }];
}

function hasLabel(data: unknown, label: string): boolean {
  const { labels } = data as { readonly labels?: unknown };
  return (
    Array.isArray(labels) &&
    labels.some((each) => (each as { readonly name?: unknown } | null)?.name === label)
  );
}

/**
 * What GitHub tells of workflow runs of one repository, where the token may read them. Where it only
 * fails to tell, nobody goes on: a run that took that for a missing permission would store old values.
 *
 * Each function throws a Failure E_DESTINATION where GitHub does not say either.
 */
export interface WorkflowRuns {
  /** When the run was created: what a job reads of secrets may be that old. Undefined: not allowed. */
  createdAt(id: string): Promise<Date | undefined>;
  /** Undefined: not allowed, or there is no such run any more. */
  isOver(id: string): Promise<boolean | undefined>;
}

/** @param repository `owner/name` */
export function workflowRuns(client: GitHubClient, repository: string): WorkflowRuns {
  const [owner = '', repo = ''] = repository.split('/');

  /** @returns undefined where the token may not read it, or there is no such run. */
  async function told<T>(
    id: string,
    meaning: (run: JsonObject) => T | undefined,
  ): Promise<T | undefined> {
    const answer = await client
      .send('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
        ...{ owner, repo, run_id: Number(id) },
      })
      .catch((error: unknown) => {
        if (!(error instanceof Failure) || error.code !== 'E_DESTINATION') throw error;
        throw withParts(error, { happened: `${unread(id)}: ${error.happened}` });
      });
    const { status, data } = answer;
    // The permission actions: read is not needed for a rotation, so its absence is no failure.
    if (status === 403 || status === 404) return undefined;
    const value = status === 200 && isJsonObject(data) ? meaning(data) : undefined;
    if (value !== undefined) return value;
    throw new Failure(
      'E_DESTINATION',
      `${unread(id)}: GitHub answered ${status}. ${client.reason(answer, [])}`.trim(),
      'Without it nobody knows whether what this run holds is what is stored, so nothing was changed. Run the rotation again.',
      factsOf(answer, client.host),
    );
  }
  const unread = (id: string) => `The workflow run ${id} of ${repository} could not be read`;
  return {
    createdAt: (id) =>
      told(id, ({ created_at: time }) => {
        const created = new Date(typeof time === 'string' ? time : Number.NaN);
        return Number.isNaN(created.getTime()) ? undefined : created;
      }),
    isOver: (id) =>
      told(id, ({ status }) => (typeof status === 'string' ? status === 'completed' : undefined)),
  };
}
