import { Failure } from '../../../src/base/failure.ts';
import { rotateByHand } from '../../../src/rotation/manual/engine.ts';
import type { Issue, Issues, ManualJob } from '../../../src/rotation/manual/types.ts';
import type { Destination, RotationOutcome } from '../../../src/rotation/types.ts';
import { secretsLedger } from '../../../src/secrets/ledger.ts';
import { testContext } from '../../context.ts';

export const DAY = 86_400_000;
export const OWNER = { entry: 'reviews', repositoryId: '4711' };
export const TOKEN_URL = 'https://login.example.com/oauth/token';
export const START = Date.UTC(2027, 0, 1);

/** Two destinations, the main one last, and a person who makes clients and reads issues. */
export interface World {
  now: number;
  readonly stored: { text: string; updatedAt: number }[];
  /** Client ids by secret. */
  readonly clients: Map<string, string>;
  readonly issues: MutableIssue[];
  /** Called before each write of an issue; may throw. */
  onIssue: (what: 'list' | 'create' | 'update') => void;
  /** Called before each write of a destination; may throw. */
  onStore: (at: number) => void;
  readonly masked: string[];
}

type MutableIssue = { -readonly [member in keyof Issue]: Issue[member] };

export function newWorld(): World {
  return {
    now: START,
    stored: [],
    clients: new Map(),
    issues: [],
    onIssue: () => undefined,
    onStore: () => undefined,
    masked: [],
  };
}

/** A person makes a client. @returns the text as its issuer shows it. */
export function makeClient({ clients }: World, clientId: string): string {
  const secret = `secret-of-${clientId}`;
  clients.set(secret, clientId);
  return `Client ID: ${clientId}\nClient Secret: ${secret}\nToken URL: ${TOKEN_URL}`;
}

/** A person puts a text into the main destination. */
export function paste(world: World, text: string): void {
  world.now += 60_000;
  world.stored[1] = { text, updatedAt: world.now };
  world.now += 60_000;
}

export async function run(
  world: World,
  changes: Partial<ManualJob> = {},
): Promise<RotationOutcome> {
  return rotateByHand({ ...jobOf(world), ...changes });
}

/** A client that a run has stored in both destinations. */
export async function adopted(clientId: string): Promise<World> {
  const world = newWorld();
  paste(world, makeClient(world, clientId));
  await run(world);
  world.now += 20 * 60_000;
  return world;
}

export function rotationIn(text: string | undefined): unknown {
  return JSON.parse(text ?? '{}').rotation;
}

export function jobOf(world: World): ManualJob {
  world.now += 1000;
  const destinations = [0, 1].map(
    (at): Destination => ({
      label: `destination ${at}`,
      async check() {
        const updatedAt = world.stored[at]?.updatedAt;
        return { updatedAt: updatedAt === undefined ? undefined : new Date(updatedAt) };
      },
      async store(text) {
        world.onStore(at);
        world.now += 1000;
        world.stored[at] = { text, updatedAt: world.now };
      },
    }),
  );
  const [other, main] = destinations as [Destination, Destination];
  return {
    mode: 'when-due',
    confirm: undefined,
    owner: OWNER,
    run: { id: '1', startedAt: new Date(world.now) },
    current: world.stored[1]?.text,
    storeAs: 'json',
    rotateEvery: 60 * DAY,
    keepOld: 7 * DAY,
    main,
    others: [other],
    tokenUrl: undefined,
    verify: async ({ text }) => {
      const { ClientSecret = '', clientsecret = ClientSecret } = JSON.parse(text);
      return world.clients.has(clientsecret) ? 'accepted' : 'refused';
    },
    ...testContext({
      timing: { now: () => world.now, sleep: async () => {}, random: () => 0.5 },
      secrets: secretsLedger((values) => void world.masked.push(...values)),
    }),
    issues: issuesOf(world),
    handwork: {
      repository: 'acme/portal',
      secret: 'REVIEWS_CLIENT',
      environment: 'production',
      workflow: 'rotation.yml',
      instructions: undefined,
    },
  };
}

function issuesOf(world: World): Issues {
  return {
    repository: 'acme/portal',
    async list() {
      world.onIssue('list');
      return world.issues.map((issue) => ({ ...issue }));
    },
    async create(text) {
      world.onIssue('create');
      const issue = { ...text, number: world.issues.length + 1, open: true };
      world.issues.push(issue);
      return { ...issue };
    },
    async update(number, changes) {
      world.onIssue('update');
      Object.assign(world.issues[number - 1] ?? {}, changes);
    },
  };
}

/** An answer that never came, or one that says no. */
export function noIssues(): Failure {
  return new Failure('E_DESTINATION', 'The issues of acme/portal could not be read: no.');
}
