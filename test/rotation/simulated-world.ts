import { Failure } from '../../src/base/failure.ts';
import { managedName } from '../../src/rotation/credential-name.ts';
import { currentCredential, isDocument } from '../../src/rotation/stored-value.ts';
import type { Destination, Mode, RotationJob, StoreAs } from '../../src/rotation/types.ts';
import {
  type Authority,
  type CreatedCredential,
  UnknownOutcome,
} from '../../src/rotation/types.ts';
import { testContext } from '../context.ts';

export const DAY = 86_400_000;
export const OWNER = { entry: 'calm-release', repositoryId: '4711' };
export const SCHEDULE = { rotateEvery: 30 * DAY, keepOld: 7 * DAY };

/** A credential as the simulated authority keeps it. */
interface Kept {
  readonly name: string;
  readonly secret: string;
  alive: boolean;
}

/** A job that has read a destination and uses what it found for a while. */
interface Consumer {
  readonly name: string;
  readonly until: number;
}

/** What goes wrong at a side effect or a read. */
export type Trouble = 'killed before' | 'killed after' | 'refused' | 'answer lost';

/** The process of a run has ended: nothing it does has an effect any more. */
export class Killed extends Error {}

/**
 * An authority, some destinations and the jobs that read them, in simulated time. It checks after
 * each side effect what must always hold, and throws a Violation.
 */
export class Violation extends Error {}

export interface World {
  now: number;
  readonly credentials: Map<string, Kept>;
  /** One that has refused what was to replace its value may hold what has leaked and was deleted. */
  readonly destinations: { text: string; updatedAt: number; refused?: boolean }[];
  /** What persons have named as leaked. */
  readonly leaked: Set<string>;
  readonly consumers: Consumer[];
  /** The living credential in a destination has been deleted by hand. */
  broken: boolean;
  runs: number;
  storeAs: StoreAs;
  /** What the main destination held when the run before the next one was queued. */
  queued: { readonly text: string; readonly at: number };
}

export function newWorld(destinations: number, storeAs: StoreAs = 'json'): World {
  const kept = { name: 'calm-key-by-hand', secret: 'secret-0', alive: true };
  const text = textOfHand(kept.secret, storeAs);
  const now = Date.UTC(2027, 0, 1);
  return {
    now,
    credentials: new Map([
      [kept.name, kept],
      ['somebody-elses-key', { name: 'somebody-elses-key', secret: 'foreign', alive: true }],
    ]),
    destinations: Array.from({ length: destinations }, (_, at) => ({
      text,
      updatedAt: now - (destinations - at) * 1000,
    })),
    consumers: [],
    leaked: new Set(),
    broken: false,
    runs: 0,
    storeAs,
    queued: { text, at: now },
  };
}

function textOfHand(secret: string, storeAs: StoreAs): string {
  return storeAs === 'json' ? JSON.stringify({ clientid: 'client', clientsecret: secret }) : secret;
}

/** The credential that a text holds, by its secret. */
function holder(world: World, text: string): Kept | undefined {
  const value = currentCredential(text).value;
  const secret = value === undefined ? text : value['clientsecret'];
  return [...world.credentials.values()].find((kept) => kept.secret === secret);
}

/** The name of the credential that the main destination holds. */
export function mainName(world: World): string | undefined {
  return holder(world, world.destinations.at(-1)?.text ?? '')?.name;
}

/** Some job reads a destination and works with what it reads, as long as the grace period at most. */
export function consume(world: World, destination: number, days: number): void {
  const { text, refused } = world.destinations[destination % world.destinations.length] ?? {
    text: '',
  };
  // A run has failed and said that this place holds what is replaced everywhere else.
  if (refused === true) return;
  const kept = holder(world, text);
  if (kept?.alive === true) {
    world.consumers.push({ name: kept.name, until: world.now + Math.min(days, 6.5) * DAY });
  }
}

