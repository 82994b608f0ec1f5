import { describe, expect, test } from 'vitest';
import {
  refuseForeignEvents,
  refuseIdleAttempt,
  workflowRun,
} from '../../../src/action/workflow-run.ts';

const RUNNER = {
  GITHUB_RUN_ID: '9000000001',
  GITHUB_REPOSITORY: 'acme/portal',
  GITHUB_REPOSITORY_ID: '4711',
};

describe('the workflow run', () => {
  test('is what the runner says', () => {
    expect(workflowRun({ ...RUNNER, GITHUB_API_URL: 'https://ghe.example/api/v3' })).toEqual({
      id: '9000000001',
      attempt: 1,
      repository: 'acme/portal',
      repositoryId: '4711',
      apiUrl: 'https://ghe.example/api/v3',
    });
  });

  test.each([
    ['1', 1],
    ['12', 12],
    ['', 1],
    ['2nd', 1],
  ])('says with %j that this is attempt %i', (GITHUB_RUN_ATTEMPT, attempt) => {
    expect(workflowRun({ ...RUNNER, GITHUB_RUN_ATTEMPT })).toMatchObject({ attempt });
  });

  test('is on github.com where the runner names no API', () => {
    expect(workflowRun(RUNNER).apiUrl).toBe('https://api.github.com');
  });

  test('is nowhere where the URL of the API is none', () => {
    expect(() => workflowRun({ ...RUNNER, GITHUB_API_URL: 'ghe.example' })).toThrow(
      expect.objectContaining({
        code: 'E_RUNNER',
        message: expect.stringContaining('GITHUB_API_URL'),
      }),
    );
  });

  test.each(Object.keys(RUNNER))('cannot be without %s', (name) => {
    expect(() => workflowRun({ ...RUNNER, [name]: '' })).toThrow(
      expect.objectContaining({ code: 'E_RUNNER', message: expect.stringContaining(name) }),
    );
  });
});

const OWN = { id: 4711 };
const FORK = { id: 815 };

const OWN_PULL_REQUEST = { repository: OWN, pull_request: { head: { repo: OWN } } };
const ownRun = (event: unknown) => ({
  repository: OWN,
  workflow_run: { event, head_repository: OWN },
});

describe('a run that people from outside can start is refused', () => {
  test.each([
    ['pull_request_target', {}],
    ['pull_request', { repository: OWN, pull_request: { head: { repo: FORK } } }],
    ['pull_request', OWN_PULL_REQUEST],
    ['pull_request_review', OWN_PULL_REQUEST],
    ['issue_comment', { repository: OWN }],
    ['issues', { repository: OWN }],
    ['discussion', { repository: OWN }],
    ['discussion_comment', { repository: OWN }],
    ['watch', { repository: OWN }],
    ['fork', { repository: OWN }],
    ['gollum', { repository: OWN }],
    ['label', { repository: OWN }],
    ['merge_group', { repository: OWN }],
    ['Schedule', { repository: OWN }],
    ['constructor', {}],
    ['an_event_of_next_year', {}],
    ['workflow_run', { repository: OWN, workflow_run: { event: 'push', head_repository: FORK } }],
    ['workflow_run', { repository: OWN, workflow_run: { event: 'push', head_repository: null } }],
    ['workflow_run', { workflow_run: { event: 'push' } }],
    ['workflow_run', ownRun('pull_request_target')],
    ['workflow_run', ownRun('pull_request')],
    ['workflow_run', ownRun('issue_comment')],
    ['workflow_run', ownRun('workflow_run')],
    ['workflow_run', ownRun(['push'])],
    ['workflow_run', {}],
    ['workflow_run', 'no JSON'],
    ['workflow_run', undefined],
  ])('%s %j', (event, payload) => {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    expect(() => refuse(event, text)).toThrow(
      expect.objectContaining({
        code: 'E_CONFIG',
        message: expect.stringMatching(/^This run was started by .*Nothing was done\. Rotate in/),
      }),
    );
  });
});

describe('a run of the repository itself goes on', () => {
  test.each([
    ['schedule', undefined],
    ['workflow_dispatch', {}],
    ['repository_dispatch', {}],
    ['push', { repository: OWN }],
    ['workflow_call', {}],
    ['workflow_run', ownRun('push')],
    ['workflow_run', ownRun('schedule')],
    ['', undefined],
  ])('%s %j', (event, payload) => {
    expect(() => refuse(event, JSON.stringify(payload))).not.toThrow();
  });
});

function refuse(event: string, payload: string | undefined): void {
  const env = { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: '/event.json' };
  refuseForeignEvents(env, (path) => (path === '/event.json' ? payload : undefined));
}

describe('an attempt', () => {
  const run = workflowRun(RUNNER);

  test('after the first is no success where it has done nothing', () => {
    expect(() => refuseIdleAttempt({ ...run, attempt: 2 }, 'stale-snapshot')).toThrow(
      expect.objectContaining({ code: 'E_STALE', message: expect.stringContaining('attempt 2') }),
    );
  });

  test.each([
    [1, 'stale-snapshot'],
    [2, 'rotated'],
    [2, 'not-due'],
  ] as const)('%i with the state %s is one', (attempt, state) => {
    expect(() => refuseIdleAttempt({ ...run, attempt }, state)).not.toThrow();
  });
});
