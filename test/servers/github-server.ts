import { randomBytes, randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { gitHubDescription } from './github-description.ts';
import { answerIssues, newIssueTracker } from './github-issues.ts';
import { answerSecrets, type GitHubReply, type GitHubRequest, NOT_FOUND } from './github-routes.ts';
import {
  type KeptSecret,
  newScope,
  type Scope,
  type SecretPath,
  scopeName,
} from './github-vault.ts';
import {
  type Answer,
  type Around,
  type RecordedRequest,
  scriptAround,
  startHttpServer,
  startHttpsServer,
} from './https-server.ts';
import type { Pki } from './pki.ts';

/** What goes wrong, once or several times, at the requests that it fits. */
export interface GitHubFault {
  /** Compared with method, path and query: `GET /repos/acme/portal/actions/secrets/KEY?page=1`. */
  readonly on: RegExp;
  readonly times?: number;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A function makes it from the request. */
  readonly body?: unknown;
  /** The connection ends without an answer: before the request has taken effect, or after it. */
  readonly lost?: 'before' | 'after';
  /** Runs before all else, for example to change something. */
  readonly meanwhile?: () => void;
}

export interface GitHubExchange extends GitHubRequest {
  /** By the clock of the server. */
  readonly time: number;
  readonly headers: IncomingHttpHeaders;
  /** Undefined where no answer was sent. */
  readonly status: number | undefined;
}

export type GitHubServer = Awaited<ReturnType<typeof startGitHubServer>>;

/** How many writes a minute and an hour GitHub stands before its secondary rate limit. */
const PER_MINUTE = 80;
const PER_HOUR = 500;

/**
 * Plays GitHub's REST API for secrets and issues on a loopback host. Every collection has a key of its own, and
 * what arrives is opened by libsodium. All that is sent and answered is compared with GitHub's own
 * description, where that is at hand.
 *
 * @param options.now its clock, in milliseconds since the epoch.
 * @param options.prefix for example `/api/v3`, as GitHub Enterprise Server has it.
 */
export async function startGitHubServer({
  now,
  prefix = '',
  pki,
  around,
}: {
  readonly now: () => number;
  readonly prefix?: string;
  /** With it the server speaks TLS. */
  readonly pki?: Pki;
  readonly around?: Around;
}) {
  const token = `ghs_${randomBytes(18).toString('hex')}`;
  const scopes = new Map<string, Scope>();
  const repositories = new Map<number, string>();
  const hidden = new Set<number>();
  const exchanges: GitHubExchange[] = [];
  const faults: { fault: GitHubFault; left: number }[] = [];
  const runs = new Map<string, WorkflowRun>();
  const tracker = newIssueTracker();
  const complaints: string[] = [];
  const complain = gitHubDescription();
  const settings = { staleReads: 0 };

  function scopeOf(path: SecretPath): Scope {
    const scope = scopes.get(scopeName(path));
    if (scope === undefined) throw new Error(`There is no ${scopeName(path)}`);
    return scope;
  }
  function answer(request: GitHubRequest, { headers }: RecordedRequest): GitHubReply {
    const refused = refusedByHeaders(headers, token);
    if (refused !== undefined) return refused;
    if (isWrite(request) && isTooFast(exchanges, now())) return SECONDARY_LIMIT;
    const [, runId] = /^\/repos\/[^/]+\/[^/]+\/actions\/runs\/(\d+)$/.exec(request.path) ?? [];
    if (runId !== undefined) return describedRun(runId, runs.get(runId));
    const issues = answerIssues(request, tracker);
    if (issues !== undefined) return issues;
    return answerSecrets(request, {
      now,
      hidden,
      staleReads: settings.staleReads,
      scope: (name) => scopes.get(name),
      repositoryName: (id) => repositories.get(id),
    });
  }
  function compare({ method, path, query, body }: GitHubRequest, reply: GitHubReply): void {
    const exchange = { method, path, query, body, status: reply.status, answer: reply.body };
    complaints.push(...complain(exchange));
  }
  function handle(recorded: RecordedRequest): Answer {
    const url = new URL(recorded.path, 'http://localhost');
    const start = startOf(url.pathname, prefix);
    if (!url.pathname.startsWith(`${start}/`)) return inHttp(NOT_FOUND, now());
    const request: GitHubRequest = {
      method: recorded.method,
      path: url.pathname.slice(start.length),
      query: url.searchParams,
      body: recorded.body === '' ? undefined : JSON.parse(recorded.body),
    };
    const fault = takeFault(faults, `${request.method} ${request.path}${url.search}`);
    fault?.meanwhile?.();
    const scripted = fault !== undefined && (fault.lost === 'before' || fault.status !== undefined);
    const reply = scripted ? scriptedReply(fault, recorded) : answer(request, recorded);
    // What is read of the description is about secrets.
    if (!scripted && request.path.includes('/secrets')) compare(request, reply);
    const lost = fault?.lost !== undefined;
    exchanges.push({
      ...request,
      time: now(),
      headers: recorded.headers,
      status: lost ? undefined : reply.status,
    });
    return lost ? (response) => void response.destroy() : inHttp(reply, now());
  }
  const server = await (pki === undefined
    ? startHttpServer({ answer: scriptAround(handle, around) })
    : startHttpsServer({ answer: scriptAround(handle, around), pki }));

  return {
    url: `${server.url}${prefix}`,
    port: server.port,
    /** How many connections have been made. */
    connections: server.connections,
    host: new URL(server.url).host,
    token,
    /** Every request with its answer, in order. */
    exchanges: exchanges as readonly GitHubExchange[],
    /** What GitHub's description has against them. */
    complaints: complaints as readonly string[],
    settings,
    /** Repositories that the token does not see. */
    hidden,
    /** The issues of the repository that rotates. */
    tracker,
    /** Workflow runs that the token sees, by their id. */
    runs,
    async addRepository(name: string, environments: readonly string[] = []): Promise<number> {
      const id = 1000 + repositories.size;
      repositories.set(id, name);
      for (const kind of [undefined, 'dependabot'] as const) {
        const path = { repository: name, secret: '', ...(kind && { kind }) };
        scopes.set(scopeName(path), await newScope(false, kind !== undefined));
      }
      for (const environment of environments) {
        const path = { repository: name, environment, secret: '' };
        scopes.set(scopeName(path), await newScope(false, false));
      }
      return id;
    },
    async addOrganization(name: string): Promise<void> {
      scopes.set(scopeName({ organization: name, secret: '' }), await newScope(true, false));
      const path = { organization: name, secret: '', kind: 'dependabot' } as const;
      scopes.set(scopeName(path), await newScope(true, true));
    },
    secret: (path: SecretPath): KeptSecret | undefined => scopeOf(path).get(path.secret),
    /** The collection of secrets that this one belongs to gets another public key. */
    replaceKey: (path: SecretPath): void => scopeOf(path).replaceKey(),
    /** Puts a secret there by another way than the API. */
    keep(path: SecretPath, members: Partial<KeptSecret>): void {
      const scope = scopeOf(path);
      const known = scope.get(path.secret) ?? {
        name: path.secret.toUpperCase(),
        plaintext: 'from before',
        createdAt: now(),
        updatedAt: now(),
        visibility: scope.organization ? 'private' : undefined,
        repositories: [],
      };
      scope.set({ ...known, ...members }, 0);
    },
    fail(fault: GitHubFault): void {
      faults.push({ fault, left: fault.times ?? 1 });
    },
    close: server.close,
  };
}

/** A workflow run, as far as a rotation looks at it. */
export interface WorkflowRun {
  readonly createdAt: number;
  readonly status: 'queued' | 'in_progress' | 'completed';
}

function describedRun(id: string, run: WorkflowRun | undefined): GitHubReply {
  if (run === undefined) return NOT_FOUND;
  const created = new Date(run.createdAt).toISOString().replace(/\.\d+Z$/, 'Z');
  return { status: 200, body: { id: Number(id), status: run.status, created_at: created } };
}

function refusedByHeaders(
  { authorization, 'user-agent': agent, 'x-github-api-version': version }: IncomingHttpHeaders,
  token: string,
): GitHubReply | undefined {
  if (agent === undefined) return { status: 403, body: { message: 'User agent required' } };
  if (version !== '2022-11-28') return { status: 400, body: { message: 'Unknown version' } };
  if (authorization === `token ${token}` || authorization === `bearer ${token}`) return undefined;
  return { status: 401, body: { message: 'Bad credentials', status: '401' } };
}

const SECONDARY_LIMIT: GitHubReply = {
  status: 403,
  headers: { 'retry-after': '60' },
  body: { message: 'You have exceeded a secondary rate limit. Please wait.' },
};

/** GitHub Enterprise Server has its GraphQL API beside `/api/v3`. */
function startOf(path: string, prefix: string): string {
  return path.endsWith('/graphql') ? prefix.replace('/v3', '') : prefix;
}

function isWrite({ method, path }: GitHubRequest): boolean {
  return method !== 'GET' && path !== '/graphql';
}

function isTooFast(exchanges: readonly GitHubExchange[], now: number): boolean {
  const writes = exchanges.filter(isWrite).map(({ time }) => now - time);
  const within = (milliseconds: number) => writes.filter((age) => age < milliseconds).length;
  return within(60_000) >= PER_MINUTE || within(3_600_000) >= PER_HOUR;
}

function takeFault(
  faults: readonly { fault: GitHubFault; left: number }[],
  text: string,
): GitHubFault | undefined {
  const found = faults.find(({ fault, left }) => left > 0 && fault.on.test(text));
  if (found !== undefined) found.left -= 1;
  return found?.fault;
}

function scriptedReply({ status = 0, headers = {}, body }: GitHubFault, request: RecordedRequest) {
  return { status, headers, body: typeof body === 'function' ? body(request) : body };
}

function inHttp({ status, headers, body }: GitHubReply, now: number): Answer {
  return {
    status,
    headers: {
      date: new Date(now).toUTCString(),
      'x-github-request-id': requestId(),
      'x-ratelimit-remaining': '4999',
      ...(body !== undefined && { 'content-type': 'application/json; charset=utf-8' }),
      ...headers,
    },
    body: body === undefined ? '' : JSON.stringify(body),
  };
}

function requestId(): string {
  return randomUUID().toUpperCase().replaceAll('-', ':');
}
