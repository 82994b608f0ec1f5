import { isJsonObject } from '../credential.ts';
import { hasClientId } from '../fields.ts';
import { member, type Shape } from './shape.ts';

/** The client under `uaa`: SAP Cloud ALM, SAP Advanced Financial Closing and most SAP services. */
export const uaa: Shape = {
  name: 'uaa',
  find(document) {
    const client = member(document, 'uaa');
    return isJsonObject(client) && hasClientId(client)
      ? { client, document, name: 'uaa' }
      : undefined;
  },
};
