import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  credentialName,
  fingerprint,
  managedName,
  orphanOf,
  prefixOf,
} from '../../src/rotation/credential-name.ts';
import { holderOf } from '../../src/rotation/observe.ts';
import { dueAt, graceEnd, managed, retirable } from '../../src/rotation/schedule.ts';
import type { Owner } from '../../src/rotation/types.ts';

const DAY = 86_400_000;
const entry = fc.stringMatching(/^[a-z0-9-]{1,24}$/);
const id = fc.bigInt({ min: 1n, max: 10n ** 13n }).map(String);
const time = fc.integer({ min: Date.UTC(2020, 0, 1), max: Date.UTC(2099, 0, 1) });

describe('the name of a credential', () => {
  test('tells who made it, when and in which run, and fits everywhere', () => {
    fc.assert(
      fc.property(
        entry,
        id,
        id,
        time,
        fc.integer({ min: 1, max: 99 }),
        fc.option(fc.string(), { nil: undefined }),
        (own, repositoryId, run, now, number, secret) => {
          const owner = { entry: own, repositoryId };
          const name = credentialName(owner, run, now, number, secret);
          expect(name).toMatch(/^[a-z0-9-]{1,63}$/);
          expect(managedName(owner, name)).toEqual({
            name,
            prefix: prefixOf(owner),
            createdAt: new Date(Math.floor(now / 1000) * 1000),
            runId: run,
            number,
            replaces: secret === undefined ? undefined : fingerprint(prefixOf(owner), secret),
          });
        },
      ),
    );
  });

  test('is nobody elses', () => {
    fc.assert(
      fc.property(entry, id, id, time, (own, one, other, now) => {
        fc.pre(one !== other);
        const name = credentialName({ entry: own, repositoryId: one }, '7', now, 1);
        expect(managedName({ entry: own, repositoryId: other }, name)).toBeUndefined();
        expect(
          managedName({ entry: `${own.slice(0, 22)}-x`, repositoryId: one }, name),
        ).toBeUndefined();
      }),
    );
  });

  test('tells entries apart that begin alike and are longer than what fits', () => {
    const [one, other] = ['of-a-long-name-that-ends', 'of-a-long-name-that-endz'].map((own) => ({
      entry: own,
      repositoryId: '4711',
    })) as [Owner, Owner];
    expect(managedName(other, credentialName(one, '7', 0, 1))).toBeUndefined();
  });

  test('is not that of another server, and that of a former name only where the entry says so', () => {
    const owner: Owner = { entry: 'calm-release', repositoryId: '4711', server: 'github.com' };
    const name = credentialName(owner, '7', 0, 1);
    expect(managedName({ ...owner, server: 'github.acme.example' }, name)).toBeUndefined();
    const renamed: Owner = { ...owner, entry: 'calm-prod', entries: ['calm-prod'] };
    expect(managedName(renamed, name)).toBeUndefined();
    expect(managedName({ ...renamed, was: ['calm-release'] }, name)).toMatchObject({ name });
    expect(orphanOf(renamed, name)).toEqual({ name, entry: 'calm-release' });
    expect(orphanOf({ ...renamed, repositoryId: '4712' }, name)).toBeUndefined();
    expect(orphanOf({ ...renamed, entries: ['calm-prod', 'calm-release'] }, name)).toBeUndefined();
    expect(orphanOf({ ...renamed, entries: undefined }, name)).toBeUndefined();
  });

  test('that the first version has given is still known', () => {
    const name = 'calm-release-iylqpk-20261123t020304z-7kd0x2p1-1';
    expect(managedName({ entry: 'calm-release', repositoryId: '4711' }, name)).toMatchObject({
      runId: '592872398821',
      createdAt: new Date('2026-11-23T02:03:04Z'),
    });
  });

  test.each(['calm', 'calm-release', 'calm-release-20261123t020304z-7kd0x2p1-1', '', '__proto__'])(
    '%j is not ours',
    (name) => {
      expect(managedName({ entry: 'calm-release', repositoryId: '4711' }, name)).toBeUndefined();
    },
  );
});

describe('the fingerprint of a secret', () => {
  const owner = { entry: 'calm-release', repositoryId: '4711' };
  const secrets = Array.from({ length: 500 }, (_, at) => `secret-${at}`);

  test('tells secrets apart', () => {
    const prints = new Set(secrets.map((secret) => fingerprint(prefixOf(owner), secret)));
    expect(prints.size).toBe(secrets.length);
  });

  test('is another one for each owner, so that nobody sees who shares a secret', () => {
    const others = { ...owner, repositoryId: '4712' };
    const same = secrets.filter(
      (one) => fingerprint(prefixOf(owner), one) === fingerprint(prefixOf(others), one),
    );
    expect(same).toEqual([]);
  });

  test('leads to the one that was created before the first that carries it', () => {
    const made = (now: number, replaced?: string) => ({
      name: credentialName(owner, '7', now * 1000, 1, replaced),
      createdAt: undefined,
      usable: true,
    });
    const names = [made(4, 'two'), made(1), made(3, 'two'), made(5, 'four'), made(2, 'one')];
    const ours = managed(owner, names);
    const order = (secret: string) => {
      const holder = holderOf(ours, secret)?.name;
      return ours.findIndex(({ name }) => name === holder);
    };
    expect(['one', 'two', 'four', 'newest'].map(order)).toEqual([0, 1, 3, 4]);
    expect(holderOf(ours.slice(1), 'one')).toBeUndefined();
    expect(holderOf([], 'one')).toBeUndefined();
  });
});

