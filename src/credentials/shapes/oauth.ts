import { isJsonObject } from '../credential.ts';
import { hasClientId } from '../fields.ts';
import { member, type Shape } from './shape.ts';

/** SAP Cloud Integration (Process Integration Runtime): all under `oauth`, its `url` is the API's. */
export const oauth: Shape = {
  name: 'oauth',
  find(document) {
    const client = member(document, 'oauth');
    return isJsonObject(client) && hasClientId(client)
      ? { client, document: client, name: 'oauth' }
      : undefined;
  },
};
