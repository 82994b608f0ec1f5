import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../../src/base/failure.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { cloudFoundry } from '../../../src/rotation/authorities/cloud-foundry/index.ts';
import { rotate } from '../../../src/rotation/engine.ts';
import { currentCredential } from '../../../src/rotation/stored-value.ts';
import type { Authority, RotationOutcome } from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { rateLimited } from '../../servers/cloud-foundry-answers.ts';
import {
  type CloudFoundryCall,
  type CloudFoundryFault,
  type CloudFoundryOptions,
  startCloudFoundry,
} from '../../servers/cloud-foundry-server.ts';
import {
  consume,
  DAY,
  Killed,
  newWorld,
  type RunOptions,
  SCHEDULE,
  simulatedJob,
  type Trouble,
} from '../simulated-world.ts';
import { authorityContext } from './authority-context.ts';

const BY_HAND = 'calm-key-by-hand';
const FOREIGN = 'somebody-elses-key';

/** The simulated destinations and jobs, with Cloud Foundry as the authority. */
async function worldOn(options: CloudFoundryOptions = {}) {
  const world = newWorld(2);
  const server = await startCloudFoundry({ ...options, now: () => world.now });
  const client = undiciTransport({});
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  for (const name of [BY_HAND, FOREIGN]) {
    server.addKey({ name, instance: server.instance.guid, labels: { mta_id: 'acme' } });
  }
  const text = JSON.stringify(server.bindings[0]?.credentials);
  for (const destination of world.destinations) destination.text = text;
  mirror();

  /** What the simulated world knows of credentials is what the broker has given out. */
  function mirror(): void {
    for (const kept of world.credentials.values()) kept.alive = false;
    for (const { name, credentials, operation } of server.bindings) {
      const secret = String(credentials['clientsecret']);
      const alive = operation?.type === 'create' && operation.state === 'succeeded';
      if (name !== null) world.credentials.set(name, { name, secret, alive });
    }
  }

  function mirrored(authority: Authority): Authority {
    const after = async <T>(call: Promise<T>): Promise<T> => {
      try {
        return await call;
      } finally {
        mirror();
      }
    };
    return {
      ...authority,
      create: (name) => after(authority.create(name)),
      read: (name) => after(authority.read?.(name) ?? Promise.resolve(undefined)),
      delete: (name) => after(authority.delete(name)),
    };
  }

  const runner = recordingRunner();
  const { masks: masked, lines: shown } = runner;

  /** One run, with a login of its own. */
  async function run(changes: Partial<RunOptions> = {}): Promise<RotationOutcome> {
    const troubles = new Map<number, Trouble>();
    const job = simulatedJob(world, { mode: 'when-due', troubles, readable: true, ...changes });
    const authority = cloudFoundry.open(
      {
        api: server.api.url,
        organization: server.organization,
        space: server.space,
        instance: server.instance.name,
      },
      JSON.stringify({ username: server.username, password: server.password }),
      authorityContext({
        runner,
        transport: client.transport,
        timing: { now: () => world.now, random: () => 0.5, sleep: job.timing.sleep },
        deadline: world.now + 600_000,
      }),
    );
    try {
      return await rotate({ ...job, authority: mirrored(authority), runner });
    } catch (error) {
      shown.push((error as Error).message);
      throw error;
    }
  }

  onTestFinished(() => {
    expect(findLeaks(shown.join('\n'), [server.password, ...server.secrets()])).toEqual([]);
    expect(server.names().slice(0, 2)).toEqual([BY_HAND, FOREIGN]);
  });
  return {
    ...{ world, server, run, masked },
    /** The names in the destinations. */
    stored: () => world.destinations.map((each) => currentCredential(each.text).name),
    /** The names of the keys beside the two that are not ours. */
    ours: () => server.names().slice(2),
  };
}

