import { stringMembers } from '../fields.ts';
import type { Shape } from './shape.ts';

/** The client at the top: XSUAA keys and API credentials, SAP Cloud Identity Services, eTrusted. */
export const flat: Shape = {
  name: 'flat',
  client: (document) => (stringMembers(document).has('clientid') ? document : undefined),
};
