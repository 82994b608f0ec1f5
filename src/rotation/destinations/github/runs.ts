import type { GitHubClient } from './client.ts';

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
