import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../src/base/failure.ts';
import type { JsonObject } from '../../src/base/json.ts';
import { rotate } from '../../src/rotation/engine.ts';
import { MOST_LIVING } from '../../src/rotation/schedule.ts';
import { certificateHasExpired } from '../../src/rotation/stored-value.ts';
import { createPki } from '../servers/pki.ts';

import { DAY, living, newWorld, OWNER, type World } from './simulated-world.ts';
import { job } from './step-world.ts';

const pki = await createPki();

/** A world whose authority hands out certificates, and shows them again. */
function certificateWorld(days: number) {
  const world = newWorld(1);
  return { world, days, issued: new Map<string, JsonObject>() };
}

type CertificateWorld = ReturnType<typeof certificateWorld>;

/** One run, at whose end certificates count for nothing when they have ended. */
function run({ world, days, issued }: CertificateWorld, changes: Parameters<typeof job>[2] = {}) {
  const one = job(world, { readable: true });
  const { create, read, ...authority } = one.authority;
  return rotate({
    ...one,
    authority: {
      ...authority,
      create: async (name) => {
        const notBefore = new Date(world.now);
        const notAfter = new Date(world.now + days * DAY);
        const pair = await pki.issue({ commonName: name, client: true, notBefore, notAfter });
        issued.set(name, { certificate: pair.certificate, key: pair.privateKey });
        return withCertificate(await create(name));
      },
      read: async (name) => {
        const found = await read?.(name);
        return found && withCertificate(found);
      },
    },
    verify: async (stored) => {
      if (await certificateHasExpired(stored.value ?? {}, one.timing.now())) return 'refused';
      return one.verify(stored);
    },
    ...changes,
  });

  function withCertificate({ name, value }: { readonly name: string; readonly value: JsonObject }) {
    return { name, value: { ...value, ...issued.get(name) } };
  }
}

/** A run each day, at the same time. */
async function daily(one: CertificateWorld, days: number) {
  const runs: { readonly state: string; readonly alive: number; readonly late: boolean }[] = [];
  let ends = Number.POSITIVE_INFINITY;
  for (let day = 0; day < days; day++) {
    const start = one.world.now;
    const { state, expiresAt } = await run(one);
    runs.push({ state, alive: ours(one.world).length, late: ends <= start });
    ends = Number(expiresAt);
    one.world.now = start + DAY;
  }
  return runs;
}

function ours(world: World): string[] {
  return living(world).filter((name) => name.startsWith(OWNER.entry));
}

describe('certificates that live no longer than replaced ones are kept', () => {
  test.each([7, 3, 2])('of %i days never pile up, and never end while stored', async (days) => {
    const one = certificateWorld(days);
    const runs = await daily(one, 60);
    expect(Math.max(...runs.map(({ alive }) => alive))).toBeLessThan(MOST_LIVING);
    expect(runs.filter(({ late }) => late)).toEqual([]);
    const rotations = runs.filter(({ state }) => state === 'rotated').length;
    expect(rotations).toBeGreaterThanOrEqual(60 / days);
  });

  test('do not pile up where each run comes too late', async () => {
    const one = certificateWorld(2);
    for (let week = 0; week < 15; week++) {
      expect((await run(one)).state).toBe('rotated');
      one.world.now += 7 * DAY;
    }
    expect(ours(one.world).length).toBeLessThanOrEqual(MOST_LIVING);
  });

  test('are deleted when they have ended, and told', async () => {
    const one = certificateWorld(7);
    const { credentialName: first } = await run(one);
    one.world.now += 5 * DAY;
    const second = await run(one);
    expect(second.retirePending).toMatchObject([{ name: first }]);
    one.world.now += 2 * DAY;
    expect(await run(one)).toMatchObject({ state: 'not-due', retiredNames: [] });
    one.world.now += 3_600_000;
    expect(await run(one)).toMatchObject({ state: 'retired', retiredNames: [first] });
    expect(ours(one.world)).toEqual([second.credentialName]);
  });

  test('are kept as long as they count, where an earlier one lives longer', async () => {
    const one = certificateWorld(20);
    const { credentialName: first } = await run(one);
    one.world.now += DAY;
    const short = { ...one, days: 3 };
    await run({ ...short }, { mode: 'force' });
    one.world.now += 3 * DAY;
    expect((await run(short)).retiredNames).toEqual([]);
    expect(ours(one.world)).toContain(first);
  });
});

