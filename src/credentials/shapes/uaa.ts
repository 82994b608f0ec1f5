import { isJsonObject } from '../credential.ts';
import type { Shape } from './shape.ts';

/** The client under `uaa`: SAP Cloud ALM, SAP Advanced Financial Closing and most SAP services. */
export const uaa: Shape = {
  name: 'uaa',
  client(document) {
    const member = document['uaa'];
    return isJsonObject(member) ? member : undefined;
  },
};
