import { Failure } from '../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { oneLine } from '../base/text.ts';
import type { RotationState } from '../rotation/types.ts';
import type { ReadText } from '../runner/files.ts';
import type { Environment } from '../runner/runner.ts';

/** The run of a workflow that a rotation is part of. */
export interface WorkflowRun {
  readonly id: string;
  /** 1, and one more each time that somebody has its jobs run again. */
  readonly attempt: number;
  /** `owner/name` */
  readonly repository: string;
  /** GitHub's numeric id, which renaming does not change. */
  readonly repositoryId: string;
  /** `https://api.github.com`, or that of a GitHub Enterprise server. */
  readonly apiUrl: string;
}

/** @throws Failure E_RUNNER where the runner does not say what every runner says. */
export function workflowRun(env: Environment): WorkflowRun {
  return {
    id: expected(env, 'GITHUB_RUN_ID', /^\d{1,18}$/),
    attempt: Number(/^\d{1,9}$/.exec(env['GITHUB_RUN_ATTEMPT']?.trim() ?? '')?.[0] ?? 1),
    repository: expected(env, 'GITHUB_REPOSITORY', /^[\w.-]{1,100}\/[\w.-]{1,100}$/),
    repositoryId: expected(env, 'GITHUB_REPOSITORY_ID', /^\d{1,18}$/),
    apiUrl: apiUrl(env),
  };
}

function apiUrl(env: Environment): string {
  const url = env['GITHUB_API_URL']?.trim() || 'https://api.github.com';
  if (URL.canParse(url)) return url;
  throw unusual('GITHUB_API_URL');
}

function expected(env: Environment, name: string, form: RegExp): string {
  const value = env[name]?.trim() ?? '';
  if (form.test(value)) return value;
  throw unusual(name);
}

function unusual(name: string): Failure {
  return new Failure(
    'E_RUNNER',
    `${name} is not what GitHub's runner sets. Run the rotation as a step of a workflow, on a runner of version 2.327.1 or newer.`,
  );
}

/** Only the repository itself, and people who may write in it, cause these. */
const SAFE_EVENTS: readonly string[] = [
  'schedule',
  'workflow_dispatch',
  'repository_dispatch',
  'push',
  'workflow_call',
];

/**
 * A run that a stranger can start must not hold what a rotation holds: the login at the authority and
 * a token that writes secrets. What GitHub adds to its events is refused until it is known.
 *
 * @throws Failure E_CONFIG for any event that is not one of a few, and for workflow runs of forks.
 */
export function refuseForeignEvents(env: Environment, read: ReadText): void {
  const event = env['GITHUB_EVENT_NAME']?.trim() ?? '';
  // GitHub's runner always names one.
  if (event === '' || SAFE_EVENTS.includes(event)) return;
  if (event !== 'workflow_run') throw refused(`the event ${event}`);
  const payload = parsedJson(read(env['GITHUB_EVENT_PATH'] ?? '') ?? '');
  const cause = member(payload, 'workflow_run', 'event');
  if (typeof cause !== 'string') throw refused('a workflow run of which nothing tells its event');
  if (!SAFE_EVENTS.includes(cause)) {
    throw refused(`a workflow run that was started by the event ${cause}`);
  }
  const own = member(payload, 'repository', 'id');
  // The repository of a deleted fork is null.
  if (own === undefined || member(payload, 'workflow_run', 'head_repository', 'id') !== own) {
    throw refused('a workflow run of a fork');
  }
}

function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (isJsonObject(part) ? (part as JsonObject)[name] : undefined),
    value,
  );
}

function refused(cause: string): Failure {
  return new Failure(
    'E_CONFIG',
    `This run was started by ${oneLine(cause, 100)}, so people outside of the repository could reach the credential and the login of its issuer. Nothing was done.`,
    'Rotate in a workflow that is started by schedule, workflow_dispatch, repository_dispatch or push, or by the end of such a workflow (workflow_run).',
  );
}

/**
 * A job that is run again must not turn green by doing nothing of what has failed.
 *
 * @throws Failure E_STALE where a later attempt has left everything to the next run.
 */
export function refuseIdleAttempt({ attempt }: WorkflowRun, state: RotationState): void {
  if (attempt === 1 || state !== 'stale-snapshot') return;
  throw new Failure(
    'E_STALE',
    `This is attempt ${attempt} of a workflow run, and the main destination was written after the first one had begun, so the value that this run holds may be an old one. Nothing was done.`,
    'Start the workflow again, as a new run.',
  );
}
