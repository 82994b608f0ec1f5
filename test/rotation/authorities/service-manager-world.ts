import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import { readCredential } from '../../../src/credentials/read.ts';
import type { Transport } from '../../../src/http/http.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { openAuthority } from '../../../src/rotation/authorities/index.ts';
import {
  type AuthorityContext,
  type ClientAccess,
  UnknownOutcome,
} from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { type SmServerOptions, startServiceManager } from '../../servers/service-manager-server.ts';
import { authorityContext, OWNER_TEXT } from './authority-context.ts';
import { clientAccess } from './client-access.ts';

export const START = Date.UTC(2026, 10, 23);

/** The labels of a binding that this rotation has made. */
export const OURS = {
  managed_by: ['api-client-credentials'],
  rotation_owner: [OWNER_TEXT],
};

/** For tests that answer everything themselves. */
export const fakeToken = async (): Promise<ClientAccess> => ({
  clientId: 'a',
  accessToken: 'fake-token-for-this',
  expiresAt: undefined,
});

export type SmWorld = Awaited<ReturnType<typeof smWorld>>;

/** What a call came to: its failure without the place. */
export interface Outcome {
  readonly code: string;
  readonly message: string;
}

/**
 * An authority with its server, a clock that only `sleep` moves, and two checks that hold for every
 * test: what is sent has been masked before, and no message shows a secret.
 */
export async function smWorld(
  options: {
    readonly server?: SmServerOptions;
    readonly settings?: Readonly<Record<string, unknown>>;
    readonly context?: Partial<Omit<AuthorityContext, 'runner'>>;
    readonly login?: string;
    /** Milliseconds. */
    readonly timeout?: number;
  } = {},
) {
  let now = START;
  const server = await startServiceManager({ now: () => new Date(now), ...options.server });
  const client = undiciTransport({});
  onTestFinished(async () => {
    await client.close();
    await server.close();
  });
  const runner = recordingRunner();
  const { masks: masked, lines: shown } = runner;
  const sleeps: number[] = [];
  const correlationIds: string[] = [];
  const unmasked: string[] = [];
  const timing = {
    now: () => now,
    random: () => 0.5,
    sleep: async (milliseconds: number) => {
      sleeps.push(milliseconds);
      now += milliseconds;
    },
  };
  const deadline = START + (options.timeout ?? 600_000);

  const direct = client.transport;
  const transport: Transport = async (request, limits) => {
    const [, token = ''] = /^Bearer (.*)$/.exec(request.headers['authorization'] ?? '') ?? [];
    if (!masked.includes(token)) unmasked.push(token);
    return (options.context?.transport ?? direct)(request, limits);
  };
  const context = authorityContext({
    timing,
    deadline,
    newCorrelationId: () => {
      correlationIds.push(randomUUID());
      return correlationIds.at(-1) ?? '';
    },
    accessToken,
    ...options.context,
    ...{ runner, transport },
  });

  async function accessToken(text: string): Promise<ClientAccess> {
    const { secrets } = await readCredential(text);
    unmasked.push(...secrets.filter((secret) => !masked.includes(secret)));
    return clientAccess(text, { transport: direct, timing, deadline });
  }

  const settings = { kind: 'service-manager', instance: server.instance.name, ...options.settings };
  const authority = openAuthority(settings, options.login ?? server.login, context);

  onTestFinished(() => {
    expect(unmasked).toEqual([]);
    expect(findLeaks(shown.join('\n'), [...server.secrets, ...masked])).toEqual([]);
  });

  return {
    server,
    context,
    authority,
    /** One with other settings or another login in the same context. */
    another: (changes: Readonly<Record<string, unknown>>, login: string = server.login) =>
      openAuthority({ ...settings, ...changes }, login, context),
    accessToken,
    masked,
    sleeps,
    correlationIds,
    /** The lines of progress, and the messages of failures. */
    shown,
    pass: (milliseconds: number) => {
      now += milliseconds;
    },
    /** The failure of a call; places and ids in it are replaced by names. */
    failure: async (call: Promise<unknown>): Promise<Outcome> => {
      const error = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof Error)) throw new Error('The call did not fail.');
      shown.push(error.message);
      const host = new URL(server.url).host;
      const ids = correlationIds.join('|') || 'none';
      return {
        code:
          error instanceof UnknownOutcome ? error.name : String((error as { code?: unknown }).code),
        message: error.message.replaceAll(host, 'HOST').replaceAll(new RegExp(ids, 'g'), 'ID'),
      };
    },
  };
}
