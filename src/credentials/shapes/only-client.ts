import { isJsonObject } from '../credential.ts';
import { hasProof } from '../fields.ts';
import type { Shape } from './shape.ts';

/** The client under whatever name, if it is the only one: what stands beside it is about its API. */
export const onlyClient: Shape = {
  name: 'only client',
  find(document) {
    if ('credentials' in document) return undefined;
    const clients = Object.entries(document).flatMap(([name, client]) =>
      isJsonObject(client) && hasProof(client) ? [{ client, document, name }] : [],
    );
    return clients.length === 1 ? clients[0] : undefined;
  },
};
