import { randomUUID } from 'node:crypto';
import { expect, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import type { Transport } from '../../../src/http/http.ts';
import {
  type UndiciTransportOptions,
  undiciTransport,
} from '../../../src/http/undici-transport.ts';
import { btp } from '../../../src/rotation/authorities/btp/index.ts';
import {
  type Authority,
  type AuthorityContext,
  UnknownOutcome,
} from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { type BtpServerOptions, startBtpServer } from '../../servers/btp-server.ts';
import { authorityContext } from './authority-context.ts';

export const START = Date.UTC(2026, 10, 23);

export type BtpWorld = Awaited<ReturnType<typeof btpWorld>>;

/** What a call came to: its failure without the place, or what it returned. */
export interface Outcome {
  readonly code: string | undefined;
  readonly message: string;
}

/**
 * An authority with its server, a clock that only `sleep` moves, and two checks that hold for every
 * test: what is sent has been masked before, and no message shows a secret.
 */
export async function btpWorld(
  options: {
    readonly server?: BtpServerOptions;
    readonly settings?: JsonObject;
    /** In place of the right one. */
    readonly login?: JsonObject;
    readonly context?: Partial<Omit<AuthorityContext, 'runner'>>;
    readonly client?: UndiciTransportOptions;
    /** Milliseconds. */
    readonly timeout?: number;
  } = {},
) {
  const server = await startBtpServer(options.server);
  const client = undiciTransport(options.client ?? {});
  let closed: Promise<void> | undefined;
  const close = (): Promise<void> => {
    closed ??= server.close();
    return closed;
  };
  onTestFinished(async () => {
    await client.close();
    await close();
  });
  const runner = recordingRunner();
  const { masks: masked, lines: shown } = runner;
  const sleeps: number[] = [];
  const correlationIds: string[] = [];
  const unmasked: string[] = [];
  let now = START;

  const transport: Transport = async (request, limits) => {
    const body = JSON.parse(request.body ?? '{}');
    const secrets = [body.password, body.jwt, request.headers['x-cpcli-sessionid']];
    unmasked.push(...secrets.filter((secret) => secret && !masked.includes(secret)));
    return (options.context?.transport ?? client.transport)(request, limits);
  };
  const settings = {
    kind: 'btp',
    'cli-server': server.url,
    subdomain: server.globalAccount,
    scope: { subaccount: server.subaccount },
    ...options.settings,
  };
  const { userName, password, idp } = server;
  const login = JSON.stringify(options.login ?? { userName, password, idp });
  const context = authorityContext({
    timing: {
      now: () => now,
      random: () => 0.5,
      sleep: async (milliseconds) => {
        sleeps.push(milliseconds);
        now += milliseconds;
      },
    },
    deadline: START + (options.timeout ?? 600_000),
    newCorrelationId: () => {
      correlationIds.push(randomUUID());
      return correlationIds.at(-1) ?? '';
    },
    ...options.context,
    ...{ runner, transport },
  });
  const authority = opened(settings, login, context);

  onTestFinished(() => {
    expect(unmasked).toEqual([]);
    const secrets = [server.password, ...server.secrets, ...masked];
    expect(findLeaks(shown.join('\n'), secrets)).toEqual([]);
  });

  return {
    server: { ...server, close },
    authority,
    masked,
    sleeps,
    correlationIds,
    /** The lines of progress, and the messages of failures. */
    shown,
    /** The failure of a call; places and ids in it are replaced by names. */
    failure: async (call: Promise<unknown>): Promise<Outcome> => {
      const error = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof Error)) throw new Error('The call did not fail.');
      shown.push(error.message);
      const host = new URL(server.url).host;
      const id = correlationIds.at(-1) ?? 'none';
      return {
        code:
          error instanceof UnknownOutcome ? error.name : String((error as { code?: unknown }).code),
        message: error.message.replaceAll(host, 'HOST').replaceAll(id, 'ID'),
      };
    },
  };
}

/** An authority that describes its credentials. */
export function opened(settings: JsonObject, login: string, context: AuthorityContext) {
  return btp.open(settings, login, context) as Authority & Required<Pick<Authority, 'describe'>>;
}
