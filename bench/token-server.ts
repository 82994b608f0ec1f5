import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { KeyPair } from '../test/servers/pki.ts';
import type { Listening } from './server.ts';

export interface TokenServer extends Listening {
  /** All requests it has seen so far. */
  requests(): Promise<number>;
  stop(): void;
}

const PATIENCE = 10_000;

/** Starts `server.ts` in its own process. */
export async function startTokenServer(certificate: KeyPair): Promise<TokenServer> {
  const child = fork(fileURLToPath(new URL('server.ts', import.meta.url)), {
    env: {},
    execArgv: [],
  });
  const ask = async (question: object) => {
    child.send(question);
    const [answer] = await once(child, 'message', { signal: AbortSignal.timeout(PATIENCE) });
    return answer;
  };
  const listening: Listening = await ask(certificate);
  return {
    ...listening,
    requests: () => ask({}),
    stop: () => child.disconnect(),
  };
}