/** Somebody deletes the credential that is stored: an outage, which the next run must end. */
export function breakCurrent(world: World): void {
  const kept = holder(world, world.destinations.at(-1)?.text ?? '');
  if (kept === undefined) return;
  kept.alive = false;
  world.broken = true;
  world.consumers.length = 0;
}

/** Somebody stores a credential of another origin in the main destination. */
export function pasteByHand(world: World): void {
  const number = world.credentials.size;
  const kept = { name: `pasted-${number}`, secret: `secret-${number}`, alive: true };
  world.credentials.set(kept.name, kept);
  world.now += 20 * 60_000;
  const main = world.destinations.at(-1);
  if (main === undefined) return;
  main.text = textOfHand(kept.secret, world.storeAs);
  main.updatedAt = world.now;
  world.now += 1000;
}

export function living(world: World): string[] {
  return [...world.credentials.values()].filter(({ alive }) => alive).map(({ name }) => name);
}

function check(world: World): void {
  for (const [at, { text, refused }] of world.destinations.entries()) {
    const kept = holder(world, text);
    if (refused === true && world.leaked.has(kept?.name ?? '')) continue;
    if (kept?.alive !== true && !world.broken) {
      throw new Violation(`destination ${at} holds a dead credential`);
    }
  }
  for (const { name, until } of world.consumers) {
    if (until > world.now && world.credentials.get(name)?.alive !== true && !world.broken) {
      throw new Violation(`${name} was deleted while a job held it`);
    }
  }
}

/** Those of ours that are newer than what the main destination holds. */
function unstored(world: World): string[] {
  const names = [...world.credentials.keys()];
  const newer = names.slice(names.indexOf(mainName(world) ?? '') + 1);
  return newer.filter((name) => living(world).includes(name));
}

export interface RunOptions {
  readonly mode: Mode;
  /** What happens at the operation of that number, counted from 0. */
  readonly troubles: ReadonlyMap<number, Trouble>;
  /** Can the authority show a secret again? */
  readonly readable: boolean;
  readonly confirm?: string | undefined;
  /** The run was queued before the one before it began: what it holds may be old by now. */
  readonly early?: boolean;
  /** The token may not read when the run began. */
  readonly startUnknown?: boolean;
  /** By how much the clock of the run is wrong, in milliseconds. */
  readonly skew?: number;
  /** The run before this one is not over, or is taken for that. */
  readonly previousAtWork?: boolean;
}

