import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { openAuthority } from '../../../src/rotation/authorities/index.ts';
import type { Authority, AuthorityContext } from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { authorityContext } from './authority-context.ts';
import { clientAccess } from './client-access.ts';

export const START = Date.UTC(2026, 10, 23);
/** Milliseconds from the start to the deadline. */
export const TIMEOUT = 600_000;

/** A server of one kind of authority, with what the contract needs of it. */
export interface AuthorityServer {
  /** The member `authority` of an entry of the inventory. */
  readonly settings: JsonObject;
  readonly login: string;
  /** One of the right form that the server refuses. */
  readonly wrongLogin: string;
  /** The names of all credentials that are there. */
  names(): readonly string[];
  /** How many requests have come, of all kinds. */
  requests(): number;
  /** How many requests to create have come. */
  creations(): number;
  /** Every secret that was given out, and those of the login. */
  secrets(): readonly string[];
  /** The next creation takes place, and its answer is lost. */
  loseNextCreation(): void;
  /** Every request to list is answered so from now on. */
  answerLists(answer: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
  }): void;
  /** Makes a credential that is not ours. `authority` is one that is logged in. */
  addForeign(name: string, authority: Authority): unknown;
  close(): Promise<void>;
}

/** A world with a clock that only `sleep` moves. No test may show a secret. */
export async function contractWorld(
  start: (now: () => Date) => Promise<AuthorityServer>,
  changes: Partial<Omit<AuthorityContext, 'runner'>>,
) {
  let now = START;
  const server = await start(() => new Date(now));
  const client = undiciTransport({});
  const runner = recordingRunner();
  const { masks: masked, lines: shown } = runner;
  const hosts: string[] = [];
  const timing = {
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const deadline = START + TIMEOUT;
  const direct = client.transport;
  const given = authorityContext({
    transport: (request, limits) => {
      hosts.push(request.url.host);
      return direct(request, limits);
    },
    timing,
    deadline,
    newCorrelationId: randomUUID,
    accessToken: (text) => clientAccess(text, { transport: direct, timing, deadline }),
    ...changes,
    runner,
  });
  onTestFinished(async () => {
    await client.close();
    await server.close();
    expect(findLeaks(shown.join('\n'), [...server.secrets(), ...masked])).toEqual([]);
  });
  const open = (login: string = server.login) => openAuthority(server.settings, login, given);
  return {
    server,
    given,
    masked,
    shown,
    hosts,
    open,
    now: () => now,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** What a call fails with; its message is looked at for secrets, too. */
    failure: async (call: () => Promise<unknown>): Promise<Error> => {
      const error = await (async () => call())().then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof Error)) throw new Error('The call did not fail.');
      shown.push(error.message);
      return error;
    },
  };
}
