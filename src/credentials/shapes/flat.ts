import { hasClientId } from '../fields.ts';
import type { Shape } from './shape.ts';

/** The client at the top: XSUAA keys and API credentials, SAP Cloud Identity Services, eTrusted. */
export const flat: Shape = {
  name: 'flat',
  find: (document) => (hasClientId(document) ? { client: document, document } : undefined),
};
