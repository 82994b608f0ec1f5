import { Failure } from '../base/failure.ts';
import { isJsonObject, type JsonObject, parsedJson } from '../base/json.ts';
import { oneLine } from '../base/text.ts';
import type { ReadText } from '../runner/files.ts';
import type { Environment } from '../runner/runner.ts';

/** The run of a workflow that a rotation is part of. */
export interface WorkflowRun {
  readonly id: string;
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

/** They carry somebody else's code or words into a run that has the secrets. */
const UNSAFE_EVENTS: readonly string[] = ['pull_request_target'];

/**
 * A run that a stranger can start must not hold what a rotation holds: the login at the authority and
 * a token that writes secrets.
 *
 * @throws Failure E_CONFIG for `pull_request_target`, and for events of forks.
 */
export function refuseUnsafeEvents(env: Environment, read: ReadText): void {
  const event = env['GITHUB_EVENT_NAME']?.trim() ?? '';
  if (UNSAFE_EVENTS.includes(event)) throw refused(`the event ${event}`);
  if (!/^(?:pull_request|workflow_run)/.test(event)) return;
  const payload = parsedJson(read(env['GITHUB_EVENT_PATH'] ?? '') ?? '');
  if (!isJsonObject(payload)) {
    throw new Failure(
      'E_CONFIG',
      `The event ${oneLine(event, 60)} may come from a fork, and GITHUB_EVENT_PATH does not tell: nothing was done. Rotate in a workflow that is started by schedule or workflow_dispatch.`,
    );
  }
  if (member(payload, 'workflow_run', 'event') === 'pull_request_target') {
    throw refused('a workflow that was started by the event pull_request_target');
  }
  const own = member(payload, 'repository', 'id');
  const heads = [
    member(payload, 'pull_request', 'head', 'repo', 'id'),
    member(payload, 'workflow_run', 'head_repository', 'id'),
  ];
  const about = [payload['pull_request'], payload['workflow_run']];
  // The repository of a deleted fork is null.
  const foreign = about.some((part, at) => part !== undefined && heads[at] !== own);
  if (foreign || own === undefined) throw refused(`the event ${event} of a fork`);
}

function member(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (part, name) => (isJsonObject(part) ? (part as JsonObject)[name] : undefined),
    value,
  );
}

function refused(event: string): Failure {
  return new Failure(
    'E_CONFIG',
    `This run was started by ${oneLine(event, 100)}, so people outside of the repository could reach the credential and the login of its issuer. Nothing was done. Rotate in a workflow that is started by schedule or workflow_dispatch.`,
  );
}
