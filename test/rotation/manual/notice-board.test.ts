import { describe, expect, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { noticeBoard } from '../../../src/rotation/manual/notices.ts';
import type { IssueText } from '../../../src/rotation/manual/types.ts';
import { jobOf, newWorld, noIssues, OWNER, START, type World } from './manual-world.ts';

const SUBJECT = {
  kind: 'replace',
  client: 'client-a',
  since: new Date(START),
  leaked: false,
} as const;
const OTHER = { ...SUBJECT, client: 'client-b' };
const TEXT: IssueText = { title: 'Replace it', body: 'Do this.' };

const open = (world: World) => noticeBoard(OWNER, jobOf(world).issues);

/** A world with the issue about the subject, as a run has opened it. */
async function told(): Promise<World> {
  const world = newWorld();
  await (await open(world)).post(SUBJECT, TEXT, false);
  return world;
}

function states({ issues }: World): boolean[] {
  return issues.map((issue) => issue.open);
}

describe('what is told', () => {
  test('has one issue, however often it is told', async () => {
    const world = await told();
    const writes: string[] = [];
    world.onIssue = (what) => void writes.push(what);
    await (await open(world)).post(SUBJECT, TEXT, false);
    expect(writes).toEqual(['list']);
    expect(world.issues).toHaveLength(1);
  });

  test('is brought up to date', async () => {
    const world = await told();
    await (await open(world)).post(SUBJECT, { title: 'Replace it', body: 'Do that.' }, false);
    expect(world.issues[0]?.body).toMatch(/^<!-- .* -->\nDo that\.$/);
  });

  test('is up to date although an editor has changed its line breaks', async () => {
    const world = await told();
    const [issue] = world.issues;
    Object.assign(issue ?? {}, { body: `${issue?.body.replaceAll('\n', '\r\n')}\r\n` });
    const writes: string[] = [];
    world.onIssue = (what) => void writes.push(what);
    await (await open(world)).post(SUBJECT, TEXT, false);
    expect(writes).toEqual(['list']);
  });

  test.each([
    [false, [false]],
    [true, [true]],
  ])(
    'stays closed where a person has closed it, unless it is urgent: %s',
    async (urgent, states_) => {
      const world = await told();
      Object.assign(world.issues[0] ?? {}, { open: false });
      await (await open(world)).post(SUBJECT, TEXT, urgent);
      expect(states(world)).toEqual(states_);
    },
  );

  test('is known by the first line alone, and not by what somebody quotes', async () => {
    const world = await told();
    const [issue] = world.issues;
    Object.assign(issue ?? {}, { body: `Look at this:\n${issue?.body}` });
    await (await open(world)).post(SUBJECT, TEXT, false);
    expect(world.issues).toHaveLength(2);
  });

  test('is of this entry of this repository', async () => {
    const world = await told();
    for (const owner of [
      { ...OWNER, entry: 'reviews-2' },
      { ...OWNER, repositoryId: '47110' },
    ]) {
      const board = await noticeBoard(owner, jobOf(world).issues);
      expect(board.asked()).toEqual([]);
    }
  });
});

describe('an issue that is opened without an answer', () => {
  test('is found where it was opened all the same', async () => {
    const world = newWorld();
    const { issues } = jobOf(world);
    const create: typeof issues.create = async (text) => {
      await issues.create(text);
      throw noIssues();
    };
    const board = await noticeBoard(OWNER, { ...issues, create });
    expect(await board.post(SUBJECT, TEXT, false)).toMatchObject({ number: 1 });
    expect(board.trouble()).toBeUndefined();
  });

  test('is not opened again in the same run', async () => {
    const world = newWorld();
    let created = 0;
    world.onIssue = (what) => {
      if (what !== 'create') return;
      created += 1;
      throw noIssues();
    };
    const board = await open(world);
    expect(await board.post(SUBJECT, TEXT, false)).toBeUndefined();
    expect(await board.post(SUBJECT, TEXT, false)).toBeUndefined();
    expect(created).toBe(1);
    expect(board.trouble()?.message).toContain('could not be read: no.');
  });

  test('is known although the list does not show it yet', async () => {
    const world = newWorld();
    const { issues } = jobOf(world);
    const board = await noticeBoard(OWNER, { ...issues, list: async () => [] });
    expect(await board.post(SUBJECT, TEXT, false)).toMatchObject({ number: 1, open: true });
  });
});

describe('of two issues about one subject', () => {
  /** As if the request of a run that died had arrived when the next one was asking. */
  async function doubled(): Promise<World> {
    const world = await told();
    world.issues.push({ ...(world.issues[0] as (typeof world.issues)[0]), number: 2 });
    return world;
  }

  test('the younger one is closed by the run that meets it', async () => {
    const world = await doubled();
    await (await open(world)).settle(SUBJECT);
    expect(states(world)).toEqual([true, false]);
  });

  test('the younger one is closed by the run that opened it', async () => {
    const world = newWorld();
    const { issues } = jobOf(world);
    const create: typeof issues.create = async (text) => {
      await issues.create(text);
      return issues.create(text);
    };
    const board = await noticeBoard(OWNER, { ...issues, create });
    expect(await board.post(SUBJECT, TEXT, false)).toMatchObject({ number: 1 });
    expect(states(world)).toEqual([true, false]);
  });
});

describe('what is done', () => {
  test('is closed, and marked so that it is not taken for the word of a person', async () => {
    const world = await told();
    const board = await open(world);
    await board.settle(OTHER);
    expect(states(world)).toEqual([false]);
    expect(world.issues[0]?.body).toMatch(/ done -->\nDo this\.$/);
    const writes: string[] = [];
    world.onIssue = (what) => void writes.push(what);
    await (await open(world)).settle(OTHER);
    expect(writes).toEqual(['list']);
  });

  test('stays for the next run where it cannot be closed', async () => {
    const world = await told();
    const board = await open(world);
    world.onIssue = () => {
      throw new Failure('E_DESTINATION', 'no');
    };
    await board.settle(OTHER);
    expect(board.trouble()?.message).toBe('no');
    expect(states(world)).toEqual([true]);
  });
});
