import { expect, onTestFinished } from 'vitest';
import type { JsonObject } from '../../../src/base/json.ts';
import type { Transport } from '../../../src/http/http.ts';
import { undiciTransport } from '../../../src/http/undici-transport.ts';
import { cloudFoundry } from '../../../src/rotation/authorities/cloud-foundry/index.ts';
import { type AuthorityContext, UnknownOutcome } from '../../../src/rotation/types.ts';
import { recordingRunner } from '../../context.ts';
import { findLeaks } from '../../end-to-end/leaks.ts';
import { type CloudFoundryOptions, startCloudFoundry } from '../../servers/cloud-foundry-server.ts';
import { authorityContext, OWNER_TEXT } from './authority-context.ts';

export const START = Date.UTC(2026, 10, 23);

/** The metadata of a key that this rotation has made. */
export const OURS = {
  labels: { 'api-client-credentials.github.io/managed-by': 'api-client-credentials' },
  annotations: { 'api-client-credentials.github.io/owner': OWNER_TEXT },
};

/** What a call came to: its failure without the place, or what it returned. */
export interface Outcome {
  readonly code: string | undefined;
  readonly message: string;
}

/**
 * An authority with its servers, a clock that only `sleep` moves, and two checks that hold for every
 * test: what is sent has been masked before, and no message shows a secret.
 */
export async function cfWorld(
  options: {
    readonly server?: CloudFoundryOptions;
    readonly settings?: JsonObject;
    /** In place of the right one. */
    readonly login?: unknown;
    readonly context?: Partial<Omit<AuthorityContext, 'runner'>>;
    /** Milliseconds. */
    readonly timeout?: number;
  } = {},
) {
  let now = START;
  const server = await startCloudFoundry({ now: () => now, ...options.server });
  const client = undiciTransport({});
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
  const unmasked: string[] = [];

  const transport: Transport = async (request, limits) => {
    const form = new URLSearchParams(request.body);
    const bearer = /^Bearer (.+)$/.exec(request.headers['authorization'] ?? '')?.[1];
    const secrets = [form.get('password'), form.get('assertion'), bearer];
    unmasked.push(
      ...secrets
        .filter((secret) => typeof secret === 'string' && !masked.includes(secret))
        .map(String),
    );
    return (options.context?.transport ?? client.transport)(request, limits);
  };
  const { username, password, origin } = server;
  const right = { username, password, ...(origin === '' ? {} : { origin }) };
  const authority = cloudFoundry.open(
    {
      kind: 'cloud-foundry',
      api: server.api.url,
      organization: server.organization,
      space: server.space,
      instance: server.instance.name,
      ...options.settings,
    },
    JSON.stringify(options.login ?? right),
    authorityContext({
      timing: {
        now: () => now,
        random: () => 0.5,
        sleep: async (milliseconds) => {
          sleeps.push(milliseconds);
          now += milliseconds;
        },
      },
      deadline: START + (options.timeout ?? 600_000),
      ...options.context,
      ...{ runner, transport },
    }),
  );

  onTestFinished(() => {
    expect(unmasked).toEqual([]);
    const secrets = [server.password, ...server.secrets(), ...masked];
    expect(findLeaks(shown.join('\n'), secrets)).toEqual([]);
  });

  return {
    server: { ...server, close },
    authority,
    masked,
    sleeps,
    /** The lines of progress, and the messages of failures. */
    shown,
    now: () => now,
    /** Time goes by without anybody sleeping. */
    later: (milliseconds: number) => {
      now += milliseconds;
    },
    /** The failure of a call; hosts and request ids in it are replaced by names. */
    failure: async (call: Promise<unknown>): Promise<Outcome> => {
      const error = await call.then(
        () => undefined,
        (reason: unknown) => reason,
      );
      if (!(error instanceof Error)) throw new Error('The call did not fail.');
      shown.push(error.message);
      return {
        code:
          error instanceof UnknownOutcome ? error.name : String((error as { code?: unknown }).code),
        message: error.message
          .replaceAll(new URL(server.api.url).host, 'HOST')
          .replaceAll(new URL(server.login.url).host, 'UAA')
          .replace(/request id [0-9a-f-]{36}(?: [0-9a-f-]{36})?/g, 'request id ID'),
      };
    },
  };
}
