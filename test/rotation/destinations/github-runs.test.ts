import { describe, expect, test } from 'vitest';
import { workflowRuns } from '../../../src/rotation/destinations/github/issues.ts';
import type { GitHubFault } from '../../servers/github-server.ts';
import { failureOf, gitHubWorld, START } from './github-world.ts';

async function world(...faults: readonly Omit<GitHubFault, 'on'>[]) {
  const { server, client } = await gitHubWorld();
  server.runs.set('7', { createdAt: START, status: 'in_progress' });
  server.runs.set('8', { createdAt: START, status: 'completed' });
  for (const fault of faults) server.fail({ on: /runs/, ...fault });
  return workflowRuns(client, 'acme/portal');
}

describe('a workflow run', () => {
  test('says when it was created, and whether it is over', async () => {
    const runs = await world();
    expect(await runs.createdAt('7')).toEqual(new Date(START));
    expect(await runs.isOver('7')).toBe(false);
    expect(await runs.isOver('8')).toBe(true);
  });

  test('that is gone says nothing', async () => {
    const runs = await world();
    expect(await runs.isOver('9')).toBeUndefined();
  });

  test('that the token may not read says nothing', async () => {
    const runs = await world({ status: 403, times: 99 });
    expect(await runs.createdAt('7')).toBeUndefined();
    expect(await runs.isOver('7')).toBeUndefined();
  });

  test.each<Omit<GitHubFault, 'on'>>([
    { status: 503, times: 3 },
    { status: 500, times: 2 },
    { lost: 'before', times: 2 },
    { status: 403, times: 2 },
    { status: 404, times: 3 },
    { status: 401 },
    { status: 429, headers: { 'retry-after': '9' } },
  ])('that cannot be read for a moment is asked for again: %j', async (fault) => {
    const runs = await world(fault);
    expect(await runs.createdAt('7')).toEqual(new Date(START));
  });

  test.each<Omit<GitHubFault, 'on'>>([
    { status: 503 },
    { status: 401 },
    { status: 501 },
    { lost: 'before' },
    { status: 200, body: '<html>' },
    { status: 200, body: { created_at: 'soon' } },
    { status: 200, body: { created_at: null, status: null } },
    { status: 301 },
  ])('of which nobody tells anything ends the rotation: %j', async (fault) => {
    const runs = await world({ ...fault, times: 99 });
    for (const look of [() => runs.createdAt('7'), () => runs.isOver('7')]) {
      const { code, message } = await failureOf(look());
      expect(code).toBe('E_DESTINATION');
      expect(message).toMatch(/^The workflow run 7 of acme\/portal could not be read: /);
    }
  });
});
