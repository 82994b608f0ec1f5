import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll } from 'vitest';
import { type Glewlwyd, startGlewlwyd } from '../servers/glewlwyd.ts';
import type { GlewlwydProof } from '../servers/glewlwyd-administration.ts';
import { pki, trusting } from './world.ts';

/** Glewlwyd for the tests around, whose clients may read orders and nothing else. */
export function secondServer() {
  let server: Glewlwyd;
  beforeAll(async () => {
    server = await startGlewlwyd({ pki, scopes: ['orders.read', 'orders.write'] });
  });
  afterAll(() => server.close());

  return {
    get tokenUrl() {
      return server.tokenUrl;
    },

    /** @returns a step for a new client, whose proof is still to be added. */
    async register(proof: GlewlwydProof) {
      const clientId = `reports-${randomBytes(4).toString('hex')}`;
      await server.addClient({ clientId, scopes: ['orders.read'], ...proof });
      const inputs = {
        'client-id': clientId,
        'token-url': server.tokenUrl,
        scope: 'orders.read',
      };
      return { inputs, env: trusting, clientId };
    },

    deleteClient: (clientId: string) => server.deleteClient(clientId),

    /** What the action says to an answer that holds nothing but its status, 403. */
    refusal(hint: string): string {
      return (
        `The server answered 403 (${new URL(server.tokenUrl).host}, 1 attempt). ${hint} ` +
        'A deleted or rotated key, or a wrong tenant, gives the same answer.'
      );
    },
  };
}
