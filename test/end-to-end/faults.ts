import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, onTestFinished } from 'vitest';
import type { ActionRun } from '../runner/run-action.ts';
import type { Script } from '../servers/https-server.ts';
import { failedStep, goodStep, type StepOptions } from './step.ts';
import { opaqueToken, serve, tokenAnswer, trusting, xsuaaClient } from './world.ts';

/** Changes of a step that would succeed. */
export interface Change {
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly secrets?: readonly string[];
  readonly killAfter?: number;
  readonly preload?: string;
}

/** A server, a client of it, and a step that gets a token there. */
export async function arrange(answer?: Script, clientSecret?: string) {
  const token = opaqueToken();
  const server = await serve(answer ?? (() => tokenAnswer(token)));
  const client = xsuaaClient(server.url, clientSecret);
  const options = ({ inputs, env, secrets = [], ...others }: Change = {}): StepOptions => ({
    inputs: inputs ?? { credentials: client.credentials },
    env: { ...trusting, ...env },
    secrets: [client.clientSecret, token, ...secrets],
    clientId: client.clientId,
    ...others,
  });
  return { token, server, client, options };
}

export type Arranged = Awaited<ReturnType<typeof arrange>>;

/** What is asked of the server, and whether the step handed its token over. */
export async function succeeds(
  change: (world: Arranged) => Change = () => ({}),
): Promise<Arranged & { readonly run: ActionRun }> {
  const world = await arrange();
  const run = await goodStep(world.options(change(world)));
  expect(run.outputs['access-token']).toBe(world.token);
  expect(world.server.requests).toHaveLength(1);
  return { ...world, run };
}

/** The message of a step that fails before it sends anything. */
export async function failsUnsent(
  code: string,
  change: (world: Arranged) => Change,
): Promise<string> {
  const world = await arrange();
  const message = await failedStep(code, world.options(change(world)));
  expect(world.server.requests).toEqual([]);
  return message;
}

/** The message of a step that fails after so many requests. */
export async function failsOn(
  code: string,
  answer: Script,
  { requests = 1, ...change }: Change & { readonly requests?: number } = {},
): Promise<string> {
  const world = await arrange(answer);
  const message = await failedStep(code, world.options(change));
  expect(world.server.requests).toHaveLength(requests);
  return message;
}

const folder = await mkdtemp(join(tmpdir(), 'faults-'));
afterAll(() => rm(folder, { recursive: true }));
let files = 0;

/** The path of a file with this text. */
export function file(text: string, ending = ''): string {
  const path = join(folder, `${files++}${ending}`);
  writeFileSync(path, text);
  return path;
}

/** A module for `preload`: a part of the machine that behaves in a way that none does at will. */
export function standIn(code: string): string {
  return file(code, '.cjs');
}

/** Starts a server for one test; its port. */
export async function listening(server: Server, host: string): Promise<number> {
  server.listen(0, host);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
