import { Failure } from '../../../base/failure.ts';
import type { GitHubAnswer } from './client.ts';
import type { OrganizationCalls } from './secret-calls.ts';

/** Who may read a secret of an organization. */
export interface Audience {
  readonly visibility: 'all' | 'private' | 'selected';
  /** The ids of the repositories, where they are selected. */
  readonly repositories: readonly number[];
}

/** A new secret is for nobody: whom it is for must be decided by a person. */
export const NOBODY: Audience = { visibility: 'selected', repositories: [] };

/** GitHub's own default; a hundred repositories are larger than an answer may be. */
const PAGE = 30;

/** How often the list is read again after a write, and the wait before, in milliseconds. */
const LOOKS = 3;

const LOOK_AGAIN = 2000;

/**
 * Reads whom a secret is for.
 *
 * @param secret the answer that describes the secret.
 * @throws Failure E_DESTINATION where the token does not see all repositories: whoever writes the
 * secret replaces the list.
 */
export async function audienceOf(
  calls: OrganizationCalls,
  secret: GitHubAnswer,
): Promise<Audience> {
  const { visibility } = calls.members(secret);
  if (visibility === 'all' || visibility === 'private') return { visibility, repositories: [] };
  if (visibility !== 'selected') throw calls.odd('visibility', secret);
  const { ids, total } = await selectedRepositories(calls);
  if (ids.length !== total) {
    throw new Failure(
      'E_DESTINATION',
      `The ${calls.label} is for ${total} selected repositories, and the input github-token sees ${ids.length} of them. To write it would take it from the others, so nothing was written.`,
      {
        next: 'Install the GitHub App on all repositories of the organization, or run the job again if somebody is changing the list just now.',
      },
    );
  }
  return { visibility, repositories: ids };
}

/**
 * Reads the list again after a write, and adds repositories that are not on it any more. The lists
 * of GitHub may be some seconds old, so they are looked at several times before.
 */
export async function restoreRepositories(
  calls: OrganizationCalls,
  { repositories }: Audience,
): Promise<void> {
  for (let look = 1; ; look++) {
    const { ids } = await selectedRepositories(calls);
    const missing = repositories.filter((id) => !ids.includes(id));
    if (missing.length === 0) return;
    if (look < LOOKS && (await calls.pause(LOOK_AGAIN))) continue;
    for (const id of missing) await addRepository(calls, id);
    return;
  }
}

async function addRepository(calls: OrganizationCalls, id: number): Promise<void> {
  const answer = await calls.addRepository(id);
  if (answer.status !== 204) throw calls.refused('written', answer);
}

/** All pages of the list, and how many repositories GitHub says there are. */
async function selectedRepositories(calls: OrganizationCalls) {
  const ids = new Set<number>();
  for (let page = 1; ; page++) {
    const answer = await calls.repositories({ per_page: PAGE, page });
    const { total_count: total, repositories } = calls.members(answer);
    if (typeof total !== 'number' || !Array.isArray(repositories)) {
      throw calls.odd('list of repositories', answer);
    }
    const before = ids.size;
    for (const repository of repositories as ({ readonly id?: unknown } | null)[]) {
      const id = repository?.id;
      if (typeof id !== 'number') throw calls.odd('repository id', answer);
      ids.add(id);
    }
    if (ids.size === before || ids.size >= total) return { ids: [...ids], total };
  }
}
