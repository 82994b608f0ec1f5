import { Failure, withParts } from '../../../base/failure.ts';
import type { Issue, Issues } from '../../manual/types.ts';
import { factsOf, type GitHubAnswer, type GitHubClient } from './client.ts';

/** An issue may be long, and answers are read up to 1 MiB. */
const PER_PAGE = 10;

const MOST_PAGES = 20;

/**
 * The issues of one entry of the inventory, which a label of its own tells from all others. Only
 * people who may write in the repository can give a label, so that nobody else can speak for a run.
 *
 * @param repository `owner/name`
 * @param entry the name of the entry, at most 24 characters: a label has 50.
 */
export function gitHubIssues(client: GitHubClient, repository: string, entry: string): Issues {
  const [owner = '', repo = ''] = repository.split('/');
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
    return failed(doing, `GitHub answered ${status}.`, adviceFor(status), facts);
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
        found.push(...data.flatMap(issueOf));
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

/** What GitHub tells of workflow runs of one repository, where the token may read them. */
export interface WorkflowRuns {
  /** When the run was created: what a job reads of secrets may be that old. Undefined: not told. */
  createdAt(id: string): Promise<Date | undefined>;
  /** Undefined: not told, or there is no such run any more. */
  isOver(id: string): Promise<boolean | undefined>;
}

/** @param repository `owner/name` */
export function workflowRuns(client: GitHubClient, repository: string): WorkflowRuns {
  const [owner = '', repo = ''] = repository.split('/');

  async function members(id: string): Promise<Readonly<Record<string, unknown>>> {
    const { status, data } = await client.send('GET /repos/{owner}/{repo}/actions/runs/{run_id}', {
      ...{ owner, repo, run_id: Number(id) },
    });
    // The permission actions: read is not needed for a rotation, so its absence is no failure.
    return status === 200 && typeof data === 'object' && data !== null ? { ...data } : {};
  }
  return {
    async createdAt(id) {
      const created = Date.parse(String((await members(id))['created_at']));
      return Number.isNaN(created) ? undefined : new Date(created);
    },
    async isOver(id) {
      const { status } = await members(id);
      return typeof status === 'string' ? status === 'completed' : undefined;
    },
  };
}