test('of two credentials of one second the one with the higher number is newer', () => {
  const owner = { entry: 'calm-release', repositoryId: '4711' };
  const names = [10, 9, 1].map((number) => credentialName(owner, '7', 0, number));
  const listed = names.map((name) => ({ name, createdAt: undefined, usable: true }));
  expect(managed(owner, listed).map(({ number }) => number)).toEqual([1, 9, 10]);
});

test('a certificate is due when two thirds of its time are over, if not by age before', () => {
  const created = new Date(Date.UTC(2027, 0, 1));
  const schedule = { rotateEvery: 60 * DAY, keepOld: 7 * DAY };
  const days = (until: number) => {
    const to = new Date(created.getTime() + until * DAY);
    return (
      (Number(dueAt(created, 'calm', schedule, { from: created, to })) - Number(created)) / DAY
    );
  };
  expect(days(30)).toBe(20);
  expect(days(7)).toBeCloseTo(14 / 3);
  expect(days(365)).toBe((Number(dueAt(created, 'calm', schedule)) - Number(created)) / DAY);
});

test('300 entries of one day fall due on many days, none too late', () => {
  const created = new Date(Date.UTC(2027, 0, 1));
  const schedule = { rotateEvery: 60 * DAY, keepOld: 7 * DAY };
  const days = Array.from({ length: 300 }, (_, at) =>
    Math.floor((dueAt(created, `entry-${at}`, schedule).getTime() - created.getTime()) / DAY),
  );
  expect(Math.max(...days)).toBeLessThanOrEqual(60);
  expect(Math.min(...days)).toBeGreaterThanOrEqual(54);
  const perDay = Map.groupBy(days, (day) => day);
  expect(perDay.size).toBeGreaterThanOrEqual(6);
  expect(Math.max(...[...perDay.values()].map(({ length }) => length))).toBeLessThan(80);
});

describe('what may be deleted', () => {
  const owner = { entry: 'calm-release', repositoryId: '4711' };
  const schedule = { rotateEvery: 70 * DAY, keepOld: 66 * DAY };
  const made = (day: number, replaced?: string) =>
    credentialName(owner, '7', day * DAY, 1, replaced);
  /** How many days pass until each may be deleted, from when the main destination was last written. */
  function days(names: readonly string[], written: number, bySecret = false): number[] {
    const ours = managed(
      owner,
      names.map((name) => ({ name, createdAt: undefined, usable: true })),
    );
    const past = { ours, writtenAt: new Date(written * DAY), bySecret, startKnown: true };
    return ours.map((one) => Math.round(Number(graceEnd(one, past, schedule)) / DAY));
  }
  const first = made(10);
  const second = made(80, first);
  const third = made(150, second);

  test('has been replaced so long ago, however often what replaced it was stored again', () => {
    expect(days([first, second, third], 155).slice(0, 2)).toEqual([80 + 66, 150 + 66]);
    expect(days([first, second, third], 300).slice(0, 2)).toEqual([80 + 66, 150 + 66]);
  });
  test('counts from the last that has replaced it: the one before was never stored, or taken back', () => {
    const again = made(90, first);
    expect(days([first, second, again], 91)[0]).toBe(90 + 66);
  });
  test('was never stored and may have been somewhere until all places were written again', () => {
    const again = made(90, first);
    expect(days([first, second, again], 91)[1]).toBe(91 + 66);
    expect(days([first, second], 85)[1]).toBe(85 + 66);
  });
  test('is older than something that nobody knows', () => {
    const pasted = made(90, 'a secret that a person has stored');
    expect(days([first, second, pasted], 90)[0]).toBe(90 + 66);
    expect(days([first, third], 150)[0]).toBe(150 + 66);
  });
  test('counts from the second replacement at the latest, where names tell of secrets alone', () => {
    const [b, again, c] = [made(80, 'secret a'), made(90, 'secret a'), made(150, 'secret c')];
    expect(days([first, b, again, c], 300, true).slice(0, 3)).toEqual(
      [150, 300, 300].map((day) => day + 66),
    );
    expect(days([first, b, again], 95, true)[0]).toBe(95 + 66);
  });
  test('is never the current one', () => {
    const ours = managed(owner, [{ name: first, createdAt: undefined, usable: true }]);
    const past = { ours, writtenAt: new Date(0), bySecret: false, startKnown: true };
    expect(retirable(past, first, 999 * DAY, schedule)).toEqual([]);
    expect(retirable(past, second, 999 * DAY, schedule)).toHaveLength(1);
  });
});
