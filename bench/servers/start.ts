import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { KeyPair } from '../../test/servers/pki.ts';
import type { RotationVisit, RotationWorld } from './rotation-servers.ts';
import type { Listening } from './token-server.ts';

export interface TokenServer extends Listening {
  /** All requests it has seen so far. */
  requests(): Promise<number>;
  stop(): void;
}

export interface RotationServers extends RotationWorld {
  /** To be called before each run of the rotation action. */
  begin(): Promise<void>;
  /** What the servers have seen since then. */
  seen(): Promise<RotationVisit>;
  stop(): void;
}

/** Milliseconds. The servers of a rotation run the action once before they answer. */
const PATIENCE = 60_000;

/** Starts `token-server.ts` in its own process. */
export async function startTokenServer(certificate: KeyPair): Promise<TokenServer> {
  const { ask, stop } = start('token-server.ts');
  const listening = await ask<Listening>(certificate);
  return { ...listening, requests: () => ask({}), stop };
}

/** Starts `rotation-servers.ts` in its own process. */
export async function startRotationServers(): Promise<RotationServers> {
  const { ask, stop } = start('rotation-servers.ts');
  const world = await ask<RotationWorld>('start');
  return { ...world, begin: () => ask('begin'), seen: () => ask('seen'), stop };
}

function start(file: string) {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), { env: {}, execArgv: [] });
  const ended = new AbortController();
  child.once('exit', () => ended.abort());
  return {
    async ask<T>(question: object | string): Promise<T> {
      const signal = AbortSignal.any([ended.signal, AbortSignal.timeout(PATIENCE)]);
      const answer = once(child, 'message', { signal });
      child.send(question);
      const [value] = await answer.catch(() => {
        throw new Error(`${file} has not answered; if it failed, its message is above.`);
      });
      return value;
    },
    stop: () => void (child.connected && child.disconnect()),
  };
}