/** The job of one run in this world, and how many operations it has used. */
export function simulatedJob(world: World, options: RunOptions): RotationJob {
  const { mode, troubles, readable, skew = 0 } = options;
  let operations = 0;
  let dead = false;
  const before = new Set(world.credentials.values());
  world.runs += 1;
  const fresh = { text: world.destinations.at(-1)?.text ?? '', at: world.now };
  const { text: current, at } = options.early === true ? world.queued : fresh;
  world.queued = fresh;
  if (mode === 'revoke-now') world.leaked.add(options.confirm ?? '');
  const startedAt = options.startUnknown === true ? undefined : new Date(at);
  const run = { id: String(world.runs), startedAt };
  const previous = options.previousAtWork === true ? String(world.runs - 1) : undefined;
  world.now += 1000;

  /** One operation of the outside world; `effect` is what it changes or reads. */
  async function operation<T>(
    effect: () => T,
    unknown: () => Error,
    refusing?: () => void,
  ): Promise<T> {
    if (dead) throw new Killed();
    const trouble = troubles.get(operations++);
    world.now += 1000;
    if (trouble === 'killed before') {
      dead = true;
      throw new Killed();
    }
    if (trouble === 'refused') {
      refusing?.();
      throw new Failure('E_AUTHORITY', 'refused');
    }
    const result = effect();
    check(world);
    if (trouble === 'killed after') {
      dead = true;
      throw new Killed();
    }
    if (trouble === 'answer lost') throw unknown();
    return result;
  }
  const failed = (code: 'E_AUTHORITY' | 'E_DESTINATION') => () => new Failure(code, 'no answer');

  function created(kept: Kept): CreatedCredential {
    return { name: kept.name, value: { clientid: 'client', clientsecret: kept.secret } };
  }
  const authority: Authority = {
    kind: 'simulated',
    loginClientId: undefined,
    check: () => operation(() => undefined, failed('E_AUTHORITY')),
    list: () =>
      operation(
        () =>
          living(world)
            // In no order that would help.
            .toSorted((one, other) => (other.at(-1) ?? '').localeCompare(one.at(-1) ?? ''))
            .map((name) => ({ name, createdAt: undefined, usable: true })),
        failed('E_AUTHORITY'),
      ),
    create: (name) =>
      operation(
        () => {
          if (world.credentials.has(name)) throw new Violation(`${name} was created twice`);
          const beside = unstored(world).find(
            (one) => managedName(OWNER, one)?.runId === previous && previous !== undefined,
          );
          if (beside !== undefined) throw new Violation(`${name} was created beside ${beside}`);
          const kept = { name, secret: `secret-${world.credentials.size}`, alive: true };
          world.credentials.set(name, kept);
          return created(kept);
        },
        () => new UnknownOutcome(),
      ),
    delete: (name) =>
      operation(() => {
        if (managedName(OWNER, name) === undefined) {
          throw new Violation(`${name} of somebody else was deleted`);
        }
        const kept = world.credentials.get(name);
        if (kept !== undefined) kept.alive = false;
      }, failed('E_AUTHORITY')),
    ...(readable
      ? {
          read: (name: string) =>
            operation(() => {
              const kept = world.credentials.get(name);
              return kept?.alive === true ? created(kept) : undefined;
            }, failed('E_AUTHORITY')),
        }
      : {
          describe: (name: string) =>
            operation(
              () =>
                world.credentials.get(name)?.alive === true
                  ? { name, clientId: 'client' }
                  : undefined,
              failed('E_AUTHORITY'),
            ),
        }),
  };
  const destinations = world.destinations.map(
    (kept, at): Destination => ({
      label: `destination ${at}`,
      check: () =>
        operation(() => ({ updatedAt: new Date(kept.updatedAt) }), failed('E_DESTINATION')),
      store: (text) =>
        operation(
          () => {
            const stored = holder(world, text);
            if (text !== current && stored !== undefined && before.has(stored)) {
              throw new Violation('a run stored what it had neither made nor found stored');
            }
            kept.text = text;
            kept.updatedAt = world.now;
            kept.refused = false;
          },
          failed('E_DESTINATION'),
          () => {
            kept.refused = true;
          },
        ),
    }),
  );
  const main = destinations.at(-1) as Destination;
  return {
    ...SCHEDULE,
    mode,
    owner: OWNER,
    run,
    current,
    confirm: options.confirm,
    storeAs: world.storeAs,
    authority,
    main,
    others: destinations.slice(0, -1),
    verify: ({ text, value }) =>
      operation(() => {
        const kept = world.storeAs === 'json' ? askedWith(text) : String(value?.['clientsecret']);
        return holder(world, kept)?.alive === true ? 'accepted' : 'refused';
      }, failed('E_AUTHORITY')),
    runIsOver: async (id) => id !== run.id && id !== previous,
    ...testContext(),
    deadline: Number.POSITIVE_INFINITY,
    timing: {
      now: () => world.now + skew,
      sleep: async (milliseconds) => {
        if (dead) throw new Killed();
        world.now += milliseconds;
      },
      random: () => 0.5,
    },
  };

  /** A secret alone is no credential where JSON is expected. */
  function askedWith(text: string): string {
    if (isDocument(text)) return text;
    if (mode === 'force') return 'nothing that works';
    throw new Failure('E_CREDENTIAL_FORMAT', 'no credential');
  }
}
