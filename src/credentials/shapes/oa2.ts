import { isJsonObject } from '../credential.ts';
import { stringMembers } from '../fields.ts';
import type { Shape } from './shape.ts';

/** The options of SAP's AMQP client: `oa2` with `client`, `secret` and `endpoint`. */
export const oa2: Shape = {
  name: 'oa2',
  find(document) {
    const options = document['oa2'];
    if (!isJsonObject(options)) return undefined;
    const members = stringMembers(options);
    const clientid = members.get('clientid') ?? members.get('client');
    if (clientid === undefined) return undefined;
    const tokenurl = members.get('tokenendpoint') ?? members.get('endpoint');
    return { client: { ...options, clientid, tokenurl }, document };
  },
};
