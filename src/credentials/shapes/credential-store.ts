import { stringMembers } from '../fields.ts';
import type { Shape } from './shape.ts';

/** SAP Credential Store with mutual TLS: its `username` is the client id. */
export const credentialStore: Shape = {
  name: 'credential store',
  find(document) {
    const members = stringMembers(document);
    const clientid = members.get('username');
    if (clientid === undefined || !members.has('oauthtokenurl')) return undefined;
    return { client: { ...document, clientid }, document };
  },
};