describe('what goes together with certificates of a lifetime', () => {
  const lines = async (days: number, keepOld: number) =>
    (await run(certificateWorld(days), { keepOld })).notes.filter((note) =>
      note.includes('certificate is replaced'),
    );

  test('is told where replaced ones are to be kept longer than they live', async () => {
    expect(await lines(7, 7 * DAY)).toEqual([
      'The certificate is replaced 2.3 days before it ends, and keep-old is 7 days. Jobs can use a replaced one no longer than its certificate lives. Set keep-old to less than 2.3 days, or ask for certificates that live longer, in the parameters of the authority.',
    ]);
  });

  test('is told where a run once a day may come too late', async () => {
    expect(await lines(1, 3_600_000)).toEqual([
      'The certificate is replaced in the last 8 hours of its life, so a run once a day may come too late. Run the rotation more often, or ask for certificates that live longer, in the parameters of the authority.',
    ]);
  });

  test.each([
    [7, 2],
    [30, 9],
  ])('is not told of %i days and %i that are kept', async (days, kept) => {
    expect(await lines(days, kept * DAY)).toEqual([]);
  });

  test('is not told in a run that does nothing', async () => {
    const one = certificateWorld(7);
    await run(one);
    one.world.now += DAY;
    expect(await run(one)).toMatchObject({ state: 'not-due', notes: [] });
  });
});

test('a pair that does not fit is deleted and never stored', async () => {
  const one = certificateWorld(7);
  const { credentialName: first } = await run(one);
  one.world.now += 5 * DAY;
  const before = one.world.destinations[0]?.text;
  const { verify } = job(one.world);
  const mismatched: typeof verify = async (stored) => {
    if (stored.text === before) return verify(stored);
    throw new Failure('E_CERT_KEY_MISMATCH', 'they do not fit');
  };
  const refused = run(one, { verify: mismatched });
  await expect(refused).rejects.toMatchObject({
    code: 'E_CERT_KEY_MISMATCH',
    message: expect.stringContaining('It was deleted, nothing was stored'),
  });
  expect(one.world.destinations[0]?.text).toBe(before);
  expect(ours(one.world)).toEqual([first]);
});

describe('a certificate that begins when the clock of the runner is not there yet', () => {
  /** The job, for which certificates begin so many milliseconds later than for their issuer. */
  function behind(one: CertificateWorld, milliseconds: number) {
    const { verify } = job(one.world);
    const begins = one.world.now + milliseconds;
    const slow: typeof verify = async (stored) => {
      if (one.world.now >= begins) return verify(stored);
      if (!stored.text.includes('-----BEGIN')) return verify(stored);
      throw new Failure('E_CERT_NOT_YET_VALID', 'not yet');
    };
    return run(one, { verify: slow });
  }

  test('is waited for', async () => {
    expect((await behind(certificateWorld(7), 30_000)).state).toBe('rotated');
  });

  test('is deleted where that takes longer, and never stored', async () => {
    const one = certificateWorld(7);
    const before = one.world.destinations[0]?.text;
    await expect(behind(one, 300_000)).rejects.toMatchObject({ code: 'E_CERT_NOT_YET_VALID' });
    expect(one.world.destinations[0]?.text).toBe(before);
    expect(ours(one.world)).toEqual([]);
  });
});

test('whatever the lifetime, keep-old and pace: a run ends with one that counts, and without a crowd', async () => {
  const hour = DAY / 24;
  const gaps = fc.array(fc.integer({ min: 1, max: 14 * 24 }), { minLength: 8, maxLength: 16 });
  const days = fc.integer({ min: 1, max: 30 });
  await fc.assert(
    fc.asyncProperty(days, days, gaps, async (lifetime, kept, pauses) => {
      const one = certificateWorld(lifetime);
      for (const pause of pauses) {
        const schedule = { rotateEvery: 60 * DAY, keepOld: kept * DAY };
        const { expiresAt } = await run(one, schedule);
        expect(Number(expiresAt)).toBeGreaterThan(one.world.now);
        expect(ours(one.world).length).toBeLessThanOrEqual(2 * MOST_LIVING);
        one.world.now += pause * hour;
      }
    }),
    { numRuns: 60 },
  );
}, 60_000);