describe('a rotation of service keys', () => {
  test('takes a key that nobody manages for due, and leaves it alone', async () => {
    const { server, run, stored, ours, masked } = await worldOn();
    const outcome = await run();
    expect(outcome).toMatchObject({ state: 'rotated', retirePending: [] });
    expect(ours()).toEqual([outcome.credentialName]);
    expect(stored()).toEqual([outcome.credentialName, outcome.credentialName]);
    expect(masked).toContain(server.bindings.at(-1)?.credentials['clientsecret']);
  });

  test('replaces on the day, and deletes after the grace period', async () => {
    const { world, run, stored, ours } = await worldOn({ looks: 2 });
    await run();
    const [old] = stored();
    expect(await run()).toMatchObject({ state: 'not-due' });
    world.now += SCHEDULE.rotateEvery + DAY;
    const { credentialName } = await run();
    expect(stored()).toEqual([credentialName, credentialName]);
    expect(ours()).toEqual([old, credentialName]);
    world.now += SCHEDULE.keepOld + DAY;
    expect(await run()).toMatchObject({ state: 'retired', retirePending: [] });
    expect(ours()).toEqual([credentialName]);
  });

  test('of an instance with one secret is refused before anything is stored', async () => {
    const { world, server, run, ours } = await worldOn({ credentialType: 'instance-secret' });
    const before = structuredClone(world.destinations.map(({ text }) => text));
    await expect(run()).rejects.toMatchObject({ code: 'E_NOT_ROTATABLE' });
    expect(world.destinations.map(({ text }) => text)).toEqual(before);
    expect(ours()).toEqual([]);
    expect(server.calls.filter((call) => call === 'create')).toHaveLength(1);
  });

  test('uses the key whose answer was lost', async () => {
    const { server, run, stored, ours } = await worldOn({ looks: 2 });
    server.inject('create', 'lost answer');
    const { credentialName } = await run();
    expect(ours()).toEqual([credentialName]);
    expect(stored()).toEqual([credentialName, credentialName]);
  });

  test('does not take up the key of a run that died before it stored', async () => {
    const { run, stored, ours } = await worldOn();
    await run();
    // The operations are those of the destinations and the token server alone.
    const troubles = new Map<number, Trouble>([[6, 'killed before']]);
    await expect(run({ mode: 'force', troubles })).rejects.toThrow(Killed);
    const [first, orphan] = ours();
    expect(stored()).toEqual([first, first]);
    const { credentialName: last } = await run({ mode: 'force' });
    expect(ours()).toEqual([first, orphan, last]);
    expect(stored()).toEqual([last, last]);
  });

  test('that the broker refuses leaves everything as it was', async () => {
    const { server, run, stored, ours } = await worldOn();
    server.broker({ fails: 'No capacity.' });
    await expect(run()).rejects.toMatchObject({ code: 'E_AUTHORITY' });
    expect(ours()).toEqual([]);
    expect(stored()).toEqual([undefined, undefined]);
    expect(await run()).toMatchObject({ state: 'rotated' });
  });

  test('after a leak deletes the old key at once', async () => {
    const { run, stored, ours } = await worldOn();
    await run();
    const [old] = stored();
    await run({ mode: 'revoke-now', confirm: old });
    expect(ours()).toEqual(stored().slice(0, 1));
    expect(ours()).not.toContain(old);
  });

  test('after a leak deletes no key that was made by hand', async () => {
    const { server, run } = await worldOn();
    const call = run({ mode: 'revoke-now', confirm: BY_HAND });
    await expect(call).rejects.toMatchObject({ code: 'E_INPUT_INVALID' });
    expect(server.names()).toEqual([BY_HAND, FOREIGN]);
  });
});

const CALLS = ['discovery', 'login', 'instance', 'list', 'create', 'job', 'details', 'delete'];
const FAULTS: readonly CloudFoundryFault[] = [
  ...(['lost answer', 'cut', 'tokens end', 'none'] as const),
  ...[404, 401, 500, 502].map((status) => ({ status, body: 'a router' })),
  rateLimited(5) as CloudFoundryFault,
];

test('no faults of Cloud Foundry break anything, and what they leave is cleared away', async () => {
  const fault = fc.record({
    call: fc.constantFrom(...(CALLS as CloudFoundryCall[])),
    fault: fc.constantFrom(...FAULTS),
    times: fc.integer({ min: 1, max: 5 }),
  });
  const step = fc.record({
    days: fc.constantFrom(0, 1, 8, 31),
    faults: fc.array(fault, { maxLength: 3 }),
    broker: fc.array(
      fc.constantFrom('succeeds' as const, 'never ends' as const, { fails: 'No.' }),
      { maxLength: 2 },
    ),
    mode: fc.constantFrom<RunOptions['mode']>('when-due', 'force', 'retire'),
    reads: fc.boolean(),
  });
  let failures = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
      const { world, server, run, stored, ours } = await worldOn();
      for (const { days, faults, broker, mode, reads } of steps) {
        world.now += days * DAY;
        if (reads) consume(world, 0, 3);
        for (const { call, fault, times } of faults) {
          server.inject(call, ...Array<CloudFoundryFault>(times).fill(fault));
        }
        server.broker(...broker);
        try {
          await run({ mode });
        } catch (error) {
          expect(error).toBeInstanceOf(Failure);
          failures += 1;
        }
      }
      server.calm();
      for (const mode of ['retire', 'force', 'retire', 'retire'] as const) {
        world.now += SCHEDULE.keepOld + DAY;
        await run({ mode });
      }
      const [name] = stored();
      expect(ours()).toEqual([name]);
      expect(stored()).toEqual([name, name]);
    }),
    { numRuns: 150 },
  );
  expect(failures).toBeGreaterThan(20);
}, 120_000);
