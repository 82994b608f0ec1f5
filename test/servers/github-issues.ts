import { type GitHubReply, type GitHubRequest, NOT_FOUND } from './github-routes.ts';

/** An issue as GitHub keeps it. */
export interface KeptIssue {
  readonly number: number;
  title: string;
  body: string | null;
  state: 'open' | 'closed';
  labels: readonly string[];
  readonly isPullRequest: boolean;
  /** Who has opened it; null: an account that is gone. */
  readonly user: GitHubAccount | null;
}

export interface GitHubAccount {
  readonly login: string;
  readonly id: number;
  readonly type: 'Bot' | 'User';
}

/** The App that the token belongs to. */
const ROTATION_APP: GitHubAccount = { login: 'rotation[bot]', id: 41_000_001, type: 'Bot' };

export const STRANGER: GitHubAccount = { login: 'mallory', id: 666, type: 'User' };

/** The issues of one repository, and what a token may do with them. */
export interface IssueTracker {
  readonly issues: KeptIssue[];
  /** `read`: it may only look; `none`: not even that; `off`: the repository has no issues. */
  access: 'write' | 'read' | 'none' | 'off';
  /** Whose token it is. */
  account: GitHubAccount;
  /** False: this GitHub does not say whose token it is. */
  tellsAccount: boolean;
  /** False: labels of new issues are silently dropped, as for people who may not write. */
  takesLabels: boolean;
}

export function newIssueTracker(): IssueTracker {
  return {
    ...{ issues: [], access: 'write', takesLabels: true },
    ...{ account: ROTATION_APP, tellsAccount: true },
  };
}

/** As another run, or with another `user` anybody, would open one. */
export function openIssue(
  { issues, account }: IssueTracker,
  issue: Partial<Omit<KeptIssue, 'number'>> = {},
): KeptIssue {
  const opened: KeptIssue = {
    ...{ title: 'Something else', body: null, state: 'open', labels: [], isPullRequest: false },
    user: account,
    ...issue,
    number: issues.length + 1,
  };
  issues.push(opened);
  return opened;
}

const ROUTE = /^\/repos\/[^/]+\/[^/]+\/issues(?:\/(\d+))?$/;
const FORBIDDEN: GitHubReply = {
  status: 403,
  body: { message: 'Resource not accessible by integration', status: '403' },
};
const GONE: GitHubReply = {
  status: 410,
  body: { message: 'Issues are disabled for this repo', status: '410' },
};

/** Undefined where the request is about something else. */
export function answerIssues(
  request: GitHubRequest,
  tracker: IssueTracker,
): GitHubReply | undefined {
  if (request.path === '/user') return answerUser(tracker);
  if (request.path === '/graphql') return answerViewer(request, tracker);
  const found = ROUTE.exec(request.path);
  if (found === null) return undefined;
  const { method } = request;
  if (tracker.access === 'off') return GONE;
  if (tracker.access === 'none' || (tracker.access === 'read' && method !== 'GET'))
    return FORBIDDEN;
  const number = found[1];
  if (method === 'GET' && number === undefined) return listed(request, tracker);
  if (method === 'POST' && number === undefined) return created(request, tracker);
  const issue = tracker.issues.find((each) => String(each.number) === number);
  if (method !== 'PATCH' || issue === undefined) return NOT_FOUND;
  return changed(request, issue);
}

/** The token of an App is no user's. */
function answerUser({ account, tellsAccount }: IssueTracker): GitHubReply {
  if (!tellsAccount) return NOT_FOUND;
  return account.type === 'Bot' ? FORBIDDEN : { status: 200, body: account };
}

function answerViewer({ body }: GitHubRequest, { account, tellsAccount }: IssueTracker) {
  if (!tellsAccount) return NOT_FOUND;
  if (body?.['query'] !== 'query { viewer { login databaseId } }') {
    return { status: 200, body: { errors: [{ message: 'Parse error' }] } };
  }
  const { login, id: databaseId } = account;
  return { status: 200, body: { data: { viewer: { login, databaseId } } } };
}

/** The newest first. */
function listed({ query }: GitHubRequest, { issues }: IssueTracker): GitHubReply {
  const labels = query.get('labels')?.split(',') ?? [];
  const state = query.get('state') ?? 'open';
  const size = Math.min(100, Number(query.get('per_page') ?? 30));
  const page = Number(query.get('page') ?? 1);
  const body = issues
    .filter((issue) => labels.every((label) => issue.labels.includes(label)))
    .filter((issue) => state === 'all' || issue.state === state)
    .toReversed()
    .slice((page - 1) * size, page * size)
    .map(described);
  return { status: 200, body };
}

function created({ body = {} }: GitHubRequest, tracker: IssueTracker): GitHubReply {
  const { title, body: text, labels = [], ...others } = body;
  if (typeof title !== 'string' || typeof text !== 'string' || Object.keys(others).length > 0) {
    return { status: 422, body: { message: 'Validation Failed', status: '422' } };
  }
  const given = tracker.takesLabels ? (labels as readonly string[]) : [];
  if (given.some((label) => label.length > 50)) {
    return { status: 422, body: { message: 'Validation Failed', status: '422' } };
  }
  return { status: 201, body: described(openIssue(tracker, { title, body: text, labels: given })) };
}

function changed({ body = {} }: GitHubRequest, issue: KeptIssue): GitHubReply {
  const known = ['title', 'body', 'state'];
  if (Object.keys(body).some((name) => !known.includes(name))) {
    return { status: 422, body: { message: 'Validation Failed', status: '422' } };
  }
  Object.assign(issue, body);
  return { status: 200, body: described(issue) };
}

/** Some members of many. */
function described({ isPullRequest, labels, ...issue }: KeptIssue) {
  return {
    ...issue,
    id: 1_000_000 + issue.number,
    labels: labels.map((name, at) => ({ id: at, name, color: 'ededed' })),
    ...(isPullRequest && { pull_request: { url: 'https://api.github.example/pulls/1' } }),
  };
}
