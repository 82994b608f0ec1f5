import { describe, expect, test } from 'vitest';
import { refuseUnsafeEvents, workflowRun } from '../../../src/action/workflow-run.ts';

const RUNNER = {
  GITHUB_RUN_ID: '9000000001',
  GITHUB_REPOSITORY: 'acme/portal',
  GITHUB_REPOSITORY_ID: '4711',
};

describe('the workflow run', () => {
  test('is what the runner says', () => {
    expect(workflowRun({ ...RUNNER, GITHUB_API_URL: 'https://ghe.example/api/v3' })).toEqual({
      id: '9000000001',
      repository: 'acme/portal',
      repositoryId: '4711',
      apiUrl: 'https://ghe.example/api/v3',
    });
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

describe('a run that people from outside can start is refused', () => {
  test.each([
    ['pull_request_target', {}],
    ['pull_request', { repository: OWN, pull_request: { head: { repo: FORK } } }],
    ['pull_request', { repository: OWN, pull_request: { head: { repo: null } } }],
    ['pull_request_review', { repository: OWN, pull_request: { head: { repo: FORK } } }],
    ['workflow_run', { repository: OWN, workflow_run: { event: 'push', head_repository: FORK } }],
    [
      'workflow_run',
      { repository: OWN, workflow_run: { event: 'pull_request_target', head_repository: OWN } },
    ],
    ['pull_request', {}],
    ['pull_request', 'no JSON'],
    ['pull_request', undefined],
  ])('%s %j', (event, payload) => {
    const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
    expect(() => refuse(event, text)).toThrow(expect.objectContaining({ code: 'E_CONFIG' }));
  });
});

describe('a run of the repository itself goes on', () => {
  test.each([
    ['schedule', undefined],
    ['workflow_dispatch', {}],
    ['push', { repository: OWN }],
    ['pull_request', { repository: OWN, pull_request: { head: { repo: OWN } } }],
    ['workflow_run', { repository: OWN, workflow_run: { event: 'push', head_repository: OWN } }],
  ])('%s %j', (event, payload) => {
    expect(() => refuse(event, JSON.stringify(payload))).not.toThrow();
  });
});

function refuse(event: string, payload: string | undefined): void {
  const env = { GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: '/event.json' };
  refuseUnsafeEvents(env, (path) => (path === '/event.json' ? payload : undefined));
}
