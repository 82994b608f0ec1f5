import type { KeptSecret, Scope, Visibility } from './github-vault.ts';

export interface GitHubRequest {
  readonly method: string;
  /** Still percent-encoded, without the prefix of the API. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Undefined where there is none. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export interface GitHubReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What the routes know of the rest of GitHub. */
export interface Surroundings {
  readonly now: () => number;
  scope(name: string): Scope | undefined;
  /** `acme/portal` of an id. */
  repositoryName(id: number): string | undefined;
  /** Repositories that the token does not see. */
  readonly hidden: ReadonlySet<number>;
  /** How many reads show what was before a write. */
  readonly staleReads: number;
}

export const NOT_FOUND: GitHubReply = {
  status: 404,
  body: { message: 'Not Found', status: '404' },
};

const ROUTE =
  /^\/(repos\/[^/]+\/[^/]+\/(?:actions|dependabot|environments\/[^/]+)|orgs\/[^/]+\/(?:actions|dependabot))\/secrets\/([^/]+)(\/repositories(?:\/(\d+))?)?$/;

/** Answers as GitHub does, where token and limits are in order. */
export function answerSecrets(request: GitHubRequest, around: Surroundings): GitHubReply {
  const [, name = '', secret = '', list, id] = ROUTE.exec(request.path) ?? [];
  const scope = around.scope(name.toLowerCase());
  if (scope === undefined) return NOT_FOUND;
  if (list !== undefined) return answerRepositories(request, scope, secret, id, around);
  if (request.method === 'GET' && secret === 'public-key') {
    return { status: 200, body: { key_id: scope.keyId, key: scope.publicKey } };
  }
  if (request.method === 'GET') {
    const kept = scope.shown(secret);
    return kept === undefined ? NOT_FOUND : { status: 200, body: described(kept, name) };
  }
  if (request.method === 'PUT') return answerPut(scope, secret, request.body ?? {}, around);
  return NOT_FOUND;
}

function described(kept: KeptSecret, scope: string) {
  const seconds = (time: number) => new Date(time).toISOString().replace(/\.\d+Z$/, 'Z');
  const { name, visibility } = kept;
  return {
    name,
    created_at: seconds(kept.createdAt),
    updated_at: seconds(kept.updatedAt),
    ...(visibility && { visibility }),
    ...(visibility === 'selected' && {
      selected_repositories_url: `https://api.github.example/${scope}/secrets/${name}/repositories`,
    }),
  };
}

function answerPut(
  scope: Scope,
  secret: string,
  body: Readonly<Record<string, unknown>>,
  around: Surroundings,
): GitHubReply {
  const { encrypted_value: sealed, key_id: keyId, visibility } = body;
  if (keyId !== scope.keyId) return invalid('key_id is not the current one');
  // GitHub's own text quotes the value where it is no base64.
  if (typeof sealed !== 'string' || sealed.length < 64) return invalid(`bad value: ${sealed}`);
  if (scope.organization && !/^(?:all|private|selected)$/.test(String(visibility))) {
    return invalid('visibility is missing');
  }
  const ids = repositoryIds(body['selected_repository_ids'], scope, around);
  if (ids === undefined) return invalid('selected_repository_ids are not repositories');
  const now = around.now();
  const before = scope.get(secret);
  scope.set(
    {
      name: secret.toUpperCase(),
      plaintext: scope.open(sealed),
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
      visibility: scope.organization ? (visibility as Visibility) : undefined,
      repositories: visibility === 'selected' ? ids : [],
    },
    around.staleReads,
  );
  return before === undefined ? { status: 201, body: {} } : { status: 204 };
}

/** Left out means none: GitHub empties the list. */
function repositoryIds(list: unknown, scope: Scope, around: Surroundings): number[] | undefined {
  if (list === undefined) return [];
  if (!Array.isArray(list)) return undefined;
  const wanted = scope.dependabot ? 'string' : 'number';
  if (list.some((id) => typeof id !== wanted)) return undefined;
  const ids = list.map(Number);
  return ids.every((id) => around.repositoryName(id) !== undefined) ? ids : undefined;
}

function invalid(message: string): GitHubReply {
  return { status: 422, body: { message: `Invalid request.\n\n${message}`, status: '422' } };
}

function answerRepositories(
  { method, query }: GitHubRequest,
  scope: Scope,
  secret: string,
  id: string | undefined,
  around: Surroundings,
): GitHubReply {
  const kept = method === 'GET' ? scope.shown(secret) : scope.get(secret);
  if (kept === undefined) return NOT_FOUND;
  if (kept.visibility !== 'selected') {
    return { status: 409, body: { message: 'The visibility is not selected', status: '409' } };
  }
  if (method === 'PUT' && id !== undefined) {
    if (around.repositoryName(Number(id)) === undefined) return NOT_FOUND;
    const repositories = [...new Set([...kept.repositories, Number(id)])];
    scope.set({ ...kept, repositories }, 0);
    return { status: 204 };
  }
  if (method !== 'GET' || id !== undefined) return NOT_FOUND;
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  const seen = kept.repositories.filter((each) => !around.hidden.has(each));
  return {
    status: 200,
    body: {
      total_count: kept.repositories.length,
      repositories: seen
        .slice((page - 1) * size, page * size)
        .map((each) => repository(each, around.repositoryName(each) ?? '')),
    },
  };
}

/** As long as real ones are. */
function repository(id: number, fullName: string) {
  const [login = '', name = ''] = fullName.split('/');
  const api = `https://api.github.example/repos/${fullName}`;
  const urls = (names: string, base: string) =>
    Object.fromEntries(names.split(' ').map((each) => [`${each}_url`, `${base}/${each}{/any}`]));
  return {
    id,
    node_id: Buffer.from(`010:Repository${id}`).toString('base64'),
    name,
    full_name: fullName,
    private: true,
    fork: false,
    description: 'x'.repeat(350),
    url: api,
    html_url: `https://github.example/${fullName}`,
    ...urls(
      'archive assignees blobs branches collaborators comments commits compare contents git_commits git_refs git_tags issue_comment issue_events issues keys labels milestones notifications pulls releases statuses trees',
      api,
    ),
    ...Object.fromEntries(
      'contributors deployments downloads events forks hooks languages merges stargazers subscribers subscription tags teams'
        .split(' ')
        .map((each) => [`${each}_url`, `${api}/${each}`]),
    ),
    owner: {
      login,
      id: 1,
      node_id: 'MDQ6VXNlcjE=',
      gravatar_id: '',
      type: 'Organization',
      site_admin: false,
      url: `https://api.github.example/users/${login}`,
      ...Object.fromEntries(
        'avatar events followers following gists html organizations received_events repos starred subscriptions'
          .split(' ')
          .map((each) => [`${each}_url`, `https://api.github.example/users/${login}/${each}`]),
      ),
    },
  };
}
